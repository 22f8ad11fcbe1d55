#pragma once
#include "kit/doc/doc.hpp"

#include <string_view>
#include <vector>

namespace doc {

/// Text as the parser left it, guards and all: citations, ruby and bare addresses in it become nodes. Inside a link there are no addresses.
void read_text(std::string_view text, const std::vector<Mark>& marks, bool in_link, std::vector<Node>& out);

/// Length of the ruby `{base|reading}` at the beginning of the text, 0 if there is none.
std::size_t ruby_size(std::string_view text);

}
