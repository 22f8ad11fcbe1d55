#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace text {

/// A file whose encoding nobody says, as UTF-8 without a byte order mark: UTF-8, UTF-16 with a mark, Shift_JIS as Windows writes it
/// (CP932), EUC-JP. Nothing for bytes that are none of these, or that hold NUL.
std::optional<std::string> as_utf8(std::string_view bytes);

}
