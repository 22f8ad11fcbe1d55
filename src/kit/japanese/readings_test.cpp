#include "kit/base/utf8.hpp"
#include "kit/japanese/japanese.hpp"
#include "kit/text/japanese.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace {

using japanese::Part;
using japanese::Refusal;
using japanese::Suggested;
using japanese::Suggester;

/// As our Markdown writes ruby.
std::string written(const std::vector<Part>& parts) {
    std::string out;
    for (const Part& part : parts) out += part.reading.empty() ? part.text : "{" + part.text + "|" + part.reading + "}";
    return out;
}

std::string plain(std::string_view with_ruby) {
    std::string out;
    bool reading = false;
    for (const char c : with_ruby) {
        if (c == '|') reading = true;
        if (!reading && c != '{') out += c;
        if (c == '}') reading = false;
    }
    return out;
}

std::string read(std::string_view text) {
    const auto suggested = japanese::suggest_here(text);
    REQUIRE(suggested.has_value());
    return written(*suggested);
}

std::optional<Refusal> refusal_of(const Suggested& suggested) { return suggested ? std::nullopt : std::optional(suggested.error()); }

std::string joined(const std::vector<Part>& parts) {
    std::string out;
    for (const Part& part : parts) out += part.text;
    return out;
}

constexpr std::string_view as_child = "--japanese-child";

/// The test program is its own child: started with this argument it does the child's work before any test or main() begins.
[[maybe_unused]] const bool is_parent = [] {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    const std::string line{std::istreambuf_iterator<char>(file), {}};
    const std::string_view arguments = std::string_view(line).substr(std::min(line.find('\0') + 1, line.size()));
    if (arguments == std::string(as_child) + '\0') _exit(japanese::suggest_from_stdin());
    return true;
}();

std::string self() { return std::filesystem::read_symlink("/proc/self/exe"); }

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("sentences of a school day get their readings, over the kanji alone") {
    for (const std::string_view sentence : std::array<std::string_view, 40>{{
             "{今日|きょう}は{英語|えいご}の{授業|じゅぎょう}があります。",
             "{日本語|にほんご}を{勉強|べんきょう}しています。",
             "{先生|せんせい}、おはようございます。",
             "{生徒|せいと}が{手|て}を{挙|あ}げています。",
             "{教科書|きょうかしょ}を{開|ひら}いてください。",
             "もう{一度|いちど}{言|い}ってください。",
             "{隣|となり}の{人|ひと}と{話|はな}してください。",
             "{宿題|しゅくだい}を{忘|わす}れました。",
             "{職員|しょくいん}{室|しつ}はどこですか。",
             "{給食|きゅうしょく}の{時間|じかん}です。",
             "{掃除|そうじ}の{時間|じかん}に{教室|きょうしつ}をきれいにします。",
             "{放課後|ほうかご}に{部|ぶ}{活動|かつどう}を{見|み}に{行|い}きます。",
             "{授業|じゅぎょう}の{打|う}ち{合|あ}わせをお{願|ねが}いします。",
             "{英語|えいご}の{授業|じゅぎょう}に{取|と}り{組|く}む。",
             "{黒板|こくばん}に{日付|ひづけ}を{書|か}きます。",
             "この{単語|たんご}を{読|よ}んでみましょう。",
             "{大|おお}きな{声|こえ}で{答|こた}えましょう。",
             "{静|しず}かにしてください。",
             "{席|せき}に{着|つ}いてください。",
             "{立|た}って、{歌|うた}いましょう。",
             "{文化|ぶんか}{祭|さい}の{準備|じゅんび}を{手伝|てつだ}います。",
             "{運動会|うんどうかい}は{来週|らいしゅう}の{土曜日|どようび}です。",
             "{修学旅行|しゅうがくりょこう}で{京都|きょうと}へ{行|い}きました。",
             "{小学校|しょうがっこう}の{先生|せんせい}は{忙|いそが}しいです。",
             "{中学校|ちゅうがっこう}で{三|さん}{年間|ねんかん}{教|おし}えています。",
             "{教頭|きょうとう}{先生|せんせい}に{電話|でんわ}をかけます。",
             "{校長|こうちょう}{先生|せんせい}にご{挨拶|あいさつ}をします。",
             "{出席|しゅっせき}を{取|と}ります。",
             "{次|つぎ}のページを{見|み}てください。",
             "{質問|しつもん}がある{人|ひと}はいますか。",
             "{答|こた}えを{書|か}いて、{友達|ともだち}と{比|くら}べましょう。",
             "{発音|はつおん}の{練習|れんしゅう}をします。",
             "ALTは{毎週|まいしゅう}{月曜日|げつようび}に{学校|がっこう}へ{行|い}きます。",
             "5{時間|じかん}{目|め}の{授業|じゅぎょう}は{体育館|たいいくかん}です。",
             "{名札|なふだ}を{付|つ}けてください。",
             "テストの{点数|てんすう}を{教|おし}えてください。",
             "{消|け}しゴムを{借|か}りてもいいですか。",
             "{遠足|えんそく}のお{弁当|べんとう}を{食|た}べました。",
             "{学級|がっきゅう}{担任|たんにん}と{相談|そうだん}する。",
             "{夏休|なつやす}みの{思|おも}い{出|で}を{発表|はっぴょう}します。",
         }})
        CHECK(read(plain(sentence)) == sentence);
}

TEST_CASE("ruby stands over the kanji of a word, and its kana stay as they are") {
    CHECK(written(japanese::spread("取り組む", "トリクム")) == "{取|と}り{組|く}む");
    CHECK(written(japanese::spread("思い出", "オモイデ")) == "{思|おも}い{出|で}");
    CHECK(written(japanese::spread("お茶", "オチャ")) == "お{茶|ちゃ}");
    CHECK(written(japanese::spread("食い違い", "クイチガイ")) == "{食|く}い{違|ちが}い");
    CHECK(written(japanese::spread("小さい", "チイサイ")) == "{小|ちい}さい");
    CHECK(written(japanese::spread("消しゴム", "ケシゴム")) == "{消|け}しゴム");
    CHECK(written(japanese::spread("一ヶ月", "イッカゲツ")) == "{一ヶ月|いっかげつ}");
    CHECK(written(japanese::spread("人々", "ヒトビト")) == "{人々|ひとびと}");
    CHECK(written(japanese::spread("母", "ハハ")) == "{母|はは}");
    CHECK(written(japanese::spread("歯医者", "ハイシャ")) == "{歯医者|はいしゃ}");
}

TEST_CASE("a reading that does not fit its word is no reading") {
    CHECK(written(japanese::spread("取り組む", "クミトル")) == "取り組む");
    CHECK(written(japanese::spread("する", "スル")) == "する");
    CHECK(written(japanese::spread("Ｔシャツ", "ティーシャツ")) == "Ｔシャツ");
    CHECK(written(japanese::spread("漢字", "")) == "漢字");
    CHECK(written(japanese::spread("漢字", "漢字")) == "漢字");
    CHECK(written(japanese::spread("漢字", "kanji")) == "漢字");
    CHECK(japanese::spread("", "ア") == std::vector<Part>{{"", ""}});
    // As many ways as one likes to divide it.
    std::string word, reading;
    for (int i = 0; i < 32; ++i) word += "漢あ", reading += "アアアア";
    const auto begun = std::chrono::steady_clock::now();
    CHECK(joined(japanese::spread(word, reading)) == word);
    CHECK(joined(japanese::spread(word + word, reading)) == word + word);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(1));
}

TEST_CASE("numerals, Latin and kana stand without ruby, and every sign stays") {
    for (const std::string_view text : {"12:30", "ALT と JTE", "ひらがなとカタカナ", "  ", "🎌", "...", "A\nB\tC"})
        CHECK(read(text) == text);
    CHECK(read("  授業 \n\n ALT\t先生  ") == "  {授業|じゅぎょう} \n\n ALT\t{先生|せんせい}  ");
    CHECK(read("🎌学校🎌") == "🎌{学校|がっこう}🎌");
    CHECK(read("「英語」（5分）") == "「{英語|えいご}」（5{分|ふん}）");
    CHECK(read("").empty());
}

TEST_CASE("numbers and what is counted change each other's sound") {
    CHECK(read("三本の鉛筆") == "{三|さん}{本|ぼん}の{鉛筆|えんぴつ}");
    CHECK(read("3本") == "3{本|ぼん}");
    CHECK(read("6分") == "6{分|ぷん}");
    CHECK(read("10分") == "10{分|ぷん}");
    CHECK(read("15分") == "15{分|ふん}");
    CHECK(read("八冊") == "{八|はっ}{冊|さつ}");
    CHECK(read("3月15日") == "3{月|がつ}15{日|にち}");
    CHECK(read("4月3日") == "4{月|がつ}3{日|か}");
    CHECK(read("２人") == "２{人|り}");
    CHECK(read("20人") == "20{人|にん}");
    CHECK(read("一冊の本") == "{一|いっ}{冊|さつ}の{本|ほん}");
}

TEST_CASE("the school year in which a kanji is taught is that of the kanji, whatever is suggested over it") {
    const auto suggested = japanese::suggest_here("宿題を挨拶");
    REQUIRE(suggested.has_value());
    REQUIRE(suggested->size() == 3);
    CHECK(text::hardest_grade((*suggested)[0].text) == text::hardest_grade("宿題"));
    CHECK(text::hardest_grade((*suggested)[2].text) == 7);
}

TEST_CASE("what is no text, or too much of it, is refused before anybody looks it up") {
    CHECK(refusal_of(japanese::suggest_here("\xff")) == Refusal::not_text);
    CHECK(refusal_of(japanese::suggest_here("漢\xe6\xbc")) == Refusal::not_text);
    CHECK(refusal_of(japanese::suggest_here("\xed\xa0\x80")) == Refusal::not_text);
    CHECK(refusal_of(japanese::suggest_here(std::string_view("漢\0字", 7))) == Refusal::not_text);
    CHECK(refusal_of(japanese::suggest_here(std::string(japanese::max_bytes + 1, 'x'))) == Refusal::too_long);
    std::string longest;
    while (longest.size() + 3 <= japanese::max_bytes) longest += "漢";
    const auto suggested = japanese::suggest_here(longest);
    REQUIRE(suggested.has_value());
    CHECK(joined(*suggested) == longest);
}

TEST_CASE("any text comes back whole, with kana over its kanji and nothing else") {
    std::uint32_t random = 2463534242;  // Marsaglia's xorshift
    const auto next = [&random] {
        random ^= random << 13;
        random ^= random >> 17;
        return random ^= random << 5;
    };
    constexpr std::u32string_view signs =
        U"漢字学校々〆〇ヶ一二三生日月人あいうんっーゃアイウヴヽ、。「」・ 　\n\t09aZé🎌\u200b\u0301\ufeff{}|[]*_\\<>&\"'";
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (std::uint32_t length = next() % 60; length > 0; --length)
            base::append_utf8(text, next() % 20 == 0 ? static_cast<char32_t>(0x4e00 + next() % 20000) : signs[next() % signs.size()]);
        const auto suggested = japanese::suggest_here(text);
        REQUIRE(suggested.has_value());
        CAPTURE(text);
        CHECK(joined(*suggested) == text);
        for (const Part& part : *suggested) {
            if (part.reading.empty()) continue;
            CHECK(text::hardest_grade(part.text) + (part.text.find_first_of("〆〇々ヶ") != part.text.npos ? 1 : 0) > 0);
            for (std::size_t at = 0; at < part.reading.size();) {
                const char32_t point = base::next_code_point(part.reading, at);
                CHECK(((point >= U'ぁ' && point <= U'ゖ') || point == U'ー'));
            }
        }
    }
}

TEST_CASE("without the dictionary nothing is suggested, and the reason is told") {
    CHECK(refusal_of(japanese::suggest_here("漢字", "/nonexistent")) == Refusal::no_dictionary);
    CHECK_FALSE(refusal_of(japanese::suggest_here("かな", "/nonexistent")).has_value());
    CHECK(read("漢字") == "{漢字|かんじ}");  // it is opened anew
}

TEST_CASE("a child suggests what this process would") {
    Suggester suggester(self(), {std::string(as_child)});
    for (const std::string_view text : {"取り組む", "\n先生、おはよう\"ございます\"。\\", "宿題\t"}) {
        const auto there = suggester.suggest(text);
        REQUIRE(there.has_value());
        CHECK(written(*there) == read(text));
    }
    std::string longest;
    while (longest.size() + 3 <= japanese::max_bytes) longest += "漢";
    CHECK_FALSE(refusal_of(suggester.suggest(longest)).has_value());
}

TEST_CASE("no child is started for what needs no dictionary, and without a child the reason is told") {
    Suggester missing("/nonexistent/program", {});
    CHECK_FALSE(refusal_of(missing.suggest("かな kana")).has_value());
    CHECK(refusal_of(missing.suggest("\xff")) == Refusal::not_text);
    CHECK(refusal_of(missing.suggest(std::string(japanese::max_bytes + 1, 'x'))) == Refusal::too_long);
    CHECK(refusal_of(missing.suggest("漢字")) == Refusal::unavailable);
    Suggester wrong("/bin/echo", {"{\"parts\":[[\"漢字\",\"<b>\"]]}"});
    CHECK(refusal_of(wrong.suggest("漢字")) == Refusal::unavailable);
    Suggester other("/bin/echo", {"{\"parts\":[[\"他\",\"た\"]]}"});
    CHECK(refusal_of(other.suggest("漢字")) == Refusal::unavailable);
    Suggester asleep("/bin/sleep", {"60"});
    CHECK(refusal_of(asleep.suggest("漢字")) == Refusal::too_slow);
}
