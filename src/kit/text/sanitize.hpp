#pragma once
#include <string>
#include <string_view>

namespace text {

/// Foreign HTML (pasted, imported, mailed) reduced to an allow-list of elements and attributes, well-formed, without scripts,
/// styles, forms, frames, event handlers or addresses of other schemes than http, https, mailto and tel. More than 500 open elements or 2 MB:
/// the text alone, escaped.
std::string sanitize(std::string_view html);

}
