#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace site {

/// The address of a page by its slug, without language; nothing for a slug that the program has no place for.
std::optional<std::string> page_path(std::string_view slug);
/// Every page that the program has a place for.
std::vector<std::string_view> page_slugs();
/// Only in Japanese.
bool is_japanese_only(std::string_view slug);

}
