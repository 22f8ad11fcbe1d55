#include "kit/doc/json_reader.hpp"
#include "kit/doc/slice.hpp"
#include "kit/doc/steps.hpp"

#include <algorithm>
#include <utility>

namespace doc {

namespace {
using base::Json;

// Far beyond any document, and far from where sums of places overflow.
constexpr std::int64_t farthest = 1 << 28;

class StepReader {
public:
    explicit StepReader(const Json& json) : json_(json) {}
    Faults faults;

    Step step() {
        const Json* type = json_.find("stepType");
        const std::string name = type && type->text() ? *type->text() : "";
        if (name == "replace") return ReplaceStep{.from = place("from"), .to = place("to"), .slice = slice(), .structure = structure()};
        if (name == "replaceAround")
            return ReplaceAroundStep{.from = place("from"),
                                     .to = place("to"),
                                     .gap_from = place("gapFrom"),
                                     .gap_to = place("gapTo"),
                                     .slice = slice(),
                                     .insert = place("insert"),
                                     .structure = structure()};
        if (name == "addMark") return AddMarkStep{.from = place("from"), .to = place("to"), .mark = mark()};
        if (name == "removeMark") return RemoveMarkStep{.from = place("from"), .to = place("to"), .mark = mark()};
        if (name == "markSet") return mark_set();
        if (name == "addNodeMark") return AddNodeMarkStep{.place = place("pos"), .mark = mark()};
        if (name == "removeNodeMark") return RemoveNodeMarkStep{.place = place("pos"), .mark = mark()};
        if (name == "attr") return attr();
        fail("there is no step \"" + name + "\"");
        return {};
    }

private:
    void fail(std::string what) { faults.push_back({0, std::move(what)}); }

    int place(std::string_view key) { return number(json_, key); }

    int number(const Json& json, std::string_view key) {
        const Json* value = json.find(key);
        const auto read = value ? value->integer() : std::nullopt;
        if (!read || *read < 0 || *read > farthest) return fail(std::string(key) + " must be a place"), 0;
        return static_cast<int>(*read);
    }

    Slice slice() {
        Slice read;
        const Json* json = json_.find("slice");
        if (!json || std::holds_alternative<std::nullptr_t>(json->value)) return read;
        const Json* content = json->find("content");
        if (!json->object() || !content) return fail("a slice must have content"), read;
        read.content = slice_content_from_json(*content, faults);
        if (json->find("openStart")) read.open_start = number(*json, "openStart");
        if (json->find("openEnd")) read.open_end = number(*json, "openEnd");
        if (faults.empty() && !is_well_formed(read)) fail("a slice is more open than it is deep");
        return read;
    }

    bool structure() {
        const Json* value = json_.find("structure");
        const bool* flag = value ? std::get_if<bool>(&value->value) : nullptr;
        if (value && !flag) fail("structure must be true or false");
        return flag && *flag;
    }

    Mark mark() {
        const Json* json = json_.find("mark");
        if (!json) return fail("the step must have a mark"), Mark{};
        auto read = mark_from_json(*json, faults);
        return read ? std::move(*read) : Mark{};
    }

    Step attr() {
        AttrStep read{.place = place("pos")};
        const Json *name = json_.find("attr"), *value = json_.find("value");
        if (!name || !name->text() || !value) return fail("the step must have an attr and a value"), read;
        read.attr = *name->text();
        read.value = *value;
        return read;
    }

    /// An undone set is a set of sets in ProseMirror; carried out, they are one list.
    Step mark_set() {
        MarkSetStep set;
        const Json* list = json_.find("steps");
        if (!list || !list->array()) return fail("the step must have steps"), set;
        for (const Json& item : *list->array()) {
            StepReader reader(item);
            const Step step = reader.step();
            std::move(reader.faults.begin(), reader.faults.end(), std::back_inserter(faults));
            if (const auto* add = std::get_if<AddMarkStep>(&step))
                set.steps.emplace_back(*add);
            else if (const auto* remove = std::get_if<RemoveMarkStep>(&step))
                set.steps.emplace_back(*remove);
            else if (const auto* inner = std::get_if<MarkSetStep>(&step))
                set.steps.insert(set.steps.end(), inner->steps.begin(), inner->steps.end());
            else
                fail("a set holds steps of marks only");
            if (faults.size() > 20) break;
        }
        return set;
    }

    const Json& json_;
};

Json json_of(const Slice& slice) {
    if (slice.content.empty()) return {};
    Json::Array content;
    for (const Node& node : slice.content) content.push_back(to_json(node));
    Json::Object object{{"content", std::move(content)}};
    if (slice.open_start > 0) object.emplace_back("openStart", slice.open_start);
    if (slice.open_end > 0) object.emplace_back("openEnd", slice.open_end);
    return object;
}

struct StepWriter {
    Json operator()(const ReplaceStep& step) const {
        Json::Object object{{"stepType", "replace"}, {"from", step.from}, {"to", step.to}};
        return with_slice(std::move(object), step.slice, step.structure);
    }
    Json operator()(const ReplaceAroundStep& step) const {
        Json::Object object{{"stepType", "replaceAround"}, {"from", step.from},    {"to", step.to},
                            {"gapFrom", step.gap_from},    {"gapTo", step.gap_to}, {"insert", step.insert}};
        return with_slice(std::move(object), step.slice, step.structure);
    }
    Json operator()(const AddMarkStep& step) const {
        return Json::Object{{"stepType", "addMark"}, {"mark", to_json(step.mark)}, {"from", step.from}, {"to", step.to}};
    }
    Json operator()(const RemoveMarkStep& step) const {
        return Json::Object{{"stepType", "removeMark"}, {"mark", to_json(step.mark)}, {"from", step.from}, {"to", step.to}};
    }
    Json operator()(const MarkSetStep& step) const {
        Json::Array steps;
        for (const auto& each : step.steps) steps.push_back(std::visit(*this, each));
        return Json::Object{{"stepType", "markSet"}, {"steps", std::move(steps)}};
    }
    Json operator()(const AddNodeMarkStep& step) const {
        return Json::Object{{"stepType", "addNodeMark"}, {"pos", step.place}, {"mark", to_json(step.mark)}};
    }
    Json operator()(const RemoveNodeMarkStep& step) const {
        return Json::Object{{"stepType", "removeNodeMark"}, {"pos", step.place}, {"mark", to_json(step.mark)}};
    }
    Json operator()(const AttrStep& step) const {
        return Json::Object{{"stepType", "attr"}, {"pos", step.place}, {"attr", step.attr}, {"value", step.value}};
    }

    static Json with_slice(Json::Object object, const Slice& slice, bool structure) {
        // As ProseMirror writes it: nodes that are open on both sides and hold nothing add nothing.
        if (size(slice) != 0) object.emplace_back("slice", json_of(slice));
        if (structure) object.emplace_back("structure", true);
        return object;
    }
};
}

base::Result<Step, Faults> step_from_json(const Json& json) {
    StepReader reader(json);
    Step step = reader.step();
    if (!reader.faults.empty()) return base::Failure{std::move(reader.faults)};
    return step;
}

Json to_json(const Step& step) { return std::visit(StepWriter{}, step); }

}
