#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace base {

enum class Lang { en, ja };

inline constexpr std::array<Lang, 2> languages{Lang::en, Lang::ja};

/// BCP 47 tag.
constexpr std::string_view tag(Lang lang) { return lang == Lang::en ? "en" : "ja"; }
constexpr Lang other(Lang lang) { return lang == Lang::en ? Lang::ja : Lang::en; }
constexpr std::optional<Lang> lang_from(std::string_view tag) {
    if (tag == "en") return Lang::en;
    if (tag == "ja") return Lang::ja;
    return std::nullopt;
}

}
