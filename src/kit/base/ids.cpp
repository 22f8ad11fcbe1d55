#include "kit/base/ids.hpp"

#include "kit/base/guarded.hpp"
#include "kit/base/time.hpp"

#include <sodium.h>

#include <array>
#include <random>

namespace base {

namespace {
constexpr std::int64_t epoch_2024 = 1704067200000;

struct Last {
    std::int64_t id = 0;
    std::mt19937_64 random{std::random_device{}()};
};

Guarded<Last>& last() {
    static Guarded<Last> state;
    return state;
}
}

std::int64_t new_id() {
    return last().with([](Last& state) {
        const auto salt = static_cast<std::int64_t>(state.random() & 0xfff);
        const std::int64_t fresh = ((now().ms - epoch_2024) << 12) | salt;
        state.id = fresh > state.id ? fresh : state.id + 1;
        return state.id;
    });
}

std::string new_uid() {
    static constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string uid;
    for (const unsigned char byte : bytes) {
        uid += digits[byte >> 4];
        uid += digits[byte & 0xf];
    }
    return uid;
}

std::string new_digits(int count) {
    std::string digits;
    for (int i = 0; i < count; ++i) digits += static_cast<char>('0' + randombytes_uniform(10));
    return digits;
}

}
