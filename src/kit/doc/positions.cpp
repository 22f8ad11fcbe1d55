#include "kit/doc/positions.hpp"

#include "kit/doc/schema.hpp"

namespace doc {

int utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xc0U) != 0x80U;
        units += byte >= 0xf0U;
    }
    return static_cast<int>(units);
}

std::optional<std::size_t> utf16_offset(std::string_view text, int units) {
    std::size_t at = 0;
    while (units > 0 && at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        at += byte < 0x80U ? 1U : byte < 0xe0U ? 2U : byte < 0xf0U ? 3U : 4U;
        units -= byte < 0xf0U ? 1 : 2;
    }
    if (units != 0 || at > text.size()) return std::nullopt;
    return at;
}

bool is_leaf(const Node& node) {
    if (!node.content.empty()) return false;
    const NodeSpec* spec = schema().node(node.type);
    return !spec || spec->content.empty();
}

int node_size(const Node& node) {
    if (node.type == "text") return utf16_length(node.text);
    return is_leaf(node) ? 1 : 2 + content_size(node.content);
}

int content_size(const std::vector<Node>& nodes) {
    int size = 0;
    for (const Node& node : nodes) size += node_size(node);
    return size;
}

ChildAt child_at(const std::vector<Node>& nodes, int place) {
    ChildAt found;
    while (place >= 0) {
        if (found.offset == place) return found;
        if (found.index == nodes.size()) break;
        const int end = found.offset + node_size(nodes[found.index]);
        if (end > place) return found;
        found = {found.index + 1, end};
    }
    throw Refused{"the place " + std::to_string(place) + " is outside"};
}

Place::Place(const Node& document, int place) : at_(place) {
    int start = 0, rest = place;
    for (const Node* node = &document;;) {
        const ChildAt child = child_at(node->content, rest);
        levels_.push_back({node, child.index, start + child.offset});
        rest -= child.offset;
        if (rest == 0) return;
        node = &node->content[child.index];
        if (node->type == "text") return;
        --rest;
        start += child.offset + 1;
    }
}

std::size_t Place::shared_depth(int other) const {
    for (std::size_t d = depth(); d > 0; --d)
        if (start(d) <= other && end(d) >= other) return d;
    return 0;
}

std::size_t Place::bytes() const {
    const auto found = utf16_offset(parent().content[levels_.back().index].text, at_ - levels_.back().before);
    if (!found) throw Refused{"the place " + std::to_string(at_) + " divides a character"};
    return *found;
}

void Place::require_whole() const {
    if (in_text()) bytes();
}

Node Place::text_before() const {
    Node part = parent().content[levels_.back().index];
    part.text.resize(bytes());
    return part;
}

Node Place::text_after() const {
    Node part = parent().content[levels_.back().index];
    part.text.erase(0, bytes());
    return part;
}

std::optional<std::vector<std::size_t>> path_to_node(const Node& document, int place) {
    std::vector<std::size_t> path;
    for (const Node* node = &document;;) {
        const ChildAt child = child_at(node->content, place);
        if (child.index == node->content.size()) return std::nullopt;
        path.push_back(child.index);
        node = &node->content[child.index];
        if (child.offset == place || node->type == "text") return path;
        place -= child.offset + 1;
    }
}

}
