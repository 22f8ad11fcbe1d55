#include "kit/doc/write_signs.hpp"

#include "kit/text/japanese.hpp"

namespace doc {

bool is_white_space(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

namespace {
bool is_ascii_punctuation(char32_t c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

class Signs {
public:
    Signs(std::vector<Unit>& units, std::function<bool(std::size_t)> guarded) : units_(units), guarded_(std::move(guarded)) {}

    void settle() {
        if (reads_plainly())
            settle_plainly();
        else
            settle_surely();
    }

private:
    using Kind = Unit::Kind;

    const Unit* at(std::size_t i) const { return i < units_.size() ? &units_[i] : nullptr; }
    const Unit* before(std::size_t i) const { return i > 0 ? &units_[i - 1] : nullptr; }

    /// Do runs of stars alone say which of them belong together? Two marks side by side, or several inside one whose sign touches theirs, do not.
    bool reads_plainly() const {
        std::vector<std::size_t> open; // open signs
        std::vector<std::size_t> inner(units_.size(), 0);
        std::vector<bool> touches(units_.size(), false);
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (!units_[i].is_sign() || units_[i].sign == '~') continue;
            const Unit* previous = before(i);
            const bool adjacent = previous && previous->is_sign() && previous->sign != '~';
            if (units_[i].kind == Kind::open) {
                if (adjacent && previous->kind == Kind::close) return false;
                if (!open.empty()) {
                    ++inner[open.back()];
                    if (adjacent) touches[open.back()] = true;
                }
                open.push_back(i);
            } else {
                if (adjacent && previous->kind == Kind::close) touches[open.back()] = true;
                if (touches[open.back()] && inner[open.back()] > 1) return false;
                open.pop_back();
            }
        }
        return true;
    }

    struct Cluster {
        std::size_t begin, end; // signs, none but signs
    };
    std::vector<Cluster> clusters() const {
        std::vector<Cluster> all;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            if (!units_[i].is_sign()) continue;
            std::size_t end = i;
            while (end < units_.size() && units_[end].is_sign()) ++end;
            all.push_back({i, end});
            i = end;
        }
        return all;
    }

    enum class Side { space, punctuation, letter, unknown, japanese };

    /// What the parser sees beside a sign.
    Side side(const Unit* unit) const {
        if (!unit || unit->kind == Kind::line_break) return Side::space;
        if (unit->kind != Kind::character || unit->as_reference) return Side::punctuation;
        const char32_t c = unit->point;
        if (is_white_space(c)) return Side::space;
        if (text::is_japanese(c)) return Side::japanese;
        if (is_ascii_punctuation(c)) return Side::punctuation;
        if (c < 0x80 || (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7)) return Side::letter;
        if ((c >= 0x2010 && c <= 0x2027) || (c >= 0x2030 && c <= 0x205e && c != 0x2044 && c != 0x2052) || c == 0xab || c == 0xbb)
            return Side::punctuation;
        return Side::unknown;
    }

    /// Characters beside signs become references where the signs would not be read as such.
    void settle_plainly() {
        const auto all = clusters();
        for (const auto& [begin, end] : all) inner_spaces(begin, end);
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& [begin, end] : all) {
                const Side left = guarded_left(begin), right = side(at(end));
                if (left == Side::japanese || (right == Side::japanese && !units_[end].as_reference)) continue;
                for (std::size_t i = begin; i < end; ++i) {
                    const Side before = beyond(i, begin, i, left), after = beyond(i, i + 1, end, right);
                    const bool letter_before = before == Side::letter || before == Side::unknown,
                               letter_after = after == Side::letter || after == Side::unknown;
                    if (units_[i].kind == Kind::open && letter_before && after != Side::letter) changed = refer(begin - 1) || changed;
                    if (units_[i].kind == Kind::close && letter_after && before != Side::letter) changed = refer(end) || changed;
                }
            }
        }
    }

    /// What the sign i sees past the signs from..to of its own cluster. One run is one sign, and stars see through tildes.
    Side beyond(std::size_t i, std::size_t from, std::size_t to, Side outside) const {
        const char sign = units_[i].sign;
        while (from < to && to <= i && units_[to - 1].sign == sign) --to;
        while (from < to && from > i && units_[from].sign == sign) ++from;
        for (std::size_t n = from; n < to; ++n)
            if (sign == '~' || units_[n].sign != '~') return Side::punctuation;
        return outside;
    }

    /// As side(), but an escaped character that gets a guard counts as Japanese, because the guard brings guards of its own.
    Side guarded_left(std::size_t begin) const {
        const Unit* unit = before(begin);
        if (unit && unit->kind == Kind::character && !unit->as_reference && guarded_(begin - 1)) return Side::japanese;
        return side(unit);
    }

    bool refer(std::size_t i) {
        if (i >= units_.size() || units_[i].kind != Kind::character || units_[i].as_reference) return false;
        return units_[i].as_reference = true;
    }

    void inner_spaces(std::size_t begin, std::size_t end) {
        if (units_[end - 1].kind == Kind::open && end < units_.size() && units_[end].kind == Kind::character &&
            is_white_space(units_[end].point))
            units_[end].as_reference = true;
        if (units_[begin].kind == Kind::close && begin > 0 && units_[begin - 1].kind == Kind::character &&
            is_white_space(units_[begin - 1].point))
            units_[begin - 1].as_reference = true;
    }

    /// `*` and `_` by turns, and a reference for every character beside them: ugly, rare, and never misread.
    void settle_surely() {
        std::vector<char> open;
        char last_closed = 0;
        for (std::size_t i = 0; i < units_.size(); ++i) {
            Unit& unit = units_[i];
            if (!unit.is_sign() || unit.sign == '~') {
                last_closed = 0;
                continue;
            }
            if (unit.kind == Kind::open) {
                if (!open.empty())
                    unit.sign = open.back() == '*' ? '_' : '*';
                else
                    unit.sign = last_closed == '*' ? '_' : '*';
                open.push_back(unit.sign);
                last_closed = 0;
            } else {
                unit.sign = open.back();
                open.pop_back();
                last_closed = unit.sign;
            }
        }
        for (const auto& [begin, end] : clusters()) {
            inner_spaces(begin, end);
            if (begin > 0 && side(before(begin)) != Side::space) refer(begin - 1);
            if (side(at(end)) != Side::space) refer(end);
        }
    }

    std::vector<Unit>& units_;
    std::function<bool(std::size_t)> guarded_;
};
}

void settle_signs(std::vector<Unit>& units, std::function<bool(std::size_t)> guarded) { Signs(units, std::move(guarded)).settle(); }

}
