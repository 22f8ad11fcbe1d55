#include "kit/doc/compare.hpp"

#include "kit/doc/compare_align.hpp"
#include "kit/doc/compare_inline.hpp"
#include "kit/doc/schema.hpp"

#include <algorithm>
#include <map>

namespace doc {

namespace {
std::vector<std::string> keys_of(const std::vector<Node>& nodes) {
    std::vector<std::string> keys;
    for (const Node& node : nodes) keys.push_back(comparison_key(node));
    return keys;
}

BlockChange one_sided(const Node* before, const Node* after) {
    BlockChange made;
    made.change = before && after ? Change::equal : before ? Change::deleted : after ? Change::inserted : Change::equal;
    made.before = before;
    made.after = after;
    return made;
}

BlockChange compare_block(const Node& before, const Node& after);

std::vector<BlockChange> compare_blocks(const std::vector<Node>& before, const std::vector<Node>& after) {
    const auto keys_before = keys_of(before), keys_after = keys_of(after);
    std::vector<BlockChange> made;
    for (const auto& [from, to] : align(before, keys_before, after, keys_after)) {
        if (from && to && keys_before[*from] != keys_after[*to])
            made.push_back(compare_block(before[*from], after[*to]));
        else
            made.push_back(one_sided(from ? &before[*from] : nullptr, to ? &after[*to] : nullptr));
    }
    return made;
}

// Tables ---------------------------------------------------------------------------------------------------------------------

/// The columns of a table as nodes, to find out which of them are the same.
std::vector<Node> columns_of(const Node& table) {
    std::vector<Node> columns;
    for (const Node& row : table.content) {
        for (std::size_t c = 0; c < row.content.size(); ++c) {
            if (c == columns.size()) columns.push_back(make("table_row"));
            columns[c].content.push_back(row.content[c]);
        }
    }
    return columns;
}

std::vector<Aligned> align_columns(const Node& before, const Node& after) {
    const auto a = columns_of(before), b = columns_of(after);
    std::vector<Aligned> columns;
    if (a.size() != b.size()) return align(a, keys_of(a), b, keys_of(b));
    for (std::size_t c = 0; c < a.size(); ++c) columns.push_back({c, c});
    return columns;
}

BlockChange compare_row(const Node* before, const Node* after, const std::vector<Aligned>& columns) {
    BlockChange row = one_sided(before, after);
    const auto cell_of = [](const Node* of, std::optional<std::size_t> column) {
        return of && column && *column < of->content.size() ? &of->content[*column] : nullptr;
    };
    for (const auto& [from, to] : columns) {
        const Node *x = cell_of(before, from), *y = cell_of(after, to);
        row.inner.push_back(x && y ? compare_block(*x, *y) : one_sided(x, y));
        if (row.change == Change::equal && row.inner.back().change != Change::equal) row.change = Change::changed;
    }
    return row;
}

/// Every row of a table gets the same columns. The first row heads both tables, whatever is in it.
std::vector<BlockChange> compare_table(const Node& before, const Node& after) {
    const auto columns = align_columns(before, after);
    std::vector<BlockChange> rows{compare_row(&before.content.front(), &after.content.front(), columns)};
    const std::vector<Node> a(before.content.begin() + 1, before.content.end()), b(after.content.begin() + 1, after.content.end());
    for (const auto& [from, to] : align(a, keys_of(a), b, keys_of(b)))
        rows.push_back(compare_row(from ? &before.content[*from + 1] : nullptr, to ? &after.content[*to + 1] : nullptr, columns));
    return rows;
}

bool same_alignment(const Node& before, const Node& after) {
    const auto &a = before.content.front().content, &b = after.content.front().content;
    for (std::size_t c = 0; c < std::min(a.size(), b.size()); ++c)
        if (a[c].text_attr("align") != b[c].text_attr("align")) return false;
    return true;
}

BlockChange compare_block(const Node& before, const Node& after) {
    BlockChange made;
    made.before = &before;
    made.after = &after;
    made.form = before.type != after.type || form_of(before) != form_of(after);
    bool differs = made.form;
    if (holds_text(before)) {
        made.parts = compare_inline(before.content, after.content, before.type == "code_block");
        for (const Part& part : made.parts) differs = differs || part.kind != Part::Kind::equal;
    } else {
        const bool table = before.type == "table" && !before.content.empty() && !after.content.empty();
        made.inner = table ? compare_table(before, after) : compare_blocks(before.content, after.content);
        if (table && before.content.front().content.size() == after.content.front().content.size() && !same_alignment(before, after))
            made.form = differs = true;
        for (const BlockChange& child : made.inner) differs = differs || child.change != Change::equal;
    }
    if (differs)
        made.change = Change::changed;
    else
        made.parts.clear(), made.inner.clear();
    return made;
}

// Moves ----------------------------------------------------------------------------------------------------------------------

struct Places {
    std::vector<BlockChange*> from, to;
};
using PlacesByKey = std::map<std::string, Places>;

void collect(std::vector<BlockChange>& blocks, PlacesByKey& found) {
    constexpr std::size_t enough = 8;
    for (BlockChange& block : blocks) {
        const bool deleted = block.change == Change::deleted, inserted = block.change == Change::inserted;
        const Node* node = deleted ? block.before : block.after;
        if (!node) continue;
        if (!deleted && !inserted) {
            if (node->type != "table") collect(block.inner, found);
        } else if (substance(*node) >= enough) {
            Places& places = found[comparison_key(*node)];
            (deleted ? places.from : places.to).push_back(&block);
        }
    }
}

/// A block that was taken out here and put in there was moved. Too little to be recognised by, as "Yes.", was not.
void find_moves(std::vector<BlockChange>& blocks) {
    PlacesByKey found;
    collect(blocks, found);
    for (auto& [key, places] : found) {
        for (std::size_t i = 0; i < std::min(places.from.size(), places.to.size()); ++i) {
            BlockChange &from = *places.from[i], &to = *places.to[i];
            from.change = Change::moved_away;
            to.change = Change::moved_here;
            from.after = to.after;
            to.before = from.before;
        }
    }
}

// Both ways ------------------------------------------------------------------------------------------------------------------

bool is_of_before(const BlockChange& block) { return block.change == Change::deleted || block.change == Change::moved_away; }
bool is_of_after(const BlockChange& block) { return block.change == Change::inserted || block.change == Change::moved_here; }
bool is_of_before(const Part& part) { return part.kind == Part::Kind::deleted; }
bool is_of_after(const Part& part) { return part.kind == Part::Kind::inserted; }

/// What went stands before what came in its place.
template <class Item>
void put_in_order(std::vector<Item>& items) {
    for (auto from = items.begin(); from != items.end();) {
        const auto to = std::find_if(from, items.end(), [](const Item& item) { return !is_of_before(item) && !is_of_after(item); });
        std::vector<Item> came;
        auto gone = from;
        for (auto item = from; item != to; ++item) {
            if (is_of_after(*item))
                came.push_back(std::move(*item));
            else if (const auto place = gone++; place != item)
                *place = std::move(*item);
        }
        std::move(came.begin(), came.end(), gone);
        from = to == items.end() ? to : to + 1;
    }
}

/// The same comparison, seen from the other document.
void turn(std::vector<BlockChange>& blocks) {
    for (BlockChange& block : blocks) {
        switch (block.change) {
            case Change::equal:
            case Change::changed: break;
            case Change::inserted: block.change = Change::deleted; break;
            case Change::deleted: block.change = Change::inserted; break;
            case Change::moved_here: block.change = Change::moved_away; break;
            case Change::moved_away: block.change = Change::moved_here; break;
        }
        std::swap(block.before, block.after);
        for (Part& part : block.parts) {
            std::swap(part.before, part.after);
            if (part.kind == Part::Kind::deleted)
                part.kind = Part::Kind::inserted;
            else if (part.kind == Part::Kind::inserted)
                part.kind = Part::Kind::deleted;
        }
        turn(block.inner);
    }
}

/// Cells stay in their columns.
void put_all_in_order(std::vector<BlockChange>& blocks, bool cells = false) {
    if (!cells) put_in_order(blocks);
    for (BlockChange& block : blocks) {
        put_in_order(block.parts);
        const Node* node = block.before ? block.before : block.after;
        put_all_in_order(block.inner, node && node->type == "table_row");
    }
}

void add(Amount& sum, std::vector<Node> nodes) {
    const Length length = doc::length(make("paragraph", {}, std::move(nodes)));
    sum.words += length.words;
    sum.characters += length.characters;
}

void count(const std::vector<BlockChange>& blocks, Comparison& made) {
    for (const BlockChange& block : blocks) {
        if (block.change == Change::inserted)
            add(made.inserted, {*block.after});
        else if (block.change == Change::deleted)
            add(made.deleted, {*block.before});
        if (block.change != Change::changed) continue;
        for (const Part& part : block.parts) {
            if (part.kind == Part::Kind::inserted)
                add(made.inserted, part.after);
            else if (part.kind == Part::Kind::deleted)
                add(made.deleted, part.before);
        }
        count(block.inner, made);
    }
}
}

Comparison compare(const Node& before, const Node& after) {
    Comparison made;
    made.documents = std::make_unique<const Comparison::Both>(Comparison::Both{before, after});
    const Comparison::Both& both = *made.documents;
    // Of several ways that are equally short one is taken by chance; always compared in the same order, it is the same from both sides.
    const bool turned = comparison_key(after) < comparison_key(before);
    made.blocks =
        turned ? compare_blocks(both.after.content, both.before.content) : compare_blocks(both.before.content, both.after.content);
    find_moves(made.blocks);
    if (turned) turn(made.blocks);
    put_all_in_order(made.blocks);
    count(made.blocks, made);
    for (const BlockChange& block : made.blocks) {
        switch (block.change) {
            case Change::equal:
            case Change::moved_away: break;
            case Change::changed: ++made.blocks_changed; break;
            case Change::inserted: ++made.blocks_inserted; break;
            case Change::deleted: ++made.blocks_deleted; break;
            case Change::moved_here: ++made.blocks_moved; break;
        }
    }
    return made;
}

}
