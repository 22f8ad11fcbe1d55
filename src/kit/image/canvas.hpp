#pragma once
#include "kit/image/image.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Private to kit/image: the one place that calls Cairo, Pango and Fontconfig.
namespace image {

/// Of fonts that are not of this machine: how many, and how large without compression (bytes). Others are passed over.
constexpr std::size_t max_fonts = 8, max_font = 1 << 20;

/// Opens the libraries and this machine's fonts unless they are open. Throws child::NoLibrary.
void open_canvas_library();

/// How a line of text is written.
struct Hand {
    std::string families;  // divided by commas
    bool bold = false;
    double size = 16;  // pixels
    bool japanese = false;  // of the glyphs that Chinese, Japanese and Korean fonts share
};

/// A surface for one picture, and the fonts that came for it.
class Canvas {
public:
    /// One at a time. Throws child::NoLibrary.
    Canvas(int width, int height, const std::vector<std::string>& fonts);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    /// 0xRRGGBB. Corners are round by `radius` pixels.
    void rectangle(double x, double y, double width, double height, std::uint32_t colour, double radius = 0);

    /// In one line, pixels.
    double width_of(std::string_view text, const Hand&) const;
    /// Whether there is a glyph for every letter of it.
    bool can_write(std::string_view text, const Hand&) const;
    /// In one line that begins at x, its letters standing on y.
    void write(std::string_view text, const Hand&, std::uint32_t colour, double x, double y);

    std::string png() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}
