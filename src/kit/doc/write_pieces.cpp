#include "kit/doc/write_pieces.hpp"

#include <algorithm>
#include <cstdint>

namespace doc {

namespace {
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }
bool is_punctuation(char c) { return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
}

std::string reference(char32_t c) { return "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";"; }

bool looks_like_reference(std::string_view text) {
    std::size_t at = 1;
    if (at < text.size() && text[at] == '#') ++at;
    const std::size_t begin = at;
    while (at < text.size() && is_word(text[at]) && at - begin < 40) ++at;
    return at > begin && at < text.size() && text[at] == ';';
}

namespace {
std::string escaped(std::string_view text, std::string_view also) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        // The parser trims addresses.
        if (is_space(c) && (c != ' ' || i == 0 || i + 1 == text.size())) {
            out += reference(static_cast<unsigned char>(c));
            continue;
        }
        const bool before_punctuation = i + 1 == text.size() || is_punctuation(text[i + 1]) || is_space(text[i + 1]);
        if ((c == '\\' && before_punctuation) || also.find(c) != std::string_view::npos) out += '\\';
        if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
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
        if (c == '"')
            out += "&quot;";
        else if (c == '&' && looks_like_reference(title.substr(i)))
            out += "&amp;";
        else if (c == '\\' && (i + 1 == title.size() || is_punctuation(title[i + 1]) || is_space(title[i + 1])))
            out += "&#92;&#92;";
        else if (is_space(c) && c != ' ')
            out += reference(static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out;
}
}

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

std::string write_target(const std::string& url, const std::string& title) {
    return "](" + destination(url) + (title.empty() ? "" : " \"" + quoted(title) + "\"") + ")";
}

bool is_pointed_address(const Node& node, const Mark& link) {
    if (node.type != "text" || link.attrs.size() != 2 || !link.attrs[1].second.text()->empty()) return false;
    const std::string& href = *link.attrs[0].second.text();
    for (const char c : node.text)
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || std::string_view("<>&\\[{").find(c) != std::string_view::npos)
            return false;
    const std::size_t colon = node.text.find(':');
    if (href == node.text) {
        if (colon == std::string::npos || colon < 2 || colon > 32 || !is_letter(node.text[0])) return false;
        return std::all_of(node.text.begin(), node.text.begin() + static_cast<std::ptrdiff_t>(colon),
                           [](char c) { return is_word(c) || c == '+' || c == '.' || c == '-'; });
    }
    if (href != "mailto:" + node.text) return false;
    const std::size_t at = node.text.find('@');
    if (at == std::string::npos || at == 0 || !is_word(node.text.back()) || node.text.find("..") != std::string::npos) return false;
    for (std::size_t i = 0; i < node.text.size(); ++i) {
        const char c = node.text[i];
        const bool plain =
            is_word(c) || ((c == '.' || c == '-') && i > 0 && i != at + 1 && node.text[i - 1] != '.' && node.text[i - 1] != '-');
        if (!plain && i != at && !(i < at && (c == '_' || c == '+'))) return false;
    }
    // No part of a domain is longer than 63.
    for (std::size_t i = at + 1, size = 0; i < node.text.size(); ++i)
        if (size = node.text[i] == '.' ? 0 : size + 1; size > 63) return false;
    return node.text[at + 1] != '.' && node.text.find("-.") == std::string::npos && node.text.find(".-") == std::string::npos;
}

std::string write_info(std::string_view info) {
    std::string out;
    for (const char c : info) {
        if (c == '`' || c == '&' || c == '\n' || c == '\r' || c == '\t')
            out += reference(static_cast<unsigned char>(c));
        else
            out += c == '\\' ? "\\\\" : std::string(1, c);
    }
    return out;
}

}
