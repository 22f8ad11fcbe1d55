#include "kit/text/japanese.hpp"

#include "kit/base/utf8.hpp"

#include <doctest/doctest.h>

#include <array>

TEST_SUITE_BEGIN("unit");

namespace {
int grade(std::string_view character) {
    std::size_t at = 0;
    return text::kanji_grade(base::next_code_point(character, at));
}
}

TEST_CASE("the grades hold 80, 160, 200, 202, 193 and 191 kanji, 1,026 in all") {
    std::array<int, 8> count{};
    for (char32_t point = 0x4e00; point <= 0x9fff; ++point) ++count[static_cast<std::size_t>(text::kanji_grade(point))];
    // A kanji that stood in two lists would be counted once, and its grade would be short.
    CHECK(count[1] == 80);
    CHECK(count[2] == 160);
    CHECK(count[3] == 200);
    CHECK(count[4] == 202);
    CHECK(count[5] == 193);
    CHECK(count[6] == 191);
}

TEST_CASE("the names of the prefectures are taught by grade 4 since 2020") {
    for (const auto name : {"茨", "媛", "岡", "潟", "岐", "熊", "香", "佐", "埼", "崎", "滋", "鹿", "縄",
                            "井", "沖", "栃", "奈", "梨", "阪", "阜", "賀", "群", "徳", "富", "城"})
        CHECK_MESSAGE(grade(name) == 4, name);
    CHECK(text::hardest_grade(
              "北海道青森岩手宮城秋田山形福島茨城栃木群馬埼玉千葉東京神奈川新潟富山石川福井山梨長野岐阜静岡愛知三重滋賀京都大阪兵庫"
              "奈良和歌山鳥取島根岡山広島山口徳島香川愛媛高知福岡佐賀長崎熊本大分宮崎鹿児島沖縄") == 4);
}

TEST_CASE("kanji that moved up in 2017 have their new grade") {
    for (const auto moved :
         {"囲", "紀", "喜", "救", "型", "航", "告", "殺", "士", "史", "象", "賞", "貯", "停", "堂", "得", "毒", "費", "粉", "脈", "歴"})
        CHECK_MESSAGE(grade(moved) == 5, moved);
    for (const auto moved : {"胃", "腸", "恩", "券", "承", "舌", "銭", "退", "敵", "俵", "預"}) CHECK_MESSAGE(grade(moved) == 6, moved);
}

TEST_CASE("the hardest kanji decides, kana and Latin do not count") {
    CHECK(text::hardest_grade("The end. です") == 0);
    CHECK(text::hardest_grade("一日") == 1);
    CHECK(text::hardest_grade("教頭") == 2);
    CHECK(text::hardest_grade("挨拶") == 7);
    CHECK(text::hardest_grade("人々") == 1);
}

TEST_CASE("what is Japanese") {
    CHECK(text::is_japanese(U'あ'));
    CHECK(text::is_japanese(U'ア'));
    CHECK(text::is_japanese(U'漢'));
    CHECK(text::is_japanese(U'。'));
    CHECK(text::is_japanese(U'「'));
    CHECK(text::is_japanese(U'！'));
    CHECK(text::is_japanese(U'ー'));
    CHECK_FALSE(text::is_japanese(U'a'));
    CHECK_FALSE(text::is_japanese(U'ō'));
    CHECK_FALSE(text::is_japanese(U'“'));
    CHECK(text::is_kana(U'ー'));
    CHECK_FALSE(text::is_kana(U'・'));
    CHECK(text::is_kanji(U'々'));
}

TEST_SUITE_END();
