#include "kit/doc/steps.hpp"

#include "kit/doc/fits.hpp"
#include "kit/doc/positions.hpp"
#include "kit/doc/replace.hpp"
#include "kit/doc/schema.hpp"
#include "kit/doc/slice.hpp"

#include <algorithm>
#include <utility>

namespace doc {

namespace {
/// Does anything but ends and beginnings of nodes stand between the two places? (contentBetween of prosemirror-transform)
bool has_content_between(const Node& document, int from, int to) {
    const Place place(document, from);
    int distance = to - from;
    std::size_t depth = place.depth();
    while (distance > 0 && depth > 0 && place.index_after(depth) == place.node(depth).content.size()) --depth, --distance;
    if (distance <= 0) return false;
    const auto child = [](const Node& node, std::size_t index) { return index < node.content.size() ? &node.content[index] : nullptr; };
    for (const Node* next = child(place.node(depth), place.index_after(depth)); distance > 0; --distance) {
        if (!next || is_leaf(*next)) return true;
        next = child(*next, 0);
    }
    return false;
}

/// A copy of the nodes; `work` is done on every inline one.
template <class Work>
std::vector<Node> changed_inlines(const std::vector<Node>& nodes, const NodeSpec& parent, const Work& work) {
    std::vector<Node> changed;
    for (Node node : nodes) {
        const NodeSpec* spec = schema().node(node.type);
        if (!spec) throw Refused{"a node must have a type of the schema"};
        if (!node.content.empty()) node.content = changed_inlines(node.content, *spec, work);
        if (spec->is_inline) work(node, parent);
        append(changed, std::move(node));
    }
    return changed;
}

const NodeSpec& spec_at(const Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    if (!spec) throw Refused{"a node must have a type of the schema"};
    return *spec;
}

class Applier {
public:
    explicit Applier(Node& document) : document_(document) {}

    void operator()(const ReplaceStep& step) {
        if (step.from > step.to) throw Refused{"a step ends before it begins"};
        if (step.structure && has_content_between(document_, step.from, step.to)) throw Refused{"the step would overwrite content"};
        replace(step.from, step.to, step.slice);
    }

    void operator()(const ReplaceAroundStep& step) {
        if (step.from > step.gap_from || step.gap_from > step.gap_to || step.gap_to > step.to)
            throw Refused{"the gap must lie inside the range"};
        if (!is_well_formed(step.slice) || step.insert < 0 || step.insert > size(step.slice))
            throw Refused{"the gap must go to a place in the slice"};
        if (step.structure &&
            (has_content_between(document_, step.from, step.gap_from) || has_content_between(document_, step.gap_to, step.to)))
            throw Refused{"the step would overwrite content"};
        Place(document_, step.gap_from).require_whole();
        const Slice gap = slice_of(document_, step.gap_from, step.gap_to);
        if (gap.open_start != 0 || gap.open_end != 0) throw Refused{"the gap begins or ends inside a node"};
        const auto slice = inserted(step.slice, step.insert, gap.content);
        if (!slice) throw Refused{"the content of the gap does not fit"};
        replace(step.from, step.to, *slice);
    }

    void operator()(const AddMarkStep& step) {
        change_inlines(step.from, step.to, [&](Node& node, const NodeSpec& parent) {
            if (is_leaf(node) && parent.takes_marks) node.marks = with_mark(node.marks, step.mark);
        });
    }

    void operator()(const RemoveMarkStep& step) {
        change_inlines(step.from, step.to,
                       [&](Node& node, const NodeSpec&) { node.marks = without_mark(std::move(node.marks), step.mark); });
    }

    void operator()(const MarkSetStep& set) {
        Node changed = document_;
        Applier each(changed);
        for (const auto& step : set.steps) std::visit(each, step);
        document_ = std::move(changed);
    }

    void operator()(const AddNodeMarkStep& step) {
        change_node(step.place, [&](Node& node) { node.marks = with_mark(node.marks, step.mark); });
    }

    void operator()(const RemoveNodeMarkStep& step) {
        change_node(step.place, [&](Node& node) { node.marks = without_mark(std::move(node.marks), step.mark); });
    }

    void operator()(const AttrStep& step) {
        change_node(step.place, [&](Node& node) {
            const auto found =
                std::find_if(node.attrs.begin(), node.attrs.end(), [&](const auto& attr) { return attr.first == step.attr; });
            if (found == node.attrs.end()) throw Refused{node.type + " has no attribute \"" + step.attr + "\""};
            found->second = step.value;
        });
    }

private:
    void replace(int from, int to, const Slice& slice) { carry_out(replacement(document_, from, to, slice)); }

    template <class Work>
    void change_inlines(int from, int to, const Work& work) {
        if (from > to) throw Refused{"a step ends before it begins"};
        Slice slice = slice_of(document_, from, to);
        const Place place(document_, from);
        slice.content = changed_inlines(slice.content, spec_at(place.node(place.shared_depth(to))), work);
        replace(from, to, slice);
    }

    template <class Work>
    void change_node(int place, const Work& work) {
        const auto path = path_to_node(document_, place);
        if (!path) throw Refused{"no node begins at " + std::to_string(place)};
        const Node* parent = &document_;
        for (std::size_t i = 0; i + 1 < path->size(); ++i) parent = &parent->content[(*path)[i]];
        const Node& node = parent->content[path->back()];
        if (node.type == "text") throw Refused{"text has no attributes and marks of its own at " + std::to_string(place)};
        // Its content stays where it is.
        Node shell = make(node.type, node.attrs);
        shell.marks = node.marks;
        shell.line = node.line;
        work(shell);
        if (!shell.marks.empty() && !spec_at(*parent).takes_marks) throw Refused{"no marks may stand in " + parent->type};
        require_own_fits(shell);
        limit(json_size(shell), json_size(make(node.type, node.attrs)));
        Node* target = &document_;
        for (const std::size_t index : *path) target = &target->content[index];
        target->attrs = std::move(shell.attrs);
        target->marks = std::move(shell.marks);
    }

    void carry_out(Replacement change) {
        const Node* node = &document_;
        for (const std::size_t index : change.path) node = &node->content[index];
        std::size_t more = 0, less = 0;
        for (const Node& fresh : change.nodes) more += json_size(fresh);
        for (std::size_t i = change.first; i < change.last; ++i) less += json_size(node->content[i]);
        limit(more, less);
        doc::carry_out(document_, std::move(change));
    }

    void limit(std::size_t more, std::size_t less) const {
        if (more > less && json_size(document_) + more - less > largest_document) throw Refused{"the document would be too large"};
    }

    Node& document_;
};
}

Faults apply_to(Node& document, const Step& step) {
    try {
        std::visit(Applier(document), step);
    } catch (const Refused& refused) {
        return {{0, refused.what}};
    }
    return {};
}

base::Result<Node, Faults> apply(Node document, const Step& step) {
    if (Faults faults = apply_to(document, step); !faults.empty()) return base::Failure{std::move(faults)};
    return document;
}

}
