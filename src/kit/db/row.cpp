#include "kit/base/check.hpp"
#include "kit/db/db.hpp"

namespace db {

namespace {

const Value& column_of(const std::vector<Value>& columns, std::size_t column) {
    if (column >= columns.size())
        throw base::Bug("a row of " + std::to_string(columns.size()) + " columns has no column " + std::to_string(column));
    return columns[column];
}

template <class T>
const T& get(const std::vector<Value>& columns, std::size_t column, const char* wanted) {
    const Value& value = column_of(columns, column);
    if (const T* found = std::get_if<T>(&value)) return *found;
    const char* const held = value.index() == 0 ? "NULL" : value.index() == 1 ? "a number" : "text";
    throw base::Bug("column " + std::to_string(column) + " holds " + held + ", not " + wanted);
}

}

std::int64_t Row::number(std::size_t column) const { return get<std::int64_t>(columns_, column, "a number"); }
const std::string& Row::text(std::size_t column) const { return get<std::string>(columns_, column, "text"); }
bool Row::is_null(std::size_t column) const { return column_of(columns_, column).index() == 0; }

std::optional<std::int64_t> Row::find_number(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return number(column);
}

std::optional<std::string> Row::find_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<base::Day> Row::find_day(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return day(column);
}

}
