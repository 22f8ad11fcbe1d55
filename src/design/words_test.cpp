#include "design/words.hpp"

#include "kit/base/error.hpp"
#include "kit/base/check.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

using design::Lang;
using design::tr;

TEST_CASE("every word stands in both languages") { CHECK(design::word_keys(Lang::en) == design::word_keys(Lang::ja)); }

TEST_CASE("a word without arguments is itself, and its apostrophes stay") {
    CHECK(tr(Lang::en, "nav.learn") == "Learn");
    CHECK(tr(Lang::ja, "nav.learn") == "まなぶ");
    CHECK(tr(Lang::en, "home.today_lesson") == "Today’s lesson");
}

TEST_CASE("plurals follow the language") {
    CHECK(tr(Lang::en, "learn.lessons", {{"count", 1}}) == "1 lesson");
    CHECK(tr(Lang::en, "learn.lessons", {{"count", 6}}) == "6 lessons");
    CHECK(tr(Lang::ja, "learn.lessons", {{"count", 6}}) == "全6レッスン");
}

TEST_CASE("arguments stand where the language wants them") {
    CHECK(tr(Lang::en, "lesson.place", {{"now", 3}, {"total", 6}}) == "Lesson 3 of 6");
    CHECK(tr(Lang::ja, "lesson.place", {{"now", 3}, {"total", 6}}) == "レッスン3（全6）");
    CHECK(tr(Lang::en, "home.start", {{"title", "Your {first} week"}}) == "Start with “Your {first} week”");
}

TEST_CASE("an unknown word and a forgotten argument are bugs") {
    CHECK_THROWS_AS(tr(Lang::en, "nav.nothing"), base::Bug);
    CHECK_THROWS_AS(tr(Lang::en, "lesson.place"), base::Bug);
    CHECK_THROWS_AS(tr(Lang::en, "lesson.place", {{"now", 3}}), base::Bug);
}

TEST_CASE("dates are written as people write them") {
    const auto day = base::parse_day("2026-10-04").value();
    CHECK(design::date(Lang::en, day) == "4 October 2026");
    CHECK(design::date(Lang::ja, day) == "2026年10月4日");
    CHECK(design::day_month(Lang::en, day) == "4 October");
    CHECK(design::day_month(Lang::ja, day) == "10月4日");
    CHECK(design::time(Lang::en, day).str() == R"(<time datetime="2026-10-04">4 October 2026</time>)");
}

TEST_CASE("the board's date is in kanji") {
    CHECK(design::kanji_date(base::parse_day("2026-11-23").value()) == "十一月二十三日（月）");
    CHECK(design::kanji_date(base::parse_day("2026-10-10").value()) == "十月十日（土）");
    CHECK(design::kanji_date(base::parse_day("2027-01-31").value()) == "一月三十一日（日）");
}

TEST_SUITE_END();
