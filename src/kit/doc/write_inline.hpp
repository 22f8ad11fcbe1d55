#pragma once
#include "kit/doc/doc.hpp"

#include <string>
#include <vector>

namespace doc {

enum class Place { paragraph, task, heading, cell };

/// The inline content of a block as Markdown that is read back as the same content.
std::string write_inlines(const std::vector<Node>&, Place);

}
