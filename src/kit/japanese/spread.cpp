#include "kit/base/utf8.hpp"
#include "kit/japanese/japanese.hpp"
#include "kit/japanese/kana.hpp"
#include "kit/text/japanese.hpp"

#include <cstdlib>
#include <limits>
#include <optional>

namespace japanese {

namespace {

constexpr std::size_t longest_word = 64;  // code points
constexpr int impossible = std::numeric_limits<int>::max();

/// A stretch of a word: kanji that have a reading, or kana that are their own.
struct Run {
    std::u32string text;
    bool kanji = false;
};

/// Nothing for a word with signs that have no reading of their own (Latin, numerals).
std::optional<std::vector<Run>> runs_of(const std::u32string& word) {
    std::vector<Run> runs;
    for (const char32_t point : word) {
        const bool kanji = has_reading(point);
        if (!kanji && !text::is_kana(point)) return std::nullopt;
        if (runs.empty() || runs.back().kanji != kanji) runs.push_back({{}, kanji});
        runs.back().text += point;
    }
    return runs;
}

/// How the reading is divided among the runs: of all ways that fit, the one in which each kanji has nearest to two kana.
class Division {
public:
    Division(const std::vector<Run>& runs, const std::u32string& reading)
        : runs_(runs), reading_(reading), known_(runs.size() * (reading.size() + 1)) {}

    /// Lengths by run; nothing if none fits.
    std::optional<std::vector<std::size_t>> best() {
        if (cost(0, 0) == impossible) return std::nullopt;
        std::vector<std::size_t> lengths;
        std::size_t at = 0;
        for (std::size_t run = 0; run < runs_.size(); ++run) {
            cost(run, at);
            lengths.push_back(known_[run * (reading_.size() + 1) + at]->length);
            at += lengths.back();
        }
        return lengths;
    }

private:
    struct Choice {
        int cost = impossible;
        std::size_t length = 0;
    };

    int cost(std::size_t run, std::size_t at) {
        if (run == runs_.size()) return at == reading_.size() ? 0 : impossible;
        auto& known = known_[run * (reading_.size() + 1) + at];
        if (known) return known->cost;
        Choice choice;
        const std::size_t left = reading_.size() - at, signs = runs_[run].text.size();
        if (!runs_[run].kanji) {
            if (signs <= left && to_hiragana(runs_[run].text) == reading_.substr(at, signs)) choice = {cost(run + 1, at + signs), signs};
        } else {
            for (std::size_t length = 1; length <= left; ++length) {
                const int rest = cost(run + 1, at + length);
                if (rest == impossible) continue;
                const int own = std::abs(static_cast<int>(length) - 2 * static_cast<int>(signs));
                if (choice.cost == impossible || own + rest < choice.cost) choice = {own + rest, length};
            }
        }
        known = choice;
        return choice.cost;
    }

    const std::vector<Run>& runs_;
    const std::u32string& reading_;
    std::vector<std::optional<Choice>> known_;
};

}

std::vector<Part> spread(std::string_view word, std::string_view katakana) {
    const std::vector<Part> plain{{std::string(word), {}}};
    const std::u32string signs = code_points(word), reading = to_hiragana(code_points(katakana));
    if (signs.empty() || signs.size() > longest_word || reading.size() > 4 * longest_word || !is_reading(to_utf8(reading))) return plain;
    const auto runs = runs_of(signs);
    if (!runs || (runs->size() == 1 && !runs->front().kanji)) return plain;
    const auto lengths = Division(*runs, reading).best();
    if (!lengths) return plain;
    std::vector<Part> parts;
    std::size_t at = 0;
    for (std::size_t i = 0; i < runs->size(); ++i) {
        const Run& run = (*runs)[i];
        parts.push_back({to_utf8(run.text), run.kanji ? to_utf8(reading.substr(at, (*lengths)[i])) : std::string()});
        at += (*lengths)[i];
    }
    return parts;
}

}
