#include "kit/japanese/counters.hpp"

#include "kit/japanese/kana.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace japanese {

namespace {

/// How a counter sounds behind 1 to 10.
struct Counter {
    std::string_view word;
    std::string_view plain, hard;  // ほん; ぽん, behind a number that becomes short
    std::string_view third;        // ぼん, behind three
    std::u32string_view shortens;  // the numbers, as digits; 0 is ten
};
constexpr std::array<Counter, 17> counters{{
    {"本", "ほん", "ぽん", "ぼん", U"1680"},
    {"匹", "ひき", "ぴき", "びき", U"1680"},
    {"杯", "はい", "ぱい", "ばい", U"1680"},
    {"分", "ふん", "ぷん", "ぷん", U"1680"},
    {"回", "かい", "かい", "かい", U"1680"},
    {"階", "かい", "かい", "がい", U"1680"},
    {"個", "こ", "こ", "こ", U"1680"},
    {"曲", "きょく", "きょく", "きょく", U"1680"},
    {"級", "きゅう", "きゅう", "きゅう", U"180"},
    {"校", "こう", "こう", "こう", U"1680"},
    {"冊", "さつ", "さつ", "さつ", U"180"},
    {"歳", "さい", "さい", "さい", U"180"},
    {"週", "しゅう", "しゅう", "しゅう", U"180"},
    {"頭", "とう", "とう", "とう", U"180"},
    {"点", "てん", "てん", "てん", U"180"},
    {"着", "ちゃく", "ちゃく", "ちゃく", U"180"},
    {"通", "つう", "つう", "つう", U"180"},
}};
constexpr std::u32string_view kanji = U"十一二三四五六七八九";

/// What is read as a whole; behind digits, ruby over the counter is the rest of it.
struct Whole {
    std::string_view word;
    char32_t digit;
    std::string_view number, counter;
};
constexpr std::array<Whole, 14> wholes{{{"人", U'1', "ひと", "り"},
                                        {"人", U'2', "ふた", "り"},
                                        {"人", U'4', "よ", "にん"},
                                        {"年", U'4', "よ", "ねん"},
                                        {"日", U'2', "ふつ", "か"},
                                        {"日", U'3', "みっ", "か"},
                                        {"日", U'4', "よっ", "か"},
                                        {"日", U'5', "いつ", "か"},
                                        {"日", U'6', "むい", "か"},
                                        {"日", U'7', "なの", "か"},
                                        {"日", U'8', "よう", "か"},
                                        {"日", U'9', "ここの", "か"},
                                        {"日", U'0', "とお", "か"},
                                        {"月", U'4', "し", "がつ"}}};

/// 0 for what is none; of digits the last one, where a zero stands for ten.
char32_t digit_of(std::string_view numeral) {
    const std::u32string points = code_points(numeral);
    if (points.size() == 1)
        if (const std::size_t at = kanji.find(points.front()); at != kanji.npos) return U'0' + static_cast<char32_t>(at);
    char32_t last = 0;
    for (const char32_t point : points) {
        const bool wide = point >= U'０' && point <= U'９';
        if (!wide && (point < U'0' || point > U'9')) return 0;
        last = wide ? point - U'０' + U'0' : point;
    }
    return last;
}

std::string_view short_of(char32_t digit) {
    switch (digit) {
        case U'1': return "いっ";
        case U'6': return "ろっ";
        case U'8': return "はっ";
        case U'0': return "じゅっ";
        default: return "";
    }
}

}

bool is_numeral(std::string_view word) { return digit_of(word) != 0; }

std::optional<Counted> counted(std::string_view numeral, std::string_view counter, bool first) {
    const char32_t digit = digit_of(numeral);
    if (digit == 0) return std::nullopt;
    const bool alone = first && (digit != U'0' || numeral == "十" || numeral == "10" || numeral == "１０") &&
                       code_points(numeral).size() <= (digit == U'0' ? 2U : 1U);
    if (alone)
        for (const Whole& one : wholes)
            if (one.word == counter && one.digit == digit) return Counted{std::string(one.number), std::string(one.counter)};
    if (counter == "月") return Counted{digit == U'7' ? "しち" : digit == U'9' ? "く" : "", "がつ"};
    if (counter == "日") return Counted{"", "にち"};
    const auto* const found = std::find_if(counters.begin(), counters.end(), [&](const Counter& one) { return one.word == counter; });
    if (found == counters.end()) return std::nullopt;
    if (found->shortens.find(digit) != found->shortens.npos) return Counted{std::string(short_of(digit)), std::string(found->hard)};
    if (digit == U'3') return Counted{"", std::string(found->third)};
    if (digit == U'4' && counter == "分") return Counted{"", "ぷん"};
    return Counted{"", std::string(found->plain)};
}

}
