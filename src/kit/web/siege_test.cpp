#include "kit/web/siege.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using base::Instant;
using web::Siege;

TEST_SUITE_BEGIN("unit");

namespace {
constexpr Instant noon{1'795'000'000'000};
Instant after(std::int64_t seconds) { return {noon.ms + seconds * 1000}; }
}

TEST_CASE("more posts within a minute than are allowed are an attack, and as many are none") {
    Siege siege(60);
    for (int i = 0; i < 60; ++i) siege.count(after(i / 2));
    CHECK_FALSE(siege.is_on(after(30)));
    siege.count(after(59));
    CHECK(siege.is_on(after(59)));
    // One a second, for hours, is none.
    Siege slow(60);
    for (int i = 0; i < 10'000; ++i) {
        slow.count(after(i));
        REQUIRE_FALSE(slow.is_on(after(i)));
    }
}

TEST_CASE("an attack is over after ten minutes in which no minute had too many posts") {
    Siege siege(3);
    for (int i = 0; i < 4; ++i) siege.count(noon);
    CHECK(siege.is_on(after(599)));
    CHECK_FALSE(siege.is_on(after(600)));
    // Some posts are no attack, and do not make it longer.
    for (int i = 0; i < 4; ++i) siege.count(after(1000));
    siege.count(after(1300));
    CHECK(siege.is_on(after(1599)));
    CHECK_FALSE(siege.is_on(after(1600)));
    // Too many once more do.
    for (int i = 0; i < 4; ++i) siege.count(after(2000));
    for (int i = 0; i < 4; ++i) siege.count(after(2500));
    CHECK(siege.is_on(after(3099)));
    CHECK_FALSE(siege.is_on(after(3100)));
}

TEST_CASE("a clock that is set back leaves nobody under attack for longer") {
    Siege siege(3);
    for (int i = 0; i < 4; ++i) siege.count(after(7200));
    CHECK(siege.is_on(after(7200)));
    CHECK_FALSE(siege.is_on(noon));
    siege.count(noon);
    CHECK_FALSE(siege.is_on(noon));
}

TEST_CASE("a challenge is used once, and the memory for that has an end") {
    Siege siege;
    CHECK(siege.use("18.1.a.b"));
    CHECK_FALSE(siege.use("18.1.a.b"));
    for (std::size_t i = 0; i + 1 < Siege::known; ++i) REQUIRE(siege.use("18." + std::to_string(i)));
    CHECK_FALSE(siege.use("18.1.a.b"));
    CHECK(siege.use("one more"));
    CHECK(siege.use("18.1.a.b"));
}

TEST_CASE("of many threads that use one challenge one is let through") {
    Siege siege(3);
    std::atomic<int> let_in = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 200; ++n) {
                siege.count(noon);
                if (siege.use("c" + std::to_string(n))) ++let_in;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(let_in == 200);
    CHECK(siege.is_on(noon));
}

TEST_SUITE_END();
