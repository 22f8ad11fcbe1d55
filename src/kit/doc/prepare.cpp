#include "kit/doc/prepare.hpp"

#include "kit/base/utf8.hpp"
#include "kit/doc/schema.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>

namespace doc {

namespace {
constexpr char32_t line_edge = '\n';

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_punctuation(char c) { return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~'); }

bool draws_guards(char32_t point) { return point == guard_point || (text::is_japanese(point) && point != 0x3000); }
/// White space as the parser knows it.
bool is_space(char32_t point) {
    return (point >= '\t' && point <= '\r') || point == ' ' || point == 0xa0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200a) ||
           point == 0x202f || point == 0x205f || point == 0x3000;
}

std::size_t run(std::string_view line, std::size_t at, char c) {
    std::size_t end = at;
    while (end < line.size() && line[end] == c) ++end;
    return end - at;
}

/// Would the parser take this `<` for the beginning of a tag, a comment or the like? (`<https://…>` and `<a@b.example>` are addresses.)
bool opens_tag(std::string_view rest) {
    if (rest.size() < 2) return false;
    if (rest[1] == '/' || rest[1] == '!' || rest[1] == '?') return true;
    if (!is_letter(rest[1])) return false;
    std::size_t at = 1;
    while (at < rest.size() && (is_letter(rest[at]) || is_digit(rest[at]) || rest[at] == '-')) ++at;
    return at == rest.size() || rest[at] == ' ' || rest[at] == '\t' || rest[at] == '\v' || rest[at] == '\f' || rest[at] == '/' ||
           rest[at] == '>';
}

/// Size of a decimal reference to one of the characters that get a guard when they are escaped, or 0.
std::size_t guarded_reference(std::string_view rest) {
    for (const std::string_view known : {"&#46;", "&#58;", "&#64;", "&#91;", "&#123;"})
        if (rest.starts_with(known)) return known.size();
    return 0;
}

/// Copies one line and sets its guards.
void steer(std::string& out, std::string_view line) {
    char32_t before = line_edge;
    for (std::size_t at = 0; at < line.size();) {
        const char c = line[at];
        if (c == '\\' && at + 1 < line.size() && is_punctuation(line[at + 1])) {
            out.append(line, at, 2);
            before = static_cast<unsigned char>(line[at + 1]);
            if (std::string_view("[{:.@").find(line[at + 1]) != std::string_view::npos) {
                out += guard;
                before = guard_point;
            }
            at += 2;
        } else if (c == '*' || c == '~' || c == '_') {
            std::size_t end = at;
            while (end < line.size() && (line[end] == '*' || line[end] == '~' || line[end] == '_')) ++end;
            std::size_t peek = end;
            const char32_t after = end < line.size() ? base::next_code_point(line, peek) : line_edge;
            const bool guards = draws_guards(before) || draws_guards(after);
            while (at < end) {
                const std::size_t size = run(line, at, line[at]);
                // `_` needs punctuation outside of it, so a guard would only harm it.
                const bool here = guards && line[at] != '_';
                if (here && !is_space(before) && before != guard_point) out += guard;
                out.append(line, at, size);
                before = static_cast<unsigned char>(line[at]);
                at += size;
                if (here && !(at == end && is_space(after))) {
                    out += guard;
                    before = guard_point;
                }
            }
        } else if (c == '[' && line.substr(at).starts_with("[^") && !is_label(line.substr(at + 2, line.find(']', at) - at - 2))) {
            out += c;
            out += guard;
            before = guard_point;
            ++at;
        } else if (const std::size_t size = guarded_reference(line.substr(at)); size > 0) {
            out.append(line, at, size);
            out += guard;
            before = guard_point;
            at += size;
        } else if (c == '<' && opens_tag(line.substr(at))) {
            out += c;
            out += guard;
            before = guard_point;
            ++at;
        } else {
            const std::size_t from = at;
            before = base::next_code_point(line, at);
            out.append(line, from, at - from);
        }
    }
}

Fence read_fence(std::string_view line, std::size_t number, Faults& faults) {
    Fence fence;
    fence.line = number;
    fence.colons = run(line, 0, ':');
    std::vector<std::string_view> words;
    for (std::size_t at = fence.colons; at < line.size();) {
        const std::size_t begin = line.find_first_not_of(" \t", at);
        if (begin == std::string_view::npos) break;
        at = std::min(line.find_first_of(" \t", begin), line.size());
        words.push_back(line.substr(begin, at - begin));
    }
    if (words.empty()) return fence;
    fence.opens = true;
    fence.name = words.front();
    const NodeSpec* spec = schema().node(fence.name);
    if (!spec || !spec->in_group("container")) {
        faults.push_back({number, "there is no block \":::" + fence.name + "\""});
        return fence;
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::size_t equals = words[i].find('=');
        const std::string name(words[i].substr(0, equals));
        const AttrSpec* attr = spec->attr(name);
        if (!attr || equals == std::string_view::npos) {
            faults.push_back({number, ":::" + fence.name + " has no \"" + std::string(words[i]) + "\"" +
                                          (spec->attrs.empty() ? "" : "; expected " + spec->attrs.front().name + "=…")});
            continue;
        }
        base::Json value(words[i].substr(equals + 1));
        if (value.text()->empty())
            faults.push_back({number, name + "= has no value"});
        else if (auto refusal = attr->refusal(value); !refusal.empty())
            faults.push_back({number, std::move(refusal)});
        if (std::any_of(fence.attrs.begin(), fence.attrs.end(), [&](const auto& given) { return given.first == name; }))
            faults.push_back({number, name + " is given twice; several values stand behind one = with commas between"});
        fence.attrs.emplace_back(name, std::move(value));
    }
    fence.attrs = complete(spec->attrs, fence.attrs);
    return fence;
}
}

Prepared prepare(std::string_view markdown, const std::vector<bool>& is_code) {
    Prepared prepared;
    std::string& out = prepared.text;
    out.reserve(markdown.size() + markdown.size() / 8);
    prepared.source_line.push_back(0);
    const auto end_line = [&](std::size_t number) {
        out += '\n';
        prepared.source_line.push_back(number);
    };
    std::size_t number = 0;
    for (std::size_t at = 0; at < markdown.size();) {
        const std::size_t end = std::min(markdown.find_first_of("\r\n", at), markdown.size());
        const std::string_view line = markdown.substr(at, end - at);
        at = end + (markdown.substr(end).starts_with("\r\n") ? 2 : 1);
        ++number;
        const bool code = number < is_code.size() && is_code[number];
        if (!code && line.starts_with(":::")) {
            auto fence = read_fence(line, number, prepared.faults);
            end_line(number);
            fence.prepared_line = prepared.source_line.size();
            out += guard;
            out += std::to_string(prepared.fences.size());
            end_line(number);
            end_line(number);
            prepared.fences.push_back(std::move(fence));
            continue;
        }
        if (!code && line.starts_with("[^")) {
            const std::size_t close = line.find("]:");
            const std::string_view label = line.substr(2, close == std::string_view::npos ? 0 : close - 2);
            if (is_label(label))
                prepared.footnotes.push_back({std::string(label), number});
            else if (!label.empty() && label.find(']') == std::string_view::npos)
                prepared.faults.push_back(
                    {number, "the label of a footnote is made of letters, digits and hyphens; [^" + std::string(label) + "] is not"});
        }
        steer(out, line);
        end_line(number);
    }
    return prepared;
}

std::string without_guards(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0;;) {
        const std::size_t found = text.find(guard, at);
        out.append(text, at, found == std::string_view::npos ? found : found - at);
        if (found == std::string_view::npos) return out;
        at = found + guard.size();
    }
}

}
