#pragma once
#include "kit/base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// Photos that strangers send, made safe: what is kept are pixels that were encoded anew, never a byte that came in.
namespace image {

constexpr std::size_t max_bytes = 10'000'000;
constexpr std::int64_t max_pixels = 40'000'000;
constexpr int max_side = 20'000;

enum class Refusal {
    too_large,        // more than max_bytes
    unknown_format,   // by its own first bytes no JPEG, PNG, WebP, GIF, AVIF or HEIC
    too_many_pixels,  // its header says more than max_pixels, or a side above max_side
    broken,           // cut short or damaged, or the decoder fell over it or wanted more memory than it may have
    too_slow,         // not done in Limits::time
    busy,             // no place became free in Limits::wait
    unavailable,      // this machine has no libvips, or the child cannot be started; the log says which
};

enum class Crop { none, centre, attention };  // the last two cut a square: its middle, or where there is most to see

struct Options {
    /// One to eight widths in pixels, each at most 4,096.
    std::vector<int> widths{160, 320, 640};
    Crop crop = Crop::none;
};

/// Are number and size of the widths as said? Rendering with others is our bug.
bool is_sane(const Options&);

struct Rendition {
    int width, height;
    std::string mime;  // image/avif or image/jpeg
    std::string bytes;
};

using Rendered = base::Result<std::vector<Rendition>, Refusal>;

/// What one Renderer and each of its children may use.
struct Limits {
    int at_once = 1;                            // children
    std::chrono::milliseconds wait{10'000};     // for a free place
    std::chrono::milliseconds time{10'000};     // of one child by the clock; its processor time is held to the same
    std::size_t memory = std::size_t{1} << 30;  // address space of one child, bytes
};

/// Renders in a child process, so that a fault of a decoder ends the child and takes nothing with it. The child gets nothing of our
/// environment and of our open files, can open and write none and leave no core, and is killed when its time is over. Safe from several
/// threads.
class Renderer {
public:
    /// The program, by its path, must end in render_from_stdin() when it is started with these arguments.
    Renderer(std::string program, std::vector<std::string> arguments, Limits = {});

    /// Smallest first; of each size AVIF, then JPEG: sRGB, upright by the EXIF orientation, white where the picture was transparent, without
    /// any metadata. Widths above the picture's own become its own, so a small picture has fewer sizes. AVIF is left out where libvips
    /// cannot write it, and for a rendition higher than 16,384. Of an animation only the first picture is taken. Blocks.
    Rendered render(std::string_view bytes, const Options& = {});

private:
    class Place;

    const std::string program_;
    const std::vector<std::string> arguments_;
    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0;
};

/// The child's side: one request from standard input, one answer to standard output, limits for itself in between that cannot be taken
/// back. Answers the status to exit with. To be called before the program opens anything or starts a thread.
int render_from_stdin();

/// The same as Renderer::render in this very process and without limits of time and memory: for the child and for tests, never for a server.
Rendered render_here(std::string_view bytes, const Options& = {});

}
