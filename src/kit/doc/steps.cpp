#include "kit/doc/steps.hpp"
#include "kit/base/error.hpp"
#include "kit/doc/positions.hpp"
#include "kit/doc/schema.hpp"
#include "kit/doc/slice.hpp"

#include <algorithm>
#include <utility>

namespace doc {

namespace {
/// Calls `use` for each inline leaf that stands at least partly in the range, with the part's two ends.
template <class Use>
void each_inline(const std::vector<Node>& nodes, int before, int from, int to, const Use& use) {
    for (const Node& node : nodes) {
        if (before >= to) return;
        const int end = before + node_size(node);
        if (end > from) {
            const NodeSpec* spec = schema().node(node.type);
            if (spec && spec->is_inline && is_leaf(node)) use(node, std::max(from, before), std::min(to, end));
            each_inline(node.content, before + 1, from, to, use);
        }
        before = end;
    }
}

/// Adds a step to those of a set, or makes the last one longer.
template <class MarkStep>
void push(std::vector<std::variant<AddMarkStep, RemoveMarkStep>>& steps, int from, int to, const Mark& mark) {
    auto* last = steps.empty() ? nullptr : std::get_if<MarkStep>(&steps.back());
    if (last && last->to == from && last->mark == mark)
        last->to = to;
    else
        steps.push_back(MarkStep{.from = from, .to = to, .mark = mark});
}

Step one_or_set(std::vector<std::variant<AddMarkStep, RemoveMarkStep>> steps) {
    if (steps.size() == 1) return std::visit([](const auto& step) -> Step { return step; }, steps.front());
    return MarkSetStep{.steps = std::move(steps)};
}

bool has(const std::vector<Mark>& marks, const Mark& mark) { return std::find(marks.begin(), marks.end(), mark) != marks.end(); }

struct Inverter {
    const Node& before;

    Step operator()(const ReplaceStep& step) const {
        return ReplaceStep{.from = step.from, .to = step.from + size(step.slice), .slice = slice_of(before, step.from, step.to)};
    }

    Step operator()(const ReplaceAroundStep& step) const {
        const int gap = step.gap_to - step.gap_from;
        return ReplaceAroundStep{.from = step.from,
                                 .to = step.from + size(step.slice) + gap,
                                 .gap_from = step.from + step.insert,
                                 .gap_to = step.from + step.insert + gap,
                                 .slice = without(slice_of(before, step.from, step.to), step.gap_from - step.from, step.gap_to - step.from),
                                 .insert = step.gap_from - step.from,
                                 .structure = step.structure};
    }

    Step operator()(const AddMarkStep& step) const {
        std::vector<std::variant<AddMarkStep, RemoveMarkStep>> steps;
        each_inline(before.content, 0, step.from, step.to, [&](const Node& node, int from, int to) {
            const auto with = with_mark(node.marks, step.mark);
            if (with == node.marks) return;
            push<RemoveMarkStep>(steps, from, to, step.mark);
            for (const Mark& mark : node.marks)
                if (!has(with, mark)) push<AddMarkStep>(steps, from, to, mark);
        });
        return one_or_set(std::move(steps));
    }

    Step operator()(const RemoveMarkStep& step) const {
        std::vector<std::variant<AddMarkStep, RemoveMarkStep>> steps;
        each_inline(before.content, 0, step.from, step.to, [&](const Node& node, int from, int to) {
            if (has(node.marks, step.mark)) push<AddMarkStep>(steps, from, to, step.mark);
        });
        return one_or_set(std::move(steps));
    }

    Step operator()(const MarkSetStep& set) const {
        MarkSetStep inverse;
        for (const auto& step : set.steps) {
            const Step each = std::visit(*this, step);
            if (const auto* add = std::get_if<AddMarkStep>(&each))
                inverse.steps.emplace_back(*add);
            else if (const auto* remove = std::get_if<RemoveMarkStep>(&each))
                inverse.steps.emplace_back(*remove);
            else if (const auto* inner = std::get_if<MarkSetStep>(&each))
                inverse.steps.insert(inverse.steps.end(), inner->steps.begin(), inner->steps.end());
        }
        return inverse;
    }

    Step operator()(const AddNodeMarkStep& step) const {
        const std::vector<Mark>& marks = node_at(step.place).marks;
        const auto with = with_mark(marks, step.mark);
        if (with.size() != marks.size()) return RemoveNodeMarkStep{.place = step.place, .mark = step.mark};
        for (const Mark& mark : marks)
            if (!has(with, mark)) return AddNodeMarkStep{.place = step.place, .mark = mark};
        return step;
    }

    Step operator()(const RemoveNodeMarkStep& step) const {
        if (!has(node_at(step.place).marks, step.mark)) return step;
        return AddNodeMarkStep{.place = step.place, .mark = step.mark};
    }

    Step operator()(const AttrStep& step) const {
        const base::Json* value = node_at(step.place).attr(step.attr);
        if (!value) throw Refused{"there is no attribute \"" + step.attr + "\""};
        return AttrStep{.place = step.place, .attr = step.attr, .value = *value};
    }

private:
    const Node& node_at(int place) const {
        const auto path = path_to_node(before, place);
        if (!path) throw Refused{"no node begins at " + std::to_string(place)};
        const Node* node = &before;
        for (const std::size_t index : *path) node = &node->content[index];
        return *node;
    }
};

struct Mapper {
    const Mapping& mapping;

    std::optional<Step> operator()(const ReplaceStep& step) const {
        const Mapped from = mapping.map_result(step.from, Side::after), to = mapping.map_result(step.to, Side::before);
        if (from.deleted_across && to.deleted_across) return std::nullopt;
        return ReplaceStep{.from = from.place, .to = std::max(from.place, to.place), .slice = step.slice, .structure = step.structure};
    }

    std::optional<Step> operator()(const ReplaceAroundStep& step) const {
        const Mapped from = mapping.map_result(step.from, Side::after), to = mapping.map_result(step.to, Side::before);
        const int gap_from = step.from == step.gap_from ? from.place : mapping.map(step.gap_from, Side::before);
        const int gap_to = step.to == step.gap_to ? to.place : mapping.map(step.gap_to, Side::after);
        if ((from.deleted_across && to.deleted_across) || gap_from < from.place || gap_to > to.place || gap_from > gap_to)
            return std::nullopt;
        ReplaceAroundStep mapped = step;
        mapped.from = from.place;
        mapped.to = to.place;
        mapped.gap_from = gap_from;
        mapped.gap_to = gap_to;
        return mapped;
    }

    std::optional<Step> operator()(const AddMarkStep& step) const { return range(step); }
    std::optional<Step> operator()(const RemoveMarkStep& step) const { return range(step); }

    std::optional<Step> operator()(const MarkSetStep& set) const {
        MarkSetStep mapped;
        for (const auto& step : set.steps)
            if (const auto each = std::visit(*this, step)) {
                if (const auto* add = std::get_if<AddMarkStep>(&*each)) mapped.steps.emplace_back(*add);
                if (const auto* remove = std::get_if<RemoveMarkStep>(&*each)) mapped.steps.emplace_back(*remove);
            }
        if (mapped.steps.empty()) return std::nullopt;
        return mapped;
    }

    std::optional<Step> operator()(const AddNodeMarkStep& step) const { return node(step); }
    std::optional<Step> operator()(const RemoveNodeMarkStep& step) const { return node(step); }
    std::optional<Step> operator()(const AttrStep& step) const { return node(step); }

private:
    template <class RangeStep>
    std::optional<Step> range(RangeStep step) const {
        step.from = mapping.map(step.from, Side::after);
        step.to = mapping.map(step.to, Side::before);
        if (step.from >= step.to) return std::nullopt;
        return step;
    }

    template <class NodeStep>
    std::optional<Step> node(NodeStep step) const {
        const Mapped mapped = mapping.map_result(step.place, Side::after);
        if (mapped.deleted_after) return std::nullopt;
        step.place = mapped.place;
        return step;
    }
};
}

Step invert(const Step& step, const Node& before) {
    try {
        return std::visit(Inverter{before}, step);
    } catch (const Refused& refused) {
        throw base::Error("a step is to be undone that cannot be applied: " + refused.what);
    }
}

StepMap map_of(const Step& step) {
    if (const auto* replace = std::get_if<ReplaceStep>(&step))
        return StepMap({{replace->from, replace->to - replace->from, size(replace->slice)}});
    if (const auto* around = std::get_if<ReplaceAroundStep>(&step))
        return StepMap({{around->from, around->gap_from - around->from, around->insert},
                        {around->gap_to, around->to - around->gap_to, size(around->slice) - around->insert}});
    return {};
}

std::optional<Step> map(const Step& step, const Mapping& mapping) { return std::visit(Mapper{mapping}, step); }

}
