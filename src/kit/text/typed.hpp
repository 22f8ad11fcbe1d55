#pragma once
#include <string>
#include <string_view>
#include <vector>

/// What people type into forms, as they meant it.
namespace text {

/// In one line: control characters are spaces, and there are none around it.
std::string one_line(std::string_view typed);
/// In several: line ends are LF, other control characters are gone, and nothing stands around it.
std::string several_lines(std::string_view typed);
/// The lines that are not empty.
std::vector<std::string> lines_of(std::string_view);

}
