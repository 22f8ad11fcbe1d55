#include "kit/text/text.hpp"

#include "kit/base/utf8.hpp"

#include <unicode/unorm2.h>

#include <vector>

namespace text {

namespace {
constexpr std::size_t longest_slug = 60;

bool is_slug_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::u16string to_utf16(std::string_view utf8) {
    std::u16string units;
    for (std::size_t at = 0; at < utf8.size();) {
        const char32_t point = base::next_code_point(utf8, at);
        if (point < 0x10000)
            units += static_cast<char16_t>(point);
        else {
            units += static_cast<char16_t>(0xd800 + ((point - 0x10000) >> 10));
            units += static_cast<char16_t>(0xdc00 + ((point - 0x10000) & 0x3ff));
        }
    }
    return units;
}

std::string to_utf8(const std::u16string& units) {
    std::string out;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const char32_t unit = units[i];
        const bool pair = unit >= 0xd800 && unit < 0xdc00 && i + 1 < units.size();
        base::append_utf8(out, pair ? 0x10000 + ((unit - 0xd800) << 10) + (units[++i] - 0xdc00U) : unit);
    }
    return out;
}

std::u16string normalize(const UNormalizer2* form, const std::u16string& units) {
    UErrorCode error = U_ZERO_ERROR;
    std::u16string out(units.size() * 2 + 64, u'\0');
    for (int pass = 0; pass < 2; ++pass) {
        const auto size = unorm2_normalize(form, units.data(), static_cast<std::int32_t>(units.size()), out.data(),
                                           static_cast<std::int32_t>(out.size()), &error);
        out.resize(static_cast<std::size_t>(size));
        if (error != U_BUFFER_OVERFLOW_ERROR) break;
        error = U_ZERO_ERROR;
    }
    return out;
}

/// Compatibility decomposition: "é" becomes "e" and an accent, "Ａ" becomes "A".
std::u16string decomposed(std::string_view utf8) {
    UErrorCode error = U_ZERO_ERROR;
    return normalize(unorm2_getNFKDInstance(&error), to_utf16(utf8));
}
}

bool is_slug(std::string_view text) {
    if (text.empty() || text.size() > longest_slug || text.front() == '-' || text.back() == '-') return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (!is_slug_letter(text[i]) && (text[i] != '-' || text[i - 1] == '-')) return false;
    return true;
}

std::string slug(std::string_view title) {
    if (!base::is_utf8(title)) return "";
    std::string out;
    std::size_t last_word_end = 0;
    for (const char16_t unit : decomposed(title.substr(0, 4000))) {
        if (unit == u'\'' || unit == u'\u2019' || (unit >= 0x300 && unit <= 0x36f)) continue;  // don't -> dont, é -> e
        const char16_t small = unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit - u'A' + u'a') : unit;
        if (small < 0x80 && is_slug_letter(static_cast<char>(small)))
            out += static_cast<char>(small);
        else if (!out.empty() && out.back() != '-') {
            if (out.size() <= longest_slug) last_word_end = out.size();
            out += '-';
        }
    }
    while (!out.empty() && out.back() == '-') out.pop_back();
    if (out.size() > longest_slug) out.resize(last_word_end ? last_word_end : longest_slug);
    return out;
}

std::string nfc(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    return to_utf8(normalize(unorm2_getNFCInstance(&error), to_utf16(text)));
}

std::string shorten(std::string_view text, std::size_t code_points) {
    std::size_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) continue;
        if (seen++ == code_points) return std::string(text.substr(0, at)) + "…";
    }
    return std::string(text);
}

}
