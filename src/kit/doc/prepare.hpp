#pragma once
#include "kit/doc/doc.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace doc {

/// U+E000 stands where our dialect must steer the CommonMark parser; it is refused in texts and removed from everything that was parsed.
inline constexpr std::string_view guard = "\uE000";
inline constexpr char32_t guard_point = 0xE000;

/// A line of colons that opens or closes one of our blocks.
struct Fence {
    bool opens = false;
    std::size_t colons = 0;
    std::string name;
    Attrs attrs;
    std::size_t line = 0;           // in the source
    std::size_t prepared_line = 0;  // of the paragraph that stands for it
};

/// Text of our dialect, rewritten so that a CommonMark parser reads it as we mean it.
struct Prepared {
    std::string text;
    std::vector<std::size_t> source_line;  // of each line of `text`, from 1; index 0 is unused
    std::vector<Fence> fences;
    struct Label {
        std::string name;
        std::size_t line;
    };
    std::vector<Label> footnotes;  // definitions at the left margin
    Faults faults;
};

/// - A guard goes between `*` or `~` and its neighbours where one of them is Japanese: `**「重要」**です` is strong.
/// - A guard goes after `\[`, `\{`, `\:`, `\.` and `\@` and after decimal references to these characters, so that an escaped citation, ruby or
///   address stays text. (After hexadecimal references there is none: those can stand before a `*`, which would see the guard.)
/// - A guard goes behind the `<` of a tag, so that raw HTML is text.
/// - A guard goes into `[^` where no label of letters, digits and hyphens follows: of other footnotes the parser loses text.
/// - A fence becomes a paragraph of its own, guard and number.
/// Lines of which `is_code` holds are code at the left margin, where colons are no fence.
Prepared prepare(std::string_view markdown, const std::vector<bool>& is_code = {});

/// Faults of size, encoding, nesting and width, found without parsing: what would be slow to parse is refused.
Faults check_source(std::string_view markdown, bool site);

std::string without_guards(std::string_view);

}
