#pragma once
#include "kit/doc/doc.hpp"

#include <memory>
#include <string_view>
#include <vector>

/// What changed between two documents: of whole blocks, and inside them of words.
namespace doc {

enum class Change {
    equal,
    changed,     // the same block with other words, other blocks inside or another form
    inserted,
    deleted,
    moved_here,  // an equal block stood elsewhere before
    moved_away,  // the place where it stood
};

/// A piece of the text of a block. Both sides are inline nodes; one is empty where something was inserted or deleted.
struct Part {
    enum class Kind { equal, inserted, deleted, formatted };
    Kind kind = Kind::equal;
    std::vector<Node> before;
    std::vector<Node> after; // of an equal part too: a line end and a space are equal; of a formatted one the same words with other marks
};

/// A block before and after. Of a moved block both places know both sides.
struct BlockChange {
    Change change = Change::equal;
    const Node* before = nullptr; // none if it was inserted, and of a cell that only fills a column
    const Node* after = nullptr; // none if it was deleted, and of a cell that only fills a column
    bool form = false; // level of a heading, start of a list, tick of a task …
    std::vector<Part> parts; // of a changed block of text; a deletion stands before the insertion that replaced it
    std::vector<BlockChange> inner; // of a changed block of blocks; of every row of a changed table
};

struct Amount {
    std::size_t words = 0; // Latin words, as Length counts them
    std::size_t characters = 0; // kana and kanji
    bool operator==(const Amount&) const = default;
};

/// Two documents block by block, in reading order. It has its own copy of both.
struct Comparison {
    struct Both {
        Node before, after;
    };
    std::unique_ptr<const Both> documents;
    std::vector<BlockChange> blocks; // of the top level; footnotes are blocks
    Amount inserted, deleted; // what was only moved or given other marks is neither
    std::size_t blocks_changed = 0, blocks_inserted = 0, blocks_deleted = 0, blocks_moved = 0; // of the top level

    bool any() const { return blocks_changed + blocks_inserted + blocks_deleted + blocks_moved > 0; }
};

/// Blocks that are equal stay; of the others, those of one type with similar text are one block that changed. A word that only got other
/// marks is formatted; an image, a citation and ruby are one word each. Whether lists are tight, and where a line of a paragraph ends, is no
/// change. The other way round it finds the same with deleted for inserted.
Comparison compare(const Node& before, const Node& after);

/// The same for a single line without marks: a title, a summary.
std::vector<Part> compare_lines(std::string_view before, std::string_view after);

}
