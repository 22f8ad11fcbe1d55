#include "kit/base/utf8.hpp"
#include "kit/text/diff.hpp"
#include "kit/text/japanese.hpp"

#include <algorithm>

namespace text {

namespace {
enum class Script { other, space, sign, latin, kanji, hiragana, katakana };

Script script_of(std::string_view token) {
    std::size_t at = 0;
    const char32_t point = base::next_code_point(token, at);
    if (is_kanji(point)) return Script::kanji;
    if (point >= 0x3041 && point <= 0x309f) return Script::hiragana;
    if (is_kana(point)) return Script::katakana;
    if (point <= ' ' || point == 0xa0 || point == 0x3000) return Script::space;
    if ((point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ||
        (point >= 0xc0 && point < 0x250))
        return Script::latin;
    if (point < 0x80 || (point >= 0x2010 && point <= 0x203f) || is_japanese(point)) return Script::sign;
    return Script::other;
}

bool is_of_run(Script script) { return script == Script::kanji || script == Script::hiragana || script == Script::katakana; }

bool ends_sentence(std::string_view token) {
    return token == "." || token == "!" || token == "?" || token == "。" || token == "！" || token == "？";
}

/// How much of a line the tokens before each place take; a Japanese character is as wide as two Latin ones.
std::vector<std::size_t> widths(const Tokens& tokens) {
    std::vector<std::size_t> sums{0};
    sums.reserve(tokens.size() + 1);
    for (const std::string_view token : tokens) {
        std::size_t at = 0;
        const bool wide = is_japanese(base::next_code_point(token, at));
        sums.push_back(sums.back() + base::code_points(token) * (wide ? 2 : 1));
    }
    return sums;
}

std::size_t width(const std::vector<std::size_t>& sums, Range range) { return sums[range.end] - sums[range.begin]; }

class Reader {
public:
    Reader(const Tokens& before, const Tokens& after)
        : before_(before), after_(after), widths_before_(widths(before)), widths_after_(widths(after)) {}

    /// What is equal between two changes and no longer than either is so by chance. More than about six words never are.
    std::vector<Stretch> without_chance(const std::vector<Stretch>& stretches) const {
        constexpr std::size_t longest_chance = 32;
        std::vector<Stretch> made;
        for (const Stretch& stretch : stretches) {
            add(made, stretch);
            while (made.size() >= 3 && !made.back().equal && !made[made.size() - 3].equal) {
                const std::size_t equal = width(widths_before_, made[made.size() - 2].before);
                if (equal > std::min({longest_chance, size(made.back()), size(made[made.size() - 3])})) break;
                made[made.size() - 3].before.end = made.back().before.end;
                made[made.size() - 3].after.end = made.back().after.end;
                made.resize(made.size() - 2);
            }
        }
        return made;
    }

    /// What both sides of a change begin or end with is no part of it. With `runs`, characters of which a run consists stay in it.
    std::vector<Stretch> without_ends(const std::vector<Stretch>& stretches, bool runs) const {
        std::vector<Stretch> made;
        for (const Stretch& stretch : stretches) {
            auto [equal, a, b] = stretch;
            if (equal) {
                add(made, stretch);
                continue;
            }
            const auto same = [&](std::size_t i, std::size_t j) {
                return a.size() && b.size() && before_[i] == after_[j] && !(runs && is_of_run(script_of(before_[i])));
            };
            while (same(a.begin, b.begin)) ++a.begin, ++b.begin;
            std::size_t tail = 0;
            for (; same(a.end - 1, b.end - 1); --a.end, --b.end) ++tail;
            add(made, {true, {stretch.before.begin, a.begin}, {stretch.after.begin, b.begin}});
            add(made, {false, a, b});
            add(made, {true, {a.end, a.end + tail}, {b.end, b.end + tail}});
        }
        return made;
    }

    /// Where the same words were put in or taken out at several places that nobody can tell apart, the place that a reader would choose.
    std::vector<Stretch> at_joints(std::vector<Stretch> stretches) const {
        for (std::size_t i = 1; i + 1 < stretches.size(); ++i) {
            Stretch &left = stretches[i - 1], &change = stretches[i], &right = stretches[i + 1];
            const bool inserts = change.before.size() == 0;
            if (change.equal || (!inserts && change.after.size() != 0)) continue;
            const Tokens& tokens = inserts ? after_ : before_;
            const Range range = inserts ? change.after : change.before;
            const std::size_t most_left = left.after.size() - (i > 1 ? 1 : 0),
                              most_right = right.after.size() - (i + 2 < stretches.size() ? 1 : 0);
            std::size_t first = range.begin, last = range.begin;
            while (range.begin - first < most_left && tokens[first - 1] == tokens[first - 1 + range.size()]) --first;
            while (last - range.begin < most_right && tokens[last] == tokens[last + range.size()]) ++last;
            std::size_t best = range.begin;
            int most = -1;
            for (std::size_t at = first; at <= last; ++at) {
                const int joint = joint_at(tokens, at) + joint_at(tokens, at + range.size());
                if (joint >= most) best = at, most = joint;
            }
            const auto moved = [&](std::size_t place) { return place + best - range.begin; };
            left.before.end = change.before.begin = moved(change.before.begin);
            left.after.end = change.after.begin = moved(change.after.begin);
            change.before.end = right.before.begin = moved(change.before.end);
            change.after.end = right.after.begin = moved(change.after.end);
        }
        std::vector<Stretch> made;
        for (const Stretch& stretch : stretches) add(made, stretch);
        return made;
    }

    /// Of a run of kanji, of hiragana or of katakana of which more than half became something else, all of it did. What was only put in
    /// or taken out may stand beside what stayed: 学校に行く, 学校に毎日行く.
    std::vector<Stretch> in_whole_runs(const std::vector<Stretch>& stretches) const {
        std::vector<Fate> fates_before(before_.size(), Fate::one_sided), fates_after(after_.size(), Fate::one_sided);
        std::vector<std::pair<std::size_t, std::size_t>> kept;
        for (const Stretch& stretch : stretches) {
            if (!stretch.equal && (stretch.before.size() == 0 || stretch.after.size() == 0)) continue;
            const Fate fate = stretch.equal ? Fate::stayed : Fate::replaced;
            for (std::size_t i = stretch.before.begin; i < stretch.before.end; ++i) fates_before[i] = fate;
            for (std::size_t i = stretch.after.begin; i < stretch.after.end; ++i) fates_after[i] = fate;
            for (std::size_t i = 0; stretch.equal && i < stretch.before.size(); ++i)
                kept.emplace_back(stretch.before.begin + i, stretch.after.begin + i);
        }
        leave_nothing_standing(before_, fates_before);
        leave_nothing_standing(after_, fates_after);
        std::vector<Stretch> made;
        std::size_t i = 0, j = 0;
        for (const auto& [x, y] : kept) {
            if (fates_before[x] != Fate::stayed || fates_after[y] != Fate::stayed) continue;
            add(made, {false, {i, x}, {j, y}});
            add(made, {true, {x, x + 1}, {y, y + 1}});
            i = x + 1, j = y + 1;
        }
        add(made, {false, {i, before_.size()}, {j, after_.size()}});
        return made;
    }

private:
    enum class Fate { stayed, replaced, one_sided };

    std::size_t size(const Stretch& change) const {
        return std::max(width(widths_before_, change.before), width(widths_after_, change.after));
    }

    static void add(std::vector<Stretch>& made, const Stretch& stretch) {
        if (stretch.before.size() == 0 && stretch.after.size() == 0) return;
        if (made.empty() || made.back().equal != stretch.equal) {
            made.push_back(stretch);
            return;
        }
        made.back().before.end = stretch.before.end;
        made.back().after.end = stretch.after.end;
    }

    static void leave_nothing_standing(const Tokens& tokens, std::vector<Fate>& fates) {
        for (std::size_t from = 0, to = 0; from < tokens.size(); from = to) {
            const Script script = script_of(tokens[from]);
            std::size_t replaced = 0;
            for (to = from; to < tokens.size() && script_of(tokens[to]) == script; ++to) replaced += fates[to] == Fate::replaced ? 1 : 0;
            if (!is_of_run(script) || replaced * 2 <= to - from) continue;
            std::fill(fates.begin() + static_cast<std::ptrdiff_t>(from), fates.begin() + static_cast<std::ptrdiff_t>(to), Fate::replaced);
        }
    }

    /// How good a place for the beginning or the end of a change is.
    static int joint_at(const Tokens& tokens, std::size_t at) {
        if (at == 0 || at == tokens.size()) return 6;
        const std::string_view previous = tokens[at - 1], next = tokens[at];
        const Script left = script_of(previous), right = script_of(next);
        if (previous.find('\n') != std::string_view::npos) return 5;
        if (left == Script::space) return at > 1 && ends_sentence(tokens[at - 2]) ? 5 : 3;
        if (ends_sentence(previous) && right != Script::space && right != Script::sign) return 5;
        if (previous == "、" || previous == "，") return 3;
        if (right == Script::space) return 2;
        if (left == Script::hiragana && (right == Script::kanji || right == Script::katakana)) return 2;
        return left == right ? 0 : 1;
    }

    const Tokens& before_;
    const Tokens& after_;
    std::vector<std::size_t> widths_before_, widths_after_;
};
}

std::vector<Stretch> readable(const std::vector<Stretch>& stretches, const Tokens& before, const Tokens& after) {
    const Reader reader(before, after);
    const auto words = reader.at_joints(reader.without_ends(reader.without_chance(stretches), false));
    return reader.without_ends(reader.without_chance(reader.in_whole_runs(words)), true);
}

}
