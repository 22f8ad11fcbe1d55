#include "kit/base/check.hpp"
#include "kit/base/log.hpp"
#include "kit/image/format.hpp"
#include "kit/image/image.hpp"
#include "kit/image/picture.hpp"

#include <algorithm>
#include <cmath>

namespace image {

namespace {

/// What libheif reads again; the widths are below it.
constexpr int max_avif_side = 16'384;

struct Size {
    int width, height;
};

int scaled(int length, double by) { return std::max(1, static_cast<int>(std::lround(length * by))); }

/// The widths that are made of a picture this wide: none above its own, none twice, smallest first.
std::vector<int> widths_for(int own, std::vector<int> wanted) {
    for (int& width : wanted) width = std::min(width, own);
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    return wanted;
}

/// A decoder that halves leaves at least twice what is needed, so that the last step to the size still has something to filter.
int shrink_for(Format format, double reduction) {
    if (format != Format::jpeg) return 1;
    return reduction >= 16 ? 8 : reduction >= 8 ? 4 : reduction >= 4 ? 2 : 1;
}

/// The largest rendition, from which the others are made.
Picture largest(Format format, std::string_view bytes, Size whole, int width, Crop crop) {
    const int measure = crop == Crop::none ? whole.width : std::min(whole.width, whole.height);
    const double by = static_cast<double>(width) / measure;
    const Size size{scaled(whole.width, by), scaled(whole.height, by)};
    Picture fitted = Picture::open(format, bytes, shrink_for(format, 1 / by)).fitted(size.width, size.height);
    if (crop == Crop::none) return fitted;
    return fitted.square(width, crop);
}

std::vector<Rendition> renditions(Format format, std::string_view bytes, Size whole, const Options& options) {
    const bool square = options.crop != Crop::none;
    const auto widths = widths_for(square ? std::min(whole.width, whole.height) : whole.width, options.widths);
    const Picture source = largest(format, bytes, whole, widths.back(), options.crop);
    std::vector<Rendition> made;
    for (const int width : widths) {
        const int height = square ? width : scaled(whole.height, static_cast<double>(width) / whole.width);
        const Picture one = source.fitted(width, height);
        auto avif = height <= max_avif_side ? one.avif() : std::nullopt;
        if (avif) made.push_back({width, height, "image/avif", std::move(*avif)});
        made.push_back({width, height, "image/jpeg", one.jpeg()});
    }
    return made;
}

}

bool is_sane(const Options& options) {
    return !options.widths.empty() && options.widths.size() <= 8 &&
           std::all_of(options.widths.begin(), options.widths.end(), [](int width) { return width >= 1 && width <= 4096; });
}

Rendered render_here(std::string_view bytes, const Options& options) {
    base::check(is_sane(options));

    if (bytes.size() > max_bytes) return base::Failure{Refusal::too_large};
    const auto format = format_of(bytes);
    if (!format) return base::Failure{Refusal::unknown_format};
    try {
        const Picture header = Picture::open(*format, bytes);
        const Size whole{header.width(), header.height()};
        if (std::max(whole.width, whole.height) > max_side || std::int64_t{whole.width} * whole.height > max_pixels)
            return base::Failure{Refusal::too_many_pixels};
        return renditions(*format, bytes, whole, options);
    } catch (const Damaged&) {
        return base::Failure{Refusal::broken};
    } catch (const NoLibrary& failure) {
        base::log::error(failure.what());
        return base::Failure{Refusal::unavailable};
    }
}

}
