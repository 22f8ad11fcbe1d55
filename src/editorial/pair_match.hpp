#pragma once
#include "kit/doc/doc.hpp"

#include <cstddef>
#include <optional>
#include <vector>

/// Private to editorial: which block is which, in two documents and over time.
namespace editorial::match {

/// A document of the block at this place and the footnotes that it refers to, in its normal form.
doc::Node block_at(const doc::Node& document, std::size_t place);
/// No words, no picture, nothing that a reader would see.
bool is_blank(const doc::Node&);
/// A reader sees no difference between the two.
bool is_same(const doc::Node&, const doc::Node&);
/// Whether a block at the top of a document stands for itself: footnotes belong to what refers to them, and a rule says nothing.
bool counts(const doc::Node& block);

/// For each of the blocks as they were, where it stands in the document now: equal ones, else those that are alike, else those that alone
/// remain between the same neighbours. `blocks`: documents as block_at() makes them.
std::vector<std::optional<std::size_t>> follow(const std::vector<doc::Node>& blocks, const doc::Node& now);

/// Places of blocks of which nobody has said anything yet; nothing for those whose match is known.
struct Open {
    std::vector<std::size_t> source, own;
};
struct Match {
    std::size_t source = 0, own = 0;
};
/// Of blocks in order, those of the same form: "aim", a heading of the second level. Nothing crosses what is `known`.
std::vector<Match> by_form(const doc::Node& source, const doc::Node& own, const Open&, std::vector<Match> known);

/// The document with this block, which is as block_at() makes it, in place of the one at the place, or before it; without `replaces` nothing goes. Its
/// footnotes take the place of those of the same label, and what nothing refers to any more goes.
doc::Node put(doc::Node document, std::size_t place, bool replaces, const doc::Node& block);

}
