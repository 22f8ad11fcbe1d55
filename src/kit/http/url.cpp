#include "kit/http/url.hpp"

#include "kit/base/utf8.hpp"

#include <cstddef>

namespace http {

namespace {
int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// -1 for a bad escape.
int escaped_byte(std::string_view text, std::size_t percent) {
    if (percent + 2 >= text.size()) return -1;
    const int high = hex_digit(text[percent + 1]), low = hex_digit(text[percent + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool unescape(std::string_view text, bool plus_is_space, std::string& out) {
    out.clear();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+' && plus_is_space) out += ' ';
        else if (text[at] != '%') out += text[at];
        else {
            const int byte = escaped_byte(text, at);
            if (byte < 0) return false;
            out += static_cast<char>(byte);
            at += 2;
        }
    }
    return true;
}

bool is_clean(std::string_view text) { return text.find('\0') == text.npos && base::is_utf8(text); }

bool is_segment(std::string_view segment) { return !segment.empty() && segment != "." && segment != ".."; }
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    if (!unescape(text, plus_is_space, out) || !is_clean(out)) return std::nullopt;
    return out;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> fields;
    while (!query.empty()) {
        const std::string_view field = query.substr(0, query.find('&'));
        query.remove_prefix(field.size() < query.size() ? field.size() + 1 : field.size());
        if (field.empty()) continue;
        const std::size_t equals = field.find('=');
        auto name = percent_decode(field.substr(0, equals), /*plus_is_space=*/true);
        auto value = percent_decode(equals == field.npos ? std::string_view{} : field.substr(equals + 1), /*plus_is_space=*/true);
        if (!name || !value) return std::nullopt;
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

std::string percent_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (plain) out += c;
        else out += {'%', digits[byte >> 4], digits[byte & 0xf]};
    }
    return out;
}

bool decode_path(std::string_view raw, std::string& path) {
    if (raw.empty() || raw[0] != '/') return false;
    for (std::size_t at = 0; at + 2 < raw.size(); ++at)
        if (raw[at] == '%' && escaped_byte(raw, at) == '/') return false;  // would be a slash that is none
    if (raw.find('#') != raw.npos || !unescape(raw, /*plus_is_space=*/false, path)) return false;
    bool ascii = true;
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\') return false;
        if (byte >= 0x80) ascii = false;
    }
    if (!ascii) {
        if (!base::is_utf8(path)) return false;
        for (std::size_t at = 0; at + 1 < path.size(); ++at)  // U+0080 to U+009F
            if (path[at] == '\xc2' && static_cast<unsigned char>(path[at + 1]) < 0xa0) return false;
    }
    if (path == "/") return true;
    std::string_view rest = std::string_view(path).substr(1);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    for (;;) {
        const std::size_t slash = rest.find('/');
        if (!is_segment(rest.substr(0, slash))) return false;
        if (slash == rest.npos) return true;
        rest.remove_prefix(slash + 1);
    }
}

bool is_query(std::string_view raw) {
    bool plain = true;
    for (const char c : raw) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7f || c == '#') return false;
        if (c == '%' || byte >= 0x80) plain = false;
    }
    return plain || parse_query(raw).has_value();
}

}
