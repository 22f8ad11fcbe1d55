#pragma once
#include "kit/base/lang.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Private to people.
namespace people {

struct LetterPart {
    enum class Kind { paragraph, code, link, foot };
    Kind kind = Kind::paragraph;
    std::string words;
    std::string url = {};  // of a link and of the foot
};
/// A whole page for programs that read mail: one column, no pictures, nothing that is fetched from anywhere.
std::string letter_html(base::Lang, std::string_view title, const std::vector<LetterPart>&);

}
