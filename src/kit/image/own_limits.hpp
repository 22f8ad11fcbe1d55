#pragma once
#include <cstdint>

/// Private to kit/image: what the child takes from itself before it looks at a picture.
namespace image {

/// For good: this much address space (bytes), this much processor time, no file to open, to write or to dump a core into, no new rights by
/// another program. Open files stay usable. Built with a sanitizer, address space and the opening of files stay unlimited. False if one
/// of these cannot be had.
bool limit_this_process(std::uint64_t memory, std::uint32_t seconds);

}
