#pragma once
#include "kit/base/error.hpp"
#include "kit/base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// Work in a child process: for large libraries that this program does not want to carry all the time, and for bytes of strangers, so that
/// a fault ends the child and takes nothing with it.
namespace child {

/// What one Worker and each of its children may use.
struct Limits {
    int at_once = 1;                            // children
    std::chrono::milliseconds wait{10'000};     // for a free place
    std::chrono::milliseconds time{10'000};     // of one child by the clock; its processor time is held to the same
    std::size_t memory = std::size_t{1} << 30;  // address space of one child, bytes
    std::size_t max_answer = 64'000'000;        // bytes; a child that writes more is ended
};

enum class Trouble {
    busy,         // no place became free in Limits::wait
    not_started,  // the program cannot be started, or ends without an answer; the log says why
    overdue,      // not done in Limits::time
    fallen,       // it ended by a signal: a fault of a library, or it wanted more memory than it may have
    overflowing,  // it wrote more than Limits::max_answer
};

/// One request, one child, one answer. The child gets nothing of our environment and of our open files, can write no file and leave no core,
/// and is killed with whatever it started when its time is over. Safe from several threads.
class Worker {
public:
    /// The program, by its path, must end in work_on_stdin() when it is started with these arguments. `environment` is all that it sees of
    /// one (`NAME=value`).
    Worker(std::string program, std::vector<std::string> arguments, std::vector<std::string> environment = {}, Limits = {});

    /// The answer has been in the hands of what was sent: it is to be checked like any stranger's bytes. Never empty. Blocks.
    base::Result<std::string, Trouble> ask(std::string_view request);

private:
    class Place;

    const std::string program_;
    const std::vector<std::string> arguments_;
    const std::vector<std::string> environment_;
    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0;
};

/// The child's side.
struct Task {
    std::size_t max_request; // bytes
    /// Before the limits, and before the request is looked at: opens libraries and files that could not be opened afterwards.
    std::function<void()> open;
    /// Within the limits.
    std::function<std::string(std::string_view request)> work;
    /// For libraries that open what they read while they work; 0 for the others.
    std::uint32_t files = 0;
};

/// One request from standard input, one answer to standard output, limits for itself in between that cannot be taken back. Answers the status
/// to exit with. To be called before the program opens anything or starts a thread. What the task throws passes.
int work_on_stdin(const Task&);

struct NoLibrary : base::Error {
    using Error::Error;
};

/// A shared library that is opened when it is needed, so that the program neither grows by it nor wants it to be installed. Stays open.
class Library {
public:
    /// Throws NoLibrary that names the Debian package.
    Library(const char* file, std::string_view package);

    struct Found {
        void* at;
        template <class Function>
        operator Function*() const {
            return reinterpret_cast<Function*>(at);
        }
    };
    /// Throws NoLibrary where it has no such function.
    Found find(const char* function) const;

private:
    const char* file_;
    void* opened_;
};

}
