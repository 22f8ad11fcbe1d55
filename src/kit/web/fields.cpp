#include "kit/web/fields.hpp"

#include "kit/base/utf8.hpp"

#include <algorithm>

namespace web {

namespace {
int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+')
            out += ' ';
        else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        } else
            out += text[i];
    }
    return out;
}
}

std::optional<Fields> Fields::parse(std::string_view encoded) {
    Fields fields;
    while (!encoded.empty()) {
        const std::size_t end = std::min(encoded.find('&'), encoded.size());
        const std::string_view part = encoded.substr(0, end);
        encoded.remove_prefix(std::min(end + 1, encoded.size()));
        if (part.empty()) continue;
        const std::size_t equals = std::min(part.find('='), part.size());
        if (!fields.add(decode(part.substr(0, equals)), equals < part.size() ? decode(part.substr(equals + 1)) : std::string()))
            return std::nullopt;
    }
    return fields;
}

bool Fields::add(std::string_view name, std::string_view value) {
    const auto clean = [](std::string_view text) { return base::is_utf8(text) && std::find(text.begin(), text.end(), '\0') == text.end(); };
    if (pairs_.size() == 1000 || !clean(name) || !clean(value)) return false;
    pairs_.emplace_back(name, value);
    return true;
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
    for (const auto& [key, value] : pairs_)
        if (key == name) return value;
    return std::nullopt;
}

std::string_view Fields::get(std::string_view name) const { return find(name).value_or(std::string_view()); }

std::string encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 0xf];
    }
    return out;
}

std::string_view cookie(std::string_view header, std::string_view name) {
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        std::string_view part = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
        if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=') return part.substr(name.size() + 1);
    }
    return {};
}

}
