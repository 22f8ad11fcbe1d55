#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Private to kit/child: one program, run to its end.
namespace child {

struct Run {
    enum class End {
        exited,       // with `status`
        killed,       // by the signal `status`
        overdue,      // ended here, at its deadline
        overflowing,  // ended here: it wrote more than was wanted
        not_started,  // `status` is errno
    };
    End end;
    int status;
    std::string output;
};

/// Starts the program at this path (no search in PATH) in a process group of its own, with these arguments behind its name, this
/// environment (`NAME=value`) and nothing of ours: `input` is its standard input, standard error goes nowhere. When this returns, neither the
/// program nor what it started is alive.
Run run(const std::string& program, const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
        std::string_view input, std::chrono::milliseconds time, std::size_t max_output);

}
