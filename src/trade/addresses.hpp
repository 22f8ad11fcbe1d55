#pragma once
#include "trade/content.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace trade {

/// The addresses that a site loaded from this content has, for checking links inside it.
class Addresses {
public:
    explicit Addresses(const Content&);
    /// `href` as written in a text of this language: without prefix, or with /ja for the Japanese side.
    bool has(base::Lang, std::string_view href) const;
    /// Any key while the library cannot be read: that is a fault of its own.
    bool has_source(std::string_view key) const;

private:
    void add(base::Lang, std::string path);
    void add_text(const TextFile&);
    bool library_was_read_;
    std::array<std::set<std::string, std::less<>>, 2> paths_;
};

/// Where a text stands, without language; nothing for one without a page.
std::optional<std::string> address_of(const TextFile&);

}
