#include "kit/text/diff.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <chrono>
#include <random>
#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
std::string joined(const text::Tokens& tokens, text::Range range) {
    std::string made;
    for (std::size_t i = range.begin; i < range.end; ++i) made += tokens[i];
    return made;
}

/// "a [b->c] d": a change in brackets.
std::string shown(std::string_view before, std::string_view after) {
    const text::Tokens a = text::words(before), b = text::words(after);
    std::string made;
    for (const text::Stretch& stretch : text::readable(text::diff(a, b), a, b))
        made += stretch.equal ? joined(a, stretch.before) : "[" + joined(a, stretch.before) + "->" + joined(b, stretch.after) + "]";
    return made;
}

/// Both lists once, without a gap; equal stretches are equal; equal stretches and changes alternate.
bool holds_together(const std::vector<text::Stretch>& stretches, const text::Tokens& before, const text::Tokens& after) {
    std::size_t i = 0, j = 0;
    bool equal_before = false;
    for (std::size_t n = 0; n < stretches.size(); ++n) {
        const auto& [equal, a, b] = stretches[n];
        if (a.begin != i || b.begin != j || (n > 0 && equal == equal_before) || a.size() + b.size() == 0) return false;
        if (equal && (a.size() != b.size() || !std::equal(before.begin() + static_cast<std::ptrdiff_t>(a.begin),
                                                          before.begin() + static_cast<std::ptrdiff_t>(a.end),
                                                          after.begin() + static_cast<std::ptrdiff_t>(b.begin))))
            return false;
        i = a.end, j = b.end, equal_before = equal;
    }
    return i == before.size() && j == after.size();
}

std::size_t kept(const std::vector<text::Stretch>& stretches) {
    std::size_t sum = 0;
    for (const auto& stretch : stretches) sum += stretch.equal ? stretch.before.size() : 0;
    return sum;
}

std::size_t longest_common(const text::Tokens& a, const text::Tokens& b) {
    std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j)
            best[i][j] = a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
    return best[a.size()][b.size()];
}

constexpr std::array<std::string_view, 12> some{"a", "b", " ", "the", "。", "授", "業", "の", "は", "カ", "\n", "."};

text::Tokens tokens_of(const std::vector<std::uint8_t>& numbers) {
    text::Tokens made;
    for (const auto number : numbers) made.push_back(some[number % some.size()]);
    return made;
}
}

TEST_CASE("a text falls into words, spaces, signs and Japanese characters") {
    const auto words = [](std::string_view text) { return text::words(text); };
    CHECK(words("") == text::Tokens{});
    CHECK(words("I don’t, \n well-known 12!") == text::Tokens{"I", " ", "don’t", ",", " \n ", "well-known", " ", "12", "!"});
    CHECK(words("Say 授業です。A組") == text::Tokens{"Say", " ", "授", "業", "で", "す", "。", "A", "組"});
    CHECK(words("-a- 'b'") == text::Tokens{"-", "a", "-", " ", "'", "b", "'"});
    CHECK(words("Ōsaka über") == text::Tokens{"Ōsaka", " ", "über"});
}

TEST_CASE("an emoji, a flag and a letter with its accents are never cut") {
    CHECK(text::words("a👩‍🏫👍🏽b🇯🇵🇬🇧❤️") == text::Tokens{"a", "👩‍🏫", "👍🏽", "b", "🇯🇵", "🇬🇧", "❤️"});
    CHECK(text::words("e\u0301te\u0301 か\u3099く 1\uFE0F\u20E3") ==
          text::Tokens{"e\u0301te\u0301", " ", "か\u3099", "く", " ", "1\uFE0F\u20E3"});
    CHECK(text::words("葛\U000E0100飾") == text::Tokens{"葛\U000E0100", "飾"});
}

TEST_CASE("words joined are the text again") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& numbers) {
        constexpr std::array<std::string_view, 14> pieces{"a",           "é",      "e\u0301", " ", "\u3000", "漢", "か\u3099",
                                                          "👩‍🏫", "\u200d", "🏽",      "🇯", "'",      "-",  "ｶﾞ"};
        std::string text;
        for (const auto number : numbers) text += pieces[number % pieces.size()];
        const auto words = text::words(text);
        RC_ASSERT(joined(words, {0, words.size()}) == text);
    }));
}

TEST_CASE("the way from one list to the other is the shortest") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& second) {
        const text::Tokens a = tokens_of(first), b = tokens_of(second);
        const auto stretches = text::diff(a, b);
        RC_ASSERT(holds_together(stretches, a, b));
        RC_ASSERT(kept(stretches) == longest_common(a, b));
    }));
}

TEST_CASE("what is made readable still leads from one list to the other") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& second) {
        const text::Tokens a = tokens_of(first), b = tokens_of(second);
        RC_ASSERT(holds_together(text::readable(text::diff(a, b), a, b), a, b));
    }));
    CHECK(shown("", "") == "");
    CHECK(shown("a", "a") == "a");
    CHECK(shown("", "a") == "[->a]");
    CHECK(shown("a", "") == "[a->]");
}

TEST_CASE("a change is one of words, not of letters") {
    CHECK(shown("The cat sat.", "The dog sat.") == "The [cat->dog] sat.");
    CHECK(shown("The cat sat.", "The big cat sat.") == "The [->big ]cat sat.");
    CHECK(shown("I have an old red car", "We own an old blue car") == "[I have->We own] an old [red->blue] car");
    CHECK(shown("The cat sat.", "The big dog sat.") == "The [cat->big dog] sat.");
    CHECK(shown("One. Two. Three.", "One. Three.") == "One. [Two. ->]Three.");
    CHECK(shown("It is a pen and a book", "That was the desk or my chair") == "[It is a pen and a book->That was the desk or my chair]");
}

TEST_CASE("a sentence that stayed between two new ones stays") {
    CHECK(shown("Wait at the gate until somebody comes. This sentence stays as it is for ever. Then you walk home.",
                "Knock on the door and say your name. This sentence stays as it is for ever. Take the last bus.") ==
          "[Wait at the gate until somebody comes->Knock on the door and say your name]. This sentence stays as it is for ever. "
          "[Then you walk home->Take the last bus].");
}

TEST_CASE("Japanese is compared by character and shown by phrase") {
    CHECK(shown("先生に相談します。", "担任に連絡します。") == "[先生に相談->担任に連絡]します。");
    CHECK(shown("校長先生です", "教頭先生です") == "[校長->教頭]先生です");
    CHECK(shown("英語授業", "英会話教室") == "[英語授業->英会話教室]");
    CHECK(shown("学校に行きました。", "学校に毎日行きました。") == "学校に[->毎日]行きました。");
    CHECK(shown("テストをします", "ゲームをします") == "[テスト->ゲーム]をします");
    CHECK(shown("プリントを配る", "プラントを配る") == "プ[リ->ラ]ントを配る");
}

TEST_CASE("texts that have nothing in common are told apart quickly") {
    std::mt19937 chance(7);
    const auto made = [&](std::string_view letters) {
        std::string text;
        for (int i = 0; i < 10'000; ++i) {
            for (int n = 0; n < 4; ++n) text += letters[chance() % letters.size()];
            text += ' ';
        }
        return text;
    };
    // Words of one alphabet, so that many are on both sides by chance; and words that never are.
    const std::string first = made("abcde"), second = made("abcde"), third = made("vwxyz");
    for (const std::string* other : {&second, &third}) {
        const auto a = text::words(first), b = text::words(*other);
        const auto begun = std::chrono::steady_clock::now();
        const auto stretches = text::readable(text::diff(a, b), a, b);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
        MESSAGE(a.size() << " and " << b.size() << " tokens: " << took.count() << " ms, " << stretches.size() << " stretches");
        CHECK(holds_together(stretches, a, b));
    }
}

TEST_SUITE_END();
