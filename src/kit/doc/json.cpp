#include "kit/doc/doc.hpp"
#include "kit/doc/fits.hpp"
#include "kit/doc/json_reader.hpp"
#include "kit/doc/schema.hpp"
#include "kit/doc/slice.hpp"

#include <algorithm>
#include <iterator>

namespace doc {

namespace {
using base::Json;

Json::Object attrs_to_json(const Attrs& attrs) {
    Json::Object object;
    for (const auto& [name, value] : attrs) object.emplace_back(name, value);
    return object;
}

class JsonReader {
public:
    /// The content of a slice may be cut through: what its nodes contain is not asked.
    JsonReader(State state, bool whole) : state_(state), whole_(whole) {}
    Faults faults;

    Node node(const Json& json, const std::string& path, const Nesting& outside, std::size_t depth) {
        Node node;
        if (!json.object()) return fail(path, "a node must be an object"), node;
        if (depth > 40) return fail(path, "nodes are nested too deep"), node;
        const Json* type = json.find("type");
        const NodeSpec* spec = type && type->text() ? schema().node(*type->text()) : nullptr;
        if (!spec) return fail(path, "a node must have a type of the schema"), node;
        node.type = spec->name;
        const Nesting nesting = outside.inside(*spec);
        if (nesting.is_too_deep()) return fail(path, "blocks are nested too deep"), node;
        for (const auto& [key, value] : *json.object())
            if (key != "type" && key != "attrs" && key != "content" && key != "text" && key != "marks")
                fail(path, "there is no \"" + key + "\" in a node");
        node.attrs = read_attrs(json, spec->attrs, path);
        if (const Json* text = json.find("text")) {
            if (node.type != "text" || !text->text() || text->text()->empty())
                fail(path, "text must not be empty and stands in text nodes only");
            else if (!is_plain(*text->text()))
                fail(path, "text must be UTF-8 without NUL and U+E000");
            else
                node.text = *text->text();
        } else if (node.type == "text")
            fail(path, "a text node must have text");
        if (const Json* marks = json.find("marks")) read_marks(*marks, *spec, path, node);
        if (const Json* content = json.find("content")) {
            if (!content->array()) return fail(path, "content must be a list"), node;
            node.content = nodes(*content->array(), path, nesting, depth + 1);
        }
        if (faults.empty() && whole_ && !spec->allows(node.content))
            fail(path, node.type + " must contain " + (spec->expression.empty() ? "nothing" : spec->expression));
        if (whole_ && !spec->takes_marks &&
            std::any_of(node.content.begin(), node.content.end(), [](const Node& child) { return !child.marks.empty(); }))
            fail(path, "no marks may stand in " + node.type);
        return node;
    }

    std::vector<Node> nodes(const Json::Array& items, const std::string& path, const Nesting& nesting, std::size_t depth) {
        std::vector<Node> read;
        for (std::size_t i = 0; i < items.size() && faults.size() < 20; ++i)
            append(read, node(items[i], path + (path.empty() ? "" : ".") + "content[" + std::to_string(i) + "]", nesting, depth));
        return read;
    }

    std::optional<Mark> mark(const Json& json, const std::string& path) {
        const Json* type = json.find("type");
        const MarkSpec* spec = type && type->text() ? schema().mark(*type->text()) : nullptr;
        if (!spec) return fail(path, "a mark must have a type of the schema"), std::nullopt;
        return Mark{spec->name, read_attrs(json, spec->attrs, path)};
    }

private:
    State state_;
    bool whole_;

    void fail(const std::string& path, std::string what) { faults.push_back({0, (path.empty() ? "doc" : path) + ": " + std::move(what)}); }

    Attrs read_attrs(const Json& json, const std::vector<AttrSpec>& specs, const std::string& path) {
        Attrs given;
        if (const Json* attrs = json.find("attrs")) {
            if (!attrs->object()) return fail(path, "attrs must be an object"), given;
            for (const auto& [name, value] : *attrs->object()) {
                if (std::none_of(specs.begin(), specs.end(), [&](const AttrSpec& spec) { return spec.name == name; }))
                    fail(path, "there is no attribute \"" + name + "\"");
                given.emplace_back(name, value);
            }
        }
        Attrs all = complete(specs, given);
        for (std::size_t i = 0; i < specs.size(); ++i)
            if (auto refusal = specs[i].refusal(all[i].second); !refusal.empty()) fail(path, std::move(refusal));
        return all;
    }

    void read_marks(const Json& json, const NodeSpec& spec, const std::string& path, Node& node) {
        if (!json.array() || !spec.is_inline) return fail(path, "marks must be a list and stand on inline nodes only");
        for (const Json& each : *json.array()) {
            auto read = mark(each, path);
            if (!read) return;
            const MarkSpec& mark_spec = *schema().mark(read->type);
            if (state_ == State::finished && !mark_spec.on.empty() &&
                std::find(mark_spec.on.begin(), mark_spec.on.end(), node.type) == mark_spec.on.end())
                return fail(path, read->type + " cannot mark " + node.type);
            std::vector<Mark> with = with_mark(node.marks, *read);
            if (with.size() != node.marks.size() + 1 || with.back() != *read)
                return fail(path, "marks must stand in the schema's order, each once");
            node.marks = std::move(with);
        }
    }
};

/// Each reference has its footnote, each footnote one label.
void check_footnotes(const Node& node, std::vector<std::string>& labels, bool definitions, Faults& faults) {
    for (const Node& child : node.content) {
        const std::string label = child.text_attr("label");
        const bool known = std::find(labels.begin(), labels.end(), label) != labels.end();
        if (definitions && child.type == "footnote") {
            if (known) faults.push_back({0, "there are two footnotes \"" + label + "\""});
            labels.push_back(label);
        }
        if (!definitions && child.type == "footnote_ref" && !known) faults.push_back({0, "there is no footnote \"" + label + "\""});
        if (!definitions) check_footnotes(child, labels, false, faults);
    }
}
}

Json to_json(const Mark& mark) {
    Json::Object object{{"type", mark.type}};
    if (!mark.attrs.empty()) object.emplace_back("attrs", attrs_to_json(mark.attrs));
    return object;
}

Json to_json(const Node& node) {
    Json::Object object{{"type", node.type}};
    if (!node.attrs.empty()) object.emplace_back("attrs", attrs_to_json(node.attrs));
    if (!node.content.empty()) {
        Json::Array content;
        for (const Node& child : node.content) content.push_back(to_json(child));
        object.emplace_back("content", std::move(content));
    }
    if (!node.marks.empty()) {
        Json::Array marks;
        for (const Mark& mark : node.marks) marks.push_back(to_json(mark));
        object.emplace_back("marks", std::move(marks));
    }
    if (node.type == "text") object.emplace_back("text", node.text);
    return object;
}

base::Result<Node, Faults> from_json(const Json& json, State state) {
    JsonReader reader(state, true);
    Node document = reader.node(json, "", {}, 0);
    if (reader.faults.empty() && document.type != "doc") reader.faults.push_back({0, "the outermost node must be a doc"});
    if (reader.faults.empty() && state == State::finished) {
        std::vector<std::string> labels;
        check_footnotes(document, labels, true, reader.faults);
        check_footnotes(document, labels, false, reader.faults);
    }
    if (!reader.faults.empty()) return base::Failure{std::move(reader.faults)};
    return document;
}

std::vector<Node> slice_content_from_json(const Json& json, Faults& faults) {
    JsonReader reader(State::working, false);
    std::vector<Node> read;
    if (json.array())
        read = reader.nodes(*json.array(), "slice", {}, 0);
    else
        reader.faults.push_back({0, "slice: content must be a list"});
    std::move(reader.faults.begin(), reader.faults.end(), std::back_inserter(faults));
    return read;
}

std::optional<Mark> mark_from_json(const Json& json, Faults& faults) {
    JsonReader reader(State::working, false);
    auto read = reader.mark(json, "mark");
    std::move(reader.faults.begin(), reader.faults.end(), std::back_inserter(faults));
    return read;
}

}
