#pragma once
#include "kit/web/web.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace web {

using Handle = std::function<Response(Visit&)>;

enum class Langs { both, japanese, none };  // none: addresses without a language (/look, /assets, /sitemap.xml)

class Route {
public:
    std::string method;
    std::string pattern;  // "/shelf/{book}"
    std::string literal;  // of the pattern, up to the first parameter
    Handle handle;
    std::string right;  // open, link (the address itself is the key), account (signed in), or the name of a right
    bool knows_viewer = false;  // the page may differ from person to person and is kept by no cache
    Langs langs = Langs::both;
    std::vector<std::string> parameters;  // declared query parameters
    bool counts_itself = false;  // its handler limits each person, so that a school of them behind one address does not share a limit

    /// For everybody; unless `personal`, the same for everybody.
    Route& open() { return right = "open", *this; }
    Route& personal() { return knows_viewer = true, *this; }
    /// For whoever has the address.
    Route& by_link() { return right = "link", personal(); }
    Route& needs(std::string name) { return right = std::move(name), personal(); }
    Route& only_japanese() { return langs = Langs::japanese, *this; }
    Route& without_language() { return langs = Langs::none, *this; }
    /// Its handler calls Visit::limit() with the person before it writes: AppOptions::writes does not count it.
    Route& limits_itself() { return counts_itself = true, *this; }
    /// Query parameters that change the page; all others are dropped.
    Route& takes(std::vector<std::string> names) { return parameters = std::move(names), *this; }
};

/// The table of addresses. `{name}` stands for one segment, `{name...}` at the end for the rest.
class Routes {
public:
    Route& get(std::string pattern, Handle);
    Route& post(std::string pattern, Handle);

    struct Match {
        const Route* route;
        base::Lang lang;
        std::string path;  // without the language
        std::vector<std::pair<std::string, std::string>> params;
    };
    /// HEAD finds GET.
    std::optional<Match> find(std::string_view method, std::string_view path) const;
    /// Methods that this address knows, for 405.
    std::vector<std::string> methods(std::string_view path) const;
    const std::deque<Route>& all() const { return routes_; }

    /// Key of the page cache: path, declared parameters, look. Nothing when no GET route takes the address.
    std::optional<std::string> cache_key(std::string_view path, std::string_view query, std::string_view cookie) const;

private:
    const Route* best(std::string_view method, std::string_view path) const;
    std::deque<Route> routes_;
};

/// Language and the rest of an address: "/ja/learn" is Japanese "/learn".
std::pair<base::Lang, std::string_view> split_lang(std::string_view path);

}
