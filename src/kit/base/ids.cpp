#include "kit/base/ids.hpp"

#include "kit/base/guarded.hpp"
#include "kit/base/time.hpp"

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
    std::random_device device;
    std::string uid;
    for (int word = 0; word < 4; ++word) {
        std::uint32_t bits = device();
        for (int nibble = 0; nibble < 8; ++nibble, bits >>= 4) uid += digits[bits & 0xf];
    }
    return uid;
}

std::string new_digits(int count) {
    std::random_device device;
    std::uniform_int_distribution<int> digit(0, 9);
    std::string digits;
    for (int i = 0; i < count; ++i) digits += static_cast<char>('0' + digit(device));
    return digits;
}

}
