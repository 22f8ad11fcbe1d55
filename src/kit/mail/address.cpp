#include "kit/mail/mail.hpp"

#include <algorithm>

namespace mail {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// RFC 5322 atext, without the letters outside ASCII of RFC 6532.
bool is_atext(char c) { return is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos; }

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Parts between dots, each of which `holds`.
template <class Holds>
bool every_part(std::string_view text, Holds&& holds) {
    for (;;) {
        const std::size_t dot = text.find('.');
        if (!holds(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_local(std::string_view local) {
    return local.size() <= 64 &&
           every_part(local, [](std::string_view part) { return !part.empty() && std::all_of(part.begin(), part.end(), is_atext); });
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_host(std::string_view host) {
    const std::size_t last = host.rfind('.');
    return last != std::string_view::npos && every_part(host, is_label) &&
           !std::all_of(host.begin() + static_cast<std::ptrdiff_t>(last) + 1, host.end(), is_digit);
}

}

std::optional<std::string> fault_of_address(std::string_view address) {
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos) return "a mail address has an @ between name and host";
    if (address.size() > 254) return "a mail address has at most 254 characters";
    if (!is_ascii(address.substr(at + 1))) return "the host of a mail address must be written in ASCII (xn--…)";
    if (!is_ascii(address)) return "the name before the @ of a mail address must be ASCII";
    if (!is_local(address.substr(0, at))) return "the name before the @ of a mail address has a character or a length it cannot have";
    if (!is_host(address.substr(at + 1))) return "what stands behind the @ of a mail address is not the name of a host";
    return std::nullopt;
}

bool is_address(std::string_view address) { return !fault_of_address(address); }

std::string domain_of(std::string_view address) {
    std::string host(address.substr(std::min(address.rfind('@') + 1, address.size())));
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return host;
}

}
