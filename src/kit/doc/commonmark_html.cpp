#include "kit/doc/doc_html.hpp"
#include "kit/doc/schema.hpp"

#include <algorithm>

namespace doc {

namespace {
void escape_into(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
}

/// An address as the specification's examples print it: what may not stand in one as %XX.
void address_into(std::string& out, std::string_view url) {
    static constexpr std::string_view plain = "-_.+!*(),%#@?=;:/,+$~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    static constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : url) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '&')
            out += "&amp;";
        else if (c == '\'')
            out += "&#x27;";
        else if (plain.find(c) != std::string_view::npos)
            out += c;
        else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
}

class StrictWriter {
public:
    std::string out;

    void block(const Node& node, bool tight) {
        if (node.type == "doc") {
            for (const Node& child : node.content) block(child, false);
        } else if (node.type == "paragraph") {
            if (tight) return inlines(node.content);
            new_line();
            out += "<p>";
            inlines(node.content);
            out += "</p>\n";
        } else if (node.type == "heading") {
            const std::string name = "h" + std::to_string(integer_attr(node, "level"));
            new_line();
            out += "<" + name + ">";
            inlines(node.content);
            out += "</" + name + ">\n";
        } else if (node.type == "horizontal_rule") {
            new_line();
            out += "<hr />\n";
        } else if (node.type == "code_block") {
            new_line();
            const std::string info = node.text_attr("info");
            out += "<pre><code";
            if (!info.empty()) {
                out += " class=\"language-";
                escape_into(out, info.substr(0, info.find_first_of(" \t\n")));
                out += '"';
            }
            out += '>';
            for (const Node& text : node.content) escape_into(out, text.text);
            out += "</code></pre>\n";
        } else if (node.type == "html_block") {
            new_line();
            out += "<p>";
            for (const Node& text : node.content) escape_into(out, text.text);
            out += "</p>\n";
        } else if (node.type == "blockquote") {
            new_line();
            out += "<blockquote>\n";
            for (const Node& child : node.content) block(child, false);
            new_line();
            out += "</blockquote>\n";
        } else if (node.type == "bullet_list" || node.type == "ordered_list")
            list(node);
    }

private:
    void new_line() {
        if (!out.empty() && out.back() != '\n') out += '\n';
    }

    void list(const Node& node) {
        const bool ordered = node.type == "ordered_list";
        new_line();
        out += ordered ? "<ol" : "<ul";
        if (ordered && integer_attr(node, "order") != 1) out += " start=\"" + std::to_string(integer_attr(node, "order")) + "\"";
        out += ">\n";
        for (const Node& item : node.content) {
            out += "<li>";
            for (const Node& child : item.content) block(child, is_true(node, "tight"));
            out += "</li>\n";
        }
        out += ordered ? "</ol>\n" : "</ul>\n";
    }

    /// Marks are numbered, so each open one is told from its neighbours.
    void inlines(const std::vector<Node>& nodes) {
        std::vector<Mark> open;
        const auto close_to = [&](std::size_t size) {
            while (open.size() > size) {
                out += open.back().type == "link" ? "</a>" : open.back().type == "code" ? "</code>" : "</" + open.back().type + ">";
                open.pop_back();
            }
        };
        for (const Node& node : nodes) {
            std::size_t shared = 0;
            while (shared < open.size() && shared < node.marks.size() && open[shared] == node.marks[shared]) ++shared;
            close_to(shared);
            for (; open.size() < node.marks.size(); open.push_back(node.marks[open.size()])) begin(node.marks[open.size()]);
            leaf(node);
        }
        close_to(0);
    }

    void begin(const Mark& mark) {
        if (mark.type != "link") {
            out += "<" + mark.type + ">";
            return;
        }
        out += "<a href=\"";
        for (const auto& [name, value] : mark.attrs)
            if (name == "href") address_into(out, *value.text());
        out += '"';
        for (const auto& [name, value] : mark.attrs)
            if (name == "title" && !value.text()->empty()) title(*value.text());
        out += '>';
    }

    void title(std::string_view text) {
        out += " title=\"";
        escape_into(out, text);
        out += '"';
    }

    void leaf(const Node& node) {
        if (node.type == "text")
            escape_into(out, node.text);
        else if (node.type == "hard_break")
            out += "<br />\n";
        else if (node.type == "html_inline")
            escape_into(out, node.text_attr("html"));
        else if (node.type == "image") {
            out += "<img src=\"";
            address_into(out, node.text_attr("src"));
            out += "\" alt=\"";
            escape_into(out, node.text_attr("alt"));
            out += '"';
            if (const std::string text = node.text_attr("title"); !text.empty()) title(text);
            out += " />";
        }
    }
};
}

std::string commonmark_html(const Node& document) {
    StrictWriter writer;
    writer.block(document, false);
    return std::move(writer.out);
}

}
