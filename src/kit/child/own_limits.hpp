#pragma once
#include <cstdint>

/// Private to kit/child: what a child takes from itself before it looks at what it was given.
namespace child {

/// For good: this much address space (bytes), this much processor time, so many open files (0: none more, open ones stay usable), no file
/// to write or to dump a core into, no new rights by another program. Built with a sanitizer, address space and the number of files stay
/// unlimited. False if one of these cannot be had.
bool limit_this_process(std::uint64_t memory, std::uint32_t seconds, std::uint32_t files);

}
