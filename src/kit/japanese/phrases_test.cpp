#include "kit/japanese/japanese.hpp"

#include <doctest/doctest.h>

namespace {
std::string divided(std::string_view text) {
    std::string out;
    for (const std::string_view phrase : japanese::phrases(text)) out += (out.empty() ? "" : "|") + std::string(phrase);
    return out;
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a Japanese heading is divided where a phrase ends") {
    CHECK(divided("最初の一週間") == "最初の|一週間");
    CHECK(divided("生徒が答えないとき、最初の五分でできること") == "生徒が|答えないとき、|最初の|五分でできること");
    CHECK(divided("一人にあいさつする") == "一人にあいさつする");
    CHECK(divided("「答えられない」と言う生徒") == "「答えられない」|と|言う|生徒");
    CHECK(divided("お願いとご案内") == "お願いと|ご案内");
    CHECK(divided("チーム・ティーチングの打ち合わせ") == "チーム・|ティーチングの|打ち|合わせ");
    CHECK(divided("ALTとJTEの五分間") == "ALTと|JTEの|五分間");
    CHECK(divided("これをよむ") == "これを|よむ");
    CHECK(divided("授業（小学校）を見る") == "授業|（小学校）|を|見る");
}

TEST_CASE("an English heading is divided at its spaces, and nowhere else") {
    CHECK(divided("It's 3.5 minutes (about)") == "It's |3.5 |minutes |(about)");
    CHECK(divided("one-to-one e.g. this") == "one-to-one |e.g. |this");
    CHECK(divided("") == "");
    CHECK(divided("  ") == "  ");
}

TEST_CASE("no line begins with a small kana, a long sign or a closing sign") {
    CHECK(divided("うちのァ") == "うちのァ");
    CHECK(divided("すごい！？です") == "すごい！？|です");
    CHECK(divided("人々は") == "人々は");
    CHECK(divided("あ」」") == "あ」」");
}
