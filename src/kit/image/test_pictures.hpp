#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// For tests: small pictures as bytes, made without any library, so that what the tests see is not decided by what they test.
namespace image::testing {

inline std::string from_base64(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == digits.npos) break;
        bits = bits << 6 | static_cast<std::uint32_t>(digit);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xff);
    }
    return out;
}

/// Each is 48 by 32 pixels in four fields: red, green, below them blue, white.
inline const std::string jpeg = from_base64(
    "/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09P"
    "T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAgADADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAUHBv/E"
    "ABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAXAQADAQAAAAAAAAAAAAAAAAADBQYH/8QAHhEBAAECBwAAAAAAAAAAAAAAAAMFQQZCQ4GCwcL/2gAMAwEAAhEDEQA/AJAB"
    "YuRYR1gCayOxZo8vIACjnHgNWUA3RhbdCSs5N+hY7gBII//Z");
inline const std::string webp = from_base64(
    "UklGRhoBAABXRUJQVlA4WAoAAAAIAAAALwAAHwAAVlA4TDoAAAAvL8AHAB8gECAUCVcnR0hAmOX/IkkWCBBHIoRrkjD/cXdgQlDTthFUkiV5JN/MnSP6PwHGxswK"
    "hZkBRVhJRroAAABFeGlmAABJSSoACAAAAAYAEgEDAAEAAAABAAAAGgEFAAEAAABWAAAAGwEFAAEAAABeAAAAKAEDAAEAAAACAAAAEwIDAAEAAAABAAAAaYcEAAEA"
    "AABmAAAAAAAAADhjAADoAwAAOGMAAOgDAAAGAACQBwAEAAAAMDIxMAGRBwAEAAAAAQIDAACgBwAEAAAAMDEwMAGgAwABAAAA//8AAAKgBAABAAAAMAAAAAOgBAAB"
    "AAAAIAAAAAAAAAA=");
inline const std::string gif = from_base64(  // and a second picture of the opposite colours
    "R0lGODlhMAAgAIIAAEdwTB7IHvDw8OYeHh4e3AAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQFAAAAACwAAAAAMAAgAAADgji63L4hykmrfDjbzbNvXEh9"
    "5CCeQfmhouqxoavBm4zRte3glr7zIx8DGBQqiBMjBBlRHpkpJzSqnBKu2Kx2ixV4v+Cw+Mstm8fotHmtTbvD7DjhTRfI2fX3fZ137899aH9lgYKDW4Vjh4iJcItZ"
    "jY6PV5Fgk12VXpeUmXabnZ6XoAkAIfkEBQAAAAAsAAAAADAAIACCR3BM4eEjGeHhDw8P4TfhAAAAAAAAAAAAA4Iouty+JMpJq3w4282zb1xIfaQgnkT5oaLqsaGr"
    "wZuM0bXt4Ja+8yMfAxgUKogTIwQZUR6ZKSc0qpwGrtisdosdeL/gsPjLLZvH6LR5rU27w+x44E0fyNn1932dd+/PfWh/ZYGCg1uFY4eIiXCLWY2Oj1eRYJNdlV6X"
    "lJl2m52el6AJADs=");
inline const std::string avif = from_base64(
    "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImls"
    "b2MAAAAAREAAAQABAAAAAAEOAAEAAAAAAAAALgAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAamlwcnAAAABLaXBjbwAAABNjb2xybmNseAAC"
    "AAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAAwAAAAIAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYIDhAAAADZtZGF0EgAKCRgVL/sE"
    "CAgaEDIfRmAAABTfAcftkEf5/TO5W5DRajeNR2/54pNmnBs7gA==");
inline const std::string heic = from_base64(  // HEVC
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAa1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlk"
    "YXQAAAAAADAAIAAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHRAAEAAAAAAAAAOgACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEA"
    "AQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADYaXBycAAAALZpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMA"
    "kAAAAwAAAwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAAAAAAAEAAAABAAAAA"
    "FGlzcGUAAAAAAAAAMAAAACAAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAAEJtZGF0"
    "AAAANigBr1j5FOf/r7X9GKhotJzvVpPnbk/QzoV2iT/b+43LK+qM1Goh9/OyttnYF3+R3zpkpspc0w==");
inline const std::string wide_gamut_jpeg = from_base64(  // in Display P3, with its ICC profile
    "/9j/4QC8RXhpZgAASUkqAAgAAAAGABIBAwABAAAAAQAAABoBBQABAAAAVgAAABsBBQABAAAAXgAAACgBAwABAAAAAgAAABMCAwABAAAAAQAAAGmHBAABAAAAZgAA"
    "AAAAAAA4YwAA6AMAADhjAADoAwAABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAADAAAAADoAQAAQAAACAA"
    "AAAAAAAA/+IC8ElDQ19QUk9GSUxFAAEBAAAC4GxjbXMCEAAAbW50clJHQiBYWVogB+IAAwAUAAkADgAdYWNzcE1TRlQAAAAAc2F3c2N0cmwAAAAAAAAAAAAAAAAA"
    "APbWAAEAAAAA0y1oYW5ke28Py+BFQTY/T0Q1yxqGGQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJZGVzYwAAAPAAAABeY3BydAAAAQwAAAAMd3RwdAAA"
    "ARgAAAAUclhZWgAAASwAAAAUZ1hZWgAAAUAAAAAUYlhZWgAAAVQAAAAUclRSQwAAAWgAAAF4Z1RSQwAAAWgAAAF4YlRSQwAAAWgAAAF4ZGVzYwAAAAAAAAAFc1Az"
    "QwAAAAAAAAAAAAAAAHRleHQAAAAAQ0MwAFhZWiAAAAAAAADzUQABAAAAARbMWFlaIAAAAAAAAIPfAAA9vwAAAABYWVogAAAAAAAASr8AALE3AAAKtVhZWiAAAAAA"
    "AAAoOAAAEQoAAMh4Y3VydgAAAAAAAAC2AAAAHAA4AFQAcACMAKgAxADhAQABIgFGAW0BlQHBAfACIAJVAosCxAMBAz8DggPGBA4EWQSnBPkFTAWkBf4GXAa+ByEH"
    "igf0CGMI1QlJCcMKPwq/C0ILyQxUDOENdA4JDqIPQA/gEIURLRHaEooTPhP2FLIVcRY2Fv0XyhiZGW4aRhsiHAMc5x3QHr0friCkIZ4inCOfJKUlsSbAJ9Uo7SoK"
    "KyssUS18Lqov3jEWMlIzlDTZNiQ3czjGOiA7fDzfPkU/sEEhQpZEEEWPRxJIm0ooS7tNUU7uUI9SNVPgVZBXRVkAWr5chF5MYBth72PHZaZniWlxa19tUW9KcUZz"
    "SnVRd155cXuIfaZ/yIHwhB6GUIiJisWNCY9RkZ+T85ZLmKubDp14n+eiW6TWp1ap26xnrvexj7Qqtsy5dLwhvtXBjcRMxxDJ2syrz3/SXNU92CTbEt4E4P7j/OcB"
    "6gztHPA081D2c/mb/Mr////bAEMABgQFBgUEBgYFBgcHBggKEAoKCQkKFA4PDBAXFBgYFxQWFhodJR8aGyMcFhYgLCAjJicpKikZHy0wLSgwJSgpKP/bAEMBBwcH"
    "CggKEwoKEygaFhooKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKP/AABEIACAAMAMBEQACEQEDEQH/xAAXAAEBAQEAAAAA"
    "AAAAAAAAAAAACAcG/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABgBAQEBAQEAAAAAAAAAAAAAAAAFBwgG/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMR"
    "AD8A5p5prQADRU1zuAAzpSdEAANFTXO4ACeHTy6AAvxjCiAAgNs6cAAvxjCiAA//2Q==");
inline const std::string ink_jpeg = from_base64(  // in CMYK, without a profile
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgA"
    "IAAwBEMRAE0RAFkRAEsRAP/EABkAAQADAQEAAAAAAAAAAAAAAAADBwgFBv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8As54R4ZZQAAKpaJcl"
    "IAAC1mdnWRgAAqlolyUgAAPFs9NOgAANDNBI0IAAM8s+pEwAANDNBI0IAAP/2Q==");

inline std::string big_endian(std::uint64_t number, int size) {
    std::string out;
    for (int i = size - 1; i >= 0; --i) out += static_cast<char>(number >> (8 * i) & 0xff);
    return out;
}

/// ISO 3309, as PNG wants it.
inline std::uint32_t crc(std::string_view bytes) {
    std::uint32_t value = 0xffffffff;
    for (const char c : bytes) {
        value ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xedb88320 : 0);
    }
    return ~value;
}

inline std::string chunk(const std::string& name, std::string_view data) {
    const std::string covered = name + std::string(data);
    return big_endian(data.size(), 4) + covered + big_endian(crc(covered), 4);
}

/// RFC 1950 around one stored block (RFC 1951), so at most 65,535 bytes.
inline std::string stored(std::string_view bytes) {
    std::uint32_t a = 1, b = 0;
    for (const char c : bytes) {
        a = (a + static_cast<unsigned char>(c)) % 65521;
        b = (b + a) % 65521;
    }
    const auto size = static_cast<unsigned>(bytes.size());
    std::string out("\x78\x01\x01", 3);
    for (const unsigned one : {size, ~size}) {
        out += static_cast<char>(one & 0xff);
        out += static_cast<char>(one >> 8 & 0xff);
    }
    return out + std::string(bytes) + big_endian(b, 2) + big_endian(a, 2);
}

/// RFC 1950 around one block of the fixed code: as many zeros as you like, 258 of them in thirteen bits.
inline std::string zeros(std::uint64_t count) {
    std::string out("\x78\x01", 2);
    std::uint32_t held = 0;
    int size = 0;
    const auto put = [&](std::uint32_t code, int length) {  // Huffman codes have their highest bit first
        for (int i = length - 1; i >= 0; --i) {
            held |= (code >> i & 1U) << size;
            if (++size < 8) continue;
            out += static_cast<char>(held);
            held = 0;
            size = 0;
        }
    };
    put(0b1, 1);   // the last block
    put(0b10, 2);  // of the fixed code; this number alone has its lowest bit first
    std::uint64_t left = count;
    if (left > 0) put(0b00110000, 8), --left;
    for (; left >= 258; left -= 258) put(0b11000101, 8), put(0, 5);
    for (; left > 0; --left) put(0b00110000, 8);
    put(0, 7);
    if (size > 0) put(0, 8 - size);
    return out + big_endian(count % 65521, 2) + big_endian(1, 2);
}

enum class Colour { grey = 0, rgb = 2, rgba = 6 };

struct Png {
    std::uint32_t width, height;
    Colour colour = Colour::rgb;
    int depth = 8;
    bool interlaced = false;
    std::string more = {};  // chunks before the pixels
};

inline std::string png(const Png& header, const std::string& compressed) {
    return "\x89PNG\r\n\x1a\n" +
           chunk("IHDR", big_endian(header.width, 4) + big_endian(header.height, 4) + big_endian(static_cast<unsigned>(header.depth), 1) +
                             big_endian(static_cast<unsigned>(header.colour), 1) + std::string(2, '\0') +
                             big_endian(header.interlaced, 1)) +
           header.more + chunk("IDAT", compressed) + chunk("IEND", "");
}

inline std::uint64_t channels(Colour colour) { return colour == Colour::grey ? 1 : colour == Colour::rgb ? 3 : 4; }

/// All black, or all transparent, in next to no bytes.
inline std::string empty_png(const Png& header) {
    const std::uint64_t pixel = channels(header.colour) * static_cast<unsigned>(header.depth) / 8;
    std::uint64_t size = 0;
    if (!header.interlaced) {
        size = header.height * (1 + header.width * pixel);
    } else {
        struct Pass {
            std::uint32_t x, y, dx, dy;
        };
        for (const Pass pass : {Pass{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}})
            size += (header.height - pass.y + pass.dy - 1) / pass.dy * (1 + (header.width - pass.x + pass.dx - 1) / pass.dx * pixel);
    }
    return png(header, zeros(size));
}

/// The four fields in any size up to some 20,000 pixels.
inline std::string fields_png(std::uint32_t width, std::uint32_t height) {
    constexpr std::array<std::string_view, 4> colours{"\xe6\x1e\x1e", "\x1e\xc8\x1e", "\x1e\x1e\xdc", "\xf0\xf0\xf0"};
    std::string rows;
    for (std::uint32_t y = 0; y < height; ++y) {
        rows += '\0';
        for (std::uint32_t x = 0; x < width; ++x) rows += colours[(y >= height / 2 ? 2U : 0U) + (x >= width / 2 ? 1U : 0U)];
    }
    return png({width, height}, stored(rows));
}

/// What a camera says about a picture: how it was held, where it was, and more than that.
inline std::string with_metadata(const std::string& jpeg_bytes, int orientation) {
    const auto segment = [](char marker, const std::string& data) {
        return std::string("\xff") + marker + big_endian(data.size() + 2, 2) + data;
    };
    const auto entry = [](unsigned tag, unsigned type, unsigned count, std::uint32_t value) {
        return big_endian(tag, 2) + big_endian(type, 2) + big_endian(count, 4) + big_endian(value, 4);
    };
    const std::string name = "Held by A. Person\0";
    const std::string description = name + std::string(20 - name.size(), '\0');
    // Offsets count from "MM": the first directory at 8 has three entries, the text is at 50, the second directory at 70.
    const std::string exif = std::string("Exif\0\0MM\0\x2a", 10) + big_endian(8, 4) + big_endian(3, 2) + entry(0x010e, 2, 20, 50) +
                             entry(0x0112, 3, 1, static_cast<std::uint32_t>(orientation) << 16) + entry(0x8825, 4, 1, 70) +
                             big_endian(0, 4) + description + big_endian(2, 2) + entry(1, 2, 2, 0x4e000000) + entry(2, 5, 3, 100) +
                             big_endian(0, 4) + big_endian(35, 4) + big_endian(1, 4) + big_endian(40, 4) + big_endian(1, 4) +
                             big_endian(51, 4) + big_endian(1, 4);
    const std::string xmp = std::string("http://ns.adobe.com/xap/1.0/\0", 29) + "<x:xmpmeta xmlns:x='adobe:ns:meta/'>A. Person</x:xmpmeta>";
    const std::string iptc = std::string("Photoshop 3.0\0", 14) + "8BIM" + std::string("\x04\x04\0\0\0\0\0\x0e", 8) +
                             std::string("\x1c\x02\x50\0\x09", 5) + "A. Person";
    return jpeg_bytes.substr(0, 2) + segment('\xe1', exif) + segment('\xe1', xmp) + segment('\xed', iptc) +
           segment('\xfe', "A. Person, at home") + jpeg_bytes.substr(2);
}

}
