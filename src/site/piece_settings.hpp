#pragma once
#include "editorial/editorial.hpp"

#include <string>
#include <vector>

/// Private to site: what is set for a piece as a whole.
namespace site {

/// slug, licence, credits, levels, tags, place (in a course), series (place in one), lessons (of a course), posts (of a series), cover.
std::vector<editorial::Setting> piece_settings();

}
