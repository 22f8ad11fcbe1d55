#pragma once
#include "kit/doc/doc.hpp"
#include "kit/doc/steps.hpp"

#include <cstddef>
#include <vector>

namespace doc {

/// New children for one node of a document, so that what a step does not touch is not copied.
struct Replacement {
    std::vector<std::size_t> path = {};  // to the node, as indices from the outermost one on
    std::size_t first = 0, last = 0;     // its children from `first` up to `last` go
    std::vector<Node> nodes = {};        // and these come
};

/// The document with a slice in place of what stands between two places: Node.replace of prosemirror-model. Open nodes of the slice are
/// joined with those around it. Refused (positions.hpp) unless everything joined and everything new fits the schema and the limits.
Replacement replacement(const Node& document, int from, int to, const Slice&);

void carry_out(Node& document, Replacement);

}
