#pragma once
#include "kit/doc/doc.hpp"
#include "kit/doc/steps.hpp"

#include <optional>
#include <vector>

/// Fragments as in prosemirror-model: lists of nodes in which neighbouring text with the same marks is one node.
/// What cannot be done throws Refused (positions.hpp).
namespace doc {

/// Appends a node; text goes on in the text before it if both have the same marks.
void append(std::vector<Node>& nodes, Node node);
void append(std::vector<Node>& nodes, std::vector<Node> more);

/// The part between two places of a list of nodes; nodes that are only partly in it keep their type and attributes.
std::vector<Node> cut(const std::vector<Node>&, int from, int to);

/// The part of a document between two places, open on both sides as far as these stand deeper than what they share.
Slice slice_of(const Node& document, int from, int to);

/// Whether a slice has on each side as many nodes in one another as it is said to be open there.
bool is_well_formed(const Slice&);

/// The slice with more content at a place that counts from its open start; nothing if that does not fit there.
std::optional<Slice> inserted(const Slice&, int place, const std::vector<Node>& more);
/// The slice without the nodes between two places that count from its open start and have one parent.
Slice without(const Slice&, int from, int to);

}
