#include "kit/base/utf8.hpp"
#include "kit/mail/mail.hpp"

#include <iconv.h>

#include <algorithm>
#include <memory>

namespace mail {

namespace {

struct Word {
    std::string charset;  // small letters
    std::string bytes;
    std::string raw;
};

std::string small_letters(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> from_q(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '=') {
            bytes += text[at] == '_' ? ' ' : text[at];
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        const int high = digit_of(text[at + 1]), low = digit_of(text[at + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return bytes;
}

int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    return c == '/' ? 63 : -1;
}

std::optional<std::string> from_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    std::string bytes;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int value = value_of(c);
        if (value < 0) return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffff;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xff);
    }
    return bytes;
}

/// The encoded word `=?charset?encoding?text?=` at the beginning of `text`.
std::optional<Word> read_word(std::string_view text) {
    if (!text.starts_with("=?")) return std::nullopt;
    const std::size_t charset_end = text.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?') return std::nullopt;
    const std::size_t begin = charset_end + 3;
    const std::size_t end = text.find('?', begin);
    if (end == std::string_view::npos || end + 1 >= text.size() || text[end + 1] != '=') return std::nullopt;
    const std::string_view inside = text.substr(begin, end - begin);
    if (inside.find_first_of(" \t") != std::string_view::npos) return std::nullopt;

    Word word;
    std::string_view charset = text.substr(2, charset_end - 2);
    charset = charset.substr(0, charset.find('*'));  // RFC 2231: a language may follow
    word.charset = small_letters(charset);
    const bool named =
        !charset.empty() && charset.size() < 40 &&
        std::all_of(
            word.charset.begin(), word.charset.end(),
            [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':'; });
    if (!named) return std::nullopt;
    const char encoding = text[charset_end + 1];
    std::optional<std::string> bytes;
    if (encoding == 'B' || encoding == 'b') bytes = from_base64(inside);
    if (encoding == 'Q' || encoding == 'q') bytes = from_q(inside);
    if (!bytes) return std::nullopt;
    word.bytes = std::move(*bytes);
    word.raw = text.substr(0, end + 2);
    return word;
}

std::optional<std::string> to_utf8(const std::string& charset, std::string bytes) {
    if (charset == "utf-8" || charset == "utf8") return base::is_utf8(bytes) ? std::optional(std::move(bytes)) : std::nullopt;
    const iconv_t converter = iconv_open("UTF-8", charset.c_str());
    if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;  // NOLINT(performance-no-int-to-ptr): as POSIX has it
    std::string out(bytes.size() * 4 + 16, '\0');
    char* from = bytes.data();
    char* to = out.data();
    std::size_t from_left = bytes.size(), to_left = out.size();
    const std::size_t done = iconv(converter, &from, &from_left, &to, &to_left);
    const std::size_t flushed = iconv(converter, nullptr, nullptr, &to, &to_left);
    iconv_close(converter);
    if (done == static_cast<std::size_t>(-1) || flushed == static_cast<std::size_t>(-1)) return std::nullopt;
    out.resize(out.size() - to_left);
    if (!base::is_utf8(out)) return std::nullopt;
    return out;
}

/// A folded field on one line (RFC 5322 2.2.3).
std::string unfolded(std::string_view value) {
    std::string line;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value.substr(at, 2) == "\r\n")
            ++at;
        else if (value[at] != '\n')
            line += value[at];
    }
    return line;
}

}

std::string decode_header(std::string_view value) {
    const std::string line = unfolded(value);
    std::string out;
    Word held;  // several words of one charset, whose bytes are one text
    const auto release = [&] {
        if (!held.raw.empty()) out += to_utf8(held.charset, held.bytes).value_or(held.raw);
        held = {};
    };
    for (std::size_t at = 0; at < line.size();) {
        // Space between two encoded words belongs to the folding (RFC 2047 6.2).
        const std::size_t begin = std::min(line.find_first_not_of(" \t", at), line.size());
        auto word = read_word(std::string_view(line).substr(begin));
        if (word) {
            if (held.raw.empty()) out.append(line, at, begin - at);
            if (!held.raw.empty() && held.charset != word->charset) release();
            at = begin + word->raw.size();
            held.charset = std::move(word->charset);
            held.bytes += word->bytes;
            held.raw += (held.raw.empty() ? "" : " ") + word->raw;
            continue;
        }
        release();
        out += line[at++];
    }
    release();
    return out;
}

}
