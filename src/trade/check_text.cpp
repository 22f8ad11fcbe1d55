#include "design/words.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/japanese.hpp"
#include "kit/text/text.hpp"
#include "trade/addresses.hpp"
#include "trade/content.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace trade {

namespace {
using doc::Node;

struct BlockRule {
    std::string_view name;
    std::string_view kinds;  // "" for any
    int rank;                // order in a lesson
    bool only_top;
    int heading;             // level its headings begin at; 0: it has none
};
constexpr std::array<BlockRule, 9> rules{{
    {"aim", "lesson course", 0, true, 0},
    {"say", "", 1, false, 0},
    {"if", "", 1, false, 3},
    {"try", "lesson", 2, true, 3},
    {"check", "lesson", 3, true, 0},
    {"lookback", "lesson", 4, true, 0},
    {"deepdive", "lesson", 5, true, 3},
    {"partner", "lesson", 6, true, 2},
    {"note", "post", 1, true, 3},
}};
constexpr int rank_of_plain_text = 1;

const BlockRule* rule_of(std::string_view name) {
    const auto at = std::find_if(rules.begin(), rules.end(), [&](const BlockRule& rule) { return rule.name == name; });
    return at == rules.end() ? nullptr : &*at;
}

bool stands_in(const BlockRule& rule, std::string_view kind) {
    return rule.kinds.empty() || rule.kinds.find(kind) != std::string_view::npos;
}

bool has_mark(const Node& node, std::string_view type) {
    return std::any_of(node.marks.begin(), node.marks.end(), [&](const doc::Mark& mark) { return mark.type == type; });
}

std::string fence(std::string_view name) { return ":::" + std::string(name); }

/// A tag, a closing tag, a comment or a declaration.
std::size_t find_html(std::string_view text) {
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        const char next = at + 1 < text.size() ? text[at + 1] : ' ';
        if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!' || next == '?') return at;
    }
    return std::string_view::npos;
}

class TextCheck {
public:
    TextCheck(const TextFile& file, const Addresses& addresses, Faults& faults)
        : file_(file), addresses_(addresses), faults_(faults), line_(file.text_line) {
        collect_headings(file.body);
    }

    void run() {
        ready();
        order();
        int level = 1;
        for (const Node& node : file_.body.content) block(node, level, /*base=*/2, /*top=*/true);
    }

private:
    void fault(std::size_t line, std::string what) { faults_.push_back({file_.path, line, std::move(what)}); }

    /// Nodes count from the first line below the front matter.
    std::size_t line_of(const Node& node) const { return node.line.number ? file_.text_line + node.line.number - 1 : line_; }

    /// What the kind itself asks for.
    void ready() {
        const editorial::Kind* kind = editorial::find_kind(file_.kind);
        if (!kind || !kind->ready) return;
        for (const editorial::Problem& problem : kind->ready(file_.lang, file_.body)) {
            const Node* block = doc::find_block(file_.body, problem.field);
            fault(block ? line_of(*block) : file_.text_line, design::tr(base::Lang::en, problem.word, problem.args));
        }
    }

    void order() {
        if (file_.kind != "lesson") return;
        int last = 0;
        std::string_view last_name;
        for (const Node& node : file_.body.content) {
            if (node.type == "footnote") continue;
            const auto name = doc::block_name(node);
            const BlockRule* rule = rule_of(name);
            const int rank = rule ? rule->rank : rank_of_plain_text;
            if (rank < last)
                fault(line_of(node), (name.empty() ? std::string("text") : fence(name)) + " stands behind " + fence(last_name) +
                                         "; expected the order aim, text, try, check, lookback, deepdive, partner");
            else if (rule)
                last = rank, last_name = name;
        }
    }

    void collect_headings(const Node& node) {
        if (node.type == "heading") heading_slugs_.insert(text::slug(doc::plain_text(node)));
        for (const Node& child : node.content) collect_headings(child);
    }

    void heading(const Node& node, int& level, int base) {
        const auto* value = node.attr("level");
        const int here = value ? static_cast<int>(value->integer().value_or(0)) : 0;
        const std::size_t line = line_of(node);
        if (base == 0)
            fault(line, "a heading; expected none in this block");
        else if (here < base)
            fault(line, "a heading of level " + std::to_string(here) + "; expected level " + std::to_string(base) + " or below");
        else if (here > std::max(level, base - 1) + 1)
            fault(line, "a heading of level " + std::to_string(here) + " below one of level " + std::to_string(std::max(level, base - 1)) +
                            "; expected no level left out");
        level = here;
    }

    void block(const Node& node, int& level, int base, bool top) {
        line_ = line_of(node);
        if (const auto name = doc::block_name(node); !name.empty()) return container(node, name, top);
        if (node.type == "heading") heading(node, level, base);
        if (node.type == "paragraph" || node.type == "heading" || node.type == "table_cell" || node.type == "table_header") {
            for (std::size_t i = 0; i < node.content.size(); ++i) inline_node(node.content[i], i ? &node.content[i - 1] : nullptr);
            return;  // line_ went along
        }
        for (const Node& child : node.content) block(child, level, base, /*top=*/false);
    }

    void container(const Node& node, std::string_view name, bool top) {
        const std::size_t line = line_of(node);
        const BlockRule* rule = rule_of(name);
        const bool was_inside = in_partner_;
        if (rule) {
            if (!stands_in(*rule, file_.kind))
                fault(line, fence(name) + " in a " + file_.kind + "; expected only in a " + std::string(rule->kinds));
            if (rule->only_top && !top) fault(line, fence(name) + " inside another block; expected on its own");
        }
        if (name == "partner") {
            in_partner_ = true;
            if (file_.lang != base::Lang::ja) fault(line, ":::partner in an English text; expected in the Japanese one");
        }
        if (name == "say") say(node, line);
        if ((name == "aim" || name == "lookback") && (node.content.size() != 1 || node.content[0].type != "paragraph"))
            fault(line, fence(name) + " with more than a paragraph; expected one paragraph");
        if (name == "if" && node.text_attr("employer").empty() && node.text_attr("level").empty())
            fault(line, ":::if without a condition; expected employer= or level=");
        int level = 1;
        for (const Node& child : node.content) block(child, level, rule ? rule->heading : 3, /*top=*/false);
        in_partner_ = was_inside;
    }

    /// The sentence, in English texts its romaji and meaning.
    void say(const Node& node, std::size_t line) {
        const bool only_paragraphs =
            std::all_of(node.content.begin(), node.content.end(), [](const Node& child) { return child.type == "paragraph"; });
        const std::size_t count = node.content.size();
        const bool japanese = file_.lang == base::Lang::ja;
        if (!only_paragraphs || (japanese ? count < 1 || count > 2 : count != 3)) {
            fault(line, japanese ? ":::say with something else than one or two paragraphs; expected the sentence, and when to use it"
                                 : ":::say with something else than three paragraphs; expected the sentence, its romaji, what it means");
            return;
        }
        if (!japanese && !std::all_of(node.content[1].content.begin(), node.content[1].content.end(),
                                      [](const Node& part) { return has_mark(part, "em"); }))
            fault(line, "the second paragraph of :::say is not in italics; expected *romaji*");
    }

    void inline_node(const Node& node, const Node* before) {
        for (const doc::Mark& mark : node.marks) {
            // One link may run over several nodes.
            const bool goes_on = before && std::find(before->marks.begin(), before->marks.end(), mark) != before->marks.end();
            if (mark.type == "link" && !goes_on) link(mark);
        }
        if (node.type == "hard_break") ++line_;
        if (node.type == "text" && !has_mark(node, "code")) plain(node.text);
        if (node.type == "ruby") ruby(node.text_attr("base"), node.text_attr("reading"));
        if (node.type == "cite") {
            const std::string key = node.text_attr("key");
            if (!addresses_.has_source(key)) fault(line_, "cites " + key + "; expected a key of " + std::string(library_path));
        }
        if (node.type == "image") fault(line_, "an image; expected none: this version has no place for pictures");
    }

    void link(const doc::Mark& mark) {
        std::string href;
        for (const auto& [name, value] : mark.attrs)
            if (name == "href" && value.text()) href = *value.text();
        const std::size_t line = line_;
        if (href.starts_with("https://") || href.starts_with("http://") || href.starts_with("mailto:")) return;
        if (href.starts_with("#")) {
            if (!heading_slugs_.contains(href.substr(1))) fault(line, "a link to " + href + "; expected a heading of this text");
            return;
        }
        if (!href.starts_with("/") || href.starts_with("//")) {
            fault(line, "a link to \"" + href + "\"; expected https://…, mailto:… or an address inside the site that begins with /");
            return;
        }
        if (href.find('#') != std::string::npos)
            fault(line, "a link into " + href + "; expected an address without #");
        else if (!addresses_.has(file_.lang, href))
            fault(line, "a link to " + href + "; expected an address that exists" +
                            (addresses_.has(base::other(file_.lang), href) ? " in this language" : ""));
    }

    void plain(const std::string& words) {
        for (std::size_t begin = 0; begin <= words.size();) {
            const std::size_t end = std::min(words.find('\n', begin), words.size());
            const std::string_view on_line = std::string_view(words).substr(begin, end - begin);
            if (find_html(on_line) != std::string_view::npos)
                fault(line_, "raw HTML; expected Markdown (in backquotes where the sign itself is meant)");
            if (on_line.find("[@") != std::string_view::npos)
                fault(line_, "[@ does not begin a citation here; expected [@key] or [@key, p. 12]");
            if (const auto brace = on_line.find('{'); brace != std::string_view::npos && on_line.find('|', brace) != std::string_view::npos)
                fault(line_, "{ does not begin a reading here; expected {漢字|かんじ}");
            if (file_.lang == base::Lang::en && !in_partner_) kanji(on_line);
            if (end < words.size()) ++line_;
            begin = end + 1;
        }
    }

    void ruby(const std::string& base, const std::string& reading) {
        for (std::size_t at = 0; at < reading.size();) {
            const char32_t point = base::next_code_point(reading, at);
            if (!text::is_kana(point) && point != U'・' && point != U'　' && point != U' ') {
                fault(line_, "the reading \"" + reading + "\" of " + base + " is not kana; expected kana alone");
                break;
            }
        }
        for (std::size_t at = 0; at < base.size();)
            if (const char32_t point = base::next_code_point(base, at); text::is_kanji(point)) read_kanji_.insert(point);
    }

    /// Kanji in an English text can be read: at their first use they carry their reading. Numbers of official papers (21初国教第65号) do not.
    void kanji(std::string_view words) {
        std::string run;
        const auto end_run = [&] {
            const bool paper = run.find("第") != std::string::npos && run.ends_with("号");
            bool unread = false, any = false;
            for (std::size_t at = 0; at < run.size();) {
                const char32_t point = base::next_code_point(run, at);
                if (!text::is_kanji(point)) continue;
                any = true;
                unread = unread || !read_kanji_.contains(point);
            }
            if (any && unread && !paper) fault(line_, "the kanji " + run + " without a reading; expected {" + run + "|…} at the first use");
            run.clear();
        };
        for (std::size_t at = 0; at < words.size();) {
            const char32_t point = base::next_code_point(words, at);
            if (text::is_kanji(point) || (point >= U'0' && point <= U'9'))
                base::append_utf8(run, point);
            else
                end_run();
        }
        end_run();
    }

    const TextFile& file_;
    const Addresses& addresses_;
    Faults& faults_;
    std::size_t line_; // where the walk is
    std::set<std::string, std::less<>> heading_slugs_;
    std::set<char32_t> read_kanji_;
    bool in_partner_ = false;
};
}

void check_text(const TextFile& file, const Addresses& addresses, Faults& faults) { TextCheck(file, addresses, faults).run(); }

}
