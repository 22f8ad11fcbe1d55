#include "kit/base/ids.hpp"
#include "record/record.hpp"

#include <cstdint>

namespace record {

namespace {
/// Crockford's base32: no I, L, O, U.
constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t data_letters = 9;

/// Odd weights: every single wrong letter changes the sum modulo 32.
char check_letter(std::string_view data) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i) sum += letters.find(data[i]) * (2 * i + 1);
    return letters[sum % letters.size()];
}
}

std::string new_code() {
    // 45 of the 128 random bits.
    std::uint64_t bits = std::stoull(base::new_uid().substr(0, 12), nullptr, 16);
    std::string code;
    for (std::size_t i = 0; i < data_letters; ++i, bits >>= 5) code += letters[bits & 31];
    return code + check_letter(code);
}

std::optional<std::string> read_code(std::string_view typed) {
    std::string code;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        if (letters.find(c) == std::string_view::npos || code.size() > data_letters) return std::nullopt;
        code += c;
    }
    if (code.size() != data_letters + 1 || check_letter(std::string_view(code).substr(0, data_letters)) != code.back()) return std::nullopt;
    return code;
}

std::string shown_code(std::string_view code) { return std::string(code.substr(0, 5)) + "-" + std::string(code.substr(5)); }

}
