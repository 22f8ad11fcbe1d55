#include "kit/image/image.hpp"
#include "kit/image/picture.hpp"
#include "kit/image/test_pictures.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace {

using namespace image::testing;
using image::Crop;
using image::Options;
using image::Rendition;

std::vector<Rendition> rendered(std::string_view bytes, const Options& options = {}) {
    auto made = image::render_here(bytes, options);
    REQUIRE(made.has_value());
    return *std::move(made);
}

Rendition jpeg_of(std::string_view bytes, const Options& options = {}) { return rendered(bytes, options).back(); }

image::Picture opened(const Rendition& one) {
    const auto format = image::format_of(one.bytes);
    REQUIRE(format.has_value());
    return image::Picture::open(*format, one.bytes);
}

char name_of(int r, int g, int b) {
    if (std::min({r, g, b}) > 200) return 'W';
    if (std::max({r, g, b}) < 40) return '0';
    constexpr int clearly = 40;
    if (r > std::max(g, b) + clearly) return 'R';
    if (g > std::max(r, b) + clearly) return 'G';
    return b > std::max(r, g) + clearly ? 'B' : '?';
}

/// The colours of the four fields, read like a page: "RGBW" as the test pictures are.
std::string fields_of(const Rendition& one) {
    const std::string pixels = opened(one).fitted(one.width, one.height).pixels();
    std::string out;
    for (const int y : {one.height / 4, one.height * 3 / 4}) {
        for (const int x : {one.width / 4, one.width * 3 / 4}) {
            const char* const at =
                pixels.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(one.width) + static_cast<std::size_t>(x)) * 3;
            out += name_of(static_cast<unsigned char>(at[0]), static_cast<unsigned char>(at[1]), static_cast<unsigned char>(at[2]));
        }
    }
    return out;
}

std::string sizes_of(const std::vector<Rendition>& made) {
    std::string out;
    for (const Rendition& one : made) {
        const image::Picture picture = opened(one);
        CHECK(picture.width() == one.width);
        CHECK(picture.height() == one.height);
        out += std::to_string(one.width) + "x" + std::to_string(one.height) + (one.mime == "image/avif" ? "a " : "j ");
    }
    return out;
}

/// The markers of a JPEG up to its pixels (ITU-T T.81, Annex B).
std::set<int> markers_of(std::string_view bytes) {
    std::set<int> found;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
        REQUIRE(byte(0) == 0xff);
        found.insert(byte(1));
        if (byte(1) == 0xda) break;
        at += 2U + (std::size_t{byte(2)} << 8 | byte(3));
    }
    return found;
}

void has_only_pixels(const Rendition& one) {
    for (const std::string_view trace :
         {"Exif", "A. Person", "adobe", "Photoshop", "8BIM", "ICC_PROFILE", "acsp", "prof", "mime", "libvips"}) {
        CAPTURE(trace);
        CHECK(one.bytes.find(trace) == std::string::npos);
    }
    if (one.mime == "image/avif") return;
    for (const int marker : markers_of(one.bytes)) {
        CAPTURE(marker);
        // JFIF's own, tables and frames; no other application segment and no comment.
        CHECK((marker == 0xe0 || marker == 0xdb || marker == 0xc0 || marker == 0xc4 || marker == 0xda));
    }
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a picture becomes three widths of AVIF and JPEG, smallest first") {
    const auto made = rendered(empty_png({.width = 1000, .height = 700}));
    CHECK(sizes_of(made) == "160x112a 160x112j 320x224a 320x224j 640x448a 640x448j ");
    CHECK(made[0].mime == "image/avif");
    CHECK(image::format_of(made[0].bytes) == image::Format::heif);
    CHECK(made[1].mime == "image/jpeg");
    CHECK(image::format_of(made[1].bytes) == image::Format::jpeg);
}

TEST_CASE("a picture is never made larger") {
    CHECK(sizes_of(rendered(jpeg)) == "48x32a 48x32j ");
    CHECK(sizes_of(rendered(fields_png(200, 100))) == "160x80a 160x80j 200x100a 200x100j ");
    CHECK(sizes_of(rendered(fields_png(160, 100))) == "160x100a 160x100j ");
    CHECK(sizes_of(rendered(fields_png(1, 1))) == "1x1a 1x1j ");
    CHECK(sizes_of(rendered(fields_png(3, 1), {.widths = {2, 1}})) == "1x1a 1x1j 2x1a 2x1j ");
}

TEST_CASE("every shape keeps its proportions, and one pixel is the least") {
    CHECK(sizes_of(rendered(empty_png({.width = 20'000, .height = 2}))) == "160x1a 160x1j 320x1a 320x1j 640x1a 640x1j ");
    CHECK(sizes_of(rendered(empty_png({.width = 2, .height = 3000}))) == "2x3000a 2x3000j ");
}

TEST_CASE("what is higher than AVIF allows becomes JPEG alone") {
    CHECK(sizes_of(rendered(empty_png({.width = 2, .height = 20'000}))) == "2x20000j ");
}

TEST_CASE("each format that cameras and browsers write is read") {
    for (const std::string* const one : {&jpeg, &webp, &gif, &avif, &heic}) {
        const auto made = rendered(*one);
        CHECK(sizes_of(made) == "48x32a 48x32j ");
        for (const Rendition& rendition : made) {
            CAPTURE(rendition.mime);
            CHECK(fields_of(rendition) == "RGBW");
        }
    }
    CHECK(fields_of(jpeg_of(fields_png(200, 100))) == "RGBW");
}

TEST_CASE("a picture stands upright however the camera was held") {
    // TIFF 6.0, Orientation: which sides the first row and the first column are.
    const std::vector<std::string> fields{"RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(orientation);
        const auto made = rendered(with_metadata(jpeg, orientation), {.widths = {24, 640}});
        const bool turned = orientation > 4;
        CHECK(sizes_of(made) == (turned ? "24x36a 24x36j 32x48a 32x48j " : "24x16a 24x16j 48x32a 48x32j "));
        for (const Rendition& one : made) CHECK(fields_of(one) == fields[static_cast<std::size_t>(orientation) - 1]);
    }
    CHECK(fields_of(jpeg_of(with_metadata(jpeg, 0))) == "RGBW");
    CHECK(fields_of(jpeg_of(with_metadata(jpeg, 9))) == "RGBW");
}

TEST_CASE("no word about the person, the place or the camera is left") {
    const std::string told = with_metadata(jpeg, 6);
    REQUIRE(told.find("A. Person, at home") != std::string::npos);
    for (const Rendition& one : rendered(told)) has_only_pixels(one);
    for (const Rendition& one : rendered(told, {.crop = Crop::attention})) has_only_pixels(one);

    const std::string text = std::string("Author\0", 7) + "A. Person";
    for (const Rendition& one : rendered(empty_png({.width = 40, .height = 30, .more = chunk("tEXt", text)}))) has_only_pixels(one);
    for (const Rendition& one : rendered(wide_gamut_jpeg)) has_only_pixels(one);
    for (const Rendition& one : rendered(avif)) has_only_pixels(one);
}

TEST_CASE("colours are those that were seen, in sRGB") {
    for (const Rendition& one : rendered(wide_gamut_jpeg)) {
        CHECK(fields_of(one) == "RGBW");
        // Display P3 writes this red as 211, 55, 42; it is 230, 30, 30 again.
        const std::string pixels = opened(one).fitted(one.width, one.height).pixels();
        const auto red = static_cast<unsigned char>(pixels[(8 * 48 + 10) * 3]);
        CHECK(red > 222);
        CHECK(red < 238);
    }
    CHECK(fields_of(jpeg_of(ink_jpeg)) == "RGBW");
}

TEST_CASE("a profile that is nonsense does not cost the picture") {
    const std::string nonsense = std::string("name\0\0", 6) + stored(std::string(200, 'x'));
    CHECK(sizes_of(rendered(empty_png({.width = 40, .height = 30, .more = chunk("iCCP", nonsense)}))) == "40x30a 40x30j ");
    const std::string segment = std::string("ICC_PROFILE\0\1\1", 14) + std::string(200, 'x');
    const std::string in_jpeg = jpeg.substr(0, 2) + "\xff\xe2" + big_endian(segment.size() + 2, 2) + segment + jpeg.substr(2);
    CHECK(fields_of(jpeg_of(in_jpeg)) == "RGBW");
}

TEST_CASE("grey, transparent and deep pictures become plain colours on white") {
    CHECK(fields_of(jpeg_of(empty_png({.width = 64, .height = 64, .colour = Colour::grey}))) == "0000");
    CHECK(fields_of(jpeg_of(empty_png({.width = 64, .height = 64, .colour = Colour::rgb, .depth = 16}))) == "0000");
    CHECK(fields_of(jpeg_of(empty_png({.width = 64, .height = 64, .colour = Colour::rgba}))) == "WWWW");
    CHECK(fields_of(jpeg_of(empty_png({.width = 64, .height = 64, .colour = Colour::rgba, .depth = 16}))) == "WWWW");
    CHECK(fields_of(jpeg_of(empty_png({.width = 64, .height = 64, .interlaced = true}))) == "0000");
}

TEST_CASE("a square is cut out of the middle, or of where there is most to see") {
    const std::string wide = fields_png(200, 100);
    const auto middle = rendered(wide, {.widths = {40, 80}, .crop = Crop::centre});
    CHECK(sizes_of(middle) == "40x40a 40x40j 80x80a 80x80j ");
    CHECK(fields_of(middle.back()) == "RGBW");
    CHECK(sizes_of(rendered(wide, {.widths = {640}, .crop = Crop::attention})) == "100x100a 100x100j ");
    CHECK(sizes_of(rendered(with_metadata(jpeg, 6), {.widths = {160}, .crop = Crop::centre})) == "32x32a 32x32j ");
    CHECK(sizes_of(rendered(empty_png({.width = 1500, .height = 2000}), {.crop = Crop::attention})) ==
          "160x160a 160x160j 320x320a 320x320j 640x640a 640x640j ");
}

TEST_CASE("what is rendered can be rendered again") {
    for (const Rendition& one : rendered(fields_png(200, 100))) CHECK(fields_of(jpeg_of(one.bytes)) == "RGBW");
}

TEST_CASE("options that make no sense are our bug, not the picture's") {
    CHECK(image::is_sane({}));
    CHECK_FALSE(image::is_sane({.widths = {}}));
    CHECK_FALSE(image::is_sane({.widths = {0}}));
    CHECK_FALSE(image::is_sane({.widths = {4097}}));
    CHECK_FALSE(image::is_sane({.widths = {1, 2, 3, 4, 5, 6, 7, 8, 9}}));
}
