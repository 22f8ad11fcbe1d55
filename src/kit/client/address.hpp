#pragma once
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

/// Private to kit/client: which machines may be asked.
namespace client {

/// Reachable by everybody, and nobody's private machine: for IPv4 everything but the special-purpose blocks of IANA (RFC 6890), multicast
/// (RFC 5771) and 240.0.0.0/4; for IPv6 the global unicast block 2000::/3 (RFC 4291) without its special-purpose parts. What only stands
/// for an IPv4 address (mapped, 6to4, Teredo, NAT64) is none of it.
bool is_public(const sockaddr&);
/// The same for an address as text; false for what is none.
bool is_public(std::string_view address);

/// The address in its shortest form (RFC 5952), without a port; nothing for other families than IPv4 and IPv6.
std::optional<std::string> text_of(const sockaddr&);

}
