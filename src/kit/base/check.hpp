#pragma once
#include <source_location>
#include <stdexcept>

namespace base {

/// Our bug. Ends the request, never the program; never used to validate input.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

void check(bool holds, std::source_location = std::source_location::current());

}
