#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace base {

/// A JSON value (RFC 8259) with object members in the order they were written. Numbers are 64-bit integers or doubles.
struct Json {
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value = nullptr;

    Json() = default;
    Json(bool v) : value(v) {}
    Json(int v) : value(std::int64_t{v}) {}
    Json(std::int64_t v) : value(v) {}
    Json(double v) : value(v) {}
    Json(const char* v) : value(std::string(v)) {}
    Json(std::string_view v) : value(std::string(v)) {}
    Json(std::string v) : value(std::move(v)) {}
    Json(Array v) : value(std::move(v)) {}
    Json(Object v) : value(std::move(v)) {}

    /// Member of an object; nothing for other values or a missing key.
    const Json* find(std::string_view key) const;
    const std::string* text() const { return std::get_if<std::string>(&value); }
    const Array* array() const { return std::get_if<Array>(&value); }
    const Object* object() const { return std::get_if<Object>(&value); }
    std::optional<std::int64_t> integer() const;
    bool operator==(const Json&) const = default;
};

/// Nothing for text that is not JSON, is not UTF-8 or is nested deeper than 64.
std::optional<Json> parse_json(std::string_view);
/// Compact. Text must be UTF-8.
std::string write_json(const Json&);
/// A quoted JSON string; `<`, `>` and `&` are escaped so that it can stand inside HTML. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view);

}
