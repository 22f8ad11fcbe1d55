#pragma once
#include "kit/base/result.hpp"
#include "kit/child/child.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Japanese that needs a dictionary: how words are read, for ruby that a person corrects and keeps. And where a line may end.
namespace japanese {

/// The parts of a text follow each other without a gap.
struct Part {
    std::string text;
    std::string reading;  // hiragana over kanji; "" for what stands without ruby: kana, numerals, Latin, unknown words
    bool operator==(const Part&) const = default;
};

/// A text of a longer one is asked about in pieces.
constexpr std::size_t max_bytes = 4096;

enum class Refusal {
    too_long,       // more than max_bytes
    not_text,       // no UTF-8, or with NUL
    no_dictionary,  // this machine has no MeCab, or not the dictionary
    too_slow,       // not done in time
    busy,           // too many ask at once
    unavailable,    // the child cannot be started, or it fell; the log says which
};
using Suggested = base::Result<std::vector<Part>, Refusal>;

/// MeCab's IPA dictionary where Debian keeps it, in UTF-8.
constexpr const char* dictionary = "/var/lib/mecab/dic/ipadic-utf8";

/// Suggests readings out of a dictionary of 50 MB, which a child process maps for the moment of a request. They are guesses, in names most of
/// all. Safe from several threads.
class Suggester {
public:
    /// The program, by its path, must end in suggest_from_stdin() when it is started with these arguments.
    Suggester(std::string program, std::vector<std::string> arguments);

    Suggested suggest(std::string_view text);

private:
    child::Worker worker_;
};

/// The child's side, as child::work_on_stdin() says.
int suggest_from_stdin();

/// The same as Suggester::suggest in this very process, which keeps the dictionary mapped: for the child and for tests, never for a server.
Suggested suggest_here(std::string_view text, const char* from = dictionary);

/// The reading of one word, in katakana as dictionaries have it, spread so that ruby stands over the kanji alone: 取り組む, トリクム becomes
/// 取(と) り 組(く) む. All without ruby where the two do not fit.
std::vector<Part> spread(std::string_view word, std::string_view katakana);

/// Where a heading may be divided, so that no line begins in the middle of a phrase: after spaces and punctuation, before brackets, and where
/// the kana that end a phrase are followed by what begins a word. Told by the script alone; parts follow each other without a gap.
std::vector<std::string_view> phrases(std::string_view text);

}
