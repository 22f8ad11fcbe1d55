#include "kit/child/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>

namespace child {

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

private:
    int number_;
};

/// A file in memory, open at its beginning. Unlike a pipe it is never full, so the child's input and output cannot wait for each other.
int file_with(std::string_view bytes) {
    const int file = memfd_create("input", MFD_CLOEXEC);
    while (file >= 0 && !bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            close(file);
            return -1;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (file >= 0) lseek(file, 0, SEEK_SET);
    return file;
}

std::vector<char*> pointers(const std::string* first, const std::vector<std::string>& rest) {
    std::vector<char*> out;
    if (first) out.push_back(const_cast<char*>(first->c_str()));
    for (const std::string& one : rest) out.push_back(const_cast<char*>(one.c_str()));
    out.push_back(nullptr);
    return out;
}

/// 0, or errno.
int start(pid_t& child, const std::string& program, const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
          int input, int output) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    // Ours may be closed on exec and still be used by another library's thread; of what is open here, only these three go along.
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    const auto argv = pointers(&program, arguments);
    const auto envp = pointers(nullptr, environment);
    const int failed = posix_spawn(&child, program.c_str(), &files, &attributes, argv.data(), envp.data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

enum class Reading { ended, overdue, overflowing };

Reading read_to_end(int from, std::string& output, Clock::time_point deadline, std::size_t max_output) {
    std::array<char, 65536> part;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return Reading::overdue;
        pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
        if (poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) <= 0) continue;
        const ssize_t size = read(from, part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return Reading::ended;
        if (output.size() + static_cast<std::size_t>(size) > max_output) return Reading::overflowing;
        output.append(part.data(), static_cast<std::size_t>(size));
    }
}

/// Has it ended by itself before the deadline? It is left for reap(), which also ends what it started.
bool ends_before(pid_t child, Clock::time_point deadline) {
    for (;;) {
        siginfo_t info{};
        const int waited = waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
        if (waited == 0 && info.si_pid == child) return true;
        if (waited != 0 && errno != EINTR) return true;
        if (Clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

/// Ends the child and whatever it started.
Run::End reap(pid_t child, int& status) {
    siginfo_t info{};
    // A process that ignores SIGCHLD keeps no ended child: its number may be another's already.
    if (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT) == 0) kill(-child, SIGKILL);
    int how = 0;
    pid_t reaped = -1;
    do {
        reaped = waitpid(child, &how, 0);
    } while (reaped < 0 && errno == EINTR);
    const bool by_signal = reaped == child && WIFSIGNALED(how);
    status = reaped != child ? 0 : by_signal ? WTERMSIG(how) : WEXITSTATUS(how);
    return by_signal ? Run::End::killed : Run::End::exited;
}

}

Run run(const std::string& program, const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
        std::string_view input, std::chrono::milliseconds time, std::size_t max_output) {
    Run done{Run::End::not_started, 0, {}};
    const Clock::time_point deadline = Clock::now() + time;
    std::array<int, 2> ends{-1, -1};
    Descriptor file(file_with(input));
    if (file.number() < 0 || pipe2(ends.data(), O_CLOEXEC) != 0) {
        done.status = errno;
        return done;
    }
    const Descriptor from(ends[0]);
    Descriptor to(ends[1]);
    pid_t child = -1;
    done.status = start(child, program, arguments, environment, file.number(), to.number());
    if (done.status != 0) return done;
    to.close();
    file.close();

    Reading reading = read_to_end(from.number(), done.output, deadline, max_output);
    if (reading == Reading::ended && !ends_before(child, deadline)) reading = Reading::overdue;
    done.end = reap(child, done.status);
    switch (reading) {
        case Reading::ended: break;
        case Reading::overdue: done.end = Run::End::overdue; break;
        case Reading::overflowing: done.end = Run::End::overflowing; break;
    }
    return done;
}

}
