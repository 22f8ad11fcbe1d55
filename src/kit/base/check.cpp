#include "kit/base/check.hpp"

#include <string>

namespace base {

void check(bool holds, std::source_location where) {
    if (holds) return;
    throw Bug(std::string("check failed at ") + where.file_name() + ":" + std::to_string(where.line()));
}

}
