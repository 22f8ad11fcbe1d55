#include "kit/base/hash.hpp"

#include "kit/base/check.hpp"

#include <sodium.h>

#include <array>

namespace base {

std::string hash(std::string_view bytes, std::size_t size) {
    check(size >= 16 && size <= 64);
    std::array<unsigned char, 64> digest{};
    crypto_generichash(digest.data(), size, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (std::size_t i = 0; i < size; ++i) {
        hex += digits[digest.at(i) >> 4];
        hex += digits[digest.at(i) & 0xf];
    }
    return hex;
}

}
