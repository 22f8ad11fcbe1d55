#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// BLAKE2b (RFC 7693) of the bytes, `size` bytes long (16 to 64), as lower-case hex.
std::string hash(std::string_view bytes, std::size_t size = 16);

}
