#include "kit/base/check.hpp"
#include "kit/base/log.hpp"
#include "kit/image/format.hpp"
#include "kit/image/image.hpp"
#include "kit/image/process.hpp"
#include "kit/image/wire.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

namespace image {

namespace {

/// Read by libvips and by the C library. The home without modules keeps ImageMagick and others out of the child (picture.cpp); a large
/// picture stays in memory, and no machine code is made at run time, because either would need a file that the child may not write; one
/// arena, because each reserves address space that is limited.
const std::vector<std::string> environment{"VIPSHOME=/nonexistent", "VIPS_CONCURRENCY=1", "VIPS_DISC_THRESHOLD=16g", "VIPS_NOVECTOR=1",
                                           "MALLOC_ARENA_MAX=1"};

base::Failure<Refusal> refuse(Refusal why) { return {why}; }

/// What the end of the child means; its bytes have been in a stranger's hands, so they are believed only as far as they can be checked.
Rendered meaning(const Run& run, const std::string& program, const Options& options) {
    switch (run.end) {
        case Run::End::not_started:
            base::log::error("pictures cannot be rendered: the program does not start",
                             {{"program", program}, {"why", std::generic_category().message(run.status)}});
            return refuse(Refusal::unavailable);
        case Run::End::overdue: base::log::warning("a picture took too long"); return refuse(Refusal::too_slow);
        case Run::End::overflowing: base::log::warning("a picture's renderer wrote without end"); return refuse(Refusal::broken);
        case Run::End::killed:
            if (run.status == SIGXCPU) {
                base::log::warning("a picture took too much processor time");
                return refuse(Refusal::too_slow);
            }
            base::log::warning("a picture ended its renderer", {{"signal", std::to_string(run.status)}});
            return refuse(Refusal::broken);
        case Run::End::exited: break;
    }
    auto answer = read_answer(run.output);
    if (!answer && run.output.empty()) {
        base::log::error("pictures cannot be rendered: the program ends without an answer",
                         {{"program", program}, {"status", std::to_string(run.status)}});
        return refuse(Refusal::unavailable);
    }
    if (!answer || (*answer && !may_answer(**answer, options))) {
        base::log::warning("a picture's renderer gave an answer that cannot be");
        return refuse(Refusal::broken);
    }
    if (!*answer && answer->error() == Refusal::unavailable)
        base::log::error("pictures cannot be rendered: libvips.so.42 cannot be opened (Debian: apt install libvips42)");
    return std::move(*answer);
}

}

/// One of the places for children, taken for as long as this lives.
class Renderer::Place {
public:
    explicit Place(Renderer& of) : of_(of) {
        std::unique_lock hold(of_.mutex_);
        taken_ = of_.freed_.wait_for(hold, of_.limits_.wait, [this] { return of_.running_ < of_.limits_.at_once; });
        if (taken_) ++of_.running_;
    }
    ~Place() {
        if (!taken_) return;
        {
            const std::lock_guard hold(of_.mutex_);
            --of_.running_;
        }
        of_.freed_.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool is_taken() const { return taken_; }

private:
    Renderer& of_;
    bool taken_ = false;
};

Renderer::Renderer(std::string program, std::vector<std::string> arguments, Limits limits)
    : program_(std::move(program)), arguments_(std::move(arguments)), limits_(limits) {}

Rendered Renderer::render(std::string_view bytes, const Options& options) {
    base::check(is_sane(options));
    // What the first bytes decide needs no child.
    if (bytes.size() > max_bytes) return refuse(Refusal::too_large);
    if (!format_of(bytes)) return refuse(Refusal::unknown_format);
    const Place place(*this);
    if (!place.is_taken()) return refuse(Refusal::busy);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits_.time).count();
    const std::string request = write_request({.options = options,
                                               .memory = limits_.memory,
                                               .seconds = static_cast<std::uint32_t>(std::max<std::int64_t>(seconds, 1)),
                                               .bytes = bytes});
    return meaning(run(program_, arguments_, environment, request, limits_.time, max_answer), program_, options);
}

}
