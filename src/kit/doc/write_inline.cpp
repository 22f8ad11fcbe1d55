#include "kit/doc/write_inline.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"
#include "kit/doc/read_inline.hpp"
#include "kit/doc/schema.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>
#include <cstdint>

namespace doc {

namespace {
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_word(char32_t c) { return is_letter(c) || is_digit(c); }
bool is_ascii_punctuation(char32_t c) { return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~'); }
bool is_ascii_space(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_space(char32_t c) {
    return is_ascii_space(c) || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
}

std::string reference(char32_t c) { return "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";"; }

std::string hexadecimal(char32_t ascii) {
    static constexpr char digits[] = "0123456789ABCDEF";
    return std::string("&#x") + digits[ascii >> 4] + digits[ascii & 15] + ";";
}

std::string utf8(char32_t c) {
    std::string out;
    base::append_utf8(out, c);
    return out;
}

/// One character of text, or a piece of syntax between characters.
struct Unit {
    enum class Kind { character, piece, open, close, line_break };
    Kind kind = Kind::character;
    char32_t point = 0;
    bool in_link = false;
    bool cite_like = false;  // a piece that a "(" or ":" behind it would turn into something else
    bool as_reference = false;
    std::string raw = {};  // of a piece
    char sign = '*';   // of open and close: * _ ~
    int size = 1;
    std::size_t depth = 0;  // of open and close: how many of them it stands in

    bool is_sign() const { return kind == Kind::open || kind == Kind::close; }
    bool is(char32_t c) const { return kind == Kind::character && point == c; }
};

std::string escaped(std::string_view text, std::string_view also) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        // The parser trims addresses.
        if (is_ascii_space(static_cast<unsigned char>(c)) && (c != ' ' || i == 0 || i + 1 == text.size())) {
            out += reference(static_cast<unsigned char>(c));
            continue;
        }
        const bool before_punctuation = i + 1 == text.size() || is_ascii_punctuation(static_cast<unsigned char>(text[i + 1])) || is_ascii_space(static_cast<unsigned char>(text[i + 1]));
        if ((c == '\\' && before_punctuation) || also.find(c) != std::string_view::npos) out += '\\';
        if (c == '&') out += "&amp;";
        else out += c;
    }
    return out;
}

/// "&" is written as it is where no reference can be seen in it.
bool looks_like_reference(std::string_view text) {
    std::size_t at = 1;
    if (at < text.size() && text[at] == '#') ++at;
    const std::size_t begin = at;
    while (at < text.size() && is_word(static_cast<unsigned char>(text[at])) && at - begin < 40) ++at;
    return at > begin && at < text.size() && text[at] == ';';
}

std::string with_plain_ampersands(std::string_view text, std::string written) {
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1))
        if (looks_like_reference(text.substr(at))) return written;
    for (std::size_t at = written.find("&amp;"); at != std::string::npos; at = written.find("&amp;", at + 1)) written.erase(at + 1, 4);
    return written;
}

std::string destination(std::string_view url) {
    int open = 0, deepest_open = 0;
    bool pointed = url.empty() || url.front() == '<';
    for (const char c : url) {
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) pointed = true;
        if (c == '(') deepest_open = std::max(deepest_open, ++open);
        if (c == ')' && --open < 0) pointed = true;
    }
    pointed = pointed || open != 0 || deepest_open > 3;
    const std::string written = with_plain_ampersands(url, escaped(url, pointed ? "<>" : ""));
    return pointed ? "<" + written + ">" : written;
}

/// Without backslashes before signs: the parser looks for the last quote that could end a title, and a backslash could be taken either way.
std::string quoted(std::string_view title) {
    std::string out;
    for (std::size_t i = 0; i < title.size(); ++i) {
        const char c = title[i];
        if (c == '"') out += "&quot;";
        else if (c == '&' && looks_like_reference(title.substr(i))) out += "&amp;";
        else if (c == '\\' && (i + 1 == title.size() || is_ascii_punctuation(static_cast<unsigned char>(title[i + 1])) || is_ascii_space(static_cast<unsigned char>(title[i + 1]))))
            out += "&#92;&#92;";
        else if (is_ascii_space(static_cast<unsigned char>(c)) && c != ' ') out += reference(static_cast<unsigned char>(c));
        else out += c;
    }
    return out;
}

std::string target(const std::string& url, const std::string& title) { return "](" + destination(url) + (title.empty() ? "" : " \"" + quoted(title) + "\"") + ")"; }

std::string write_code(std::string_view code) {
    std::size_t longest = 0, size = 0;
    for (const char c : code) longest = std::max(longest, size = c == '`' ? size + 1 : 0);
    // One longer than any inside would do; the shortest that does not occur reads better.
    std::string fence(1, '`');
    for (std::size_t n = 1; n <= longest + 1; ++n) {
        bool occurs = false;
        for (std::size_t i = 0; i < code.size();) {
            std::size_t end = i;
            while (end < code.size() && code[end] == '`') ++end;
            occurs = occurs || end - i == n;
            i = end == i ? i + 1 : end;
        }
        if (!occurs) {
            fence.assign(n, '`');
            break;
        }
    }
    const bool only_spaces = code.find_first_not_of(' ') == std::string_view::npos;
    const bool pad = code.starts_with('`') || code.ends_with('`') || (!only_spaces && code.starts_with(' ') && code.ends_with(' '));
    return fence + (pad ? " " : "") + std::string(code) + (pad ? " " : "") + fence;
}

/// Can `<…>` stand for this link?
bool is_pointed_address(const Node& node, const Mark& link) {
    if (node.type != "text" || link.attrs.size() != 2 || !link.attrs[1].second.text()->empty()) return false;
    const std::string& href = *link.attrs[0].second.text();
    for (const char c : node.text)
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || std::string_view("<>&\\[{").find(c) != std::string_view::npos) return false;
    const std::size_t colon = node.text.find(':');
    if (href == node.text) {
        if (colon == std::string::npos || colon < 2 || colon > 32 || !is_letter(static_cast<unsigned char>(node.text[0]))) return false;
        return std::all_of(node.text.begin(), node.text.begin() + static_cast<std::ptrdiff_t>(colon),
                           [](char c) { return is_word(static_cast<unsigned char>(c)) || c == '+' || c == '.' || c == '-'; });
    }
    if (href != "mailto:" + node.text) return false;
    const std::size_t at = node.text.find('@');
    if (at == std::string::npos || at == 0 || !is_word(static_cast<unsigned char>(node.text.back())) || node.text.find("..") != std::string::npos) return false;
    for (std::size_t i = 0; i < node.text.size(); ++i) {
        const char c = node.text[i];
        const bool plain = is_word(static_cast<unsigned char>(c)) || ((c == '.' || c == '-') && i > 0 && i != at + 1 && node.text[i - 1] != '.' && node.text[i - 1] != '-');
        if (!plain && i != at && !(i < at && (c == '_' || c == '+'))) return false;
    }
    // No part of a domain is longer than 63.
    for (std::size_t i = at + 1, size = 0; i < node.text.size(); ++i)
        if (size = node.text[i] == '.' ? 0 : size + 1; size > 63) return false;
    return node.text[at + 1] != '.' && node.text.find("-.") == std::string::npos && node.text.find(".-") == std::string::npos;
}

class InlineWriter {
public:
    explicit InlineWriter(Place place) : place_(place) {}
    std::string write(const std::vector<Node>& nodes) {
        group(nodes, 0, nodes.size(), {}, 0);
        keep_spaces();
        if (reads_plainly()) settle_plainly();
        else settle_surely();
        std::string out;
        for (std::size_t i = 0; i < units_.size(); ++i) put(i, out);
        return out;
    }

private:
    using Kind = Unit::Kind;

    // Units ------------------------------------------------------------------------------------------------------------------

    /// Nests the marks: of those that begin here, the one that lasts longest is outermost.
    void group(const std::vector<Node>& nodes, std::size_t from, std::size_t to, std::vector<const Mark*> open, std::size_t depth) {
        for (std::size_t i = from; i < to;) {
            const Mark* longest = nullptr;
            std::size_t longest_end = i;
            for (const Mark& mark : nodes[i].marks) {
                if (mark.type == "code" || std::any_of(open.begin(), open.end(), [&](const Mark* other) { return *other == mark; })) continue;
                std::size_t end = i;
                while (end < to && std::find(nodes[end].marks.begin(), nodes[end].marks.end(), mark) != nodes[end].marks.end()) ++end;
                if (end > longest_end) longest = &mark, longest_end = end;
            }
            if (!longest) {
                leaf(nodes[i++]);
                continue;
            }
            open.push_back(longest);
            if (longest->type == "link") {
                const bool alone = longest_end == i + 1 && nodes[i].type == "text" && nodes[i].marks.size() == open.size();
                if (alone && is_pointed_address(nodes[i], *longest)) piece("<" + nodes[i].text + ">");
                else {
                    piece("[");
                    in_link_ = true;
                    group(nodes, i, longest_end, open, depth);
                    in_link_ = false;
                    piece(target(*longest->attrs[0].second.text(), *longest->attrs[1].second.text()));
                }
            } else {
                Unit sign{.kind = Kind::open, .sign = longest->type == "strike" ? '~' : '*', .size = longest->type == "em" ? 1 : 2, .depth = depth};
                units_.push_back(sign);
                group(nodes, i, longest_end, open, depth + 1);
                sign.kind = Kind::close;
                units_.push_back(sign);
            }
            open.pop_back();
            i = longest_end;
        }
    }

    void leaf(const Node& node) {
        if (node.type == "text" && std::any_of(node.marks.begin(), node.marks.end(), [](const Mark& mark) { return mark.type == "code"; })) piece(write_code(node.text));
        else if (node.type == "text") characters(node.text, in_link_);
        else if (node.type == "hard_break") units_.push_back({.kind = Kind::line_break});
        else if (node.type == "ruby") piece("{" + node.text_attr("base") + "|" + node.text_attr("reading") + "}");
        else if (node.type == "cite") piece("[@" + node.text_attr("key") + (node.text_attr("locator").empty() ? "" : ", " + node.text_attr("locator")) + "]", true);
        else if (node.type == "footnote_ref") piece("[^" + node.text_attr("label") + "]", true);
        else if (node.type == "image") {
            piece("![");
            characters(node.text_attr("alt"), true);
            piece(target(node.text_attr("src"), node.text_attr("title")));
        }
    }

    void piece(std::string raw, bool cite_like = false) {
        // Inside a table a bar ends the cell, whatever it stands in.
        for (std::size_t at = place_ == Place::cell ? raw.find('|') : std::string::npos; at != std::string::npos; at = raw.find('|', at + 2)) raw.insert(at, 1, '\\');
        Unit unit{.kind = Kind::piece, .in_link = in_link_};
        unit.cite_like = cite_like;
        unit.raw = std::move(raw);
        units_.push_back(std::move(unit));
    }

    void characters(std::string_view text, bool in_link) {
        for (std::size_t at = 0; at < text.size();) {
            Unit unit{.in_link = in_link};
            unit.point = base::next_code_point(text, at);
            units_.push_back(std::move(unit));
        }
    }

    const Unit* at(std::size_t i) const { return i < units_.size() ? &units_[i] : nullptr; }
    const Unit* before(std::size_t i) const { return i > 0 ? &units_[i - 1] : nullptr; }
    char32_t character(std::size_t i) const { return i < units_.size() && units_[i].kind == Kind::character ? units_[i].point : 0; }

    // White space that the parser would drop -----------------------------------------------------------------------------------

    void keep_spaces() {
        for (std::size_t i = 0; i < units_.size(); ++i) {
            Unit& unit = units_[i];
            if (unit.kind != Kind::character) continue;
            if ((unit.point < ' ' && unit.point != '\n') || unit.point == 0x7f || unit.point == 0xfeff) unit.as_reference = true;
            if (unit.point != ' ' && unit.point != '\n') continue;
            const Unit* previous = before(i);
            const Unit* next = at(i + 1);
            const bool outside = !previous || !next || previous->kind == Kind::line_break || next->kind == Kind::line_break;
            if (unit.point == '\n') {
                const bool blank = (previous && previous->kind == Kind::character && is_ascii_space(previous->point)) ||
                                   (next && next->kind == Kind::character && is_ascii_space(next->point));
                unit.as_reference = outside || blank || previous->kind == Kind::open || next->kind == Kind::close || place_ == Place::heading || place_ == Place::cell;
            } else unit.as_reference = outside || (previous && previous->is('\n')) || (next && next->is('\n'));
        }
    }

    // Emphasis ---------------------------------------------------------------------------------------------------------------

    /// Do runs of stars alone say which of them belong together? Two marks side by side, or several inside one whose sign touches theirs, do not.
    bool reads_plainly() const {
        std::vector<std::size_t> open;  // open signs
        std::vector<std::size_t> inner(units_.size(), 0);
        std::vector<bool> touches(units_.size(), false);
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (!units_[i].is_sign() || units_[i].sign == '~') continue;
            const Unit* previous = before(i);
            const bool adjacent = previous && previous->is_sign() && previous->sign != '~';
            if (units_[i].kind == Kind::open) {
                if (adjacent && previous->kind == Kind::close) return false;
                if (!open.empty()) {
                    ++inner[open.back()];
                    if (adjacent) touches[open.back()] = true;
                }
                open.push_back(i);
            } else {
                if (adjacent && previous->kind == Kind::close) touches[open.back()] = true;
                if (touches[open.back()] && inner[open.back()] > 1) return false;
                open.pop_back();
            }
        }
        return true;
    }

    struct Cluster {
        std::size_t begin, end;  // signs, none but signs
    };
    std::vector<Cluster> clusters() const {
        std::vector<Cluster> all;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (!units_[i].is_sign()) continue;
            std::size_t end = i;
            while (end < units_.size() && units_[end].is_sign()) ++end;
            all.push_back({i, end});
            i = end;
        }
        return all;
    }

    enum class Side { space, punctuation, letter, unknown, japanese };

    /// What the parser sees beside a sign.
    Side side(const Unit* unit) const {
        if (!unit || unit->kind == Kind::line_break) return Side::space;
        if (unit->kind != Kind::character || unit->as_reference) return Side::punctuation;
        const char32_t c = unit->point;
        if (is_space(c)) return Side::space;
        if (text::is_japanese(c)) return Side::japanese;
        if (is_ascii_punctuation(c)) return Side::punctuation;
        if (c < 0x80 || (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7)) return Side::letter;
        if ((c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205e && c != 0x2044 && c != 0x2052) || c == 0xab || c == 0xbb) return Side::punctuation;
        return Side::unknown;
    }

    /// Characters beside signs become references where the signs would not be read as such.
    void settle_plainly() {
        const auto all = clusters();
        for (const auto& [begin, end] : all) inner_spaces(begin, end);
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& [begin, end] : all) {
                const Side left = guarded_left(begin), right = side(at(end));
                if (left == Side::japanese || (right == Side::japanese && !units_[end].as_reference)) continue;
                for (std::size_t i = begin; i < end; ++i) {
                    const Side before = beyond(i, begin, i, left), after = beyond(i, i + 1, end, right);
                    const bool letter_before = before == Side::letter || before == Side::unknown, letter_after = after == Side::letter || after == Side::unknown;
                    if (units_[i].kind == Kind::open && letter_before && after != Side::letter) changed = refer(begin - 1) || changed;
                    if (units_[i].kind == Kind::close && letter_after && before != Side::letter) changed = refer(end) || changed;
                }
            }
        }
    }

    /// What the sign i sees past the signs from..to of its own cluster. One run is one sign, and stars see through tildes.
    Side beyond(std::size_t i, std::size_t from, std::size_t to, Side outside) const {
        const char sign = units_[i].sign;
        while (from < to && to <= i && units_[to - 1].sign == sign) --to;
        while (from < to && from > i && units_[from].sign == sign) ++from;
        for (std::size_t n = from; n < to; ++n)
            if (sign == '~' || units_[n].sign != '~') return Side::punctuation;
        return outside;
    }

    /// As side(), but an escaped character that gets a guard counts as Japanese, because the guard brings guards of its own.
    Side guarded_left(std::size_t begin) const {
        const Unit* unit = before(begin);
        if (unit && unit->kind == Kind::character && !unit->as_reference && needs_guarded_escape(begin - 1)) return Side::japanese;
        return side(unit);
    }

    bool refer(std::size_t i) {
        if (i >= units_.size() || units_[i].kind != Kind::character || units_[i].as_reference) return false;
        return units_[i].as_reference = true;
    }

    void inner_spaces(std::size_t begin, std::size_t end) {
        if (units_[end - 1].kind == Kind::open && end < units_.size() && units_[end].kind == Kind::character && is_space(units_[end].point)) units_[end].as_reference = true;
        if (units_[begin].kind == Kind::close && begin > 0 && units_[begin - 1].kind == Kind::character && is_space(units_[begin - 1].point)) units_[begin - 1].as_reference = true;
    }

    /// `*` and `_` by turns, and a reference for every character beside them: ugly, rare, and never misread.
    void settle_surely() {
        std::vector<char> open;
        char last_closed = 0;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            Unit& unit = units_[i];
            if (!unit.is_sign() || unit.sign == '~') {
                last_closed = 0;
                continue;
            }
            if (unit.kind == Kind::open) {
                if (!open.empty()) unit.sign = open.back() == '*' ? '_' : '*';
                else unit.sign = last_closed == '*' ? '_' : '*';
                open.push_back(unit.sign);
                last_closed = 0;
            } else {
                unit.sign = open.back();
                open.pop_back();
                last_closed = unit.sign;
            }
        }
        for (const auto& [begin, end] : clusters()) {
            inner_spaces(begin, end);
            if (begin > 0 && side(before(begin)) != Side::space) refer(begin - 1);
            if (side(at(end)) != Side::space) refer(end);
        }
    }

    // Writing ----------------------------------------------------------------------------------------------------------------

    bool begins_line(std::size_t i) const {
        if (place_ != Place::paragraph && place_ != Place::task) return false;
        if (i == 0) return place_ == Place::paragraph;
        return units_[i - 1].kind == Kind::line_break || (units_[i - 1].is('\n') && !units_[i - 1].as_reference);
    }

    /// The characters from here to the end of the line; `whole` tells whether nothing else stands on it.
    std::string line_from(std::size_t i, bool& whole) const {
        std::string line;
        whole = true;
        for (; i < units_.size() && units_[i].kind != Kind::line_break && !(units_[i].is('\n') && !units_[i].as_reference); ++i) {
            if (units_[i].kind != Kind::character || units_[i].as_reference) {
                whole = false;
                break;
            }
            base::append_utf8(line, units_[i].point);
            if (line.size() > 4000) break;
        }
        return line;
    }

    /// The character of this line that must be escaped so that no block begins here; its offset, or npos.
    std::size_t block_start(std::size_t i) const {
        const char32_t first = character(i);
        if (first >= 0x80 || first == 0) return std::string::npos;
        if (!is_digit(first) && std::u32string_view(U"#>-+=|:").find(first) == std::u32string_view::npos) return std::string::npos;
        bool whole = true;
        const std::string line = line_from(i, whole);
        const auto ends = [&](std::size_t at) { return at < line.size() ? line[at] == ' ' : whole; };
        const auto only = [&](std::string_view set) { return whole && line.find_first_not_of(set) == std::string::npos; };
        if (first == '>') return 0;
        if (first == '#') {
            const std::size_t end = std::min(line.find_first_not_of('#'), line.size());
            return end <= 6 && ends(end) ? 0 : std::string::npos;
        }
        if ((first == '-' || first == '+') && ends(1)) return 0;
        if (first == '=' && only("= ")) return 0;
        if (line.starts_with(":::")) return 0;
        if (only("|:- ") && line.find('-') != std::string::npos) return 0;
        if (is_digit(first)) {
            const std::size_t end = std::min(line.find_first_not_of("0123456789"), line.size());
            if (end <= 9 && end < line.size() && (line[end] == '.' || line[end] == ')') && ends(end + 1)) return end;
        }
        return std::string::npos;
    }

    /// The text from here, up to the next piece or sign; with `decoded`, as the parser gives it back.
    std::string characters_from(std::size_t i, std::size_t most, bool decoded) const {
        std::string text;
        for (std::size_t n = 0; n < most && i < units_.size() && units_[i].kind == Kind::character && (decoded || !units_[i].as_reference); ++n, ++i)
            base::append_utf8(text, units_[i].point);
        return text;
    }

    bool precedes(std::size_t i, std::string_view small) const {
        if (i < small.size()) return false;
        for (std::size_t n = 0; n < small.size(); ++n) {
            const char32_t c = character(i - small.size() + n);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != static_cast<unsigned char>(small[n])) return false;
        }
        return true;
    }

    /// Is this character one that is escaped with a guard behind it?
    bool needs_guarded_escape(std::size_t i) const {
        const char32_t c = character(i);
        if (c == '[') return true;
        if (c == '{') {
            // Only so far as it could be ruby.
            std::size_t end = i + 1;
            while (end < units_.size() && end - i < 420 && units_[end].kind == Kind::character && units_[end].point != '{' && units_[end].point != '}') ++end;
            return character(end) == '}' && ruby_size(characters_from(i, end + 1 - i, true)) > 0;
        }
        if (c == ':' && line_escape_ == i) return true;
        if (c == ':' && i > 0 && units_[i - 1].cite_like) return true;
        if (units_[i].in_link) return false;
        if (c == ':') return (precedes(i, "http") || precedes(i, "https")) && character(i + 1) == '/' && character(i + 2) == '/';
        if (c == '.') return precedes(i, "www");
        if (c == '@') {
            const char32_t previous = i > 0 ? character(i - 1) : 0;
            return (is_word(previous) || previous == '.' || previous == '-' || previous == '_' || previous == '+') && is_word(character(i + 1));
        }
        return false;
    }

    bool needs_escape(std::size_t i, char32_t c) const {
        const Unit* previous = before(i);
        const Unit* next = at(i + 1);
        switch (c) {
            case '\\':
                if (!next || next->kind != Kind::character || next->as_reference) return true;
                return is_ascii_punctuation(next->point) || next->point == '\n';
            case '`': return true;
            case '*':
            case '_': {
                std::size_t begin = i, end = i + 1;
                while (begin > 0 && units_[begin - 1].is(c)) --begin;
                while (end < units_.size() && units_[end].is(c)) ++end;
                const auto plain = [&](std::size_t n) { return n < units_.size() && units_[n].kind == Kind::character && !units_[n].as_reference ? units_[n].point : 0; };
                const char32_t left = begin > 0 ? plain(begin - 1) : 0, right = plain(end);
                if (left == ' ' && right == ' ') return false;
                return c == '*' || !is_word(left) || !is_word(right);
            }
            case '~': return !previous || !next || previous->kind != Kind::character || next->kind != Kind::character || previous->point == '~' || next->point == '~';
            case ']': return units_[i].in_link;
            case '^': return previous && previous->kind == Kind::piece && previous->raw.ends_with('[');
            case '(': return previous && previous->cite_like;
            case '!': return next && next->kind == Kind::piece && next->raw.starts_with('[');
            case '<': {
                if (!next || next->kind != Kind::character || next->as_reference) return true;
                return is_letter(next->point) || next->point == '/' || next->point == '!' || next->point == '?';
            }
            case '&': return looks_like_reference(characters_from(i, 44, false));
            case '|': return place_ == Place::cell;
            case '#': {
                if (place_ != Place::heading) return false;
                // Number signs at the end of a heading, behind a space, would be dropped.
                std::size_t begin = i, end = i;
                while (begin > 0 && units_[begin - 1].is('#')) --begin;
                while (end < units_.size() && units_[end].is('#')) ++end;
                return begin == i && end == units_.size() && (begin == 0 || units_[begin - 1].is(' '));
            }
            default: return false;
        }
    }

    void put(std::size_t i, std::string& out) {
        const Unit& unit = units_[i];
        switch (unit.kind) {
            case Kind::open:
            case Kind::close: out.append(static_cast<std::size_t>(unit.size), unit.sign); return;
            case Kind::line_break: out += "\\\n"; return;
            case Kind::piece: out += unit.raw; return;
            case Kind::character: break;
        }
        if (begins_line(i)) {
            const std::size_t offset = block_start(i);
            if (offset != std::string::npos) line_escape_ = i + offset;
        }
        const Unit* next = at(i + 1);
        // Before a sign there must be no guard; see prepare().
        const bool bare = unit.as_reference && next && next->is_sign() && std::u32string_view(U".:@[{").find(unit.point) != std::u32string_view::npos;
        if (bare) out += hexadecimal(unit.point);
        else if (unit.as_reference) out += reference(unit.point);
        else {
            if (line_escape_ == i || needs_guarded_escape(i) || needs_escape(i, unit.point)) out += '\\';
            out += utf8(unit.point);
        }
    }

    Place place_;
    std::vector<Unit> units_;
    bool in_link_ = false;
    std::size_t line_escape_ = std::string::npos;
};
}

std::string write_inlines(const std::vector<Node>& nodes, Place place) { return InlineWriter(place).write(nodes); }

std::string write_info(std::string_view info) {
    std::string out;
    for (const char c : info) {
        if (c == '`' || c == '&' || c == '\n' || c == '\r' || c == '\t') out += reference(static_cast<unsigned char>(c));
        else out += c == '\\' ? "\\\\" : std::string(1, c);
    }
    return out;
}

}
