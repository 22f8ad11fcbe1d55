#include "trade/yaml.hpp"

#include "kit/base/time.hpp"

#include <algorithm>

namespace trade::yaml {

namespace {
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Would a reader of YAML 1.1 or 1.2 take this for a truth value, nothing or a number?
bool reads_as_value(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const char* word : {"true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", ".nan", ".inf", "-.inf", "+.inf"})
        if (small == word) return true;
    return is_digit(text.front()) || ((text.front() == '.' || text.front() == '+') && text.size() > 1 && is_digit(text[1]));
}

bool is_safe(std::string_view text) {
    constexpr std::string_view indicators = "-?:,[]{}#&*!|>'\"%@`=<";
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
    if (indicators.find(text.front()) != std::string_view::npos || reads_as_value(text)) return false;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else out += c;
    }
    return out + "\"";
}

std::string plain(std::string_view text) { return is_safe(text) ? std::string(text) : quoted(text); }

std::string list(const std::vector<std::string>& items) {
    std::string out = "[";
    for (const std::string& item : items) out += (out.size() > 1 ? ", " : "") + item;
    return out + "]";
}

}
