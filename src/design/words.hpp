#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/html/html.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace design {

using base::Lang;

/// An argument of a message by its name in the pattern: text, a whole number (plurals) or a date. Refers to its source.
class WordArg {
public:
    WordArg(std::string_view name, std::string_view text) : name_(name), text_(text) {}
    WordArg(std::string_view name, const std::string& text) : name_(name), text_(text) {}
    WordArg(std::string_view name, const char* text) : name_(name), text_(text) {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    WordArg(std::string_view name, Number number) : name_(name), number_(static_cast<std::int64_t>(number)), is_number_(true) {}

    std::string_view name() const { return name_; }
    std::string_view text() const { return text_; }
    std::int64_t number() const { return number_; }
    bool is_number() const { return is_number_; }

private:
    std::string_view name_;
    std::string_view text_;
    std::int64_t number_ = 0;
    bool is_number_ = false;
};

/// A word of the interface, from locales/{lang}.toml. A key that is not there, or a message that needs arguments, is a bug (base::Bug).
const std::string& tr(Lang, std::string_view key);
/// A message with arguments (ICU MessageFormat): tr(lang, "course.lessons", {{"count", 6}}).
std::string tr(Lang, std::string_view key, std::initializer_list<WordArg> args);
/// The same with arguments that a room below handed up as text; what is a whole number counts as one.
std::string tr(Lang, std::string_view key, const std::vector<std::pair<std::string, std::string>>& args);
bool has_word(Lang, std::string_view key);

/// Words that keepers wrote in the place of the program's: plain text of the home page and what stands under the site's name.
struct OwnWordOrder {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& left, const B& right) const {
        return left.first != right.first ? left.first < right.first : std::string_view(left.second) < std::string_view(right.second);
    }
};
using OwnWords = std::map<std::pair<Lang, std::string>, std::string, OwnWordOrder>;
void set_own_words(OwnWords);
/// Whether a keeper may write this word: one of those, without arguments.
bool takes_own_words(std::string_view key);
/// The program's word, whatever the keeper wrote.
const std::string& program_word(Lang, std::string_view key);
/// Every key of a language, sorted.
std::vector<std::string> word_keys(Lang);

/// "4 October 2026", 2026年10月4日.
std::string date(Lang, base::Day);
/// Without the year, for this year's days: "4 October", 10月4日.
std::string day_month(Lang, base::Day);
/// The date as it stands on a blackboard: 十一月二十三日（月）.
std::string kanji_date(base::Day);
/// A date as `<time datetime>`.
html::Html time(Lang, base::Day);

}
