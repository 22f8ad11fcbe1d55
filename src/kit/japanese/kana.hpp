#pragma once
#include <string>
#include <string_view>

/// Private to kit/japanese.
namespace japanese {

/// Of well-formed UTF-8.
std::u32string code_points(std::string_view);
std::string to_utf8(std::u32string_view);
/// Katakana become hiragana (JIS X 0208 row 5 to row 4); everything else stays.
std::u32string to_hiragana(std::u32string_view);
/// Kanji, and signs that are read like them: 々, 〆, 〇, small ヵ and ヶ.
bool has_reading(char32_t);
/// Hiragana and the long sign, and nothing else: what may stand over kanji.
bool is_reading(std::string_view);

}
