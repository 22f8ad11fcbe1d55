#include "kit/image/sfnt.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>

namespace image {

namespace {

constexpr std::uint32_t true_type = 0x00010000, cff_type = 0x4f54544f, cff_table = 0x43464620;
constexpr std::size_t of_head = 12, of_entry = 16;

void put(std::string& out, std::uint32_t number, int size) {
    for (int i = size - 1; i >= 0; --i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

std::size_t padded(std::size_t size) { return (size + 3) / 4 * 4; }

std::uint32_t sum_of(std::string_view bytes) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * (3 - i % 4));
    return sum;
}

}

std::string write_sfnt(std::vector<FontTable> tables) {
    std::sort(tables.begin(), tables.end(), [](const FontTable& a, const FontTable& b) { return a.tag < b.tag; });
    const bool cff = std::any_of(tables.begin(), tables.end(), [](const FontTable& one) { return one.tag == cff_table; });
    const auto count = static_cast<std::uint32_t>(tables.size());
    const std::uint32_t power = std::bit_floor(std::max(count, 1U));
    std::string out;
    put(out, cff ? cff_type : true_type, 4);
    put(out, count, 2);
    put(out, power * 16, 2);
    put(out, static_cast<std::uint32_t>(std::bit_width(power)) - 1, 2);
    put(out, (count - power) * 16, 2);
    std::size_t offset = of_head + of_entry * tables.size();
    for (const FontTable& table : tables) {
        put(out, table.tag, 4);
        put(out, sum_of(table.bytes), 4);
        put(out, static_cast<std::uint32_t>(offset), 4);
        put(out, static_cast<std::uint32_t>(table.bytes.size()), 4);
        offset += padded(table.bytes.size());
    }
    for (const FontTable& table : tables) {
        out += table.bytes;
        out.append(padded(table.bytes.size()) - table.bytes.size(), '\0');
    }
    return out;
}

}
