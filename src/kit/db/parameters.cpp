#include "kit/db/parameters.hpp"

#include "kit/base/check.hpp"
#include "kit/base/utf8.hpp"

#include <algorithm>

namespace db {

namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// The position behind what must be copied untouched at `at`, or `at` itself.
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
    const auto behind = [&](std::string_view end, std::size_t from) {
        const std::size_t found = sql.find(end, from);
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    if (sql[at] == '\'' || sql[at] == '"') return behind(sql.substr(at, 1), at + 1);
    if (sql.substr(at, 2) == "--") return behind("\n", at);
    if (sql.substr(at, 2) == "/*") return behind("*/", at + 2);
    if (sql.substr(at, 2) == "::") return at + 2;
    return at;
}

}

Numbered number_parameters(std::string_view sql, char mark) {
    Numbered made;
    made.sql.reserve(sql.size());
    for (std::size_t at = 0; at < sql.size();) {
        if (const std::size_t behind = skip_quoted(sql, at); behind > at) {
            made.sql.append(sql.substr(at, behind - at));
            at = behind;
            continue;
        }
        std::size_t end = at + 1;
        while (end < sql.size() && is_word(sql[end])) ++end;
        if (sql[at] != ':' || end == at + 1) {
            made.sql += sql[at++];
            continue;
        }
        const std::string_view name = sql.substr(at + 1, end - at - 1);
        auto found = std::find(made.names.begin(), made.names.end(), name);
        if (found == made.names.end()) found = made.names.insert(found, std::string(name));
        made.sql += mark + std::to_string(found - made.names.begin() + 1);
        at = end;
    }
    return made;
}

std::vector<const Value*> arrange(const Query& query, std::span<const std::string> names, std::span<const Param> params) {
    std::vector<const Value*> values(names.size(), nullptr);
    for (const Param& param : params) {
        const auto found = std::find(names.begin(), names.end(), param.name);
        if (found == names.end()) throw base::Bug(std::string(query.name) + " has no parameter :" + std::string(param.name));
        if (const auto* text = std::get_if<std::string>(&param.value)) {
            if (text->find('\0') != std::string::npos || !base::is_utf8(*text)) {
                throw base::Error(std::string(query.name) + ": the text of :" + std::string(param.name) + " is not UTF-8 or holds NUL");
            }
        }
        values[static_cast<std::size_t>(found - names.begin())] = &param.value;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) throw base::Bug(std::string(query.name) + " was run without :" + names[i]);
    }
    return values;
}

}
