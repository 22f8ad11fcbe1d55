#pragma once
#include "kit/http/http.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http {

/// The servers whose X-Forwarded-For is believed, as blocks of addresses (CIDR: RFC 4632, RFC 4291 §2.3).
class TrustedProxies {
public:
    /// This machine: 127.0.0.0/8 and ::1.
    TrustedProxies();
    /// An IPv6 address that stands for an IPv4 one (::ffff:0:0/96) is in the blocks of IPv4 only. What is no address is in none.
    bool contain(std::string_view address) const;

private:
    struct Block {
        std::array<std::uint8_t, 16> first;  // IPv4 as ::ffff:a.b.c.d
        unsigned bits;                       // of 128 that decide
    };
    std::vector<Block> blocks_;
    friend std::optional<TrustedProxies> parse_trusted_proxies(std::string_view);
};

/// `10.0.0.0/8, 2001:db8::/32, 192.0.2.7`; an address alone is a block of one, and an empty text trusts nobody, not even this machine.
/// Nothing for what is no address, for a prefix that is too long, and for bits behind the prefix: `10.0.0.1/8` says two things.
std::optional<TrustedProxies> parse_trusted_proxies(std::string_view comma_separated);

/// Who sent a request, as far as it can be known: the peer, or, if that is a trusted proxy, the nearest address of X-Forwarded-For that is
/// none. The list is read from its end, because its beginning is what the client chose to write; where it is no list of addresses (ports
/// and brackets are none), or there is nothing left of it, the last trusted proxy is the answer. Written in its shortest form (RFC 5952),
/// and an IPv6 address that stands for an IPv4 one as that; a peer that is no address comes back as it is.
std::string client_address(std::string_view peer, std::string_view x_forwarded_for, const TrustedProxies&);

/// The same for a whole request. Every X-Forwarded-For line counts, in the order sent: some proxies add a line of their own behind the client's.
std::string client_address(const Request&, const TrustedProxies&);

/// What to count an address under: IPv4 as it is, and of IPv6 the network of 64 bits (`2001:db8:0:1::/64`), in which a single line may choose
/// among 2^64 addresses. Everything that is no address is counted together.
std::string counting_key(std::string_view address);

}
