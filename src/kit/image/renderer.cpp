#include "kit/base/check.hpp"
#include "kit/base/log.hpp"
#include "kit/image/format.hpp"
#include "kit/image/image.hpp"
#include "kit/image/trouble.hpp"
#include "kit/image/wire.hpp"

#include <utility>

namespace image {

namespace {

/// Read by libvips and by the C library. The home without modules keeps ImageMagick and others out of the child (picture.cpp); a large
/// picture stays in memory, and no machine code is made at run time, because either would need a file that the child may not write; one
/// arena, because each reserves address space that is limited.
const std::vector<std::string> environment{"VIPSHOME=/nonexistent", "VIPS_CONCURRENCY=1", "VIPS_DISC_THRESHOLD=16g", "VIPS_NOVECTOR=1",
                                           "MALLOC_ARENA_MAX=1"};

base::Failure<Refusal> refuse(Refusal why) { return {why}; }

}

Renderer::Renderer(std::string program, std::vector<std::string> arguments, Limits limits)
    : worker_(std::move(program), std::move(arguments), environment, limits) {}

Rendered Renderer::render(std::string_view bytes, const Options& options) {
    base::check(is_sane(options));
    // What the first bytes decide needs no child.
    if (bytes.size() > max_bytes) return refuse(Refusal::too_large);
    if (!format_of(bytes)) return refuse(Refusal::unknown_format);
    const auto output = worker_.ask(write_request({.options = options, .bytes = bytes}));
    if (!output) return refuse(meaning(output.error()));
    auto answer = read_answer(*output);
    if (!answer || (*answer && !may_answer(**answer, options))) {
        base::log::warning("a picture's renderer gave an answer that cannot be");
        return refuse(Refusal::broken);
    }
    if (!*answer && answer->error() == Refusal::unavailable)
        base::log::error("pictures cannot be rendered: libvips.so.42 cannot be opened (Debian: apt install libvips42)");
    return std::move(*answer);
}

}
