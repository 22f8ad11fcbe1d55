#include "kit/japanese/kana.hpp"

#include "kit/base/utf8.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>

namespace japanese {

std::u32string code_points(std::string_view text) {
    std::u32string points;
    for (std::size_t at = 0; at < text.size();) points += base::next_code_point(text, at);
    return points;
}

std::string to_utf8(std::u32string_view points) {
    std::string out;
    for (const char32_t point : points) base::append_utf8(out, point);
    return out;
}

std::u32string to_hiragana(std::u32string_view points) {
    std::u32string out(points);
    for (char32_t& point : out)
        if (point >= U'ァ' && point <= U'ヶ') point -= U'ァ' - U'ぁ';
    return out;
}

bool has_reading(char32_t point) {
    constexpr std::u32string_view more = U"々〆〇ヵヶ";
    return text::is_kanji(point) || more.find(point) != more.npos;
}

bool is_reading(std::string_view text) {
    const std::u32string points = code_points(text);
    return std::all_of(points.begin(), points.end(), [](char32_t point) { return (point >= U'ぁ' && point <= U'ゖ') || point == U'ー'; });
}

}
