#pragma once
#include "kit/doc/doc.hpp"

#include <string>
#include <string_view>

/// Pieces of Markdown that stand for themselves, whatever is beside them.
namespace doc {

/// `&#123;`
std::string reference(char32_t);
/// Would the parser see a character reference at this `&`?
bool looks_like_reference(std::string_view text);

/// A code span.
std::string write_code(std::string_view);
/// What closes a link or picture: `](/address "title")`.
std::string write_target(const std::string& url, const std::string& title);
/// Can `<…>` stand for this link?
bool is_pointed_address(const Node& text, const Mark& link);
/// What stands behind the backticks of a code block.
std::string write_info(std::string_view);

}
