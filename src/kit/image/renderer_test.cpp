#include "kit/image/image.hpp"
#include "kit/image/test_pictures.hpp"
#include "kit/image/wire.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace {

using namespace image::testing;
using namespace std::chrono_literals;
using image::Limits;
using image::Refusal;
using image::Renderer;

constexpr std::string_view as_child = "--image-child";

std::string contents_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void say(std::string_view bytes) { static_cast<void>(!write(STDOUT_FILENO, bytes.data(), bytes.size())); }

/// In a process of its own: what the decoders print and forget to free over such pictures is no business of the tests.
void render_spoilt() {
    std::uint32_t random = 2463534242;  // Marsaglia's xorshift
    const auto next = [&random] {
        random ^= random << 13;
        random ^= random >> 17;
        return random ^= random << 5;
    };
    int rendered = 0, refused = 0;
    for (const std::string& whole : {jpeg, webp, gif, avif, heic, fields_png(20, 20), with_metadata(jpeg, 6)}) {
        for (int round = 0; round < 40; ++round) {
            std::string spoilt = whole;
            for (int i = 0; i < 3; ++i) spoilt[16 + next() % (spoilt.size() - 16)] = static_cast<char>(next());
            const auto made = image::render_here(spoilt);
            if (!made && made.error() != Refusal::broken && made.error() != Refusal::too_many_pixels) continue;
            ++(made ? rendered : refused);
        }
    }
    say(rendered + refused == 280 && rendered > 30 && refused > 30 ? "all" : std::to_string(rendered) + " and " + std::to_string(refused));
}

void play(const std::string& part) {
    if (part == "render") _exit(image::render_from_stdin());
    if (part == "render without libraries") {
        const rlimit none{.rlim_cur = 3, .rlim_max = 3};
        setrlimit(RLIMIT_NOFILE, &none);
        _exit(image::render_from_stdin());
    }
    if (part == "render spoilt pictures") render_spoilt();
    if (part == "abort") std::abort();
    if (part == "babble") {
        for (;;) say(std::string(65536, 'x'));
    }
    if (part == "say html") say("<html>");
    if (part == "say a page is a picture")
        say(image::write_answer(std::vector<image::Rendition>{{10, 10, "image/jpeg", "<html><script>"}}));
    if (part == "say too wide") say(image::write_answer(std::vector<image::Rendition>{{5000, 10, "image/jpeg", jpeg}}));
    if (part == "say half") say(image::write_answer(std::vector<image::Rendition>{{48, 32, "image/jpeg", jpeg}}).substr(0, 100));
    if (part == "say true") say(image::write_answer(std::vector<image::Rendition>{{48, 32, "image/jpeg", jpeg}}));
    if (part == "say true and hang") {
        say(image::write_answer(std::vector<image::Rendition>{{48, 32, "image/jpeg", jpeg}}));
        close(STDOUT_FILENO);
        std::this_thread::sleep_for(60s);
    }
    _exit(0);
}

/// The test program is its own child: started with these arguments it plays its part before any test or main() begins.
[[maybe_unused]] const bool is_parent = [] {
    const std::string line = contents_of("/proc/self/cmdline");
    const std::size_t first = line.find('\0') + 1;
    const std::string_view arguments = std::string_view(line).substr(std::min(first, line.size()));
    if (!arguments.starts_with(as_child) || arguments.size() < as_child.size() + 2) return true;
    play(std::string(arguments.substr(as_child.size() + 1, arguments.size() - as_child.size() - 2)));
    return false;
}();

std::string self() { return std::filesystem::read_symlink("/proc/self/exe"); }

std::vector<std::string> part(std::string_view name) { return {std::string(as_child), std::string(name)}; }

std::optional<Refusal> refusal_of(Renderer& renderer, std::string_view bytes = jpeg) {
    const auto made = renderer.render(bytes);
    return made ? std::nullopt : std::optional(made.error());
}

std::optional<Refusal> refusal_of(std::string_view name, Limits limits = {}) {
    Renderer renderer(self(), part(name), limits);
    return refusal_of(renderer);
}

template <class Work>
std::chrono::milliseconds took(Work&& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_memory = false;
#else
constexpr bool limits_memory = true;
#endif

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a child renders what this process would") {
    Renderer renderer(self(), part("render"));
    const std::string photo = with_metadata(jpeg, 6);
    // At full size, because arithmetic with and without vector instructions scales a little differently.
    const auto there = renderer.render(photo);
    const auto here = image::render_here(photo);
    REQUIRE(there.has_value());
    REQUIRE(here.has_value());
    REQUIRE(there->size() == 2);
    REQUIRE(here->size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK((*there)[i].mime == (*here)[i].mime);
        CHECK((*there)[i].width == 32);
        CHECK((*there)[i].height == 48);
        CHECK((*there)[i].bytes == (*here)[i].bytes);
    }
    const auto sizes = renderer.render(photo, {.widths = {8, 16}, .crop = image::Crop::centre});
    REQUIRE(sizes.has_value());
    CHECK(sizes->size() == 4);
    for (const std::string* const one : {&webp, &gif, &avif, &heic}) CHECK_FALSE(refusal_of(renderer, *one).has_value());
}

TEST_CASE("a child's refusal is the answer") {
    Renderer renderer(self(), part("render"));
    CHECK(refusal_of(renderer, jpeg.substr(0, 150)) == Refusal::broken);
    CHECK(refusal_of(renderer, png({.width = 60'000, .height = 60'000}, stored("x"))) == Refusal::too_many_pixels);
}

TEST_CASE("the largest picture that is allowed is rendered within the limits of a child") {
    Renderer renderer(self(), part("render"), {.time = 60s});
    CHECK_FALSE(refusal_of(renderer, empty_png({.width = 8000, .height = 5000, .colour = Colour::rgba})).has_value());
}

TEST_CASE("what needs more memory than a child may have is refused, and the server does not notice" * doctest::skip(!limits_memory)) {
    Renderer renderer(self(), part("render"), {.time = 60s, .memory = std::size_t{320} << 20});
    CHECK_FALSE(refusal_of(renderer).has_value());
    // Interlaced, so that all 256 megabytes must be there at once.
    CHECK(refusal_of(renderer, empty_png({.width = 8000, .height = 4000, .colour = Colour::rgba, .depth = 16, .interlaced = true})) ==
          Refusal::broken);
}

TEST_CASE("without libvips pictures are refused as unavailable") { CHECK(refusal_of("render without libraries") == Refusal::unavailable); }

TEST_CASE("a program that cannot render is unavailable, not the picture's fault") {
    Renderer missing("/nonexistent/program", {});
    CHECK(refusal_of(missing) == Refusal::unavailable);
    Renderer wrong("/bin/false", {});
    CHECK(refusal_of(wrong) == Refusal::unavailable);
    Renderer silent("/bin/true", {});
    CHECK(refusal_of(silent) == Refusal::unavailable);
}

TEST_CASE("no child is started for what its first bytes or its size refuse") {
    Renderer missing("/nonexistent/program", {});
    CHECK(refusal_of(missing, "<svg/>") == Refusal::unknown_format);
    CHECK(refusal_of(missing, "") == Refusal::unknown_format);
    CHECK(refusal_of(missing, std::string(image::max_bytes + 1, '\xff')) == Refusal::too_large);
}

TEST_CASE("a child that falls is a broken picture") { CHECK(refusal_of("abort") == Refusal::broken); }

TEST_CASE("no change of a byte does more than spoil the picture") {
    child::Worker worker(self(), part("render spoilt pictures"), {}, {.time = 120s});
    const auto done = worker.ask("");
    REQUIRE(done.has_value());
    CHECK(*done == "all");
}

TEST_CASE("a child is killed at its deadline") {
    Renderer asleep("/bin/sleep", {"60"}, {.time = 300ms});
    const auto time = took([&] { CHECK(refusal_of(asleep) == Refusal::too_slow); });
    CHECK(time >= 300ms);
    CHECK(time < 10s);
}

TEST_CASE("a child that writes without end is a broken picture") { CHECK(refusal_of("babble", {.time = 60s}) == Refusal::broken); }

TEST_CASE("an answer is believed only as far as it can be checked") {
    CHECK_FALSE(refusal_of("say true").has_value());
    CHECK(refusal_of("say html") == Refusal::broken);
    CHECK(refusal_of("say half") == Refusal::broken);
    CHECK(refusal_of("say a page is a picture") == Refusal::broken);
    CHECK(refusal_of("say too wide") == Refusal::broken);
    CHECK(refusal_of("say true and hang", {.time = 1s}) == Refusal::too_slow);
}

TEST_CASE("several threads render one after the other") {
    Renderer renderer(self(), part("render"), {.at_once = 2, .wait = 60s, .time = 60s});
    std::array<std::optional<Refusal>, 5> refused;
    std::vector<std::thread> threads;
    for (auto& one : refused) threads.emplace_back([&] { one = refusal_of(renderer); });
    for (std::thread& thread : threads) thread.join();
    for (const auto& one : refused) CHECK_FALSE(one.has_value());
}

TEST_CASE("requests and answers are read as they were written, and nothing else is read") {
    const std::string asked = image::write_request({.options = {.widths = {1, 4096}, .crop = image::Crop::attention}, .bytes = "xyz"});
    const auto request = image::read_request(asked);
    REQUIRE(request.has_value());
    CHECK(request->options.widths == std::vector<int>{1, 4096});
    CHECK(request->options.crop == image::Crop::attention);
    CHECK(request->bytes == "xyz");
    for (std::size_t size = 0; size + 3 < asked.size(); ++size) CHECK_FALSE(image::read_request(asked.substr(0, size)).has_value());

    for (const Refusal refusal : {Refusal::too_large, Refusal::unknown_format, Refusal::too_many_pixels, Refusal::broken, Refusal::too_slow,
                                  Refusal::busy, Refusal::unavailable}) {
        const auto answer = image::read_answer(image::write_answer(base::Failure{refusal}));
        REQUIRE(answer.has_value());
        REQUIRE_FALSE(answer->has_value());
        CHECK(answer->error() == refusal);
    }
    const std::string said = image::write_answer(std::vector<image::Rendition>{{48, 32, "image/avif", avif}, {48, 32, "image/jpeg", jpeg}});
    const auto answer = image::read_answer(said);
    REQUIRE((answer && *answer));
    CHECK((**answer)[0].bytes == avif);
    CHECK((**answer)[1].mime == "image/jpeg");
    for (std::size_t size = 0; size < said.size(); ++size) CHECK_FALSE(image::read_answer(said.substr(0, size)).has_value());
    CHECK_FALSE(image::read_answer(said + "x").has_value());
}

TEST_CASE("an answer fits its question in number, order and size") {
    const image::Rendition small_avif{10, 8, "image/avif", ""}, small{10, 8, "image/jpeg", ""}, large{20, 16, "image/jpeg", ""};
    const image::Options options{.widths = {10, 20}};
    CHECK(image::may_answer({small_avif, small, large}, options));
    CHECK(image::may_answer({small}, options));
    CHECK_FALSE(image::may_answer({}, options));
    CHECK_FALSE(image::may_answer({large, small}, options));
    CHECK_FALSE(image::may_answer({small, small}, options));
    CHECK_FALSE(image::may_answer({small_avif}, options));
    CHECK_FALSE(image::may_answer({small_avif, large}, options));
    CHECK_FALSE(image::may_answer({large}, {.widths = {10}}));
    CHECK_FALSE(image::may_answer({small}, {.widths = {10}, .crop = image::Crop::centre}));
}
