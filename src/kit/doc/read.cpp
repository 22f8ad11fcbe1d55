#include "kit/base/check.hpp"
#include "kit/doc/doc.hpp"
#include "kit/doc/prepare.hpp"
#include "kit/doc/read_inline.hpp"
#include "kit/doc/schema.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cmark-gfm/node.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>

// The only file that knows the CommonMark parser.
namespace doc {

namespace {
using Tree = std::unique_ptr<cmark_node, decltype(&cmark_node_free)>;

Tree parse(std::string_view text, Dialect dialect) {
    [[maybe_unused]] static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
    const bool site = dialect == Dialect::site;
    const int options = site ? CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE : CMARK_OPT_VALIDATE_UTF8;
    const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(cmark_parser_new(options), cmark_parser_free);
    if (site)
        for (const char* name : {"table", "strikethrough"})
            cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
    cmark_parser_feed(parser.get(), text.data(), text.size());
    return Tree(cmark_parser_finish(parser.get()), cmark_node_free);
}

std::string_view text_of(const char* text) { return text ? std::string_view(text) : std::string_view{}; }

std::string_view kind_of(cmark_node* node) { return text_of(cmark_node_get_type_string(node)); }

std::string lowered(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

class Reader {
public:
    Reader(Dialect dialect, const std::vector<std::size_t>& source_line) : site_(dialect == Dialect::site), source_line_(source_line) {}

    Node block(cmark_node* from, std::size_t depth);
    std::size_t line_of(cmark_node* node) const {
        const auto line = static_cast<std::size_t>(std::max(0, cmark_node_get_start_line(node)));
        return !site_ ? line : line < source_line_.size() ? source_line_[line] : source_line_.back();
    }
    Faults faults;

private:
    void children(cmark_node* from, Node& into, std::size_t depth) {
        for (cmark_node* child = cmark_node_first_child(from); child; child = cmark_node_next(child))
            into.content.push_back(block(child, depth + 1));
    }
    std::string plain(std::string_view text) const { return site_ ? without_guards(text) : std::string(text); }
    Node table(cmark_node* from);
    void inlines(cmark_node* from, Node& into);
    std::string label_of(cmark_node* definition);

    bool site_;
    const std::vector<std::size_t>& source_line_;
    std::map<std::string, std::string> labels_;
    std::set<std::string> labels_taken_;  // labels know no capitals
    std::size_t labels_made_ = 0;
};

Node Reader::block(cmark_node* from, std::size_t depth) {
    Node node;
    node.line.number = line_of(from);
    if (const std::size_t most = site_ ? deepest : 100; depth > most) {
        if (faults.empty()) faults.push_back({node.line.number, "blocks are nested deeper than " + std::to_string(most)});
        return node;
    }
    switch (cmark_node_get_type(from)) {
        case CMARK_NODE_DOCUMENT: node.type = "doc"; break;
        case CMARK_NODE_BLOCK_QUOTE: node.type = "blockquote"; break;
        case CMARK_NODE_LIST: {
            const base::Json tight(cmark_node_get_list_tight(from) != 0);
            if (cmark_node_get_list_type(from) == CMARK_ORDERED_LIST) {
                node.type = "ordered_list";
                node.attrs = {{"order", cmark_node_get_list_start(from)}, {"tight", tight}};
            } else {
                node.type = "bullet_list";
                node.attrs = {{"tight", tight}};
            }
            break;
        }
        case CMARK_NODE_ITEM: node.type = "list_item"; break;
        case CMARK_NODE_CODE_BLOCK: {
            node.type = "code_block";
            node.attrs = {{"info", plain(text_of(cmark_node_get_fence_info(from)))}};
            std::string code(text_of(cmark_node_get_literal(from)));
            if (site_) {
                code = plain(code);
                if (code.ends_with('\n')) code.pop_back();
            }
            if (!code.empty()) node.content.push_back(make_text(std::move(code)));
            return node;
        }
        case CMARK_NODE_HTML_BLOCK:
            node.type = site_ ? "paragraph" : "html_block";
            node.content.push_back(make_text(plain(text_of(cmark_node_get_literal(from)))));
            return node;
        case CMARK_NODE_PARAGRAPH:
            node.type = "paragraph";
            inlines(from, node);
            return node;
        case CMARK_NODE_HEADING:
            node.type = "heading";
            node.attrs = {{"level", cmark_node_get_heading_level(from)}};
            inlines(from, node);
            return node;
        case CMARK_NODE_THEMATIC_BREAK: node.type = "horizontal_rule"; return node;
        case CMARK_NODE_FOOTNOTE_DEFINITION:
            node.type = "footnote";
            node.attrs = {{"label", label_of(from)}};
            break;
        default:
            if (kind_of(from) == "table") return table(from);
            base::check(false);
    }
    children(from, node, depth);
    if (site_ && node.type == "list_item") {
        base::Json checked;
        if (!node.content.empty() && node.content[0].attr("checked")) checked = *node.content[0].attr("checked");
        node.attrs = {{"checked", std::move(checked)}};
    }
    return node;
}

Node Reader::table(cmark_node* from) {
    Node node = make("table");
    node.line.number = line_of(from);
    const std::size_t columns = cmark_gfm_extensions_get_table_columns(from);
    const std::uint8_t* aligns = cmark_gfm_extensions_get_table_alignments(from);
    for (cmark_node* row = cmark_node_first_child(from); row; row = cmark_node_next(row)) {
        const bool head = cmark_gfm_extensions_get_table_row_is_header(row) != 0;
        Node cells = make("table_row");
        cells.line.number = line_of(row);
        std::size_t column = 0;
        for (cmark_node* cell = cmark_node_first_child(row); cell && column < columns; cell = cmark_node_next(cell), ++column) {
            const char align = static_cast<char>(aligns[column]);
            Node made = make(head ? "table_header" : "table_cell", {{"align", align == 'l'   ? "left"
                                                                              : align == 'c' ? "center"
                                                                              : align == 'r' ? "right"
                                                                                             : ""}});
            made.line = cells.line;
            inlines(cell, made);
            cells.content.push_back(std::move(made));
        }
        node.content.push_back(std::move(cells));
    }
    return node;
}

/// The label as it was written if it is a plain one, else a number of its own.
std::string Reader::label_of(cmark_node* definition) {
    const cmark_chunk& literal = definition->as.literal;  // no function of the library gives it
    const std::string written = plain({reinterpret_cast<const char*>(literal.data), static_cast<std::size_t>(literal.len)});
    const auto [known, fresh] = labels_.try_emplace(written, written);
    if (!fresh) return known->second;
    if (!is_label(written) || labels_taken_.contains(lowered(written))) do
            known->second = "n" + std::to_string(++labels_made_);
        while (labels_taken_.contains(known->second));
    labels_taken_.insert(lowered(known->second));
    return known->second;
}

/// Marks that are open while a block's inline tree is walked.
struct OpenMarks {
    std::size_t strong = 0, em = 0, strike = 0, links = 0;
    std::vector<Mark> path;  // all of them in strict CommonMark, else the links
};

void Reader::inlines(cmark_node* from, Node& into) {
    OpenMarks open;
    std::int64_t numbered = 0;
    std::string pending;  // text, guards and all, waiting for its end
    cmark_node* parent = cmark_node_parent(from);
    bool begins_item =
        site_ && into.type == "paragraph" && parent && cmark_node_get_type(parent) == CMARK_NODE_ITEM && !cmark_node_previous(from);
    const auto marks = [&] {
        if (!site_) return open.path;
        std::vector<Mark> all;
        if (!open.path.empty()) all.push_back(open.path.back());
        if (open.strong) all.push_back({"strong", {}});
        if (open.em) all.push_back({"em", {}});
        if (open.strike) all.push_back({"strike", {}});
        return all;
    };
    const auto flush = [&] {
        if (begins_item) {
            // "[ ] " or "[x] " makes the item a task. An escaped bracket has a guard behind it.
            const std::string_view sign = std::string_view(pending).substr(0, 3);
            const bool ends = pending.size() == 3 || (pending.size() > 3 && (pending[3] == ' ' || pending[3] == '\n'));
            if (ends && (sign == "[ ]" || sign == "[x]" || sign == "[X]")) {
                into.attrs = {{"checked", sign != "[ ]"}};
                pending.erase(0, std::min(pending.find_first_not_of(" \n", 3), pending.size()));
            }
            begins_item = false;
        }
        if (!pending.empty() && site_)
            read_text(pending, marks(), open.links > 0, into.content);
        else if (!pending.empty())
            into.content.push_back(make_text(pending, marks()));
        pending.clear();
    };
    const auto put = [&](Node node) {
        flush();
        node.marks = marks();
        into.content.push_back(std::move(node));
    };
    const auto mark = [&](bool enter, std::string_view type, std::size_t& count, Attrs attrs = {}) {
        flush();
        count += enter ? 1 : static_cast<std::size_t>(-1);
        if (!site_) {
            if (enter) {
                attrs.emplace_back("number", numbered++);
                open.path.push_back({std::string(type), std::move(attrs)});
            } else
                open.path.pop_back();
        } else if (type == "link") {
            if (enter)
                open.path.push_back({std::string(type), std::move(attrs)});
            else
                open.path.pop_back();
        }
        if (open.path.size() > 100 && faults.empty()) faults.push_back({line_of(from), "marks are nested deeper than 100"});
    };

    Node image;
    std::size_t images = 0;
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> walk(cmark_iter_new(from), cmark_iter_free);
    for (cmark_event_type event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE && faults.empty();
         event = cmark_iter_next(walk.get())) {
        cmark_node* node = cmark_iter_get_node(walk.get());
        const bool enter = event == CMARK_EVENT_ENTER;
        if (node == from) continue;
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_IMAGE) {
            if (enter && images++ == 0)
                image = make("image", {{"src", plain(text_of(cmark_node_get_url(node)))},
                                       {"alt", ""},
                                       {"title", plain(text_of(cmark_node_get_title(node)))}});
            if (!enter && --images == 0) {
                image.attrs[1].second = plain(image.text);
                image.text.clear();
                put(std::move(image));
            }
            continue;
        }
        if (images > 0) {  // only the text of what stands in a picture's description counts
            if (enter && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE))
                image.text += text_of(cmark_node_get_literal(node));
            else if (enter && type == CMARK_NODE_SOFTBREAK)
                image.text += site_ ? ' ' : '\n';
            else if (enter && type == CMARK_NODE_LINEBREAK)
                image.text += site_ ? ' ' : '\n';
            continue;
        }
        switch (type) {
            case CMARK_NODE_TEXT: pending += text_of(cmark_node_get_literal(node)); break;
            case CMARK_NODE_SOFTBREAK: pending += '\n'; break;
            case CMARK_NODE_LINEBREAK: put(make("hard_break")); break;
            case CMARK_NODE_CODE: {
                flush();
                auto with_code = marks();
                with_code.push_back({"code", {}});
                if (!site_) with_code.back().attrs = {{"number", numbered++}};
                into.content.push_back(make_text(plain(text_of(cmark_node_get_literal(node))), std::move(with_code)));
                break;
            }
            case CMARK_NODE_HTML_INLINE:
                if (site_)
                    pending += text_of(cmark_node_get_literal(node));
                else
                    put(make("html_inline", {{"html", text_of(cmark_node_get_literal(node))}}));
                break;
            case CMARK_NODE_EMPH: mark(enter, "em", open.em); break;
            case CMARK_NODE_STRONG: mark(enter, "strong", open.strong); break;
            case CMARK_NODE_LINK:
                if (!site_ && !enter && !cmark_node_first_child(node)) put(make_text(""));
                mark(enter, "link", open.links,
                     {{"href", plain(text_of(cmark_node_get_url(node)))}, {"title", plain(text_of(cmark_node_get_title(node)))}});
                break;
            case CMARK_NODE_FOOTNOTE_REFERENCE:
                if (enter && node->parent_footnote_def) put(make("footnote_ref", {{"label", label_of(node->parent_footnote_def)}}));
                break;
            default:
                if (kind_of(node) == "strikethrough") mark(enter, "strike", open.strike);
        }
    }
    flush();
}

/// Lines, from 1, of the code blocks that stand in no other block; only there colons at the left margin are code. Nothing if it does not matter.
std::vector<bool> code_lines(std::string_view markdown) {
    const bool fences =
        markdown.starts_with(":::") || markdown.find("\n:::") != std::string_view::npos || markdown.find("\r:::") != std::string_view::npos;
    const bool notes =
        markdown.starts_with("[^") || markdown.find("\n[^") != std::string_view::npos || markdown.find("\r[^") != std::string_view::npos;
    const bool code = markdown.find("```") != std::string_view::npos || markdown.find("~~~") != std::string_view::npos;
    if (!code || (!fences && !notes)) return {};
    // As if none were code: what stands in code blocks does not change where they end.
    const Prepared prepared = prepare(markdown);
    const Tree tree = parse(prepared.text, Dialect::site);
    std::vector<bool> lines(prepared.source_line.back() + 1, false);
    for (cmark_node* node = cmark_node_first_child(tree.get()); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK) continue;
        const auto end = std::min(static_cast<std::size_t>(cmark_node_get_end_line(node)) + 1, prepared.source_line.size());
        for (auto line = static_cast<std::size_t>(cmark_node_get_start_line(node)); line < end; ++line)
            lines[prepared.source_line[line]] = true;
    }
    return lines;
}

/// Puts what stands between fences into their blocks.
void fold(Node& document, const std::vector<Fence>& fences, Faults& faults) {
    std::vector<std::pair<Node, std::size_t>> open; // block and number of its fence
    std::vector<bool> seen(fences.size(), false);
    std::vector<Node> flat = std::move(document.content);
    document.content.clear();
    const auto into = [&]() -> std::vector<Node>& { return open.empty() ? document.content : open.back().first.content; };
    const auto close = [&] {
        Node done = std::move(open.back().first);
        open.pop_back();
        into().push_back(std::move(done));
    };
    for (Node& node : flat) {
        if (faults.size() > 20) return;
        const auto fence = std::lower_bound(fences.begin(), fences.end(), node.line.number,
                                            [](const Fence& f, std::size_t line) { return f.line < line; });
        const bool is_fence = fence != fences.end() && fence->line == node.line.number && node.type == "paragraph" &&
                              node.content.size() == 1 && node.content[0].text == std::to_string(fence - fences.begin());
        if (!is_fence) {
            if (node.type == "footnote")
                while (!open.empty()) {
                    faults.push_back({fences[open.back().second].line, ":::" + open.back().first.type + " is not closed"});
                    close();
                }
            into().push_back(std::move(node));
            continue;
        }
        const auto number = static_cast<std::size_t>(fence - fences.begin());
        seen[number] = true;
        const Fence* outer = open.empty() ? nullptr : &fences[open.back().second];
        if (fence->opens) {
            if (outer && fence->colons >= outer->colons)
                faults.push_back({fence->line, ":::" + fence->name + " opens inside :::" + outer->name + " (line " +
                                                   std::to_string(outer->line) +
                                                   "), which is not closed; close it, or begin and end it with more colons"});
            if (open.size() == deepest_containers) {
                faults.push_back({fence->line, "blocks of colons are nested deeper than " + std::to_string(deepest_containers)});
                return;
            }
            Node block = make(fence->name, fence->attrs);
            block.line.number = fence->line;
            open.emplace_back(std::move(block), number);
        } else if (!outer)
            faults.push_back({fence->line, "these colons close nothing"});
        else if (fence->colons != outer->colons) {
            faults.push_back({fence->line, std::to_string(fence->colons) + " colons close nothing; :::" + outer->name + " (line " +
                                               std::to_string(outer->line) + ") is closed by " + std::to_string(outer->colons)});
            return;
        } else
            close();
    }
    while (!open.empty()) {
        faults.push_back({fences[open.back().second].line, ":::" + open.back().first.type + " is not closed"});
        close();
    }
    for (std::size_t i = 0; i < fences.size(); ++i)
        if (!seen[i])
            faults.push_back(
                {fences[i].line, "colons at the left margin inside another block; indent them, or move the block's code to the margin"});
}

void by_line(Faults& faults) {
    std::sort(faults.begin(), faults.end(),
              [](const Fault& a, const Fault& b) { return std::tie(a.line, a.what) < std::tie(b.line, b.what); });
}
}

base::Result<Node, Faults> from_markdown(std::string_view markdown, Dialect dialect) {
    Faults faults = check_source(markdown, dialect == Dialect::site);
    if (!faults.empty()) return base::Failure{std::move(faults)};
    if (dialect == Dialect::commonmark) {
        const Tree tree = parse(markdown, dialect);
        const std::vector<std::size_t> same_lines;
        Reader reader(dialect, same_lines);
        Node document = reader.block(tree.get(), 0);
        if (!reader.faults.empty()) return base::Failure{std::move(reader.faults)};
        return document;
    }
    Prepared prepared = prepare(markdown, code_lines(markdown));
    const Tree tree = parse(prepared.text, dialect);
    Reader reader(dialect, prepared.source_line);
    Node document = reader.block(tree.get(), 0);
    faults = std::move(prepared.faults);
    faults.insert(faults.end(), reader.faults.begin(), reader.faults.end());
    if (reader.faults.empty()) fold(document, prepared.fences, faults);
    if (faults.empty()) {
        document = normalized(std::move(document));
        std::set<std::string> referred;
        for (const Node& node : document.content)
            if (node.type == "footnote") referred.insert(lowered(node.text_attr("label")));
        for (const auto& label : prepared.footnotes)
            if (!referred.contains(lowered(label.name)) && faults.size() < 20)
                faults.push_back({label.line, "nothing refers to the footnote [^" + label.name + "]"});
    }
    if (!faults.empty()) {
        by_line(faults);
        return base::Failure{std::move(faults)};
    }
    return document;
}

}
