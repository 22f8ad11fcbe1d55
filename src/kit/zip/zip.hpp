#pragma once
#include <string>
#include <utility>
#include <vector>

/// Files in one file. libzip stays behind this door.
namespace zip {

/// A ZIP file (APPNOTE.TXT 6.3) of names and contents in this order, deflated, the same bytes for the same files. A name is UTF-8, relative and
/// without `..`, with `/` between folders; throws base::Error for another one, and for a name that comes twice.
std::string pack(const std::vector<std::pair<std::string, std::string>>& files);

}
