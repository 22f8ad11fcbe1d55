#include "kit/web/limiter.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using base::Instant;
using web::Limiter;
using web::Rule;
using namespace std::chrono_literals;

TEST_SUITE_BEGIN("unit");

namespace {
constexpr Instant noon{1'795'000'000'000};
constexpr std::string_view secret = "a secret that is the same always";

Instant after(double seconds) { return {noon.ms + static_cast<std::int64_t>(seconds * 1000)}; }

int takes(Limiter& limiter, std::string_view action, std::string_view key, Rule rule, Instant now, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; ++i) taken += limiter.take(action, key, rule, now) ? 1 : 0;
    return taken;
}

std::string address(int number) { return "2001:db8:" + std::to_string(number / 10'000) + ":" + std::to_string(number % 10'000) + "::/64"; }
}

TEST_CASE("a burst is let through and then one for each share of the time") {
    Limiter limiter;
    const Rule rule{.burst = 10, .per = 60s};
    CHECK(takes(limiter, "a", "k", rule, noon, 12) == 10);
    CHECK(limiter.retry_after("a", "k", rule, noon) == 6);
    CHECK_FALSE(limiter.take("a", "k", rule, after(5.999)));
    CHECK(limiter.retry_after("a", "k", rule, after(5.999)) == 1);
    CHECK_FALSE(limiter.retry_after("a", "k", rule, after(6)));
    CHECK(takes(limiter, "a", "k", rule, after(6), 3) == 1);
    CHECK(takes(limiter, "a", "k", rule, after(30), 9) == 4);
    CHECK(takes(limiter, "a", "k", rule, after(90), 20) == 10);
    CHECK(takes(limiter, "a", "k", rule, after(100'000), 20) == 10);
    CHECK(limiter.stats().refused == 2 + 1 + 2 + 5 + 10 + 10);
}

TEST_CASE("over any length of time no more is let through than the burst and what came back") {
    Limiter limiter;
    for (const Rule rule : {Rule{1, 1s}, Rule{3, 10s}, Rule{7, 3600s}, Rule{1000, 1s}, Rule{1, 86'400s}}) {
        CAPTURE(rule.burst);
        CAPTURE(rule.per.count());
        const std::string key = std::to_string(rule.burst) + "/" + std::to_string(rule.per.count());
        std::int64_t taken = 0;
        const int steps = 1000;
        for (int i = 0; i <= steps; ++i)
            taken +=
                takes(limiter, "a", key, rule, after(5.0 * static_cast<double>(rule.per.count()) * i / steps), rule.burst < 100 ? 2 : 20);
        CHECK(taken <= 6 * rule.burst);
        CHECK(taken >= 6 * rule.burst - 1 - rule.burst / 100);
    }
}

TEST_CASE("keys and actions do not know of each other") {
    Limiter limiter;
    const Rule rule{.burst = 2, .per = 60s};
    CHECK(takes(limiter, "a", "bc", rule, noon, 5) == 2);
    CHECK(takes(limiter, "ab", "c", rule, noon, 5) == 2);
    CHECK(takes(limiter, "a", "b", rule, noon, 5) == 2);
    CHECK(takes(limiter, "", "abc", rule, noon, 5) == 2);
    CHECK(takes(limiter, "abc", "", rule, noon, 5) == 2);
    CHECK_FALSE(limiter.retry_after("a", "nobody", rule, noon));
    CHECK(limiter.stats().keys == 5);
}

TEST_CASE("asking how long to wait counts nothing and remembers nobody") {
    Limiter limiter;
    const Rule rule{.burst = 1, .per = 90s};
    for (int i = 0; i < 10; ++i) CHECK_FALSE(limiter.retry_after("a", "k", rule, noon));
    CHECK(limiter.stats().keys == 0);
    CHECK(limiter.take("a", "k", rule, noon));
    for (int i = 0; i < 10; ++i) CHECK(limiter.retry_after("a", "k", rule, noon) == 90);
    CHECK(limiter.retry_after("a", "k", rule, after(0.001)) == 90);
    CHECK(limiter.retry_after("a", "k", rule, after(1)) == 89);
    CHECK(limiter.take("a", "k", rule, after(90)));
}

TEST_CASE("a clock that is set back gives nothing away and locks nobody out") {
    Limiter limiter;
    const Rule rule{.burst = 10, .per = 60s};
    CHECK(takes(limiter, "a", "k", rule, noon, 20) == 10);
    CHECK(takes(limiter, "a", "k", rule, after(-86'400), 20) == 0);
    CHECK(*limiter.retry_after("a", "k", rule, after(-86'400)) <= 6);
    CHECK(takes(limiter, "a", "k", rule, after(-86'400 + 6), 20) == 1);
    CHECK(takes(limiter, "a", "k", rule, after(-86'400 + 66), 20) == 10);
    for (const std::int64_t ms : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
        limiter.take("a", "k", rule, {ms});
        limiter.retry_after("a", "k", Rule{1'000'000, std::chrono::seconds(INT32_MAX)}, {ms});
        limiter.take("b", "k", Rule{1, std::chrono::seconds(INT32_MAX)}, {ms});
    }
}

TEST_CASE("a rule that could never be kept is our mistake") {
    Limiter limiter;
    CHECK_THROWS(limiter.take("a", "k", Rule{0, 60s}, noon));
    CHECK_THROWS(limiter.take("a", "k", Rule{1, 0s}, noon));
    CHECK_THROWS(limiter.take("a", "k", Rule{1, std::chrono::seconds::max()}, noon));
    CHECK_THROWS(limiter.take("a", "k", Rule{1'000'001, 1s}, noon));
    CHECK_THROWS(Limiter("short"));
}

TEST_CASE("memory stays as it is and who was refused stays limited while a million others pass") {
    Limiter limiter(secret);
    const auto before = limiter.stats();
    CHECK(before.places == 262'144);
    CHECK(before.bytes >= before.places * 24);
    CHECK(before.bytes < 8 * 1024 * 1024);

    const Rule rule{.burst = 5, .per = 3600s}, single{.burst = 1, .per = 86'400s};
    CHECK(takes(limiter, "send", "attacker", rule, noon, 6) == 5);
    int number = 0, let_through = 0;
    for (; number < 100'000; ++number) let_through += limiter.take("send", address(number), rule, noon) ? 1 : 0;
    CHECK(let_through == 100'000);
    CHECK(limiter.stats().keys <= 100'001);
    CHECK(limiter.stats().keys >= 99'900);  // with this secret and these addresses; five are to be expected
    CHECK(limiter.stats().keys + limiter.stats().forgotten == 100'001);
    CHECK_FALSE(limiter.take("send", "attacker", rule, noon));

    // A rule under which everybody is at the limit at once, and longer, does not help him either.
    for (; number < 1'000'000; ++number)
        limiter.take(number % 2 == 0 ? "send" : "once", address(number), number % 2 == 0 ? rule : single, noon);
    CHECK_FALSE(limiter.take("send", "attacker", rule, noon));
    CHECK(limiter.retry_after("send", "attacker", rule, noon) == 720);
    CHECK(takes(limiter, "send", "attacker", rule, after(720), 3) == 1);
    const auto stats = limiter.stats();
    CHECK(stats.keys <= stats.places);
    CHECK(stats.bytes == before.bytes);
    CHECK(stats.refused == 5);
}

TEST_CASE("every one of a thousand who were refused outlives ten passers-by for each place of theirs") {
    Limiter limiter(secret);
    const Rule rule{.burst = 5, .per = 3600s};
    // A thousand in 16,384 groups: no group has 16 of them.
    for (int i = 0; i < 1000; ++i) REQUIRE(takes(limiter, "send", "attacker " + std::to_string(i), rule, noon, 6) == 5);
    for (int number = 0; number < 400'000; ++number) limiter.take("send", address(number), rule, noon);
    CHECK(limiter.stats().forgotten > 100'000);
    int forgotten = 0;
    for (int i = 0; i < 1000; ++i) forgotten += limiter.take("send", "attacker " + std::to_string(i), rule, noon) ? 1 : 0;
    CHECK(forgotten == 0);
}

TEST_CASE("keys that have all their takes back make room without a loss") {
    Limiter limiter(secret);
    const Rule rule{.burst = 1, .per = 10s};
    int let_through = 0;
    for (int number = 0; number < 300'000; ++number)
        let_through += limiter.take("a", address(number), rule, after(number / 50'000 * 10)) ? 1 : 0;
    CHECK(let_through == 300'000);
    CHECK(limiter.stats().forgotten < 10);
}

TEST_CASE("threads that take at once get one burst together") {
    Limiter limiter;
    const Rule rule{.burst = 100, .per = 3600s};
    std::atomic<int> shared = 0, own = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 500; ++i) {
                if (limiter.take("a", "shared", rule, noon)) ++shared;
                if (limiter.take("a", address(thread * 500 + i), rule, noon)) ++own;
                limiter.retry_after("a", "shared", rule, noon);
                if (i % 100 == 0) limiter.stats();
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(shared == 100);
    CHECK(own == 2000);
}

TEST_SUITE_END();
