#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace doc {

/// One character of text, or a piece of syntax between characters.
struct Unit {
    enum class Kind { character, piece, open, close, line_break };
    Kind kind = Kind::character;
    char32_t point = 0;
    bool in_link = false;
    bool cite_like = false;  // a piece that a "(" or ":" behind it would turn into something else
    bool as_reference = false;
    std::string raw = {};  // of a piece
    char sign = '*';   // of open and close: * _ ~
    int size = 1;

    bool is_sign() const { return kind == Kind::open || kind == Kind::close; }
    bool is(char32_t c) const { return kind == Kind::character && point == c; }
};

/// Settles with which characters the marks are written, and which characters beside them become references, so that every sign is read as it
/// is meant. `guarded` tells whether a character will be escaped with a guard behind it (see prepare.hpp).
void settle_signs(std::vector<Unit>&, std::function<bool(std::size_t)> guarded);

/// White space as the parser knows it.
bool is_white_space(char32_t);

}
