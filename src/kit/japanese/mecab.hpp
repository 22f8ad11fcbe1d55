#pragma once
#include <functional>
#include <string_view>

/// Private to kit/japanese: the one place that calls MeCab.
namespace japanese {

/// Opens the library and the dictionary unless they are open. False where either is missing; `why` is then in the log.
bool open_dictionary(const char* folder);

/// Calls with each word of the text in its order; `reading` is katakana, "" for a word that is in no dictionary. Spaces between words belong
/// to none. Only after open_dictionary().
void each_word(std::string_view text, const std::function<void(std::string_view word, std::string_view reading)>&);

}
