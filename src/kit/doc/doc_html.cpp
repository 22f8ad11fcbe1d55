#include "kit/doc/doc_html.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/schema.hpp"
#include "kit/text/japanese.hpp"
#include "kit/text/text.hpp"

#include <algorithm>

namespace doc {

using html::Html;
using html::Url;

/// Writes markup into one string; every text goes through html::escape_into, every address through html::Url.
class Writer {
public:
    explicit Writer(Draw& draw) : draw_(draw) {}
    std::string out;

    void blocks(const std::vector<Node>& nodes) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (nodes[i].type != "footnote") {
                block(nodes[i]);
                continue;
            }
            std::size_t end = i;
            while (end < nodes.size() && nodes[end].type == "footnote") ++end;
            footnotes(nodes, i, end);
            i = end - 1;
        }
    }

    void block(const Node& node) {
        if (node.type == "paragraph") {
            out += "<p>";
            inlines(node.content);
            out += "</p>";
        } else if (node.type == "heading")
            heading(node);
        else if (node.type == "blockquote") {
            out += "<blockquote>";
            blocks(node.content);
            out += "</blockquote>";
        } else if (node.type == "bullet_list" || node.type == "ordered_list")
            list(node);
        else if (node.type == "code_block")
            code(node);
        else if (node.type == "horizontal_rule")
            out += "<hr>";
        else if (node.type == "table")
            table(node);
        else if (node.type == "doc")
            blocks(node.content);
        else if (!block_name(node).empty())
            container(node);
    }

    void inlines(const std::vector<Node>& nodes) {
        group(nodes, 0, nodes.size(), {});
        end_japanese();
    }

private:
    bool japanese_page() const { return draw_.options_.lang == base::Lang::ja; }

    void attribute(std::string_view name, std::string_view value) {
        out += ' ';
        out += name;
        out += "=\"";
        html::escape_into(out, value);
        out += '"';
    }

    // Blocks -----------------------------------------------------------------------------------------------------------------

    void heading(const Node& node) {
        const int level = std::clamp(static_cast<int>(integer_attr(node, "level")) + draw_.options_.heading_shift, 1, 6);
        const std::string name = "h" + std::to_string(level);
        out += '<' + name;
        if (draw_.options_.heading_ids) {
            const std::string text = plain_text(node);
            std::string id = text::slug(text);
            if (id.empty()) id = "section-" + std::to_string(++draw_.unnamed_);
            id = draw_.options_.id_prefix + id;
            for (int& used = draw_.ids_[id]; used++ > 0;) {
                const std::string next = id + "-" + std::to_string(used);
                if (draw_.ids_.contains(next)) continue;
                draw_.ids_[next] = 1;
                id = next;
                break;
            }
            attribute("id", id);
            draw_.headings_.push_back({level, id, text});
        }
        out += '>';
        inlines(node.content);
        out += "</" + name + ">";
    }

    void list(const Node& node) {
        const bool ordered = node.type == "ordered_list";
        const auto is_task = [](const Node& item) {
            return item.attr("checked") && std::holds_alternative<bool>(item.attr("checked")->value);
        };
        const bool tasks = std::any_of(node.content.begin(), node.content.end(), is_task);
        out += ordered ? "<ol" : "<ul";
        if (ordered && integer_attr(node, "order") != 1) attribute("start", std::to_string(integer_attr(node, "order")));
        if (tasks) attribute("class", "tasks");
        out += '>';
        for (const Node& item : node.content) {
            out += "<li>";
            for (std::size_t i = 0; i < item.content.size(); ++i) {
                const Node& child = item.content[i];
                const bool bare = child.type == "paragraph" && is_true(node, "tight");
                if (child.type != "paragraph") {
                    block(child);
                    continue;
                }
                if (!bare) out += "<p>";
                if (i == 0 && is_task(item)) task(is_true(item, "checked"));
                inlines(child.content);
                if (!bare) out += "</p>";
            }
            out += "</li>";
        }
        out += ordered ? "</ol>" : "</ul>";
    }

    void task(bool done) {
        out += "<span";
        attribute("class", done ? "task done" : "task");
        attribute("role", "img");
        attribute("aria-label", japanese_page() ? done ? "済み" : "まだ" : done ? "done" : "not done");
        out += done ? ">☑</span> " : ">☐</span> ";
    }

    void code(const Node& node) {
        const std::string info = node.text_attr("info");
        const std::string language = info.substr(0, info.find(' '));
        // It may be wider than a phone, so the keyboard must be able to scroll it.
        out += "<pre tabindex=\"0\"><code";
        if (!language.empty()) attribute("class", "language-" + language);
        out += '>';
        for (const Node& text : node.content) html::escape_into(out, text.text);
        out += "</code></pre>";
    }

    void table(const Node& node) {
        out += "<div class=\"table\" role=\"group\" tabindex=\"0\"";
        attribute("aria-label", (japanese_page() ? "表 " : "Table ") + std::to_string(++draw_.tables_));
        out += "><table>";
        for (std::size_t r = 0; r < node.content.size(); ++r) {
            out += r == 0 ? "<thead><tr>" : r == 1 ? "<tbody><tr>" : "<tr>";
            for (const Node& cell : node.content[r].content) {
                const bool head = cell.type == "table_header";
                // An empty cell in the head heads nothing.
                const char* name = head && !cell.content.empty() ? "th" : "td";
                out += '<';
                out += name;
                if (head && !cell.content.empty()) out += " scope=\"col\"";
                if (const std::string align = cell.text_attr("align"); !align.empty()) attribute("class", "align-" + align);
                out += '>';
                inlines(cell.content);
                out += "</";
                out += name;
                out += '>';
            }
            out += r == 0 ? "</tr></thead>" : "</tr>";
        }
        out += node.content.size() > 1 ? "</tbody></table></div>" : "</table></div>";
    }

    void container(const Node& node) {
        const auto& own = draw_.options_.blocks;
        if (const auto found = own.find(node.type); found != own.end()) {
            out += found->second(node, draw_).str();
            return;
        }
        out += "<section";
        attribute("class", node.type);
        out += '>';
        for (std::size_t i = 0; i < node.content.size(); ++i) {
            // The second paragraph of a Japanese sentence to say is its romaji.
            const bool romaji = node.type == "say" && i == 1 && !japanese_page() && node.content[i].type == "paragraph";
            if (!romaji) {
                block(node.content[i]);
                continue;
            }
            out += "<p lang=\"ja-Latn\">";
            inlines(node.content[i].content);
            out += "</p>";
        }
        out += "</section>";
    }

    std::string note_id(int number) const { return draw_.options_.id_prefix + "note-" + std::to_string(number); }

    void footnotes(const std::vector<Node>& nodes, std::size_t from, std::size_t to) {
        int start = 0;
        std::vector<std::string> items;
        for (std::size_t i = from; i < to; ++i) {
            const auto known = draw_.notes_.find(nodes[i].text_attr("label"));
            if (known == draw_.notes_.end()) continue;  // what refers to it is not on this page
            const Draw::Note note = known->second;
            if (!start) start = note.number;
            Writer inner(draw_);
            const auto& content = nodes[i].content;
            const bool ends_in_text = !content.empty() && content.back().type == "paragraph";
            for (std::size_t n = 0; n + (ends_in_text ? 1 : 0) < content.size(); ++n) inner.block(content[n]);
            inner.out += "<p>";
            if (ends_in_text) inner.inlines(content.back().content);
            for (int n = 1; n <= known->second.references; ++n) {
                inner.out += " <a class=\"back\"";
                inner.attribute("href", "#" + reference_id(note.number, n));
                inner.attribute("aria-label", (japanese_page() ? "本文に戻る " : "Back to the text ") + std::to_string(note.number) +
                                                  (n > 1 ? "-" + std::to_string(n) : ""));
                inner.out += ">↩</a>";
            }
            inner.out += "</p>";
            items.push_back("<li id=\"" + html::escape(note_id(note.number)) + "\">" + inner.out + "</li>");
        }
        if (items.empty()) return;
        out += "<section class=\"footnotes\"";
        attribute("aria-label", japanese_page() ? "注" : "Notes");
        out += "><ol";
        if (start != 1) attribute("start", std::to_string(start));
        out += '>';
        for (const auto& item : items) out += item;
        out += "</ol></section>";
        for (std::size_t i = from; i < to; ++i) draw_.notes_.erase(nodes[i].text_attr("label"));
    }

    std::string reference_id(int number, int nth) const { return note_id(number) + "-from" + (nth > 1 ? "-" + std::to_string(nth) : ""); }

    // Inline -----------------------------------------------------------------------------------------------------------------

    /// Nests the marks: of those that begin here, the one that lasts longest is outermost.
    void group(const std::vector<Node>& nodes, std::size_t from, std::size_t to, const std::vector<const Mark*>& open) {
        for (std::size_t i = from; i < to;) {
            const Mark* longest = nullptr;
            std::size_t longest_end = i;
            for (const Mark& mark : nodes[i].marks) {
                if (std::any_of(open.begin(), open.end(), [&](const Mark* other) { return *other == mark; })) continue;
                std::size_t end = i;
                while (end < to && std::find(nodes[end].marks.begin(), nodes[end].marks.end(), mark) != nodes[end].marks.end()) ++end;
                if (end > longest_end) longest = &mark, longest_end = end;
            }
            if (!longest) {
                leaf(nodes, i++);
                continue;
            }
            end_japanese();
            auto inner = open;
            inner.push_back(longest);
            open_mark(*longest);
            group(nodes, i, longest_end, inner);
            end_japanese();
            close_mark(*longest);
            i = longest_end;
        }
    }

    void open_mark(const Mark& mark) {
        if (mark.type != "link") {
            out += mark.type == "strike" ? "<del>" : "<" + mark.type + ">";
            return;
        }
        std::string href, title;
        for (const auto& [name, value] : mark.attrs)
            if (value.text()) (name == "href" ? href : title) = *value.text();
        const bool inside = href.starts_with('/') && !href.starts_with("//");
        if (inside && draw_.options_.inner_url) href = draw_.options_.inner_url(href);
        out += "<a";
        attribute("href", Url(href).str());
        if (!title.empty()) attribute("title", title);
        if (!inside && (href.starts_with("http:") || href.starts_with("https:"))) attribute("rel", "noopener");
        out += '>';
    }

    void close_mark(const Mark& mark) { out += mark.type == "link" ? "</a>" : mark.type == "strike" ? "</del>" : "</" + mark.type + ">"; }

    void leaf(const std::vector<Node>& nodes, std::size_t i) {
        const Node& node = nodes[i];
        if (node.type == "text")
            return text(node.text, i > 0 && ends_japanese(nodes[i - 1]), i + 1 < nodes.size() && begins_japanese(nodes[i + 1]));
        if (node.type == "ruby") return ruby(node);
        if (node.type == "hard_break") {
            settle();
            out += "<br>";
            return;
        }
        end_japanese();
        if (node.type == "image") {
            image(node);
        } else if (node.type == "cite")
            cite(node);
        else if (node.type == "footnote_ref")
            footnote_reference(node);
    }

    void image(const Node& node) {
        const std::string src = node.text_attr("src");
        const auto kept = draw_.options_.picture ? draw_.options_.picture(src) : std::nullopt;
        const std::string alt = node.text_attr("alt");
        const auto srcset = [&](std::string_view type) {
            std::string set;
            for (const int width : kept->widths)
                set +=
                    (set.empty() ? "" : ", ") + src + "/" + std::to_string(width) + std::string(type) + " " + std::to_string(width) + "w";
            return set;
        };
        if (kept) {
            out += "<picture><source type=\"image/avif\"";
            attribute("srcset", srcset(".avif"));
            attribute("sizes", kept->sizes);
            out += '>';
        }
        out += "<img";
        attribute("src", Url(kept ? src + "/" + std::to_string(kept->widths.back()) + ".jpg" : src).str());
        if (kept) {
            attribute("srcset", srcset(".jpg"));
            attribute("sizes", kept->sizes);
            attribute("width", std::to_string(kept->width));
            attribute("height", std::to_string(kept->height));
        }
        attribute("alt", alt.empty() && kept ? kept->alt : alt);
        if (const std::string title = node.text_attr("title"); !title.empty()) attribute("title", title);
        out += kept ? " loading=\"lazy\"></picture>" : " loading=\"lazy\">";
    }

    static bool begins_japanese(const Node& node) {
        if (node.type == "ruby") return true;
        std::size_t at = 0;
        return node.type == "text" && text::is_japanese(base::next_code_point(node.text, at));
    }

    static bool ends_japanese(const Node& node) {
        if (node.type == "ruby") return true;
        if (node.type != "text" || node.text.empty()) return false;
        std::size_t at = node.text.size() - 1;
        while (at > 0 && (static_cast<unsigned char>(node.text[at]) & 0xc0) == 0x80) --at;
        return text::is_japanese(base::next_code_point(node.text, at));
    }

    /// Japanese inside an English text stands in a span of its own language; a line end between two Japanese characters is no space.
    void text(std::string_view text, bool after_japanese, bool before_japanese) {
        bool previous = after_japanese;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t from = at;
            const char32_t point = base::next_code_point(text, at);
            const std::string_view bytes = text.substr(from, at - from);
            const bool is_japanese = text::is_japanese(point);
            if (point == '\n') {
                std::size_t peek = at;
                const bool next = at < text.size() ? text::is_japanese(base::next_code_point(text, peek)) : before_japanese;
                if (previous && next) continue;
            }
            previous = is_japanese;
            const bool neutral = point < '0' || (point > '9' && point < 'A') || point == 0xa0 || (point >= 0x2010 && point <= 0x2027);
            if (is_japanese)
                begin_japanese();
            else if (neutral && in_japanese_) {
                html::escape_into(waiting_, bytes);
                continue;
            } else
                end_japanese();
            html::escape_into(out, bytes);
        }
    }

    void begin_japanese() {
        if (japanese_page()) return;
        if (!in_japanese_) out += "<span lang=\"ja\">";
        in_japanese_ = true;
        settle();
    }

    /// Signs and spaces behind Japanese text belong to it if more of it follows.
    void settle() {
        out += waiting_;
        waiting_.clear();
    }

    void end_japanese() {
        if (in_japanese_) out += "</span>";
        in_japanese_ = false;
        settle();
    }

    void ruby(const Node& node) {
        begin_japanese();
        const std::string base = node.text_attr("base");
        out += text::hardest_grade(base) > 6 ? "<ruby class=\"hard\">" : "<ruby>";
        html::escape_into(out, base);
        out += "<rp>(</rp><rt>";
        html::escape_into(out, node.text_attr("reading"));
        out += "</rt><rp>)</rp></ruby>";
    }

    void cite(const Node& node) {
        const Citation citation{node.text_attr("key"), node.text_attr("locator"), node.line.number};
        auto found = std::find(draw_.cited_.begin(), draw_.cited_.end(), citation.key);
        if (found == draw_.cited_.end()) found = draw_.cited_.insert(found, citation.key);
        const int number = static_cast<int>(found - draw_.cited_.begin()) + 1;
        const int nth = ++draw_.marks_of_[citation.key];
        if (draw_.options_.citation)
            out += draw_.options_.citation(citation, number, nth).str();
        else
            html::escape_into(out, "[" + citation.key + (citation.locator.empty() ? "" : ", " + citation.locator) + "]");
    }

    void footnote_reference(const Node& node) {
        Draw::Note& note = draw_.notes_[node.text_attr("label")];
        if (!note.number) note.number = ++draw_.notes_drawn_;
        ++note.references;
        out += "<sup class=\"footnote-ref\"";
        attribute("id", reference_id(note.number, note.references));
        out += "><a";
        attribute("href", "#" + note_id(note.number));
        attribute("aria-label", (japanese_page() ? "注 " : "Note ") + std::to_string(note.number));
        out += ">" + std::to_string(note.number) + "</a></sup>";
    }

    Draw& draw_;
    bool in_japanese_ = false;
    std::string waiting_;
};

Draw::Draw(HtmlOptions options) : options_(std::move(options)) {}

Html Draw::block(const Node& node) {
    Writer writer(*this);
    writer.block(node);
    return Html::trusted(std::move(writer.out));
}

Html Draw::inlines(const Node& node) {
    Writer writer(*this);
    writer.inlines(node.content);
    return Html::trusted(std::move(writer.out));
}

Html Draw::blocks(const std::vector<Node>& nodes) {
    Writer writer(*this);
    writer.blocks(nodes);
    return Html::trusted(std::move(writer.out));
}

Html to_html(const Node& document, const HtmlOptions& options) {
    Draw draw(options);
    return draw.blocks(document.content);
}

}
