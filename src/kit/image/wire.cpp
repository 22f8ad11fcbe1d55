#include "kit/image/wire.hpp"

#include "kit/image/fields.hpp"
#include "kit/image/format.hpp"

#include <algorithm>
#include <array>

namespace image {

namespace {

constexpr std::string_view avif_type = "image/avif", jpeg_type = "image/jpeg";
/// By their place; 0 is a success.
constexpr std::array refusals{Refusal::too_large, Refusal::unknown_format, Refusal::too_many_pixels, Refusal::broken,
                              Refusal::too_slow,  Refusal::busy,           Refusal::unavailable};
constexpr std::array crops{Crop::none, Crop::centre, Crop::attention};

template <class Values, class Value>
std::uint64_t place_of(const Values& values, Value value) {
    return static_cast<std::uint64_t>(std::find(values.begin(), values.end(), value) - values.begin());
}

bool is_true(const Rendition& one) {
    const auto format = format_of(one.bytes);
    return one.width >= 1 && one.width <= max_side && one.height >= 1 && one.height <= max_side &&
           format == (one.mime == avif_type ? Format::heif : Format::jpeg);
}

}

std::string write_request(const Request& request) {
    std::string out;
    out.reserve(64 + request.bytes.size());
    put(out, place_of(crops, request.options.crop), 1);
    put(out, request.options.widths.size(), 1);
    for (const int width : request.options.widths) put(out, static_cast<std::uint64_t>(width), 2);
    out += request.bytes;
    return out;
}

std::optional<Request> read_request(std::string_view message) {
    Fields fields(message);
    Request request{.options = {.widths = {}, .crop = Crop::none}, .bytes = {}};
    const std::uint64_t crop = fields.number(1);
    const std::uint64_t count = fields.number(1);
    if (crop >= crops.size()) return std::nullopt;
    request.options.crop = crops[crop];
    for (std::uint64_t i = 0; i < count; ++i) request.options.widths.push_back(static_cast<int>(fields.number(2)));
    if (!fields.is_good() || !is_sane(request.options)) return std::nullopt;
    request.bytes = fields.rest();
    return request;
}

std::string write_answer(const Rendered& rendered) {
    std::string out;
    if (!rendered) {
        put(out, 1 + place_of(refusals, rendered.error()), 1);
        return out;
    }
    put(out, 0, 1);
    put(out, rendered->size(), 1);
    for (const Rendition& one : *rendered) {
        put(out, one.mime == avif_type ? 0 : 1, 1);
        put(out, static_cast<std::uint64_t>(one.width), 4);
        put(out, static_cast<std::uint64_t>(one.height), 4);
        put(out, one.bytes.size(), 4);
        out += one.bytes;
    }
    return out;
}

std::optional<Rendered> read_answer(std::string_view message) {
    Fields fields(message);
    const std::uint64_t refused = fields.number(1);
    if (!fields.is_good() || refused > refusals.size()) return std::nullopt;
    if (refused != 0) return fields.is_at_end() ? std::optional<Rendered>(base::Failure{refusals[refused - 1]}) : std::nullopt;

    std::vector<Rendition> made;
    const std::uint64_t count = fields.number(1);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t mime = fields.number(1);
        const std::uint64_t width = fields.number(4);
        const std::uint64_t height = fields.number(4);
        const std::string_view bytes = fields.text(fields.number(4));
        if (mime > 1 || width > max_side || height > max_side) return std::nullopt;
        made.push_back(
            {static_cast<int>(width), static_cast<int>(height), std::string(mime == 0 ? avif_type : jpeg_type), std::string(bytes)});
        if (!is_true(made.back())) return std::nullopt;
    }
    if (!fields.is_at_end()) return std::nullopt;
    return Rendered(std::move(made));
}

bool may_answer(const std::vector<Rendition>& made, const Options& options) {
    const int widest = *std::max_element(options.widths.begin(), options.widths.end());
    if (made.empty() || made.size() > 2 * options.widths.size()) return false;
    for (std::size_t i = 0; i < made.size(); ++i) {
        const Rendition& one = made[i];
        if (one.width > widest || (options.crop != Crop::none && one.width != one.height)) return false;
        if (i == 0) continue;
        const Rendition& before = made[i - 1];
        const bool same_size =
            before.mime == avif_type && one.mime == jpeg_type && before.width == one.width && before.height == one.height;
        const bool larger = before.mime == jpeg_type && before.width < one.width;
        if (!same_size && !larger) return false;
    }
    return made.back().mime == jpeg_type;
}

}
