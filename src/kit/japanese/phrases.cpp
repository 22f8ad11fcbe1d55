#include "kit/base/utf8.hpp"
#include "kit/japanese/japanese.hpp"
#include "kit/japanese/kana.hpp"
#include "kit/text/japanese.hpp"

namespace japanese {

namespace {

enum class Sign { hiragana, word, opening, closing, space, other };

/// Small kana and signs that never begin a line.
bool belongs_to_before(char32_t point) {
    constexpr std::u32string_view signs = U"ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー々ゝゞヽヾ";
    return signs.find(point) != signs.npos;
}

Sign sign_of(char32_t point) {
    constexpr std::u32string_view opening = U"（「『【〔［｛〈《([{“‘";
    constexpr std::u32string_view closing = U"、。，．！？）」』】〕］｝〉》・：；…!?,.:;)]}”’—–";
    if (point == ' ' || point == 0x3000 || point == '\n' || point == '\t') return Sign::space;
    if (opening.find(point) != opening.npos) return Sign::opening;
    if (closing.find(point) != closing.npos) return Sign::closing;
    if (point >= 0x3041 && point <= 0x309f) return Sign::hiragana;
    if (text::is_kana(point) || text::is_kanji(point)) return Sign::word;
    if (point > ' ' && point < 0x3000) return Sign::word;
    return Sign::other;
}

/// お and ご stand in front of the word that they honour: behind a particle, or where a phrase begins.
bool is_honour(char32_t point) { return point == U'お' || point == U'ご'; }
bool is_particle(char32_t point) {
    constexpr std::u32string_view particles = U"はがをにへとでのもや";
    return particles.find(point) != particles.npos;
}

bool ends_between(char32_t before, char32_t after, char32_t then, std::string_view phrase) {
    const Sign left = sign_of(before), right = sign_of(after);
    if (right == Sign::closing || right == Sign::space || belongs_to_before(after)) return false;
    switch (left) {
        case Sign::space: return true;
        case Sign::opening: return false;
        // 3.5, e.g., it's: a full stop inside a word ends nothing.
        case Sign::closing: return before >= 0x2000;
        case Sign::hiragana:
            if (is_honour(after) && is_particle(before) && text::is_kanji(then)) return true;
            if (is_honour(before) && text::is_kanji(after) && code_points(phrase).size() == 1) return false;
            return before == U'を' || right != Sign::hiragana;
        case Sign::word:
        case Sign::other: return right == Sign::opening && after >= 0x2000;
    }
    return false;
}

}

std::vector<std::string_view> phrases(std::string_view text) {
    std::vector<std::string_view> found;
    std::size_t from = 0;
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t here = at;
        const char32_t point = base::next_code_point(text, at);
        std::size_t next = at;
        const char32_t then = base::next_code_point(text, next);
        if (here > from && ends_between(before, point, then, text.substr(from, here - from))) {
            found.push_back(text.substr(from, here - from));
            from = here;
        }
        before = point;
    }
    if (from < text.size()) found.push_back(text.substr(from));
    return found;
}

}
