#include "kit/image/format.hpp"

namespace image {

using namespace std::string_view_literals;

std::optional<Format> format_of(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff"sv)) return Format::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return Format::png;
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return Format::gif;
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 16 && bytes.substr(8).starts_with("WEBPVP8"sv)) return Format::webp;
    if (bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp"sv) {
        // The major brand of ISO/IEC 23008-12 and of AVIF 1.1: single pictures only, no films.
        const std::string_view brand = bytes.substr(8, 4);
        if (brand == "avif"sv || brand == "heic"sv || brand == "heix"sv || brand == "mif1"sv) return Format::heif;
    }
    return std::nullopt;
}

}
