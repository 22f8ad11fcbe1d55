#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Private to kit/japanese: numbers and what is counted change each other's sound, which a dictionary of words does not know.
namespace japanese {

struct Counted {
    std::string number;   // reading, in hiragana; "" where it stays as the dictionary has it
    std::string counter;  // the same
};
/// A numeral of one word (5, 五, ５) and the word behind it; `first`: no other numeral is in front of it. Nothing for what is no numeral and counter
/// of the table, or changes nothing.
std::optional<Counted> counted(std::string_view numeral, std::string_view counter, bool first);
/// Digits of either width, or one of 一 to 十.
bool is_numeral(std::string_view word);

}
