#include "kit/child/wire.hpp"

#include <cstddef>

namespace child {

namespace {
constexpr std::size_t of_memory = 8, of_seconds = 4;

void put(std::string& out, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

std::uint64_t take(std::string_view& from, std::size_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = size; i-- > 0;) number = number << 8 | static_cast<unsigned char>(from[i]);
    from.remove_prefix(size);
    return number;
}
}

std::string write_order(const Order& order) {
    std::string out;
    out.reserve(of_memory + of_seconds + order.request.size());
    put(out, order.memory, of_memory);
    put(out, order.seconds, of_seconds);
    out += order.request;
    return out;
}

std::optional<Order> read_order(std::string_view message) {
    if (message.size() < of_memory + of_seconds) return std::nullopt;
    Order order{};
    order.memory = take(message, of_memory);
    order.seconds = static_cast<std::uint32_t>(take(message, of_seconds));
    order.request = message;
    return order;
}

}
