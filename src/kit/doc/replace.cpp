#include "kit/doc/replace.hpp"

#include "kit/doc/fits.hpp"
#include "kit/doc/positions.hpp"
#include "kit/doc/schema.hpp"
#include "kit/doc/slice.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace doc {

namespace {
using Nodes = std::vector<Node>;
constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

const NodeSpec& spec_of(const Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    if (!spec) throw Refused{"a node must have a type of the schema"};
    return *spec;
}

void require_joinable(const Node& node, const Node& onto) {
    if (!spec_of(node).is_compatible_with(spec_of(onto))) throw Refused{"cannot join " + node.type + " onto " + onto.type};
}

/// The node before, when what follows it is joined to it.
const Node& joined(const Place& before, const Place& after, std::size_t depth) {
    require_joinable(after.node(depth), before.node(depth));
    return before.node(depth);
}

/// The children of the node at a depth between two places, or from its child `first` on, or up to its child `last`.
void add_range(const Place* start, const Place* end, std::size_t depth, Nodes& target, std::size_t first = 0, std::size_t last = all) {
    const Node& node = (end ? end : start)->node(depth);
    if (start) {
        first = start->index(depth);
        if (start->depth() > depth) {
            ++first;
        } else if (start->in_text()) {
            append(target, start->text_after());
            ++first;
        }
    }
    last = end ? end->index(depth) : std::min(last, node.content.size());
    for (std::size_t i = first; i < last; ++i) append(target, node.content[i]);
    if (end && end->depth() == depth && end->in_text()) append(target, end->text_before());
}

Node closed(const Node& node, Nodes content) {
    const NodeSpec& spec = spec_of(node);
    if (!spec.allows(content)) throw Refused{node.type + " must contain " + spec.expression};
    Node made = make(node.type, node.attrs, std::move(content));
    made.marks = node.marks;
    made.line = node.line;
    return made;
}

Nodes two_way(const Place& from, const Place& to, std::size_t depth, std::size_t first = 0, std::size_t last = all) {
    Nodes content;
    add_range(nullptr, &from, depth, content, first);
    if (from.depth() > depth) {
        const Node& node = joined(from, to, depth + 1);
        append(content, closed(node, two_way(from, to, depth + 1)));
    }
    add_range(&to, nullptr, depth, content, 0, last);
    return content;
}

Nodes three_way(const Place& from, const Place& start, const Place& end, const Place& to, std::size_t depth, std::size_t first = 0,
                std::size_t last = all) {
    const Node* opened = from.depth() > depth ? &joined(from, start, depth + 1) : nullptr;
    const Node* reopened = to.depth() > depth ? &joined(end, to, depth + 1) : nullptr;
    Nodes content;
    add_range(nullptr, &from, depth, content, first);
    if (opened && reopened && start.index(depth) == end.index(depth)) {
        require_joinable(*reopened, *opened);
        append(content, closed(*opened, three_way(from, start, end, to, depth + 1)));
    } else {
        if (opened) append(content, closed(*opened, two_way(from, start, depth + 1)));
        add_range(&start, &end, depth, content);
        if (reopened) append(content, closed(*reopened, two_way(end, to, depth + 1)));
    }
    add_range(&to, nullptr, depth, content, 0, last);
    return content;
}

/// The slice inside copies of the nodes around the place, so that it can be walked beside the document.
Node along(const Place& place, const Slice& slice) {
    std::size_t depth = place.depth() - static_cast<std::size_t>(slice.open_start);
    Node node = make(place.node(depth).type, place.node(depth).attrs, slice.content);
    while (depth-- > 0) {
        Nodes only;
        only.push_back(std::move(node));
        node = make(place.node(depth).type, place.node(depth).attrs, std::move(only));
    }
    return node;
}

/// What is kept and what is new, together, must be content of the node.
void require_fits(const Node& node, const Replacement& change, const Nesting& nesting) {
    const NodeSpec& spec = spec_of(node);
    std::vector<const Node*> children;
    children.reserve(node.content.size() + change.nodes.size());
    for (std::size_t i = 0; i < change.first; ++i) children.push_back(&node.content[i]);
    for (const Node& fresh : change.nodes) children.push_back(&fresh);
    for (std::size_t i = change.last; i < node.content.size(); ++i) children.push_back(&node.content[i]);
    if (!spec.allows(children)) throw Refused{node.type + " must contain " + (spec.expression.empty() ? "nothing" : spec.expression)};
    for (const Node& fresh : change.nodes) {
        if (!spec.takes_marks && !fresh.marks.empty()) throw Refused{"no marks may stand in " + node.type};
        require_fits(fresh, nesting);
    }
}
}

Replacement replacement(const Node& document, int from_place, int to_place, const Slice& slice) {
    if (from_place > to_place) throw Refused{"a step ends before it begins"};
    if (!is_well_formed(slice)) throw Refused{"a slice is more open than it is deep"};
    const Place from(document, from_place), to(document, to_place);
    const auto open_start = static_cast<std::size_t>(slice.open_start), open_end = static_cast<std::size_t>(slice.open_end);
    if (open_start > from.depth()) throw Refused{"what is put in is deeper than its place"};
    if (from.depth() + open_end != to.depth() + open_start) throw Refused{"the two ends are not equally deep"};

    Replacement change;
    std::size_t depth = 0;
    Nesting nesting;
    while (from.index(depth) == to.index(depth) && depth < from.depth() - open_start) {
        change.path.push_back(from.index(depth));
        nesting = nesting.inside(spec_of(from.node(depth)));
        ++depth;
    }
    const Node& node = from.node(depth);
    nesting = nesting.inside(spec_of(node));
    const auto is_text = [&](std::size_t index) { return index < node.content.size() && node.content[index].type == "text"; };
    // Text beside the range may be joined with what comes.
    change.first = from.index(depth);
    if (change.first > 0 && is_text(change.first - 1)) --change.first;
    change.last = to.index(depth) + (to.depth() > depth || to.in_text() ? 1 : 0);
    if (is_text(change.last)) ++change.last;

    if (slice.content.empty()) {
        change.nodes = two_way(from, to, depth, change.first, change.last);
    } else {
        const Node beside = along(from, slice);
        const int extra = static_cast<int>(from.depth() - open_start);
        const Place start(beside, slice.open_start + extra), end(beside, content_size(beside) - slice.open_end - extra);
        change.nodes = three_way(from, start, end, to, depth, change.first, change.last);
    }
    require_fits(node, change, nesting);
    return change;
}

void carry_out(Node& document, Replacement change) {
    Node* node = &document;
    for (const std::size_t index : change.path) node = &node->content[index];
    auto& content = node->content;
    const auto begin = content.begin() + static_cast<std::ptrdiff_t>(change.first);
    const std::size_t gone = change.last - change.first, shared = std::min(gone, change.nodes.size());
    const auto middle = change.nodes.begin() + static_cast<std::ptrdiff_t>(shared);
    std::move(change.nodes.begin(), middle, begin);
    const auto at = begin + static_cast<std::ptrdiff_t>(shared);
    if (shared < gone)
        content.erase(at, begin + static_cast<std::ptrdiff_t>(gone));
    else
        content.insert(at, std::make_move_iterator(middle), std::make_move_iterator(change.nodes.end()));
}

}
