#include "kit/doc/fits.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/positions.hpp"

#include <algorithm>

namespace doc {

namespace {
void require_attrs(const std::string& owner, const std::vector<AttrSpec>& specs, const Attrs& attrs) {
    if (specs.size() != attrs.size()) throw Refused{owner + " must have all of its attributes and no other"};
    for (std::size_t i = 0; i < specs.size(); ++i) {
        if (attrs[i].first != specs[i].name) throw Refused{owner + " has no attribute \"" + attrs[i].first + "\" there"};
        if (const auto refusal = specs[i].refusal(attrs[i].second); !refusal.empty()) throw Refused{owner + ": " + refusal};
    }
}

void require_marks(const Node& node) {
    std::vector<Mark> set;
    for (const Mark& mark : node.marks) {
        const MarkSpec* spec = schema().mark(mark.type);
        if (!spec) throw Refused{"a mark must have a type of the schema"};
        require_attrs(spec->name, spec->attrs, mark.attrs);
        set = with_mark(set, mark);
    }
    if (set != node.marks) throw Refused{"marks must stand in the schema's order, each once"};
}
}

Nesting Nesting::inside(const NodeSpec& spec) const {
    Nesting inner = *this;
    if (spec.in_group("container"))
        ++inner.containers;
    else if (spec.in_group("block") || spec.name == "list_item" || spec.name == "footnote")
        ++inner.blocks;
    return inner;
}

bool is_plain(std::string_view text) {
    return base::is_utf8(text) && text.find('\0') == std::string_view::npos && text.find("\uE000") == std::string_view::npos;
}

void require_own_fits(const Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    if (!spec) throw Refused{"a node must have a type of the schema"};
    if ((node.type == "text") == node.text.empty()) throw Refused{"text must not be empty and stands in text nodes only"};
    if (!is_plain(node.text)) throw Refused{"text must be UTF-8 without NUL and U+E000"};
    require_attrs(spec->name, spec->attrs, node.attrs);
    require_marks(node);
}

void require_fits(const Node& node, const Nesting& outside) {
    require_own_fits(node);
    const NodeSpec* spec = schema().node(node.type);
    const Nesting nesting = outside.inside(*spec);
    if (nesting.is_too_deep()) throw Refused{"blocks are nested too deep"};
    if (!spec->allows(node.content))
        throw Refused{node.type + " must contain " + (spec->expression.empty() ? "nothing" : spec->expression)};
    const Node* last = nullptr;
    for (const Node& child : node.content) {
        if (!spec->takes_marks && !child.marks.empty()) throw Refused{"no marks may stand in " + node.type};
        if (last && last->type == "text" && child.type == "text" && last->marks == child.marks)
            throw Refused{"neighbouring texts with the same marks must be one"};
        require_fits(child, nesting);
        last = &child;
    }
}

std::size_t json_size(const Node& node) {
    const auto of_attrs = [](const Attrs& attrs) {
        std::size_t size = attrs.empty() ? 0 : 10;
        for (const auto& [name, value] : attrs) size += name.size() + 8 + (value.text() ? value.text()->size() : 0);
        return size;
    };
    std::size_t size = 12 + node.type.size() + of_attrs(node.attrs) + (node.text.empty() ? 0 : 10 + node.text.size());
    for (const Mark& mark : node.marks) size += 14 + mark.type.size() + of_attrs(mark.attrs);
    for (const Node& child : node.content) size += json_size(child);
    return size;
}

}
