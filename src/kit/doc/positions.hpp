#pragma once
#include "kit/doc/doc.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Places in a document, counted as ProseMirror counts them: a text has its UTF-16 code units, a leaf 1, any other node 2 and its content.
/// A place inside a text node stands for its parent; 0 is the beginning of the outermost node's content.
namespace doc {

/// Why a step cannot be carried out. It never leaves kit/doc: the doors turn it into Faults.
struct Refused {
    std::string what;
};

int utf16_length(std::string_view text);
/// How many bytes of `text` stand before that many code units; nothing for a place inside a surrogate pair or behind the end.
std::optional<std::size_t> utf16_offset(std::string_view text, int units);

bool is_leaf(const Node&);
int node_size(const Node&);
int content_size(const std::vector<Node>&);
inline int content_size(const Node& node) { return content_size(node.content); }

/// The child that a place in a list of nodes falls into, and where it begins. Between two nodes it is the second one, at the end it is
/// one more than there are.
struct ChildAt {
    std::size_t index = 0;
    int offset = 0;
};
/// Refuses a place outside.
ChildAt child_at(const std::vector<Node>&, int place);

/// A place and the nodes around it, outermost first (ResolvedPos of prosemirror-model). It points into the document, which must outlive it.
class Place {
public:
    /// Refuses a place outside the document.
    Place(const Node& document, int place);

    int at() const { return at_; }
    std::size_t depth() const { return levels_.size() - 1; }
    const Node& node(std::size_t depth) const { return *levels_[depth].node; }
    const Node& parent() const { return *levels_.back().node; }
    std::size_t index(std::size_t depth) const { return levels_[depth].index; }
    std::size_t index_after(std::size_t depth) const { return index(depth) + (depth == this->depth() && !in_text() ? 0 : 1); }
    /// Of the content of the node at that depth.
    int start(std::size_t depth) const { return depth == 0 ? 0 : levels_[depth - 1].before + 1; }
    int end(std::size_t depth) const { return start(depth) + content_size(node(depth)); }
    /// The depth of the innermost node that holds both this place and another one.
    std::size_t shared_depth(int other) const;
    bool in_text() const { return at_ != levels_.back().before; }
    /// Refuses a place inside a surrogate pair.
    void require_whole() const;
    /// The parts of the text node around the place, if it is in one. A surrogate pair is not divided.
    Node text_before() const;
    Node text_after() const;

private:
    struct Level {
        const Node* node = nullptr;
        std::size_t index = 0;
        int before = 0; // where the child of that index begins
    };
    std::vector<Level> levels_;
    int at_ = 0;

    std::size_t bytes() const;
};

/// The way to the node behind a place, as indices from the outermost node on; nothing where no node begins.
std::optional<std::vector<std::size_t>> path_to_node(const Node& document, int place);

}
