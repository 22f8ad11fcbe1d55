#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Private to kit/image.
namespace image {

struct FontTable {
    std::uint32_t tag;  // its four letters, the first one highest
    std::string bytes;
};
/// A font file of these tables (ISO/IEC 14496-22 §4), which need not be in order.
std::string write_sfnt(std::vector<FontTable> tables);

}
