#pragma once
#include "kit/doc/compare.hpp"

#include <string>
#include <string_view>

namespace doc {

/// What changed in the text of a block. In code every space counts.
std::vector<Part> compare_inline(const std::vector<Node>& before, const std::vector<Node>& after, bool code);

/// Equal for nodes between which a reader sees no difference. In code every space counts.
std::string comparison_key(const Node&, bool code = false);

/// The attributes that a change of form is about: all but whether a list is tight and how a column is aligned.
Attrs form_of(const Node&);

/// Does a block of this type hold text, and not blocks?
bool holds_text(const Node&);

}
