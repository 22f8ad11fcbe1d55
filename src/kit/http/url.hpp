#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

/// Percent-decoded text, or nothing for a bad escape, bytes that are not UTF-8, or a NUL.
std::optional<std::string> percent_decode(std::string_view, bool plus_is_space = false);

/// `name=value&…` as browsers write it, in queries and in form bodies. Nothing where percent_decode refuses a part.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view);

/// Every byte but the unreserved ones of RFC 3986 is escaped; `/` too.
std::string percent_encode(std::string_view);

/// The decoded path of an origin-form target into `path`. False for anything that could name a thing twice or hide what it names:
/// bad escapes and UTF-8, controls, backslashes, escaped slashes, and empty, `.` or `..` segments (a slash at the end is let through).
bool decode_path(std::string_view raw, std::string& path);

/// A query that parse_query would read.
bool is_query(std::string_view raw);

}
