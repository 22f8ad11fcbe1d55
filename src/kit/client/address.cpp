#include "kit/client/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace client {

namespace {
/// A block of addresses: the first one, and how many of its bits decide (RFC 4632).
template <std::size_t size>
struct Block {
    std::array<std::uint8_t, size> first;
    unsigned bits;
};

// IANA IPv4 Special-Purpose Address Registry, with what is global in it only for services of the network itself; multicast; class E.
constexpr std::array<Block<4>, 20> special_v4{{
    {{0, 0, 0, 0}, 8},        // this network
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared by carriers (RFC 6598)
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local; the metadata of clouds
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // IETF protocols
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 31, 196, 0}, 24},  // AS112
    {{192, 52, 193, 0}, 24},  // AMT
    {{192, 88, 99, 0}, 24},   // 6to4 relays
    {{192, 168, 0, 0}, 16},   // private
    {{192, 175, 48, 0}, 24},  // AS112
    {{198, 18, 0, 0}, 15},    // benchmarks
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{233, 252, 0, 0}, 24},   // documentation
    {{240, 0, 0, 0}, 4},      // reserved, broadcast
    {{168, 63, 129, 16}, 32}, // the metadata of one cloud stands at a public address
}};

// Inside 2000::/3. Everything outside is refused: ::, ::1, IPv4-mapped, NAT64, discard-only, ULA, link-local, site-local, multicast …
constexpr std::array<Block<16>, 6> special_v6{{
    {{0x20, 0x01, 0x00, 0x00}, 23},             // IETF protocols: Teredo, benchmarks, ORCHID
    {{0x20, 0x01, 0x0d, 0xb8}, 32},             // documentation
    {{0x20, 0x02}, 16},                         // 6to4
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48}, // AS112
    {{0x3f, 0xfe}, 16},                         // 6bone, given back
    {{0x3f, 0xff, 0x00}, 20},                   // documentation
}};
constexpr Block<16> global_v6{{0x20}, 3};

template <std::size_t size>
bool contains(const Block<size>& block, std::span<const std::uint8_t, size> address) {
    for (unsigned at = 0; at < size && at * 8 < block.bits; ++at) {
        const unsigned kept = std::min(block.bits - at * 8, 8U);
        const auto mask = static_cast<std::uint8_t>(0xff00U >> kept);
        if ((address[at] & mask) != (block.first.at(at) & mask)) return false;
    }
    return true;
}

bool is_public_v4(const in_addr& address) {
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &address, bytes.size());
    return std::none_of(special_v4.begin(), special_v4.end(), [&](const auto& block) { return contains<4>(block, bytes); });
}

bool is_public_v6(const in6_addr& address) {
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &address, bytes.size());
    return contains<16>(global_v6, bytes) &&
           std::none_of(special_v6.begin(), special_v6.end(), [&](const auto& block) { return contains<16>(block, bytes); });
}
}

bool is_public(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return is_public_v4(v4.sin_addr);
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        return is_public_v6(v6.sin6_addr);
    }
    return false;
}

bool is_public(std::string_view text) {
    const std::string terminated(text);
    in_addr v4{};
    if (inet_pton(AF_INET, terminated.c_str(), &v4) == 1) return is_public_v4(v4);
    in6_addr v6{};
    return inet_pton(AF_INET6, terminated.c_str(), &v6) == 1 && is_public_v6(v6);
}

std::optional<std::string> text_of(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    } else if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    } else {
        return std::nullopt;
    }
    return text.data();
}

}
