#include "kit/doc/compare_html.hpp"

#include "kit/doc/compare_inline.hpp"
#include "kit/doc/schema.hpp"
#include "kit/text/text.hpp"

#include <algorithm>

namespace doc {

using html::Html;

namespace {
enum class Fate { stays, comes, goes };

/// Notes are not numbered here, for their numbers differ before and after: their label stands in the text. A line break that comes or goes
/// is a sign.
void put_drawable(const Node& node, Fate fate, std::vector<Node>& out) {
    if (node.type == "footnote_ref") {
        out.push_back(make_text("[" + node.text_attr("label") + "]", node.marks));
        return;
    }
    if (node.type == "hard_break" && fate != Fate::stays) out.push_back(make_text("↵"));
    if (node.type == "hard_break" && fate == Fate::goes) return;
    Node copy = node;
    copy.content.clear();
    for (const Node& child : node.content) put_drawable(child, Fate::stays, copy.content);
    out.push_back(std::move(copy));
}

Node drawable(const Node& node) {
    std::vector<Node> made;
    put_drawable(node, Fate::stays, made);
    return made.front();
}

class Drawer {
public:
    explicit Drawer(const CompareOptions& options) : options_(options), words_(options.words), draw_(without_ids(options.html)) {}

    Html folded(const std::vector<BlockChange>& changes) {
        Html out;
        for (std::size_t i = 0; i < changes.size();) {
            std::size_t end = i;
            while (end < changes.size() && changes[end].change == Change::equal) ++end;
            const std::size_t open_before = i == 0 ? 0 : options_.context, open_behind = end == changes.size() ? 0 : options_.context;
            // A fold of one block would take as much room as the block.
            if (options_.fold && end - i > open_before + open_behind + 1) {
                const std::size_t from = i + open_before, to = end - open_behind;
                out += blocks(changes, i, from);
                out += html::html("<details class=\"compare-fold\"><summary>{}</summary>{}</details>",
                                  {words_.unchanged ? words_.unchanged(to - from) : std::to_string(to - from), blocks(changes, from, to)});
                i = to;
            }
            out += blocks(changes, i, end);
            if (end < changes.size()) out += block(changes[end]);
            i = end + 1;
        }
        return out;
    }

    Html block(const BlockChange& change) {
        switch (change.change) {
            case Change::equal: return change.after ? whole(*change.after) : Html{};
            case Change::changed: return changed(change);
            case Change::inserted: return inserted(whole(*change.after));
            case Change::deleted: return deleted(whole(*change.before));
            case Change::moved_here:
                return html::html("<div class=\"compare-block compare-moved\">{}{}</div>",
                                  {label(words_.moved_here), whole(*change.after)});
            case Change::moved_away: return moved_away(change);
        }
        return {};
    }

    Html parts(const std::vector<Part>& parts, bool code = false) {
        Html out;
        for (const Part& part : parts) {
            switch (part.kind) {
                case Part::Kind::equal: out += inlines(part.after, Fate::stays, code); break;
                case Part::Kind::inserted: out += mark_inserted(inlines(part.after, Fate::comes, code)); break;
                case Part::Kind::deleted: out += mark_deleted(inlines(part.before, Fate::goes, code)); break;
                case Part::Kind::formatted:
                    out += html::html("<span class=\"compare-form\">{}{}{}</span>",
                                      {heard(words_.formatted), mark_deleted(inlines(part.before, Fate::goes, code)),
                                       mark_inserted(inlines(part.after, Fate::comes, code))});
                    break;
            }
        }
        return out;
    }

private:
    static HtmlOptions without_ids(HtmlOptions options) {
        options.heading_ids = false;
        return options;
    }

    Html heard(const std::string& word) const { return word.empty() ? Html{} : html::html("<span class=\"vh\"> {} </span>", {word}); }
    static Html label(const std::string& word) { return html::html("<p class=\"compare-label\">{}</p>", {word}); }
    std::string name(std::string_view type) const { return words_.name ? words_.name(type) : std::string(type); }

    Html mark_inserted(const Html& content) const {
        if (content.empty()) return {};
        return html::html("<ins class=\"compare-ins\">{}{}{}</ins>", {heard(words_.inserted), content, heard(words_.end)});
    }
    Html mark_deleted(const Html& content) const {
        if (content.empty()) return {};
        return html::html("<del class=\"compare-del\">{}{}{}</del>", {heard(words_.deleted), content, heard(words_.end)});
    }
    Html inserted(const Html& content) const {
        return html::html("<ins class=\"compare-block compare-ins\">{}{}</ins>", {label(words_.block_inserted), content});
    }
    Html deleted(const Html& content) const {
        return html::html("<del class=\"compare-block compare-del\">{}{}</del>", {label(words_.block_deleted), content});
    }

    Html inlines(const std::vector<Node>& nodes, Fate fate, bool code) {
        if (code) {
            Html out;
            for (const Node& node : nodes) out += html::text(node.text);
            return out;
        }
        Node line = make("paragraph");
        for (const Node& node : nodes) put_drawable(node, fate, line.content);
        return draw_.inlines(line);
    }

    /// A block of which nothing changed inside, as on the page of the reader.
    Html whole(const Node& node) {
        if (node.type != "footnote") return draw_.block(drawable(node));
        return note(node, draw_.blocks(drawable(node).content));
    }

    Html note(const Node& node, const Html& content) const {
        return html::html("<div class=\"compare-box\"><p class=\"compare-label\">{} [{}]</p>{}</div>",
                          {name("footnote"), node.text_attr("label"), content});
    }

    Html blocks(const std::vector<BlockChange>& changes, std::size_t from, std::size_t to) {
        Html out;
        for (std::size_t i = from; i < to; ++i) out += block(changes[i]);
        return out;
    }
    Html blocks(const std::vector<BlockChange>& changes) { return blocks(changes, 0, changes.size()); }

    Html moved_away(const BlockChange& change) const {
        return html::html("<p class=\"compare-block compare-moved compare-away\"><span class=\"compare-label\">{}</span> {}</p>",
                          {words_.moved_away, text::shorten(plain_text(*change.before), 60)});
    }

    Html changed(const BlockChange& change) {
        const Html drawn = changed_content(change);
        if (!change.form) return drawn;
        return html::html("<div class=\"compare-form\">{}{}</div>", {label(words_.form), drawn});
    }

    Html changed_content(const BlockChange& change) {
        const Node& node = *change.after;
        if (node.type == "code_block") return html::html("<pre tabindex=\"0\"><code>{}</code></pre>", {parts(change.parts, true)});
        if (node.type == "heading") {
            const int level = std::clamp(static_cast<int>(integer_attr(node, "level")) + options_.html.heading_shift, 1, 6);
            return html::html("<h{}>{}</h{}>", {level, parts(change.parts), level});
        }
        if (holds_text(node)) return html::html("<p>{}</p>", {parts(change.parts)});
        if (node.type == "bullet_list" || node.type == "ordered_list") return list(change);
        if (node.type == "table") return table(change);
        if (node.type == "blockquote") return html::html("<blockquote>{}</blockquote>", {blocks(change.inner)});
        if (node.type == "footnote") return note(node, blocks(change.inner));
        return html::html("<section class=\"compare-box\">{}{}</section>", {label(name(node.type)), blocks(change.inner)});
    }

    // Lists ------------------------------------------------------------------------------------------------------------------

    Html list(const BlockChange& change) {
        Html items;
        for (const BlockChange& item : change.inner) items += list_item(*change.after, item);
        if (change.after->type == "bullet_list") return html::html("<ul>{}</ul>", {items});
        return html::html("<ol start=\"{}\">{}</ol>", {integer_attr(*change.after, "order"), items});
    }

    Html list_item(const Node& list, const BlockChange& item) {
        switch (item.change) {
            case Change::equal: return html::html("<li>{}</li>", {item_content(list, *item.after)});
            case Change::inserted: return html::html("<li class=\"compare-new\">{}</li>", {inserted(item_content(list, *item.after))});
            case Change::deleted: return html::html("<li class=\"compare-gone\">{}</li>", {deleted(item_content(list, *item.before))});
            case Change::moved_here:
                return html::html("<li class=\"compare-new\"><div class=\"compare-block compare-moved\">{}{}</div></li>",
                                  {label(words_.moved_here), item_content(list, *item.after)});
            case Change::moved_away: return html::html("<li class=\"compare-gone\">{}</li>", {moved_away(item)});
            case Change::changed: break;
        }
        const Html before = tick(list, *item.before), after = tick(list, *item.after);
        Html content;
        if (item.form) {
            if (!before.empty()) content += mark_deleted(before);
            if (!after.empty()) content += mark_inserted(after);
        } else
            content += after;
        for (const BlockChange& child : item.inner) {
            const bool both = child.change == Change::equal || child.change == Change::changed;
            if (!both || child.after->type != "paragraph" || !is_true(list, "tight"))
                content += block(child);
            else
                content += child.change == Change::equal ? inlines(child.after->content, Fate::stays, false) : parts(child.parts);
        }
        return html::html("<li>{}</li>", {content});
    }

    /// The reader's drawing of an item is that of a list with this item alone, without what stands around it.
    Html item_content(const Node& list, const Node& item) {
        const std::string drawn = draw_.block(make(list.type, list.attrs, {drawable(item)})).str();
        const std::size_t from = drawn.find("<li>") + 4;
        return Html::trusted(drawn.substr(from, drawn.rfind("</li>") - from));
    }

    /// The box of a task, or nothing.
    Html tick(const Node& list, const Node& item) {
        Node box = make("list_item", item.attrs, {make("paragraph")});
        return item_content(make(list.type, {{"tight", true}}), box);
    }

    // Tables -----------------------------------------------------------------------------------------------------------------

    Html table(const BlockChange& change) {
        Html rows;
        for (std::size_t r = 0; r < change.inner.size(); ++r) {
            const BlockChange& row = change.inner[r];
            Html cells;
            for (const BlockChange& cell : row.inner) cells += table_cell(cell, r == 0);
            const bool comes = row.change == Change::inserted, goes = row.change == Change::deleted;
            if (r == 0)
                rows += html::html("<thead><tr>{}</tr></thead>", {cells});
            else
                rows += html::html(r == 1 ? "<tbody><tr{}>{}</tr>" : "<tr{}>{}</tr>",
                                   {html::maybe(comes, " class=\"compare-new\"") + html::maybe(goes, " class=\"compare-gone\""), cells});
        }
        if (change.inner.size() > 1) rows += html::html("</tbody>");
        return html::html("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table>{}</table></div>",
                          {name("table"), rows});
    }

    Html table_cell(const BlockChange& cell, bool head) {
        const Node* node = cell.after ? cell.after : cell.before;
        if (!node) return html::html("<td></td>");
        Html content;
        switch (cell.change) {
            case Change::inserted: content = mark_inserted(inlines(node->content, Fate::comes, false)); break;
            case Change::deleted: content = mark_deleted(inlines(node->content, Fate::goes, false)); break;
            case Change::changed: content = parts(cell.parts); break;
            case Change::equal:
            case Change::moved_here:
            case Change::moved_away: content = inlines(node->content, Fate::stays, false); break;
        }
        const bool heads = head && node->type == "table_header" && !content.empty();
        const std::string align = node->text_attr("align");
        const Html alignment = html::maybe(!align.empty(), " class=\"align-{}\"", {align});
        return html::html(heads ? "<th scope=\"col\"{}>{}</th>" : "<td{}>{}</td>", {alignment, content});
    }

    const CompareOptions& options_;
    const CompareWords& words_;
    Draw draw_;
};
}

Html compare_html(const Comparison& comparison, const CompareOptions& options) {
    return html::html("<div class=\"compare\">{}</div>", {Drawer(options).folded(comparison.blocks)});
}

Html compare_html(const BlockChange& change, const CompareOptions& options) {
    return html::html("<div class=\"compare\">{}</div>", {Drawer(options).block(change)});
}

Html compare_html(const std::vector<Part>& parts, const CompareOptions& options) { return Drawer(options).parts(parts); }

}
