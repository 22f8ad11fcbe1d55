#pragma once
#include "kit/html/html.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace design {

/// A file as it is served. Its address holds a hash of its bytes, so it may be kept for ever (`immutable`).
struct Asset {
    std::string name;  // "site.css"
    std::string url_path;  // "/assets/site.3f9a1c2b.css"
    std::string mime;
    std::string bytes;
};

/// site.css (all of assets/css in the order of order.txt, trimmed), desk.css, editor.css, reader.js, the fonts and the pictures. Made once.
const std::vector<Asset>& assets();
/// The address of an asset by its name; a name that is not there is a bug (base::Bug).
html::Url asset_url(std::string_view name);

/// A drawing of assets/img/icons.svg, inline, hidden from screen readers; an unknown name is a bug.
html::Html icon(std::string_view name);

/// Comments and needless blanks out of a style sheet.
std::string trim_css(std::string_view css);

}
