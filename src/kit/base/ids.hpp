#pragma once
#include <cstdint>
#include <string>

namespace base {

/// 53 bits (exact in every JSON reader), ordered by time within one process: milliseconds since 2024 and 12 bits that tell
/// ids of one millisecond apart. Made by the program, so rows need no autoincrement and know their id before they are written.
std::int64_t new_id();

/// 128 random bits as 32 lower-case hex digits, for public addresses of things that are not public.
std::string new_uid();

/// So many random decimal digits, each equally likely.
std::string new_digits(int count);

}
