#pragma once
#include <cstddef>
#include <string_view>

namespace site {

/// Bytes of a request's body that this target (path and query) takes at most: more than `normal` where pictures are sent to.
std::size_t max_body_of(std::string_view target, std::size_t normal);

}
