#include "kit/base/utf8.hpp"
#include "kit/text/diff.hpp"
#include "kit/text/japanese.hpp"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

namespace text {

namespace {
UChar32 icu(char32_t point) { return static_cast<UChar32>(point); }

bool is_space(char32_t point) { return point < 0x80 ? point == ' ' || (point >= '\t' && point <= '\r') : u_isUWhiteSpace(icu(point)) != 0; }

/// Letters and digits that are written in words. Full-width ones are written as kanji are.
bool is_word(char32_t point) {
    if (point < 0x80) return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    return !is_japanese(point) && !is_kanji(point) && u_isalnum(icu(point)) != 0;
}

/// Belongs to the character before it: accents, voicing marks, variation selectors, joiners.
bool is_mark(char32_t point) {
    return point >= 0x300 && ((U_GET_GC_MASK(icu(point)) & U_GC_M_MASK) != 0 || point == 0x200c || point == 0x200d);
}

bool joins_words(char32_t point) { return point == '\'' || point == 0x2019 || point == '-' || point == 0x2010 || point == 0x2011; }

bool is_picture(char32_t point) {
    return point >= 0xa9 && !is_kanji(point) &&
           (u_hasBinaryProperty(icu(point), UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(icu(point), UCHAR_REGIONAL_INDICATOR) ||
            u_hasBinaryProperty(icu(point), UCHAR_EMOJI_MODIFIER));
}

/// Finds where the character that is seen at a place ends. Opened for texts with emoji alone: it costs more than the rest together.
class Characters {
public:
    explicit Characters(std::string_view text) : text_(text) {}

    std::size_t end(std::size_t from, std::size_t at_least) {
        if (!open_ && !open()) return at_least;
        const auto next = ubrk_following(breaks().get(), static_cast<std::int32_t>(from));
        return next == UBRK_DONE ? text_.size() : std::max(at_least, static_cast<std::size_t>(next));
    }

private:
    using Breaks = std::unique_ptr<UBreakIterator, decltype(&ubrk_close)>;

    static Breaks& breaks() {
        static thread_local Breaks kept = [] {
            UErrorCode error = U_ZERO_ERROR;
            return Breaks(ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &error), &ubrk_close);
        }();
        return kept;
    }

    bool open() {
        UErrorCode error = U_ZERO_ERROR;
        source_.reset(utext_openUTF8(nullptr, text_.data(), static_cast<std::int64_t>(text_.size()), &error));
        if (breaks()) ubrk_setUText(breaks().get(), source_.get(), &error);
        return open_ = breaks() && U_SUCCESS(error);
    }

    std::string_view text_;
    std::unique_ptr<UText, decltype(&utext_close)> source_{nullptr, &utext_close};
    bool open_ = false;
};

class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text), characters_(text) {}

    Tokens split() {
        Tokens made;
        made.reserve(text_.size() / 3);
        while (at_ < text_.size()) {
            const std::size_t from = at_;
            token();
            made.push_back(text_.substr(from, at_ - from));
        }
        return made;
    }

private:
    void token() {
        const std::size_t from = at_;
        const char32_t point = base::next_code_point(text_, at_);
        if (is_space(point)) return take_while(is_space);
        if (is_picture(point)) at_ = characters_.end(from, at_);
        take_while(is_mark);
        if (!is_word(point)) return;
        for (;;) {
            take_while([](char32_t next) { return is_word(next) || is_mark(next); });
            std::size_t behind = at_;
            if (!joins_words(base::next_code_point(text_, behind))) return;
            std::size_t peek = behind;
            if (!is_word(base::next_code_point(text_, peek))) return;
            at_ = behind;
        }
    }

    template <class Test>
    void take_while(Test test) {
        for (std::size_t next = at_; next < text_.size() && test(base::next_code_point(text_, next)); at_ = next) {}
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Characters characters_;
};
}

Tokens words(std::string_view text) { return Splitter(text).split(); }

}
