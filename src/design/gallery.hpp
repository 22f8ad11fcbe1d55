#pragma once
#include "design/words.hpp"
#include "kit/html/html.hpp"

namespace design {

/// Every part on one page, with sample texts that name nobody: the living reference and the target of look and access tests.
html::Html parts_gallery(Lang);

}
