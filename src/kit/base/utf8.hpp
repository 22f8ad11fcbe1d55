#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF.
bool is_utf8(std::string_view);

/// Decodes the code point at `at` and moves `at` behind it. `text` must be well-formed; at the end it returns 0.
char32_t next_code_point(std::string_view text, std::size_t& at);

void append_utf8(std::string& out, char32_t);

/// Number of code points.
std::size_t code_points(std::string_view);

}
