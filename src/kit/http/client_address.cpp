#include "kit/http/client_address.hpp"

#include "kit/http/negotiate.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <span>

namespace http {

namespace {
using Bytes = std::array<std::uint8_t, 16>;

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // RFC 4291 §2.5.5.2

bool is_ipv4(const Bytes& address) { return std::equal(mapped.begin(), mapped.end(), address.begin()); }

// Both families in one form, IPv4 as the IPv6 address that stands for it. The zone of a link-local address (RFC 4007) is left out.
std::optional<Bytes> read_address(std::string_view text) {
    if (text.find(':') != text.npos) text = text.substr(0, text.find('%'));
    if (text.empty() || text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
    const std::string terminated(text);
    Bytes bytes{};
    if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
    std::copy(mapped.begin(), mapped.end(), bytes.begin());
    if (inet_pton(AF_INET, terminated.c_str(), std::span(bytes).subspan(mapped.size()).data()) == 1) return bytes;
    return std::nullopt;
}

std::string write_address(const Bytes& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_ipv4(address))
        inet_ntop(AF_INET, std::span(address).subspan(mapped.size()).data(), text.data(), text.size());
    else
        inet_ntop(AF_INET6, address.data(), text.data(), text.size());
    return text.data();
}

// The first `bits` bits, and 0 for the others.
Bytes network_of(Bytes address, unsigned bits) {
    for (unsigned at = 0; at < address.size(); ++at) {
        const unsigned kept = std::clamp(bits, at * 8, at * 8 + 8) - at * 8;
        address.at(at) = static_cast<std::uint8_t>(address.at(at) & (0xff00U >> kept));
    }
    return address;
}

std::optional<unsigned> read_prefix(std::string_view digits, unsigned most) {
    if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    unsigned prefix = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        prefix = prefix * 10 + static_cast<unsigned>(c - '0');
    }
    if (prefix > most) return std::nullopt;
    return prefix;
}
}

TrustedProxies::TrustedProxies()
    : blocks_{{.first = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127}, .bits = 96 + 8},
              {.first = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, .bits = 128}} {}

bool TrustedProxies::contain(std::string_view address) const {
    const auto bytes = read_address(address);
    return bytes && std::any_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
               return is_ipv4(*bytes) == is_ipv4(block.first) && network_of(*bytes, block.bits) == block.first;
           });
}

std::optional<TrustedProxies> parse_trusted_proxies(std::string_view list) {
    TrustedProxies proxies;
    proxies.blocks_.clear();
    if (trimmed(list).empty()) return proxies;
    for (;;) {
        const std::size_t comma = list.find(',');
        const std::string_view text = trimmed(list.substr(0, comma));
        const std::size_t slash = text.find('/');
        const std::string_view written = text.substr(0, slash);
        const auto address = read_address(written);
        if (!address || written.find('%') != written.npos) return std::nullopt;
        // `10.0.0.0/8` counts its bits from where IPv4 begins.
        const unsigned before = written.find(':') == written.npos ? 96 : 0;
        const auto prefix = slash == text.npos ? std::optional(128 - before) : read_prefix(text.substr(slash + 1), 128 - before);
        if (!prefix || network_of(*address, before + *prefix) != *address) return std::nullopt;
        proxies.blocks_.push_back({.first = *address, .bits = before + *prefix});
        if (comma == list.npos) return proxies;
        list.remove_prefix(comma + 1);
    }
}

std::string client_address(std::string_view peer, std::string_view x_forwarded_for, const TrustedProxies& trusted) {
    const auto nearest = read_address(peer);
    if (!nearest) return std::string(peer);
    std::string last = write_address(*nearest);
    while (trusted.contain(last)) {
        const std::size_t comma = x_forwarded_for.rfind(',');
        const auto next = read_address(trimmed(x_forwarded_for.substr(comma == x_forwarded_for.npos ? 0 : comma + 1)));
        if (!next) break;
        last = write_address(*next);
        x_forwarded_for = x_forwarded_for.substr(0, comma == x_forwarded_for.npos ? 0 : comma);
    }
    return last;
}

std::string client_address(const Request& request, const TrustedProxies& trusted) {
    std::string lines;
    for (const auto& [name, value] : request.headers)
        if (name == "x-forwarded-for") lines += (lines.empty() ? "" : ",") + value;
    return client_address(request.remote, lines, trusted);
}

std::string counting_key(std::string_view address) {
    const auto bytes = read_address(address);
    if (!bytes) return "no address";
    return is_ipv4(*bytes) ? write_address(*bytes) : write_address(network_of(*bytes, 64)) + "/64";
}

}
