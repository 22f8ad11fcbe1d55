#pragma once
#include "kit/doc/doc.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace doc {

/// A place in the list before, a place in the list after, or both.
struct Aligned {
    std::optional<std::size_t> before;
    std::optional<std::size_t> after;
};

/// Which blocks are the same block: the equal ones, and between them those of one type with similar text, without crossing.
/// The keys are comparison_key of the nodes.
std::vector<Aligned> align(const std::vector<Node>& before, const std::vector<std::string>& before_keys, const std::vector<Node>& after,
                           const std::vector<std::string>& after_keys);

/// How much there is to recognise the node by: about the letters of its words, and twice the characters of its Japanese.
std::size_t substance(const Node&);

}
