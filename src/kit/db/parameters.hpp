#pragma once
#include "kit/db/db.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Private to kit/db.
namespace db {

/// A statement with its `:name` parameters replaced by `mark` and their number: `?1` or `$1`.
struct Numbered {
    std::string sql;
    std::vector<std::string> names;
};

/// Literals, quoted names, comments and `::casts` are left alone.
Numbered number_parameters(std::string_view sql, char mark);

/// Kept statements are found by their text, without copying it.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Statement>
using Kept = std::unordered_map<std::string, Statement, TextHash, std::equal_to<>>;

/// The values in the order of `names`. A missing or an extra parameter is a bug; text that is not UTF-8 or holds NUL is refused on
/// both engines, because PostgreSQL cannot keep it.
std::vector<const Value*> arrange(const Query&, std::span<const std::string> names, std::span<const Param>);

}
