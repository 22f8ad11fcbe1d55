#pragma once
#include <cstddef>
#include <iosfwd>
#include <string>

namespace trade {

/// How far a long run has come: a bar that is drawn over on a terminal, nothing elsewhere.
class ProgressBar {
public:
    ProgressBar(std::ostream& out, std::string what);
    /// For tests: as on a terminal, or not.
    ProgressBar(std::ostream& out, std::string what, bool terminal);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    void show(std::size_t done, std::size_t total);

private:
    std::ostream& out_;
    std::string what_;
    bool terminal_;
    std::size_t drawn_ = 0;  // characters on the line
    std::size_t percent_ = 101;
};

}
