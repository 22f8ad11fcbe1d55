#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Private to kit/child: what stands in front of a request. Numbers are little-endian.
namespace child {

struct Order {
    std::uint64_t memory;   // bytes
    std::uint32_t seconds;  // of processor time
    std::string_view request;
};

std::string write_order(const Order&);
/// Nothing for what is too short to be one. The request points into `message`.
std::optional<Order> read_order(std::string_view message);

}
