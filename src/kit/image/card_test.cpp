#include "kit/image/card_wire.hpp"
#include "kit/image/image.hpp"
#include "kit/image/picture.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using image::Card;
using image::CardLine;
using image::CardPainter;
using image::DrawnCard;
using image::Faces;
using image::Refusal;

std::string contents_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

constexpr std::string_view as_child = "--card-child";

/// The test program is its own child: started with this argument it draws before any test or main() begins.
[[maybe_unused]] const bool is_parent = [] {
    const std::string line = contents_of("/proc/self/cmdline");
    const std::string_view arguments = std::string_view(line).substr(std::min(line.find('\0') + 1, line.size()));
    if (arguments == std::string(as_child) + '\0') _exit(image::draw_card_from_stdin());
    return true;
}();

std::string self() { return std::filesystem::read_symlink("/proc/self/exe"); }

/// The faces that pages of a site are drawn with.
Faces faces() {
    Faces made{.files = {}, .heading = "Besley", .text = "Atkinson Hyperlegible Next"};
    for (const char* const name : {"besley.woff2", "besley-macron.woff2", "atkinson.woff2", "atkinson-macron.woff2"})
        made.files.push_back(contents_of(std::filesystem::path(ALTTO_SOURCE_DIR) / "assets/fonts" / name));
    return made;
}

Card card(std::string title, std::string title_ja) {
    return {.title = std::move(title), .title_ja = std::move(title_ja), .site = "Test Site", .line = "A lesson · 8 min"};
}

DrawnCard drawn(const Card& one) {
    auto made = image::draw_card_here(one, faces());
    REQUIRE(made.has_value());
    // To be looked at: the folder is named by who wants to see them.
    if (const char* const folder = std::getenv("ALTTO_CARDS"))
        std::ofstream(std::filesystem::path(folder) /
                          (std::to_string(one.title.size()) + "-" + std::to_string(one.title_ja.size()) + ".png"),
                      std::ios::binary)
            << made->png;
    return *std::move(made);
}

struct Pixels {
    explicit Pixels(const std::string& png)
        : rgb(image::Picture::open(image::Format::png, png).fitted(image::card_width, image::card_height).pixels()) {}
    std::uint32_t at(int x, int y) const {
        const std::size_t place = (static_cast<std::size_t>(y) * image::card_width + static_cast<std::size_t>(x)) * 3;
        return static_cast<std::uint32_t>(static_cast<unsigned char>(rgb[place])) << 16 |
               static_cast<std::uint32_t>(static_cast<unsigned char>(rgb[place + 1])) << 8 | static_cast<unsigned char>(rgb[place + 2]);
    }
    /// How many pixels of a part are not of this colour.
    int others(int left, int top, int right, int bottom, std::uint32_t colour) const {
        int count = 0;
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x) count += at(x, y) != colour;
        return count;
    }
    std::string rgb;
};

/// Titles stand on the board, away from its edges, and the two lines below the tray.
void check_frame(const DrawnCard& one, bool has_title = true) {
    const Card::Colours colours;
    const Pixels pixels(one.png);
    constexpr int left = 50, right = 1150, top = 46, bottom = 480;
    constexpr int margin = 40;  // of the letters to each side of the board
    CHECK(pixels.others(left + 20, top + 10, left + margin, bottom, colours.board) == 0);
    CHECK(pixels.others(right - margin, top + 10, right - 20, bottom, colours.board) == 0);
    CHECK(pixels.others(left + 20, top + 1, right - 20, top + 20, colours.board) == 0);
    CHECK(pixels.others(left + 20, bottom - 20, 880, bottom, colours.board) == 0);  // beside the chalk
    CHECK((pixels.others(left + 60, top + 20, right - 60, bottom - 20, colours.board) > 2000) == has_title);
    CHECK(pixels.others(0, 0, image::card_width, 38, colours.paper) == 0);
    CHECK(pixels.others(0, 595, image::card_width, image::card_height, colours.paper) == 0);
    CHECK(pixels.others(0, 520, 40, 595, colours.paper) == 0);
    CHECK(pixels.others(1160, 520, 1200, 595, colours.paper) == 0);
    CHECK(pixels.others(44, 530, 600, 590, colours.paper) > 500);
    CHECK(pixels.others(800, 530, 1156, 590, colours.paper) > 300);
}

// 5, some 60 and some 140 signs.
const std::array<std::string, 3> english{
    "Hello", "What to do in the first five minutes when nobody answers you",
    "Teaching next to a colleague who has never planned a lesson with anybody before: what helped in three schools, what did not, and what I would try"};
const std::array<std::string, 3> japanese{
    "あいさつ", "生徒がだれも答えてくれないとき、最初の五分間でできること、そしてその次の授業までに準備しておきたいことを考えましょう",
    "これまで誰とも授業を計画したことがない先生と一緒に教えること：三つの学校で役に立ったこと、役に立たなかったこと、そしてもう一度やり直せるならば試してみたいこと。打ち合わせの時間がまったく取れない週でも、五分だけでできる準備と、授業の後の短い振り返りについて、具体的な例を挙げて説明します。"};

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a card is a picture of 1200 by 630 pixels with both titles on the board, however long they are") {
    for (const std::string& en : english)
        for (const std::string& ja : japanese) {
            CAPTURE(en);
            CAPTURE(ja);
            const DrawnCard one = drawn(card(en, ja));
            CHECK(one.left_out.empty());
            const image::Picture picture = image::Picture::open(image::Format::png, one.png);
            CHECK(picture.width() == image::card_width);
            CHECK(picture.height() == image::card_height);
            check_frame(one);
            CHECK(one.png.size() < 250'000);
        }
}

TEST_CASE("a card with one title, in either script") {
    for (const std::string& title : english) check_frame(drawn(card(title, "")));
    for (const std::string& title : japanese) {
        check_frame(drawn(card("", title)));
        check_frame(drawn(card(title, "")));
    }
    check_frame(drawn(card("", "")), /*has_title=*/false);
}

TEST_CASE("what has no place to divide it is written smaller, and divided where nothing else helps") {
    check_frame(drawn(card(std::string(image::max_card_line, 'W'), "")));
    std::string kana, kanji;
    for (std::size_t i = 0; i < image::max_card_line; ++i) kana += "カ", kanji += "鬱";
    check_frame(drawn(card(kana, kanji)));
    check_frame(drawn(card("Supercalifragilisticexpialidocious internationalisation", "コミュニケーションストラテジー")));
}

TEST_CASE("the same card is the same picture, and another title another one") {
    CHECK(drawn(card("Hello", "あいさつ")).png == drawn(card("Hello", "あいさつ")).png);
    CHECK(drawn(card("Hello", "あいさつ")).png != drawn(card("Hellо", "あいさつ")).png);
}

TEST_CASE("signs that turn or hide text change nothing, and line ends are spaces") {
    const std::string plain = drawn(card("One two", "")).png;
    CHECK(drawn(card("One\n\ttwo ", "")).png == plain);
    CHECK(drawn(card("\u202eOne\u2066 two", "")).png == plain);
    check_frame(drawn(card("{}<b>&amp;</b> %s \\n \"quoted\"", "「」（）、。")));
}

TEST_CASE("what no font can write is left out and named; no empty boxes are drawn") {
    // A sign that no font has: the last code point of a private plane.
    const std::string nobody = "\U0010fffd";
    const DrawnCard one = drawn(card("Hello " + nobody, "あいさつ"));
    CHECK(one.left_out.empty());  // it is no letter: the rest is written
    CHECK(one.png == drawn(card("Hello", "あいさつ")).png);
    const DrawnCard two = drawn(card("Hello", "あいさつ\uf8fe"));
    CHECK(two.left_out == std::vector{CardLine::title_ja});
    CHECK(two.png == drawn(card("Hello", "")).png);
    check_frame(drawn(card("Hello 🎌 you", "あいさつ")));
}

TEST_CASE("too long a line, or no text, is refused") {
    const auto refusal_of = [](const Card& one) {
        const auto made = image::draw_card_here(one);
        return made ? std::nullopt : std::optional(made.error());
    };
    CHECK(refusal_of(card(std::string(image::max_card_line + 1, 'x'), "")) == Refusal::too_large);
    CHECK(refusal_of(card("", std::string(1'000'000, 'x'))) == Refusal::too_large);
    CHECK(refusal_of(card("\xff", "")) == Refusal::broken);
    CHECK(refusal_of(card(std::string("a\0b", 3), "")) == Refusal::broken);
}

TEST_CASE("a child draws what this process would") {
    CardPainter painter(self(), {std::string(as_child)}, faces(), {.time = std::chrono::seconds(30)});
    const auto there = painter.draw(card(english[1], japanese[1]));
    REQUIRE(there.has_value());
    CHECK(there->left_out.empty());
    CHECK(there->png == drawn(card(english[1], japanese[1])).png);
    CardPainter missing("/nonexistent/program", {});
    CHECK(missing.draw(card("Hello", "")).error() == Refusal::unavailable);
    CHECK(missing.draw(card("\xff", "")).error() == Refusal::broken);
    CardPainter wrong("/bin/echo", {"a page"});
    CHECK(wrong.draw(card("Hello", "")).error() == Refusal::broken);
}

TEST_CASE("fonts that are none are passed over") {
    Faces spoilt{.files = {"no font", ""}, .heading = "Nothing", .text = "Nothing", .japanese = "Nothing"};
    const auto made = image::draw_card_here(card("Hello", "あいさつ"), spoilt);
    REQUIRE(made.has_value());
    check_frame(*made);
}

TEST_CASE("requests and answers about cards are read as they were written, and nothing else is read") {
    Card asked = card("Hello", "あいさつ");
    asked.colours.wood = 0x123456;
    const std::string request = image::write_card_request(asked, {.files = {"one", ""}, .heading = "H", .text = "T", .japanese = "J"});
    const auto read = image::read_card_request(request);
    REQUIRE(read.has_value());
    CHECK(read->card.title_ja == "あいさつ");
    CHECK(read->card.colours == asked.colours);
    CHECK(read->faces.files == std::vector<std::string>{"one", ""});
    CHECK(read->faces.japanese == "J");
    for (std::size_t size = 0; size < request.size(); ++size) CHECK_FALSE(image::read_card_request(request.substr(0, size)).has_value());
    CHECK_FALSE(image::read_card_request(request + "x").has_value());

    DrawnCard one = drawn(asked);
    one.left_out = {CardLine::title_ja, CardLine::line};
    const std::string said = image::write_card_answer(one);
    const auto answer = image::read_card_answer(said);
    REQUIRE((answer && *answer));
    CHECK((*answer)->png == one.png);
    CHECK((*answer)->left_out == one.left_out);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{20}})
        CHECK_FALSE(image::read_card_answer(said.substr(0, size)).has_value());
    for (const Refusal refusal : {Refusal::too_large, Refusal::broken, Refusal::unavailable}) {
        const auto refused = image::read_card_answer(image::write_card_answer(base::Failure{refusal}));
        REQUIRE((refused && !*refused));
        CHECK(refused->error() == refusal);
    }
}

TEST_CASE("a card has the colours of the pages by day") {
    const std::string tokens = contents_of(std::filesystem::path(ALTTO_SOURCE_DIR) / "assets/css/tokens.css");
    const Card::Colours colours;
    for (const auto& [name, colour] : {std::pair{"paper", colours.paper},
                                       {"board", colours.board},
                                       {"board-2", colours.edge},
                                       {"wood", colours.wood},
                                       {"ink", colours.ink},
                                       {"ink-2", colours.ink_2}}) {
        std::array<char, 8> hex{};
        std::snprintf(hex.data(), hex.size(), "#%06x", colour);
        CHECK(tokens.find("--" + std::string(name) + ":var(--L," + hex.data() + ")") != std::string::npos);
    }
}
