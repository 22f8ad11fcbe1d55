#pragma once
#include "editorial/editorial.hpp"

#include <vector>

namespace site {

/// Lines of the checklist that need the library and the addresses of the site: `sources`, `links` (of other sites), `pages` (of this one).
std::vector<editorial::Gate> gates();

}
