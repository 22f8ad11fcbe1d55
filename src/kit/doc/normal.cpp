#include "kit/doc/doc.hpp"
#include "kit/doc/schema.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace doc {

namespace {
bool is_text_block(const Node& node) {
    return node.type == "paragraph" || node.type == "heading" || node.type == "table_cell" || node.type == "table_header";
}
bool is_list(const Node& node) { return node.type == "bullet_list" || node.type == "ordered_list"; }
bool is_empty_paragraph(const Node& node) { return node.type == "paragraph" && node.content.empty(); }

bool has_mark(const Node& node, std::string_view type) {
    return std::any_of(node.marks.begin(), node.marks.end(), [&](const Mark& mark) { return mark.type == type; });
}

void order_marks(Node& node) {
    std::vector<Mark> kept;
    for (Mark& mark : node.marks) {
        const MarkSpec* spec = schema().mark(mark.type);
        if (!spec || std::any_of(kept.begin(), kept.end(), [&](const Mark& other) { return other.type == mark.type; })) continue;
        if (!spec->on.empty() && std::find(spec->on.begin(), spec->on.end(), node.type) == spec->on.end()) continue;
        // A reference is a link of its own.
        if (mark.type == "link" && (node.type == "cite" || node.type == "footnote_ref")) continue;
        mark.attrs = complete(spec->attrs, mark.attrs);
        kept.push_back(std::move(mark));
    }
    std::sort(kept.begin(), kept.end(),
              [](const Mark& a, const Mark& b) { return schema().mark(a.type)->rank < schema().mark(b.type)->rank; });
    node.marks = std::move(kept);
}

std::vector<Mark> common(const std::vector<Mark>& a, const std::vector<Mark>& b) {
    std::vector<Mark> both;
    for (const Mark& mark : a)
        if (mark.type != "code" && std::find(b.begin(), b.end(), mark) != b.end()) both.push_back(mark);
    return both;
}

/// A bar behind an odd number of backslashes cannot be written in code inside a table.
bool fits_cell_code(std::string_view text) {
    for (std::size_t bar = text.find('|'); bar != std::string_view::npos; bar = text.find('|', bar + 1)) {
        std::size_t slashes = 0;
        while (slashes < bar && text[bar - slashes - 1] == '\\') ++slashes;
        if (slashes % 2) return false;
    }
    return true;
}

/// A link with the code `]:` in it cannot begin a paragraph: it would be read as the definition of a link. There the words stay, as text.
void drop_code_of_first_link(std::vector<Node>& inlines) {
    if (inlines.empty()) return;
    const auto link_of = [](const Node& node) {
        const auto found = std::find_if(node.marks.begin(), node.marks.end(), [](const Mark& mark) { return mark.type == "link"; });
        return found == node.marks.end() ? nullptr : &*found;
    };
    const Mark* first = link_of(inlines.front());
    if (!first) return;
    const Mark link = *first;
    for (Node& node : inlines) {
        if (const Mark* own = link_of(node); !own || *own != link) return;
        if (has_mark(node, "code") && node.text.find("]:") != std::string::npos) node.marks.pop_back();
    }
}

void tidy_inlines(Node& block) {
    const bool one_line = block.type != "paragraph";
    const bool cell = block.type.starts_with("table_");
    std::vector<Node> tidy;
    for (Node& node : block.content) order_marks(node);
    if (block.type == "paragraph") drop_code_of_first_link(block.content);
    for (Node& node : block.content) {
        const NodeSpec* spec = schema().node(node.type);
        if (!spec || !spec->is_inline) continue;
        node.line = {};
        if (one_line && node.type == "hard_break") node = make_text(" ", std::move(node.marks));
        if (node.type != "text") {
            node.attrs = complete(spec->attrs, node.attrs);
            if (node.type == "image") {
                std::string alt = node.text_attr("alt");
                std::replace_if(alt.begin(), alt.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
                node.attrs[1].second = alt;
            }
            tidy.push_back(std::move(node));
            continue;
        }
        if (node.text.empty()) continue;
        if (has_mark(node, "code") && cell && !fits_cell_code(node.text)) node.marks.pop_back();
        if (one_line || has_mark(node, "code")) std::replace(node.text.begin(), node.text.end(), '\n', ' ');
        if (has_mark(node, "code")) std::replace(node.text.begin(), node.text.end(), '\r', ' ');
        if (!tidy.empty() && tidy.back().type == "text" && tidy.back().marks == node.marks)
            tidy.back().text += node.text;
        else
            tidy.push_back(std::move(node));
    }
    while (!tidy.empty() && tidy.back().type == "hard_break") tidy.pop_back();
    // A line break belongs to the marks that go on behind it.
    for (std::size_t i = 0; i < tidy.size(); ++i) {
        if (tidy[i].type != "hard_break") continue;
        const auto next = std::find_if(tidy.begin() + static_cast<std::ptrdiff_t>(i), tidy.end(),
                                       [](const Node& node) { return node.type != "hard_break"; });
        tidy[i].marks = i == 0 ? std::vector<Mark>{} : common(tidy[i - 1].marks, next->marks);
    }
    block.content = std::move(tidy);
}

/// Can `b` follow `a` on the next line, in a list without empty lines?
bool follows_closely(const Node& a, const Node& b) {
    if (a.type == "table") return false;
    if (b.type == "paragraph" || b.type == "table") return a.type == "heading" || a.type == "code_block" || a.type == "horizontal_rule";
    if (b.type == "blockquote") return a.type != "blockquote";
    if (a.type == "paragraph" && is_list(b)) {
        if (b.type == "ordered_list" && integer_attr(b, "order") != 1) return false;
        const Node& item = b.content.front();
        return !is_empty_paragraph(item.content.front()) || !std::holds_alternative<std::nullptr_t>(item.attr("checked")->value);
    }
    return true;
}

/// Does the parser see an empty line behind this block? Behind a thematic break it does not.
bool shows_empty_line(const Node& node) {
    if (is_list(node)) return shows_empty_line(node.content.back().content.back());
    return node.type != "horizontal_rule";
}

/// The parser takes a table without rows for one with an empty line behind it.
bool always_shows_empty_line(const Node& node) {
    if (is_list(node)) return always_shows_empty_line(node.content.back().content.back());
    return node.type == "table" && node.content.size() == 1;
}

void tidy_list(Node& list) {
    bool may_be_tight = true, may_be_loose = false;
    for (std::size_t i = 0; i < list.content.size(); ++i) {
        const auto& children = list.content[i].content;
        for (std::size_t c = 0; c < children.size(); ++c) {
            const bool last = c + 1 == children.size();
            if (!last && !follows_closely(children[c], children[c + 1])) may_be_tight = false;
            if (last && i + 1 == list.content.size()) continue;
            if (shows_empty_line(children[c])) may_be_loose = true;
            if (always_shows_empty_line(children[c])) may_be_tight = false;
        }
    }
    const bool tight = is_true(list, "tight");
    for (auto& [name, value] : list.attrs)
        if (name == "tight") value = may_be_tight && (tight || !may_be_loose);
}

/// A task begins with a paragraph, empty or not, and what stands behind its box with a character. Is the item a task?
bool tidy_task(Node& item) {
    if (std::holds_alternative<std::nullptr_t>(item.attr("checked")->value)) return false;
    if (item.content.empty() || item.content.front().type != "paragraph") {
        item.attrs = {{"checked", base::Json{}}};
        return false;
    }
    Node& first = item.content.front();
    while (!first.content.empty() && first.content.front().type == "text" && first.content.front().marks.empty()) {
        std::string& text = first.content.front().text;
        text.erase(0, std::min(text.find_first_not_of(" \n"), text.size()));
        const bool gone = text.empty();
        tidy_inlines(first);
        if (!gone) break;
    }
    return true;
}

void tidy_table(Node& table) {
    std::erase_if(table.content, [](const Node& row) { return row.type != "table_row" || row.content.empty(); });
    if (table.content.empty()) return;
    const std::size_t columns = table.content.front().content.size();
    for (std::size_t r = 0; r < table.content.size(); ++r) {
        auto& cells = table.content[r].content;
        cells.resize(columns, make("table_cell"));
        for (std::size_t c = 0; c < columns; ++c) {
            cells[c].type = r == 0 ? "table_header" : "table_cell";
            cells[c].attrs = {{"align", table.content.front().content[c].text_attr("align")}};
        }
    }
}

void tidy_block(Node& node) {
    const NodeSpec* spec = schema().node(node.type);
    if (!spec) return;
    node.attrs = complete(spec->attrs, node.attrs);
    node.marks.clear();
    node.text.clear();
    if (is_text_block(node)) return tidy_inlines(node);
    if (node.type == "code_block") {
        std::string code;
        for (const Node& text : node.content) code += text.text;
        for (std::size_t at = code.find('\r'); at != std::string::npos; at = code.find('\r', at)) {
            if (code.substr(at + 1, 1) == "\n")
                code.erase(at, 1);
            else
                code[at] = '\n';
        }
        node.content.clear();
        if (!code.empty()) node.content.push_back(make_text(std::move(code)));
        return;
    }
    for (Node& child : node.content) tidy_block(child);
    std::erase_if(node.content, [](const Node& child) { return (is_list(child) || child.type == "table") && child.content.empty(); });
    if (is_list(node)) {
        if (!node.content.empty()) tidy_list(node);
        return;
    }
    if (node.type == "table") return tidy_table(node);
    if (node.type == "table_row" || node.type == "horizontal_rule") return;
    const bool task = node.type == "list_item" && tidy_task(node);
    const auto from = node.content.begin() + (task ? 1 : 0);
    node.content.erase(std::remove_if(from, node.content.end(), is_empty_paragraph), node.content.end());
    if (node.content.empty() && node.type != "doc") node.content.push_back(make("paragraph"));
}

/// Calls `use` for every reference to a footnote, in order.
template <class Use>
void each_reference(const Node& node, Use&& use) {
    if (node.type == "footnote_ref") use(node);
    for (const Node& child : node.content) each_reference(child, use);
}

void drop_references(Node& node, const std::set<std::string>& known) {
    std::erase_if(node.content,
                  [&](const Node& child) { return child.type == "footnote_ref" && !known.contains(child.text_attr("label")); });
    for (Node& child : node.content) drop_references(child, known);
}

/// In the order in which they are first referred to; what nothing refers to goes.
void order_footnotes(Node& document) {
    std::map<std::string, Node> waiting;
    std::set<std::string> known;
    std::vector<Node> body;
    for (Node& node : document.content) {
        const std::string label = node.text_attr("label");
        if (node.type != "footnote")
            body.push_back(std::move(node));
        else if (known.insert(label).second)
            waiting.emplace(label, std::move(node));
    }
    document.content = std::move(body);
    drop_references(document, known);
    std::vector<std::string> found;
    const auto note = [&](const Node& reference) { found.push_back(reference.text_attr("label")); };
    each_reference(document, note);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto footnote = waiting.find(found[i]);
        if (footnote == waiting.end()) continue;
        drop_references(footnote->second, known);
        each_reference(footnote->second, note);
        document.content.push_back(std::move(footnote->second));
        waiting.erase(footnote);
    }
}
}

Node normalized(Node document) {
    order_footnotes(document);
    tidy_block(document);
    return document;
}

}
