#include "trade/progress.hpp"

#include <iostream>
#include <unistd.h>

namespace trade {

namespace {
constexpr std::size_t width = 30;

bool is_terminal(const std::ostream& out) {
    if (&out == &std::cout) return isatty(STDOUT_FILENO) == 1;
    if (&out == &std::cerr) return isatty(STDERR_FILENO) == 1;
    return false;
}
}

ProgressBar::ProgressBar(std::ostream& out, std::string what) : ProgressBar(out, std::move(what), is_terminal(out)) {}
ProgressBar::ProgressBar(std::ostream& out, std::string what, bool terminal) : out_(out), what_(std::move(what)), terminal_(terminal) {}

/// The line is wiped, so that the result stands alone.
ProgressBar::~ProgressBar() {
    if (drawn_) out_ << '\r' << std::string(drawn_, ' ') << '\r' << std::flush;
}

void ProgressBar::show(std::size_t done, std::size_t total) {
    if (!terminal_ || total == 0) return;
    const std::size_t percent = done * 100 / total;
    if (percent == percent_) return;
    percent_ = percent;
    const std::size_t full = done * width / total;
    const std::string line = what_ + " [" + std::string(full, '#') + std::string(width - full, '.') + "] " + std::to_string(done) + " of " + std::to_string(total);
    drawn_ = line.size() + 4;
    out_ << '\r' << line << "    " << std::flush;
}

}
