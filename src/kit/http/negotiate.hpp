#pragma once
#include <cstdint>
#include <string_view>

namespace http {

enum class Coding : std::uint8_t { identity, gzip, br };

/// What a client takes, as weights in thousandths (RFC 9110 §12.5.3). Nothing said: identity alone.
struct Accepts {
    int gzip = 0, br = 0, identity = 1000;
    /// The best of what there is; identity always can be had. Equal weights: br, gzip, identity.
    Coding best(bool have_gzip, bool have_br) const;
};

Accepts accepts(std::string_view accept_encoding);

/// The entity tag (without quotes) by which a conditional request shows that it has the page already; empty if it has not. The tags of one
/// page begin with its `hash` and differ only in what follows a `-`, which names the encoding; proxies add suffixes of their own in the same way.
std::string_view tag_held(std::string_view if_none_match, std::string_view hash);

bool same_word(std::string_view a, std::string_view b);  // ASCII case is no difference
std::string_view trimmed(std::string_view);              // of spaces and tabs

}
