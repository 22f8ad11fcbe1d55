#pragma once
#include "kit/base/error.hpp"
#include "kit/child/child.hpp"
#include "kit/image/format.hpp"
#include "kit/image/image.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// Private to kit/image: the one place that calls libvips.
namespace image {

using child::NoLibrary;

/// The bytes cannot be decoded. what() is libvips' own words.
struct Damaged : base::Error {
    using Error::Error;
};

/// Opens libvips unless it is open. Throws NoLibrary.
void open_library();

class Picture {
public:
    /// Reads the header and nothing else; pixels are decoded when fitted() wants them, so the bytes must live as long as this. A JPEG may
    /// be decoded at 1/2, 1/4 or 1/8 of its size, which takes a fraction of the time. Throws Damaged or NoLibrary.
    static Picture open(Format, std::string_view bytes, int shrink = 1);

    /// As it stands upright.
    int width() const;
    int height() const;

    /// Upright, of exactly this size, three bands of 8 bits in sRGB, in memory, with nothing of what came along. Throws Damaged.
    Picture fitted(int width, int height) const;
    /// Of a fitted picture, the square of this side that `crop` means.
    Picture square(int side, Crop crop) const;

    /// Of a fitted picture.
    std::string jpeg() const;
    /// Of a fitted picture; nothing if it cannot be written here.
    std::optional<std::string> avif() const;
    /// Of a fitted picture: rows of red, green, blue, a byte each.
    std::string pixels() const;

private:
    struct Release {
        void operator()(void*) const;
    };
    using Handle = std::unique_ptr<void, Release>;
    explicit Picture(Handle image) : image_(std::move(image)) {}

    Handle image_;
};

}
