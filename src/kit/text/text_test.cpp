#include "kit/text/text.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE_BEGIN("unit");

TEST_CASE("a slug has small letters, digits and single hyphens") {
    CHECK(text::is_slug("first-week"));
    CHECK(text::is_slug("a1"));
    for (const auto bad : {"", "-a", "a-", "a--b", "A", "a b", "a_b", "é", "a/b"}) CHECK_FALSE(text::is_slug(bad));
    CHECK(text::is_slug(std::string(60, 'a')));
    CHECK_FALSE(text::is_slug(std::string(61, 'a')));
}

TEST_CASE("a title becomes a slug") {
    CHECK(text::slug("Who may direct you?") == "who-may-direct-you");
    CHECK(text::slug("  Don’t wait — don't!  ") == "dont-wait-dont");
    CHECK(text::slug("Ōsaka café ＡＢＣ １２") == "osaka-cafe-abc-12");
    CHECK(text::slug("最初の一週間") == "");
    CHECK(text::slug("ALTの一日") == "alt");
    CHECK(text::slug("\xff") == "");
}

TEST_CASE("a long title is cut between words") {
    const std::string made = text::slug("one two three four five six seven eight nine ten eleven twelve thirteen");
    CHECK(made == "one-two-three-four-five-six-seven-eight-nine-ten-eleven");
    CHECK(text::is_slug(made));
    CHECK(text::slug(std::string(100, 'x')).size() == 60);
}

TEST_CASE("shortening never cuts inside a character") {
    CHECK(text::shorten("日本語", 3) == "日本語");
    CHECK(text::shorten("日本語", 2) == "日本…");
    CHECK(text::shorten("", 0) == "");
    CHECK(text::shorten("a", 0) == "…");
}

TEST_CASE("a letter and its accent become one character") {
    CHECK(text::nfc("e\u0301\U0001F600o\u0304") == "é\U0001F600ō");
    CHECK(text::nfc("か\u3099") == "が");
}

TEST_SUITE_END();
