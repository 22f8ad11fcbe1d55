#include "kit/web/form_guard.hpp"

#include "kit/base/hash.hpp"

#include <doctest/doctest.h>

using base::Instant;
using web::FormGuard;
using Verdict = web::FormGuard::Verdict;

TEST_SUITE_BEGIN("unit");

namespace {
const FormGuard guard("a key of thirty-two bytes length");
constexpr Instant noon{1'795'000'000'000};

Instant after(std::int64_t ms) { return {noon.ms + ms}; }

// As a browser does it: counts until the hash begins with so many zeros; four bits are a digit.
std::string solve(const std::string& challenge, std::size_t digits) {
    for (int answer = 0;; ++answer)
        if (base::sha256(challenge + "." + std::to_string(answer)).starts_with(std::string(digits, '0'))) return std::to_string(answer);
}
}

TEST_CASE("a form is neither sent at once nor a day later") {
    const std::string stamp = guard.stamp(noon, "contact");
    const auto at = [&](std::int64_t ms) { return guard.check(stamp, "contact", after(ms), 3, 3600); };
    CHECK(at(-1) == Verdict::too_fast);
    CHECK(at(0) == Verdict::too_fast);
    CHECK(at(2999) == Verdict::too_fast);
    CHECK(at(3000) == Verdict::ok);
    CHECK(at(3'600'000) == Verdict::ok);
    CHECK(at(3'600'001) == Verdict::too_old);
    CHECK(guard.check(stamp, "contact", after(3000), 3, 3600) == Verdict::ok);
}

TEST_CASE("a stamp holds for its form and its key, as it was written") {
    const std::string stamp = guard.stamp(noon, "contact");
    const auto check = [&](std::string_view text, std::string_view form = "contact") {
        return guard.check(text, form, after(5000), 3, 3600);
    };
    CHECK(check("") == Verdict::missing);
    CHECK(check(stamp, "letters") == Verdict::forged);
    CHECK(check(FormGuard("another key of that very length.").stamp(noon, "contact")) == Verdict::forged);
    for (std::size_t at = 0; at < stamp.size(); ++at) {
        CAPTURE(at);
        std::string other = stamp;
        other[at] = other[at] == '1' ? '2' : '1';
        CHECK(check(other) == Verdict::forged);
        CHECK(check(stamp.substr(0, at)) == (at == 0 ? Verdict::missing : Verdict::forged));
    }
    for (const std::string& bad : {"0" + stamp, "+" + stamp, "-" + stamp, " " + stamp, stamp + " ", stamp + "0", "." + stamp, stamp + ".",
                                   std::string("."), std::string("x"), std::string("1795000000000"), std::string("1795000000000."),
                                   std::string(100'000, '9'), std::string("\xff.\xff")})
        CHECK(check(bad) == Verdict::forged);
    // A form's name does not run into the time.
    CHECK(guard.check(stamp.substr(1), "contact1", after(5000), 3, 3600) == Verdict::forged);
    CHECK_THROWS(FormGuard("short"));
}

TEST_CASE("who fills in the field that nobody sees is no person") {
    const auto is_empty = [](std::string_view encoded) { return FormGuard::trap_is_empty(*web::Fields::parse(encoded)); };
    const std::string name(FormGuard::trap_name);
    CHECK(is_empty("a=1&" + name + "="));
    CHECK(is_empty("a=1"));
    CHECK_FALSE(is_empty(name + "=http"));
    CHECK_FALSE(is_empty(name + "=&" + name + "=x"));
    CHECK_FALSE(is_empty(name + "=+"));
}

TEST_CASE("work that was done is known, and work for less is not enough") {
    const std::string challenge = guard.challenge(noon, "contact", 12);
    CHECK(challenge.starts_with("12.1795000000000."));
    CHECK(challenge.size() <= 128);
    CHECK(challenge != guard.challenge(noon, "contact", 12));
    const std::string answer = solve(challenge, 3);
    const auto solved = [&](std::string_view what, std::string_view by, int bits = 12, std::int64_t ms = 1000) {
        return guard.solved(what, by, "contact", bits, after(ms), 600);
    };
    CHECK(solved(challenge, answer));
    CHECK(solved(challenge, answer, 8));
    CHECK(solved(challenge, answer, 12, 600'000));
    CHECK_FALSE(solved(challenge, answer, 12, 600'001));
    CHECK_FALSE(guard.solved(challenge, answer, "letters", 12, after(1000), 600));
    CHECK_FALSE(FormGuard("another key of that very length.").solved(challenge, answer, "contact", 12, after(1000), 600));

    // The challenge asked for less; that the answer happens to reach more does not make up for it.
    const std::string easy = guard.challenge(noon, "contact", 4);
    const std::string more = solve(easy, 2);
    CHECK(solved(easy, more, 4));
    CHECK_FALSE(solved(easy, more, 8));

    int lucky = 0;
    for (int other = 0; other < 200; ++other) lucky += solved(challenge, "x" + std::to_string(other)) ? 1 : 0;
    CHECK(lucky < 5);  // one in 4,096
}

TEST_CASE("single bits of work count") {
    const std::string challenge = guard.challenge(noon, "contact", 6);
    int solved = 0;
    for (int answer = 0; answer < 6400; ++answer) {
        const std::string text = std::to_string(answer);
        const std::string hash = base::sha256(challenge + "." + text);
        const bool zeros = hash[0] == '0' && hash[1] <= '3';
        CHECK(guard.solved(challenge, text, "contact", 6, noon, 600) == zeros);
        solved += zeros ? 1 : 0;
    }
    CHECK(solved > 30);
    CHECK(guard.solved(guard.challenge(noon, "contact", 0), "a", "contact", 0, noon, 600));
    CHECK_THROWS(guard.challenge(noon, "contact", 33));
    CHECK_THROWS(guard.challenge(noon, "contact", -1));
}

TEST_CASE("a challenge that is not ours, or an answer that is none, is refused") {
    const std::string challenge = guard.challenge(noon, "contact", 0);
    const auto solved = [&](std::string_view what, std::string_view answer) { return guard.solved(what, answer, "contact", 0, noon, 600); };
    CHECK(solved(challenge, "Az09"));
    for (const std::string& bad :
         {std::string(), std::string(" 1"), std::string("1."), std::string("\xe6\x8e\x88"), std::string(65, '1'), std::string("1\0", 2)})
        CHECK_FALSE(solved(challenge, bad));
    CHECK(solved(challenge, std::string(64, '1')));
    for (std::size_t at = 0; at < challenge.size(); ++at) {
        std::string other = challenge;
        other[at] = other[at] == '1' ? '2' : '1';
        CHECK_FALSE(solved(other, "1"));
        CHECK_FALSE(solved(challenge.substr(0, at), "1"));
    }
    for (const std::string& bad : {challenge + "0", "0" + challenge, guard.stamp(noon, "contact"), std::string("0.0.0.0"),
                                   std::string("..."), std::string(100'000, '.')})
        CHECK_FALSE(solved(bad, "1"));
    CHECK(guard.check(challenge, "contact", after(5000), 3, 3600) == Verdict::forged);
}

TEST_SUITE_END();
