#include "kit/doc/slice.hpp"

#include "kit/doc/positions.hpp"
#include "kit/doc/schema.hpp"

#include <algorithm>
#include <utility>

namespace doc {

namespace {
Node text_between(const Node& node, int from, int to) {
    const auto begin = utf16_offset(node.text, from), end = utf16_offset(node.text, to);
    if (!begin || !end) throw Refused{"a character would be divided"};
    Node part = node;
    part.text = node.text.substr(*begin, *end - *begin);
    return part;
}

Node with_content(const Node& node, std::vector<Node> content) {
    Node copy;
    copy.type = node.type;
    copy.attrs = node.attrs;
    copy.marks = node.marks;
    copy.content = std::move(content);
    return copy;
}

bool may_insert(const Node& parent, std::size_t index, const std::vector<Node>& more) {
    const NodeSpec* spec = schema().node(parent.type);
    if (!spec) return false;
    std::vector<const Node*> all;
    for (std::size_t i = 0; i < index; ++i) all.push_back(&parent.content[i]);
    for (const Node& node : more) all.push_back(&node);
    for (std::size_t i = index; i < parent.content.size(); ++i) all.push_back(&parent.content[i]);
    return spec->allows(all) &&
           (spec->takes_marks || std::all_of(more.begin(), more.end(), [](const Node& node) { return node.marks.empty(); }));
}

/// `open_start` and `open_end` say how many nodes from here inwards are open: what such a node holds is judged when it is joined.
std::optional<std::vector<Node>> insert_into(const std::vector<Node>& nodes, int place, const std::vector<Node>& more, int open_start,
                                             int open_end, const Node* parent) {
    const ChildAt at = child_at(nodes, place);
    if (at.offset == place || nodes[at.index].type == "text") {
        if (parent && open_start <= 0 && open_end <= 0 && !may_insert(*parent, at.index, more)) return std::nullopt;
        std::vector<Node> all = cut(nodes, 0, place);
        append(all, more);
        append(all, cut(nodes, place, content_size(nodes)));
        return all;
    }
    const Node& child = nodes[at.index];
    auto inner = insert_into(child.content, place - at.offset - 1, more, at.index == 0 ? open_start - 1 : 0,
                             at.index + 1 == nodes.size() ? open_end - 1 : 0, &child);
    if (!inner) return std::nullopt;
    std::vector<Node> all = nodes;
    all[at.index].content = std::move(*inner);
    return all;
}

std::vector<Node> remove_range(const std::vector<Node>& nodes, int from, int to) {
    const ChildAt begin = child_at(nodes, from), end = child_at(nodes, to);
    if (begin.offset == from || nodes[begin.index].type == "text") {
        if (end.offset != to && nodes[end.index].type != "text") throw Refused{"the range ends inside a node"};
        std::vector<Node> all = cut(nodes, 0, from);
        append(all, cut(nodes, to, content_size(nodes)));
        return all;
    }
    if (begin.index != end.index) throw Refused{"the range ends in another node"};
    std::vector<Node> all = nodes;
    all[begin.index].content = remove_range(nodes[begin.index].content, from - begin.offset - 1, to - begin.offset - 1);
    return all;
}
}

void append(std::vector<Node>& nodes, Node node) {
    if (node.type == "text" && !nodes.empty() && nodes.back().type == "text" && nodes.back().marks == node.marks)
        nodes.back().text += node.text;
    else
        nodes.push_back(std::move(node));
}

void append(std::vector<Node>& nodes, std::vector<Node> more) {
    for (Node& node : more) append(nodes, std::move(node));
}

std::vector<Node> cut(const std::vector<Node>& nodes, int from, int to) {
    std::vector<Node> part;
    int begin = 0;
    for (const Node& node : nodes) {
        if (begin >= to || from >= to) break;
        const int end = begin + node_size(node);
        if (end > from) {
            if (begin >= from && end <= to)
                part.push_back(node);
            else if (node.type == "text")
                part.push_back(text_between(node, std::max(0, from - begin), std::min(end - begin, to - begin)));
            else
                part.push_back(
                    with_content(node, cut(node.content, std::max(0, from - begin - 1), std::min(end - begin - 2, to - begin - 1))));
        }
        begin = end;
    }
    return part;
}

Slice slice_of(const Node& document, int from, int to) {
    if (from == to) return {};
    const Place begin(document, from), end(document, to);
    const std::size_t depth = begin.shared_depth(to);
    const int start = begin.start(depth);
    return {.content = cut(begin.node(depth).content, from - start, to - start),
            .open_start = static_cast<int>(begin.depth() - depth),
            .open_end = static_cast<int>(end.depth() - depth)};
}

int size(const Slice& slice) { return content_size(slice.content) - slice.open_start - slice.open_end; }

bool is_well_formed(const Slice& slice) {
    int at_start = 0, at_end = 0;
    for (const auto* nodes = &slice.content; !nodes->empty() && !is_leaf(nodes->front()); nodes = &nodes->front().content) ++at_start;
    for (const auto* nodes = &slice.content; !nodes->empty() && !is_leaf(nodes->back()); nodes = &nodes->back().content) ++at_end;
    return slice.open_start >= 0 && slice.open_end >= 0 && slice.open_start <= at_start && slice.open_end <= at_end;
}

std::optional<Slice> inserted(const Slice& slice, int place, const std::vector<Node>& more) {
    auto content = insert_into(slice.content, place + slice.open_start, more, slice.open_start + 1, slice.open_end + 1, nullptr);
    if (!content) return std::nullopt;
    return Slice{.content = std::move(*content), .open_start = slice.open_start, .open_end = slice.open_end};
}

Slice without(const Slice& slice, int from, int to) {
    return {.content = remove_range(slice.content, from + slice.open_start, to + slice.open_start),
            .open_start = slice.open_start,
            .open_end = slice.open_end};
}

}
