#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The little YAML that the content format uses, written in one way.
namespace trade::yaml {

/// Text that people wrote: always in double quotes.
std::string quoted(std::string_view);
/// A name: without quotes where YAML reads it as the same text.
std::string plain(std::string_view);
/// `[a, b]` of slugs.
std::string list(const std::vector<std::string>&);

}
