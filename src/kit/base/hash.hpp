#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace base {

/// BLAKE2b (RFC 7693) of the bytes, `size` bytes long (16 to 64), as lower-case hex.
std::string hash(std::string_view bytes, std::size_t size = 16);

/// Keyed BLAKE2b (RFC 7693 §2.5), 32 bytes long, as lower-case hex. The key is 16 to 64 bytes and secret: who has not got it can neither
/// make the hash nor foresee anything of it.
std::string keyed_hash(std::string_view key, std::string_view bytes);

/// SHA-256 (FIPS 180-4) as lower-case hex; for what others must compute too. Everything of our own uses `hash`.
std::string sha256(std::string_view bytes);

/// For secrets and signatures: how long it takes tells nothing of where two texts of the same length differ.
bool equal_in_constant_time(std::string_view, std::string_view);

}
