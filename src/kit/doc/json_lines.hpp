#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

/// Private to kit/doc.
namespace doc {

/// Where the items of a JSON list begin, as lines from 1; of any other value, where it begins.
struct JsonLines {
    std::vector<std::size_t> items;
    std::size_t fault = 0;  // the line of the first fault of syntax; 0 for none
};
/// JSON (RFC 8259) of at most 64 levels.
JsonLines json_lines(std::string_view);

}
