#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

/// Name and value pairs of a form or a query, in the order sent.
class Fields {
public:
    /// application/x-www-form-urlencoded (WHATWG URL §5.1). Nothing for text that is not UTF-8, holds NUL, or has over 1,000 fields.
    static std::optional<Fields> parse(std::string_view encoded);

    /// False, and nothing added, for text that is not UTF-8, holds NUL, or would be one field too many.
    bool add(std::string_view name, std::string_view value);

    /// The first value; "" if absent.
    std::string_view get(std::string_view name) const;
    std::optional<std::string_view> find(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return pairs_; }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
std::string encode(std::string_view);

/// A value of a Cookie header (RFC 6265); "" if absent.
std::string_view cookie(std::string_view header, std::string_view name);

}
