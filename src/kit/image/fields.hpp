#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Private to kit/image: what messages between parent and child are made of. Numbers are little-endian.
namespace image {

inline void put(std::string& out, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

/// Takes fields from the front; after the end every field is 0 and is_good() false.
class Fields {
public:
    explicit Fields(std::string_view rest) : rest_(rest) {}

    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        const std::string_view taken = text(size);
        for (std::size_t i = taken.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(taken[i]);
        return value;
    }
    std::string_view text(std::size_t size) {
        if (size > rest_.size()) {
            good_ = false;
            rest_ = {};
            return {};
        }
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    std::string_view rest() { return text(rest_.size()); }
    bool is_good() const { return good_; }
    bool is_at_end() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

}
