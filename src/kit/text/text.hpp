#pragma once
#include <string>
#include <string_view>

namespace text {

/// Is this `[a-z0-9]+(-[a-z0-9]+)*` of at most 60 characters?
bool is_slug(std::string_view);
/// A slug out of a title: NFKD, ASCII letters and digits, hyphens; "" when nothing is left.
std::string slug(std::string_view title);

/// Unicode normalization form C of well-formed UTF-8.
std::string nfc(std::string_view);

/// Cuts at a code point, never inside one, and adds "…" when something was cut.
std::string shorten(std::string_view, std::size_t code_points);

}
