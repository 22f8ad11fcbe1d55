#pragma once
#include <string_view>

namespace text {

/// Hiragana, katakana, kanji, Japanese punctuation, full-width forms.
bool is_japanese(char32_t);
bool is_kanji(char32_t);
bool is_kana(char32_t);

/// School year in which a kanji is taught (kyōiku kanji of the 2017 Course of Study, in force since 2020): 1 to 6; 7 for every other kanji.
int kanji_grade(char32_t);

/// The highest grade of any kanji in the text; 0 without kanji.
int hardest_grade(std::string_view);

}
