#include "kit/web/routes.hpp"

#include "kit/base/check.hpp"

#include <algorithm>

namespace web {

namespace {
/// Takes the segment off the front of "/a/b"; the rest keeps its slash.
std::string_view take(std::string_view& path) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

bool fits(const Route& route, std::string_view path, std::vector<std::pair<std::string, std::string>>* params) {
    std::string_view pattern = route.pattern;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take(pattern);
        if (wanted.ends_with("...}")) {
            if (params) params->emplace_back(wanted.substr(1, wanted.size() - 5), path.substr(1));
            return path.size() > 1;
        }
        const std::string_view given = take(path);
        if (wanted.starts_with("{")) {
            if (given.empty()) return false;
            if (params) params->emplace_back(wanted.substr(1, wanted.size() - 2), given);
        } else if (wanted != given)
            return false;
    }
    return pattern.empty() && path.empty();
}

bool speaks(const Route& route, base::Lang lang, bool prefixed) {
    switch (route.langs) {
        case Langs::both: return true;
        case Langs::japanese: return lang == base::Lang::ja;
        case Langs::none: return !prefixed;
    }
    return false;
}

/// Literal segments win over parameters, whatever the order of registration.
bool more_literal(const Route* left, const Route* right) {
    return std::count(left->pattern.begin(), left->pattern.end(), '{') < std::count(right->pattern.begin(), right->pattern.end(), '{');
}
}

std::pair<base::Lang, std::string_view> split_lang(std::string_view path) {
    if (path == "/ja" || path == "/ja/") return {base::Lang::ja, "/"};
    if (path.starts_with("/ja/")) return {base::Lang::ja, path.substr(3)};
    return {base::Lang::en, path};
}

Route& Routes::get(std::string pattern, Handle handle) {
    Route& route = routes_.emplace_back();
    route.method = "GET";
    route.pattern = std::move(pattern);
    route.literal = route.pattern.substr(0, route.pattern.find('{'));
    route.handle = std::move(handle);
    base::check(route.pattern.starts_with('/'));
    return route;
}

Route& Routes::post(std::string pattern, Handle handle) {
    Route& route = get(std::move(pattern), std::move(handle));
    route.method = "POST";
    return route;
}

const Route* Routes::best(std::string_view method, std::string_view path) const {
    const auto [lang, plain] = split_lang(path);
    const bool prefixed = plain.size() != path.size();
    const Route* found = nullptr;
    for (const Route& route : routes_)
        if (plain.starts_with(route.literal) && route.method == method && speaks(route, lang, prefixed) && fits(route, plain, nullptr))
            if (!found || more_literal(&route, found)) found = &route;
    return found;
}

std::optional<Routes::Match> Routes::find(std::string_view method, std::string_view path) const {
    const Route* best = this->best(method == "HEAD" ? "GET" : method, path);
    if (!best) return std::nullopt;
    const auto [lang, plain] = split_lang(path);
    Match match{best, lang, std::string(plain), {}};
    fits(*best, plain, &match.params);
    return match;
}

std::vector<std::string> Routes::methods(std::string_view path) const {
    std::vector<std::string> known;
    for (const std::string_view method : {"GET", "POST"})
        if (find(method, path)) {
            known.emplace_back(method);
            if (method == "GET") known.emplace_back("HEAD");
        }
    return known;
}

std::optional<std::string> Routes::cache_key(std::string_view path, std::string_view query, std::string_view cookie_header) const {
    const Route* route = best("GET", path);
    // What differs from person to person has no key: no two readers may wait for one answer.
    if (!route || route->knows_viewer) return std::nullopt;
    std::string key(path);
    if (!route->parameters.empty() && !query.empty()) {
        const auto fields = Fields::parse(query);
        if (!fields) return std::nullopt;
        for (const std::string& name : route->parameters)
            if (const auto value = fields->get(name); !value.empty()) {
                if (value.size() > 100) return std::nullopt;
                key += "?" + name + "=" + std::string(value);
            }
    }
    if (route->langs != Langs::none) {
        const Look look = look_from(cookie_header);
        key += "|" + look.theme + "." + look.furigana;
    }
    return key;
}

}
