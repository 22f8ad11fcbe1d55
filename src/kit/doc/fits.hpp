#pragma once
#include "kit/doc/doc.hpp"
#include "kit/doc/schema.hpp"

#include <cstddef>

namespace doc {

/// How deep a node stands: blocks that Markdown nests, and our own blocks.
struct Nesting {
    std::size_t blocks = 0, containers = 0;

    /// Inside a node of that kind.
    Nesting inside(const NodeSpec&) const;
    bool is_too_deep() const { return blocks > deepest || containers > deepest_containers; }
};

/// Refused (positions.hpp) unless the node and everything in it fits the schema and the limits; `outside` is where it stands.
void require_fits(const Node&, const Nesting& outside);

/// The same of its type, attributes, text and marks alone, whatever it contains.
void require_own_fits(const Node&);

bool is_plain(std::string_view text);  // UTF-8 without NUL and U+E000

/// About how many bytes the node's JSON has.
std::size_t json_size(const Node&);

}
