#include "kit/base/utf8.hpp"

#include <cstdint>

namespace base {

namespace {
unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }
bool continues(std::string_view text, std::size_t at) { return at < text.size() && (byte_at(text, at) & 0xc0) == 0x80; }
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const unsigned lead = byte_at(text, at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        std::size_t more = 0;
        unsigned low = 0x80, high = 0xbf;  // bounds of the second byte shut out overlong forms and surrogates
        if (lead >= 0xc2 && lead <= 0xdf) more = 1;
        else if (lead >= 0xe0 && lead <= 0xef) {
            more = 2;
            if (lead == 0xe0) low = 0xa0;
            if (lead == 0xed) high = 0x9f;
        } else if (lead >= 0xf0 && lead <= 0xf4) {
            more = 3;
            if (lead == 0xf0) low = 0x90;
            if (lead == 0xf4) high = 0x8f;
        } else return false;
        if (at + more >= text.size()) return false;
        if (byte_at(text, at + 1) < low || byte_at(text, at + 1) > high) return false;
        for (std::size_t i = 2; i <= more; ++i)
            if (!continues(text, at + i)) return false;
        at += more + 1;
    }
    return true;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
    if (at >= text.size()) return 0;
    const unsigned lead = byte_at(text, at++);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    char32_t point = lead & (0x3fU >> more);
    for (int i = 0; i < more && at < text.size(); ++i) point = (point << 6) | (byte_at(text, at++) & 0x3fU);
    return point;
}

void append_utf8(std::string& out, char32_t point) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (point < 0x80) put(point);
    else if (point < 0x800) put(0xc0 | point >> 6), put(0x80 | (point & 0x3f));
    else if (point < 0x10000) put(0xe0 | point >> 12), put(0x80 | (point >> 6 & 0x3f)), put(0x80 | (point & 0x3f));
    else put(0xf0 | point >> 18), put(0x80 | (point >> 12 & 0x3f)), put(0x80 | (point >> 6 & 0x3f)), put(0x80 | (point & 0x3f));
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text)
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++count;
    return count;
}

}
