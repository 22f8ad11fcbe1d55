#pragma once
#include <optional>
#include <string_view>

/// Private to kit/image: which decoder may see the bytes.
namespace image {

enum class Format { jpeg, png, webp, gif, heif };  // heif is AVIF and HEIC

/// By the first bytes alone; names and types that were sent along are never believed.
std::optional<Format> format_of(std::string_view bytes);

}
