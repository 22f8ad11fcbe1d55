#include "kit/mail/header.hpp"

#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"

#include <algorithm>

namespace mail {

namespace {

constexpr std::size_t line_length = 76;

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// Would a reader get back exactly this text if it were folded at its spaces?
bool survives_folding(std::string_view text) {
    if (!is_plain(text) || text.find("=?") != std::string_view::npos || text.find("  ") != std::string_view::npos) return false;
    if (!text.empty() && (text.front() == ' ' || text.back() == ' ')) return false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end - at > 60) return false;
        at = end + 1;
    }
    return true;
}

/// Bytes that mean themselves in every place where an encoded word of the form Q may stand (RFC 2047 5).
bool means_itself(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '!' || c == '*' || c == '+' || c == '-' ||
           c == '/';
}

std::size_t q_cost(std::string_view text) {
    std::size_t cost = 0;
    for (const char c : text) cost += means_itself(c) || c == ' ' ? 1 : 3;
    return cost;
}

std::string q_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (means_itself(c))
            out += c;
        else if (c == ' ')
            out += '_';
        else
            out += {'=', digits[byte >> 4], digits[byte & 0xf]};
    }
    return out;
}

std::string folded(std::string out, std::string_view value) {
    std::size_t column = out.size();
    bool first = true;
    for (std::size_t at = 0; at <= value.size();) {
        const std::size_t end = std::min(value.find(' ', at), value.size());
        const std::string_view word = value.substr(at, end - at);
        // An empty word is a second space: a line of spaces alone would end the head for some readers.
        if (!word.empty() && column + (first ? 0 : 1) + word.size() > line_length) {
            if (first) out.pop_back();
            out += "\r\n ";
            column = 1;
        } else if (!first) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
        if (column > 990) throw base::Error("a field of a mail's head has a word that is longer than a line may be");
        first = false;
        at = end + 1;
    }
    return out;
}

bool is_atoms(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return means_itself(c) || c == ' ' || c == '\'' || c == '_'; });
}

}

bool fits_head(std::string_view text) {
    if (!base::is_utf8(text)) return false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = base::next_code_point(text, at);
        // Line separators too: programs that show the head may begin a line there.
        if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029) return false;
    }
    return true;
}

void check_head(std::string_view what, std::string_view text) {
    if (!base::is_utf8(text)) throw base::Error(std::string(what) + " of a mail is not UTF-8");
    if (!fits_head(text)) throw base::Error(std::string(what) + " of a mail holds a control character");
}

std::string base64(std::string_view bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i) out += at + i > bytes.size() ? '=' : digits[bits >> (18 - 6 * i) & 0x3f];
    }
    return out;
}

std::string encoded_words(std::string_view text, std::size_t column) {
    constexpr std::size_t around = 12;  // =?UTF-8?B?…?=
    const bool q = q_cost(text) <= (text.size() + 2) / 3 * 4;
    std::string out;
    if (column + around + 12 > line_length) {
        out = "\r\n ";
        column = 1;
    }
    for (std::size_t at = 0; at < text.size() || at == 0;) {
        const std::size_t room = std::min<std::size_t>(line_length - column, 75) - around;
        std::size_t end = at;
        while (end < text.size()) {
            std::size_t next = end;
            base::next_code_point(text, next);
            const std::string_view longer = text.substr(at, next - at);
            if ((q ? q_cost(longer) : (longer.size() + 2) / 3 * 4) > room) break;
            end = next;
        }
        const std::string_view part = text.substr(at, end - at);
        if (at > 0) out += "\r\n ";
        out += (q ? "=?UTF-8?Q?" + q_encoded(part) : "=?UTF-8?B?" + base64(part)) + "?=";
        column = 1;
        if (end == text.size()) break;
        at = end;
    }
    return out;
}

std::string text_field(std::string_view name, std::string_view value) {
    const std::string begin = std::string(name) + ": ";
    if (survives_folding(value)) return folded(begin, value) + "\r\n";
    return begin + encoded_words(value, begin.size()) + "\r\n";
}

std::string plain_field(std::string_view name, std::string_view value) {
    if (!is_plain(value)) return text_field(name, value);
    return folded(std::string(name) + ": ", value) + "\r\n";
}

std::string address_field(std::string_view name, const Address& address) {
    std::string out = std::string(name) + ": ";
    if (!address.name.empty()) {
        if (!survives_folding(address.name) || address.name.size() > 60) {
            out += encoded_words(address.name, out.size());
        } else if (is_atoms(address.name)) {
            out += address.name;
        } else {
            out += '"';
            for (const char c : address.name) {
                if (c == '"' || c == '\\') out += '\\';
                out += c;
            }
            out += '"';
        }
    }
    const std::size_t column = out.size() - (out.rfind('\n') == std::string::npos ? 0 : out.rfind('\n') + 1);
    const bool bare = address.name.empty();
    if (!bare) out += column + address.address.size() + 3 > line_length ? "\r\n " : " ";
    return out + (bare ? address.address : "<" + address.address + ">") + "\r\n";
}

}
