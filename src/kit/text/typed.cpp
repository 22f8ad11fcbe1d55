#include "kit/text/typed.hpp"

#include <algorithm>

namespace text {

namespace {
bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

/// Of spaces and line ends, the ideographic space (U+3000) too.
std::string trimmed(std::string text) {
    constexpr std::string_view wide = "\u3000";
    const auto is_space = [](char c) { return c == ' ' || c == '\n'; };
    std::string_view rest = text;
    while (!rest.empty() && (is_space(rest.front()) || rest.starts_with(wide)))
        rest.remove_prefix(is_space(rest.front()) ? 1 : wide.size());
    while (!rest.empty() && (is_space(rest.back()) || rest.ends_with(wide))) rest.remove_suffix(is_space(rest.back()) ? 1 : wide.size());
    return std::string(rest);
}
}

std::string one_line(std::string_view typed) {
    std::string line(typed);
    std::replace_if(line.begin(), line.end(), is_control, ' ');
    return trimmed(std::move(line));
}

std::string several_lines(std::string_view typed) {
    std::string text;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const char c = typed[i];
        if (c == '\n' || (c == '\r' && (i + 1 == typed.size() || typed[i + 1] != '\n')))
            text += '\n';
        else if (c == '\t')
            text += ' ';
        else if (!is_control(c))
            text += c;
    }
    return trimmed(std::move(text));
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) lines.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}
