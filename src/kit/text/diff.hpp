#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

/// What changed between two texts.
namespace text {

/// The units in which people see a change: a Latin word with its apostrophes and hyphens, a run of white space, and one by one every other
/// character: kanji, kana, signs, an emoji with all that belongs to it (UAX #29). Joined they are the text again, which must be UTF-8.
std::vector<std::string_view> words(std::string_view);

using Tokens = std::vector<std::string_view>;

/// Tokens from `begin` to before `end`.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const { return end - begin; }
    bool operator==(const Range&) const = default;
};

/// Equal on both sides, or a change: what stood in `before` became what stands in `after`; one of the two may be empty.
struct Stretch {
    bool equal = false;
    Range before;
    Range after;
    bool operator==(const Stretch&) const = default;
};

/// A shortest way from one list to the other: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear space. Of lists
/// that have little in common it is a way that is found quickly and not the shortest. Equal stretches and changes alternate.
std::vector<Stretch> diff(const Tokens& before, const Tokens& after);

/// The same changes as people read them, of tokens such as `words` makes: what is equal by chance between two changes belongs to them, a
/// change begins where a word or a sentence does, and of a run of kanji or of kana that is mostly new nothing is left standing.
std::vector<Stretch> readable(const std::vector<Stretch>&, const Tokens& before, const Tokens& after);

}
