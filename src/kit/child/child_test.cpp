#include "kit/child/child.hpp"
#include "kit/child/own_limits.hpp"
#include "kit/child/process.hpp"
#include "kit/child/wire.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

namespace {

using namespace std::chrono_literals;
using child::Limits;
using child::Run;
using child::Trouble;
using child::Worker;

constexpr std::string_view as_child = "--child";

std::string contents_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void say(std::string_view bytes) { static_cast<void>(!write(STDOUT_FILENO, bytes.data(), bytes.size())); }

/// What it was given: its input, its environment, the numbers of its open files.
void look_around() {
    std::string seen = contents_of("/dev/stdin") + "|" + contents_of("/proc/self/environ") + "|";
    DIR* const folder = opendir("/proc/self/fd");
    while (const dirent* const entry = readdir(folder))
        if (entry->d_name[0] != '.' && std::atoi(entry->d_name) != dirfd(folder)) seen += std::string(entry->d_name) + " ";
    closedir(folder);
    say(seen);
}

/// What is still possible when the limits are set.
std::string try_everything() {
    std::string done = "limited";
    if (open("/dev/null", O_RDONLY) >= 0) done += ", opened a file";
    close(STDIN_FILENO);
    if (open("/dev/null", O_RDONLY) >= 0) done += ", opened a file in place of another";
    std::array<int, 2> ends{};
    if (pipe(ends.data()) == 0) done += ", made a pipe";
    if (memfd_create("more", 0) >= 0) done += ", made a file in memory";
    rlimit core{};
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0) done += ", may leave a core";
    rlimit size{};
    if (getrlimit(RLIMIT_FSIZE, &size) != 0 || size.rlim_max != 0) done += ", may write a file";
    return done;
}

int work(const std::string& part) {
    if (part == "repeat") {
        std::string opened;
        return child::work_on_stdin({.max_request = 10,
                                     .open = [&] { opened = "opened, "; },
                                     .work = [&](std::string_view request) { return opened + std::string(request); }});
    }
    if (part == "try everything")
        return child::work_on_stdin({.max_request = 10, .open = {}, .work = [](std::string_view) { return try_everything(); }});
    if (part == "read a file")
        return child::work_on_stdin(
            {.max_request = 10, .open = {}, .work = [](std::string_view) { return contents_of("/proc/sys/kernel/ostype"); }, .files = 16});
    if (part == "abort")
        return child::work_on_stdin({.max_request = 10, .open = {}, .work = [](std::string_view) -> std::string { std::abort(); }});
    if (part == "spin")
        return child::work_on_stdin({.max_request = 10, .open = {}, .work = [](std::string_view) -> std::string {
                                         for (;;) static_cast<void>(getppid());
                                     }});
    if (part == "grow")
        return child::work_on_stdin({.max_request = 10, .open = {}, .work = [](std::string_view) {
                                         return std::string(std::size_t{600} << 20, 'x').substr(0, 1);
                                     }});
    return 1;
}

void play(const std::string& part) {
    if (part == "look around") look_around();
    if (part == "babble") {
        for (;;) say(std::string(65536, 'x'));
    }
    if (part == "say and hang") {
        say("said");
        close(STDOUT_FILENO);
        std::this_thread::sleep_for(60s);
    }
    _exit(work(part));
}

/// The test program is its own child: started with these arguments it plays its part before any test or main() begins.
[[maybe_unused]] const bool is_parent = [] {
    const std::string line = contents_of("/proc/self/cmdline");
    const std::size_t first = line.find('\0') + 1;
    const std::string_view arguments = std::string_view(line).substr(std::min(first, line.size()));
    if (!arguments.starts_with(as_child) || arguments.size() < as_child.size() + 2 || arguments[as_child.size()] != '\0') return true;
    play(std::string(arguments.substr(as_child.size() + 1, arguments.size() - as_child.size() - 2)));
    return false;
}();

std::string self() { return std::filesystem::read_symlink("/proc/self/exe"); }

std::vector<std::string> part(std::string_view name) { return {std::string(as_child), std::string(name)}; }

std::string answer(std::string_view name, std::string_view request = "hello", Limits limits = {}) {
    Worker worker(self(), part(name), {}, limits);
    const auto answered = worker.ask(request);
    return answered ? *answered : "trouble " + std::to_string(static_cast<int>(answered.error()));
}

std::optional<Trouble> trouble_of(std::string_view name, Limits limits = {}, std::string_view request = "hello") {
    Worker worker(self(), part(name), {}, limits);
    const auto answered = worker.ask(request);
    return answered ? std::nullopt : std::optional(answered.error());
}

template <class Work>
std::chrono::milliseconds took(Work&& measured) {
    const auto begun = std::chrono::steady_clock::now();
    measured();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_memory = false;
#else
constexpr bool limits_memory = true;
#endif

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a child opens what it needs, and answers its request") {
    CHECK(answer("repeat") == "opened, hello");
    CHECK(answer("repeat", "") == "opened, ");
    CHECK(answer("repeat", std::string_view("\0\xff|\n", 4)) == std::string("opened, \0\xff|\n", 12));
}

TEST_CASE("a child looks at no request that is longer than its task says") {
    CHECK_FALSE(trouble_of("repeat", {}, std::string(10, 'x')).has_value());
    CHECK(trouble_of("repeat", {}, std::string(11, 'x')) == Trouble::not_started);
    CHECK(trouble_of("repeat", {}, std::string(1'000'000, 'x')) == Trouble::not_started);
}

TEST_CASE("a program that does not start, or says nothing, is told apart from a child that falls") {
    for (const char* const program : {"/nonexistent/program", "/bin/false", "/bin/true"}) {
        Worker worker(program, {});
        const auto answered = worker.ask("");
        REQUIRE_FALSE(answered.has_value());
        CHECK(answered.error() == Trouble::not_started);
    }
    CHECK(trouble_of("abort") == Trouble::fallen);
}

TEST_CASE("a child is killed at its deadline, also when it has said everything") {
    Worker asleep("/bin/sleep", {"60"}, {}, {.time = 300ms});
    const auto time = took([&] { CHECK_FALSE(asleep.ask("").has_value()); });
    CHECK(time >= 300ms);
    CHECK(time < 10s);
    CHECK(trouble_of("say and hang", {.time = 1s}) == Trouble::overdue);
}

TEST_CASE("a child that never stops computing runs out of processor time") {
    // The clock alone would end it after a minute.
    const Run done = child::run(self(), part("spin"), {}, child::write_order({.memory = 1 << 30, .seconds = 1, .request = "x"}), 60s, 100);
    CHECK(done.end == Run::End::killed);
    CHECK(done.status == SIGXCPU);
}

TEST_CASE("a child cannot take more memory than it was given" * doctest::skip(!limits_memory)) {
    CHECK(answer("grow") == "x");
    CHECK(trouble_of("grow", {.memory = std::size_t{300} << 20}) == Trouble::fallen);
}

TEST_CASE("what a child started ends with it") {
    const support::TempDir folder;
    const std::string mark = folder.path() / "mark";
    const std::string script = "(/bin/sleep 1; echo still here >" + mark + ") & exit 0";
    const Run done = child::run("/bin/sh", {"-c", script}, {}, "", 300ms, 100);
    CHECK(done.end == Run::End::overdue);  // the other one holds the output open
    const std::string quiet = "(/bin/sleep 1; echo still here >" + mark + ") >/dev/null & exit 0";
    CHECK(child::run("/bin/sh", {"-c", quiet}, {}, "", 10s, 100).end == Run::End::exited);
    std::this_thread::sleep_for(1500ms);
    CHECK_FALSE(std::filesystem::exists(mark));
}

TEST_CASE("a child that writes without end is stopped") {
    const auto time = took([] {
        const Run done = child::run(self(), part("babble"), {}, "", 60s, 1'000'000);
        CHECK(done.end == Run::End::overflowing);
        CHECK(done.output.size() <= 1'000'000);
    });
    CHECK(time < 30s);
    CHECK(trouble_of("babble", {.time = 60s, .max_answer = 100'000}) == Trouble::overflowing);
}

TEST_CASE("a child gets nothing of ours but its input") {
    const int ours = open("/dev/null", O_RDONLY);  // NOLINT: left to be inherited
    REQUIRE(ours > 2);
    const Run done = child::run(self(), part("look around"), {"ONLY=this"}, "bytes", 30s, 10'000);
    close(ours);
    CHECK(done.end == Run::End::exited);
    CHECK(done.output == std::string("bytes|ONLY=this\0|0 1 2 ", 23));
}

TEST_CASE("a child that has limited itself opens nothing any more, unless its task needs files to read") {
    if (!limits_memory) return;  // a sanitizer opens files for itself
    CHECK(answer("try everything") == "limited");
    CHECK(answer("read a file") == "Linux\n");
}

TEST_CASE("only so many children run at once; who waits too long is told that it is busy") {
    Worker asleep("/bin/sleep", {"60"}, {}, {.at_once = 1, .wait = 200ms, .time = 2s});
    std::optional<Trouble> first;
    const auto ask = [&] {
        const auto answered = asleep.ask("");
        return answered ? std::nullopt : std::optional(answered.error());
    };
    std::thread other([&] { first = ask(); });
    std::this_thread::sleep_for(500ms);
    const auto time = took([&] { CHECK(ask() == Trouble::busy); });
    CHECK(time >= 200ms);
    CHECK(time < 1500ms);
    other.join();
    CHECK(first == Trouble::overdue);
}

TEST_CASE("an order is read as it was written, and nothing shorter is one") {
    const std::string written = child::write_order({.memory = 5'000'000'000, .seconds = 7, .request = "xyz"});
    const auto order = child::read_order(written);
    REQUIRE(order.has_value());
    CHECK(order->memory == 5'000'000'000);
    CHECK(order->seconds == 7);
    CHECK(order->request == "xyz");
    for (std::size_t size = 0; size + 3 < written.size(); ++size) CHECK_FALSE(child::read_order(written.substr(0, size)).has_value());
}

TEST_CASE("a library that is not there is named with the package that brings it") {
    CHECK_THROWS_WITH_AS(child::Library("libnothing.so.0", "libnothing0"),
                         "libnothing.so.0 cannot be opened (Debian: apt install libnothing0)", child::NoLibrary);
    const child::Library c("libc.so.6", "libc6");
    int (*const number)(const char*) = c.find("atoi");
    CHECK(number("42") == 42);
    CHECK_THROWS_AS(c.find("no_such_function"), child::NoLibrary);
}
