#include "kit/base/hash.hpp"

#include "kit/base/check.hpp"

#include <sodium.h>

#include <array>
#include <span>

namespace base {

namespace {
const unsigned char* unsigned_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::string hex(std::span<const unsigned char> digest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out(digest.size() * 2, '0');
    char* to = out.data();
    for (const unsigned char byte : digest) {
        *to++ = digits[byte >> 4];
        *to++ = digits[byte & 0xf];
    }
    return out;
}
}

std::string hash(std::string_view bytes, std::size_t size) {
    check(size >= 16 && size <= 64);
    std::array<unsigned char, 64> digest{};
    crypto_generichash(digest.data(), size, unsigned_of(bytes), bytes.size(), nullptr, 0);
    return hex(std::span(digest).first(size));
}

std::string keyed_hash(std::string_view key, std::string_view bytes) {
    check(key.size() >= crypto_generichash_KEYBYTES_MIN && key.size() <= crypto_generichash_KEYBYTES_MAX);
    std::array<unsigned char, 32> digest{};
    crypto_generichash(digest.data(), digest.size(), unsigned_of(bytes), bytes.size(), unsigned_of(key), key.size());
    return hex(digest);
}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), unsigned_of(bytes), bytes.size());
    return hex(digest);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}
