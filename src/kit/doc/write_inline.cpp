#include "kit/doc/write_inline.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/prepare.hpp"
#include "kit/doc/read_inline.hpp"
#include "kit/doc/write_pieces.hpp"
#include "kit/doc/write_signs.hpp"

#include <algorithm>

namespace doc {

namespace {
bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_word(char32_t c) { return is_letter(c) || is_digit(c); }
bool is_ascii_punctuation(char32_t c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
bool is_ascii_space(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string hexadecimal(char32_t ascii) {
    static constexpr char digits[] = "0123456789ABCDEF";
    return std::string("&#x") + digits[ascii >> 4] + digits[ascii & 15] + ";";
}

std::string utf8(char32_t c) {
    std::string out;
    base::append_utf8(out, c);
    return out;
}

class InlineWriter {
public:
    explicit InlineWriter(Place place) : place_(place) {}
    std::string write(const std::vector<Node>& nodes) {
        group(nodes, 0, nodes.size(), {});
        keep_spaces();
        settle_signs(units_, [this](std::size_t i) { return needs_guarded_escape(i); });
        std::string out;
        for (std::size_t i = 0; i < units_.size(); ++i) put(i, out);
        return out;
    }

private:
    using Kind = Unit::Kind;

    // Units ------------------------------------------------------------------------------------------------------------------

    /// Nests the marks: of those that begin here, the one that lasts longest is outermost.
    void group(const std::vector<Node>& nodes, std::size_t from, std::size_t to, std::vector<const Mark*> open) {
        for (std::size_t i = from; i < to;) {
            const Mark* longest = nullptr;
            std::size_t longest_end = i;
            for (const Mark& mark : nodes[i].marks) {
                if (mark.type == "code" || std::any_of(open.begin(), open.end(), [&](const Mark* other) { return *other == mark; }))
                    continue;
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
                if (alone && is_pointed_address(nodes[i], *longest))
                    piece("<" + nodes[i].text + ">");
                else {
                    piece("[");
                    in_link_ = true;
                    group(nodes, i, longest_end, open);
                    in_link_ = false;
                    piece(write_target(*longest->attrs[0].second.text(), *longest->attrs[1].second.text()));
                }
            } else {
                Unit sign{.kind = Kind::open, .sign = longest->type == "strike" ? '~' : '*', .size = longest->type == "em" ? 1 : 2};
                units_.push_back(sign);
                group(nodes, i, longest_end, open);
                sign.kind = Kind::close;
                units_.push_back(sign);
            }
            open.pop_back();
            i = longest_end;
        }
    }

    void leaf(const Node& node) {
        if (node.type == "text" && std::any_of(node.marks.begin(), node.marks.end(), [](const Mark& mark) { return mark.type == "code"; }))
            piece(write_code(node.text));
        else if (node.type == "text")
            characters(node.text, in_link_);
        else if (node.type == "hard_break")
            units_.push_back({.kind = Kind::line_break});
        else if (node.type == "ruby")
            piece("{" + node.text_attr("base") + "|" + node.text_attr("reading") + "}");
        else if (node.type == "cite")
            piece("[@" + node.text_attr("key") + (node.text_attr("locator").empty() ? "" : ", " + node.text_attr("locator")) + "]", true);
        else if (node.type == "footnote_ref")
            piece("[^" + node.text_attr("label") + "]", true);
        else if (node.type == "image") {
            piece("![");
            characters(node.text_attr("alt"), true);
            piece(write_target(node.text_attr("src"), node.text_attr("title")));
        }
    }

    void piece(std::string raw, bool cite_like = false) {
        // Inside a table a bar ends the cell, whatever it stands in.
        for (std::size_t at = place_ == Place::cell ? raw.find('|') : std::string::npos; at != std::string::npos;
             at = raw.find('|', at + 2))
            raw.insert(at, 1, '\\');
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
                unit.as_reference = outside || blank || previous->kind == Kind::open || next->kind == Kind::close ||
                                    place_ == Place::heading || place_ == Place::cell;
            } else
                unit.as_reference = outside || (previous && previous->is('\n')) || (next && next->is('\n'));
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
        for (std::size_t n = 0; n < most && i < units_.size() && units_[i].kind == Kind::character && (decoded || !units_[i].as_reference);
             ++n, ++i)
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
            while (end < units_.size() && end - i < 420 && units_[end].kind == Kind::character && units_[end].point != '{' &&
                   units_[end].point != '}')
                ++end;
            return character(end) == '}' && ruby_size(characters_from(i, end + 1 - i, true)) > 0;
        }
        if (c == ':' && line_escape_ == i) return true;
        if (c == ':' && i > 0 && units_[i - 1].cite_like) return true;
        if (units_[i].in_link) return false;
        if (c == ':') return (precedes(i, "http") || precedes(i, "https")) && character(i + 1) == '/' && character(i + 2) == '/';
        if (c == '.') return precedes(i, "www");
        if (c == '@') {
            const char32_t previous = i > 0 ? character(i - 1) : 0;
            return (is_word(previous) || previous == '.' || previous == '-' || previous == '_' || previous == '+') &&
                   is_word(character(i + 1));
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
                const auto plain = [&](std::size_t n) {
                    return n < units_.size() && units_[n].kind == Kind::character && !units_[n].as_reference ? units_[n].point : 0;
                };
                const char32_t left = begin > 0 ? plain(begin - 1) : 0, right = plain(end);
                if (left == ' ' && right == ' ') return false;
                return c == '*' || !is_word(left) || !is_word(right);
            }
            case '~':
                return !previous || !next || previous->kind != Kind::character || next->kind != Kind::character || previous->point == '~' ||
                       next->point == '~';
            case ']': return units_[i].in_link;
            case '^': return previous && previous->kind == Kind::piece && previous->raw.ends_with('[');
            case '(': return previous && previous->cite_like;
            case '!': return next && next->kind == Kind::piece && next->raw.starts_with('[');
            case '<': {
                if (!next || next->kind != Kind::character || next->as_reference) return true;
                if (is_letter(next->point) || next->point == '/' || next->point == '!' || next->point == '?') return true;
            // `<{@a>` is an address of mail.
                std::size_t end = i + 1;
                while (end < units_.size() && units_[end].kind == Kind::character &&
                       std::u32string_view(U"@ <>").find(units_[end].point) == std::u32string_view::npos)
                    ++end;
                return character(end) == '@';
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
        const bool bare =
            unit.as_reference && next && next->is_sign() && std::u32string_view(U".:@[{").find(unit.point) != std::u32string_view::npos;
        if (bare)
            out += hexadecimal(unit.point);
        else if (unit.as_reference)
            out += reference(unit.point);
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

}
