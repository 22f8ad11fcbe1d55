#pragma once
#include "design/words.hpp"
#include "kit/doc/compare_html.hpp"

/// Private to desk: comparisons of two texts on pages.
namespace desk::view {

/// What a comparison says, in the language of the page; blocks are named as the editor names them.
doc::CompareOptions compare_options(base::Lang page, base::Lang text);

}
