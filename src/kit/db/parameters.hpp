#pragma once
#include "kit/db/db.hpp"

#include <span>
#include <string>
#include <string_view>
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

/// The values in the order of `names`. A missing or an extra parameter is a bug; text that is not UTF-8 or holds NUL is refused on
/// both engines, because PostgreSQL cannot keep it.
std::vector<const Value*> arrange(const Query&, std::span<const std::string> names, std::span<const Param>);

}
