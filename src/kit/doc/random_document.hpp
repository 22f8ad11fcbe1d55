#pragma once
#include "kit/doc/doc.hpp"

#include <cstdint>
#include <span>

namespace doc {

/// Documents and awkward texts made from a list of numbers, for tests and fuzzers: the same numbers make the same document, and fewer
/// numbers a smaller one.
Node document_from(std::span<const std::uint8_t> numbers);
std::string markdown_from(std::span<const std::uint8_t> numbers);

}
