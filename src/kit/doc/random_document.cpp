#include "kit/doc/random_document.hpp"

#include "kit/doc/schema.hpp"

#include <array>
#include <string>

namespace doc {

namespace {
using base::Json;

// What Markdown, our dialect and Japanese text make difficult.
constexpr std::array<std::string_view, 96> pieces{"a",         "b",
                                                  "word",      "重要",
                                                  "「",        "」",
                                                  "。",        "です",
                                                  "カナ",      "　",
                                                  " ",         " ",
                                                  " ",         "  ",
                                                  "\n",        "*",
                                                  "**",        "_",
                                                  "__",        "~",
                                                  "~~",        "`",
                                                  "``",        "[",
                                                  "]",         "(",
                                                  ")",         "{",
                                                  "}",         "|",
                                                  "\\",        "<",
                                                  ">",         "!",
                                                  "#",         "##",
                                                  "-",         "+",
                                                  "=",         ":",
                                                  ":::",       "1.",
                                                  "2)",        "12",
                                                  "&",         "&amp;",
                                                  "&#42;",     ";",
                                                  "\"",        "'",
                                                  "@",         "a@b.jp",
                                                  "http://",   "https://x.jp/a_b",
                                                  "www.",      "www.x.jp",
                                                  ".",         ",",
                                                  "?",         "^",
                                                  "[^1]",      "[@k]",
                                                  "{漢|かん}", "<b>",
                                                  "</b>",      "<!--",
                                                  "-->",       "[x]",
                                                  "[ ]",       "---",
                                                  "===",       "|-|",
                                                  "“",         "”",
                                                  "—",         "é",
                                                  "£",         "\t",
                                                  "\u00a0",    "\u3000",
                                                  "😀",        "ー",
                                                  "（",        "）",
                                                  "！",        "http",
                                                  "s://",      "\n\n",
                                                  "\n- ",      "\n> ",
                                                  "\n1. ",     "\n    ",
                                                  "\n```\n",   "\n\n:::aim\n",
                                                  "\n:::\n",   "\r"};

class Chooser {
public:
    explicit Chooser(std::span<const std::uint8_t> numbers) : numbers_(numbers) {}
    bool done() const { return at_ >= numbers_.size(); }
    std::size_t below(std::size_t limit) { return done() ? 0 : numbers_[at_++] % limit; }
    bool one_in(std::size_t n) { return !done() && below(n) == 0; }

private:
    std::span<const std::uint8_t> numbers_;
    std::size_t at_ = 0;
};

class Maker {
public:
    explicit Maker(std::span<const std::uint8_t> numbers) : choose_(numbers) {}

    Node document() {
        Node made = make("doc");
        while (!choose_.done()) made.content.push_back(block(0, true));
        // A footnote for each reference, and one that nothing refers to.
        const std::size_t referred = labels_;
        for (std::size_t i = 0; i < referred; ++i)
            made.content.push_back(make("footnote", {{"label", "n" + std::to_string(i)}}, {block(1, false)}));
        for (std::size_t i = referred; i < labels_; ++i)
            made.content.push_back(make("footnote", {{"label", "n" + std::to_string(i)}}, {make("paragraph", {}, {make_text("x")})}));
        if (referred) made.content.push_back(make("footnote", {{"label", "unused"}}, {make("paragraph", {}, {make_text("x")})}));
        return made;
    }

private:
    std::vector<Node> blocks(std::size_t depth, bool containers) {
        std::vector<Node> made;
        do made.push_back(block(depth, containers));
        while (!choose_.one_in(2) && !choose_.done());
        return made;
    }

    Node block(std::size_t depth, bool containers) {
        const std::size_t kind = choose_.below(depth > 5 ? 6 : 14);
        switch (kind) {
            case 0: return make("paragraph");
            case 4: return make("heading", {{"level", static_cast<int>(choose_.below(6)) + 1}}, inlines(false));
            case 5: {
                std::string code;
                for (std::size_t n = choose_.below(8); n > 0; --n) code += piece();
                return make("code_block", {{"info", choose_.one_in(2) ? info() : ""}},
                            code.empty() ? std::vector<Node>{} : std::vector<Node>{make_text(code)});
            }
            case 6: return make("horizontal_rule");
            case 7: return make("blockquote", {}, blocks(depth + 1, false));
            case 8:
            case 9: return list("bullet_list", depth);
            case 10: return list("ordered_list", depth);
            case 11: return table();
            case 12:
                if (!containers || depth > 3) return make("paragraph", {}, inlines(true));
                if (choose_.one_in(2)) return make("if", {{"employer", "company"}, {"level", "es12,jhs"}}, blocks(depth + 1, true));
                return make(choose_.one_in(2) ? "say" : "aim", {}, blocks(depth + 1, true));
            default: return make("paragraph", {}, inlines(true));
        }
    }

    Node list(std::string_view type, std::size_t depth) {
        Node made = make(type, {{"tight", choose_.one_in(2)}});
        if (type == "ordered_list")
            made.attrs.emplace_back("order", choose_.one_in(2) ? 1 : choose_.one_in(4) ? 999'999'999 : static_cast<int>(choose_.below(20)));
        do {
            const std::size_t task = choose_.below(4);
            made.content.push_back(make("list_item",
                                        {{"checked", task == 0   ? Json(true)
                                                     : task == 1 ? Json(false)
                                                                 : Json()}},
                                        blocks(depth + 1, false)));
        } while (choose_.one_in(2));
        return made;
    }

    Node table() {
        Node made = make("table");
        const std::size_t columns = choose_.below(3) + 1, rows = choose_.below(3) + 1;
        static constexpr std::array<std::string_view, 4> aligns{"", "left", "center", "right"};
        for (std::size_t r = 0; r < rows; ++r) {
            Node row = make("table_row");
            for (std::size_t c = 0; c < columns; ++c)
                row.content.push_back(make(r == 0 ? "table_header" : "table_cell", {{"align", aligns[choose_.below(4)]}},
                                           choose_.one_in(4) ? std::vector<Node>{} : inlines(false)));
            made.content.push_back(std::move(row));
        }
        return made;
    }

    std::string piece() {
        std::string_view made = pieces[choose_.below(pieces.size())];
        return std::string(made);
    }

    std::string words() {
        std::string made = piece();
        while (!choose_.one_in(3) && !choose_.done()) made += piece();
        return made;
    }

    std::string one_line() {
        std::string made = words();
        for (char& c : made)
            if (c == '\n' || c == '\r') c = ' ';
        return made;
    }

    /// What the parser would trim does not belong to an info string.
    std::string info() {
        std::string made = one_line();
        for (char& c : made)
            if (c == ' ' || c == '\t') c = '-';
        return made;
    }

    std::vector<Mark> marks() {
        std::vector<Mark> made;
        if (choose_.one_in(3)) made.push_back({"strong", {}});
        if (choose_.one_in(3)) made.push_back({"em", {}});
        if (choose_.one_in(6)) made.push_back({"strike", {}});
        if (choose_.one_in(6)) {
            static constexpr std::array<std::string_view, 8> addresses{"/a",      "https://x.jp",  "",          "/a b", "/(",
                                                                       "/a)b(c)", "mailto:a@b.jp", "<x&amp;y\\"};
            made.push_back({"link",
                            {{"href", choose_.one_in(4) ? one_line() : std::string(addresses[choose_.below(8)])},
                             {"title", choose_.one_in(3) ? one_line() : ""}}});
        }
        if (choose_.one_in(8)) made.push_back({"code", {}});
        return made;
    }

    std::vector<Node> inlines(bool breaks) {
        std::vector<Node> made;
        do {
            Node node;
            switch (choose_.below(14)) {
                case 0: node = make(breaks ? "hard_break" : "ruby", {{"base", "漢"}, {"reading", "かん"}}); break;
                case 1: node = make("ruby", {{"base", choose_.one_in(2) ? "漢字" : "A, b"}, {"reading", "かんじ"}}); break;
                case 2: node = make("cite", {{"key", "k2001"}, {"locator", choose_.one_in(2) ? "p. 12" : ""}}); break;
                case 3:
                    node = make("image", {{"src", choose_.one_in(3) ? one_line() : "/a.png"},
                                          {"alt", one_line()},
                                          {"title", choose_.one_in(3) ? one_line() : ""}});
                    break;
                case 4:
                    node = make("footnote_ref", {{"label", "n" + std::to_string(choose_.one_in(2) && labels_ ? labels_ - 1 : labels_++)}});
                    break;
                default: node = make_text(words());
            }
            if (node.type == "hard_break") node.attrs.clear();
            node.marks = marks();
            made.push_back(std::move(node));
        } while (!choose_.one_in(3) && !choose_.done());
        return made;
    }

    Chooser choose_;
    std::size_t labels_ = 0;
};
}

Node document_from(std::span<const std::uint8_t> numbers) { return normalized(Maker(numbers).document()); }

std::string markdown_from(std::span<const std::uint8_t> numbers) {
    std::string made;
    for (const std::uint8_t number : numbers) made += pieces[number % pieces.size()];
    return made;
}

}
