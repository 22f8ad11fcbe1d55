#include "kit/text/host.hpp"

#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"

#include <unicode/uidna.h>

#include <array>

namespace text {

std::optional<std::string> ascii_host(std::string_view host) {
    // Three times 253 bytes are more than any name has.
    if (host.empty() || host.size() > 760 || !base::is_utf8(host)) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    static const UIDNA* const rules = uidna_openUTS46(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &error);
    if (U_FAILURE(error) || !rules) throw base::Error("ICU has no rules for names of hosts");
    std::array<char, 1024> ascii{};
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    const int32_t length = uidna_nameToASCII_UTF8(rules, host.data(), static_cast<int32_t>(host.size()), ascii.data(),
                                                  static_cast<int32_t>(ascii.size()), &info, &error);
    if (U_FAILURE(error) || length <= 0 || length > 253) return std::nullopt;
    // Machines have names with a hyphen at an end, or twice in the middle; what is mapped or encoded wrongly is no name.
    constexpr uint32_t harmless =
        UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_EMPTY_LABEL;
    if ((info.errors & ~harmless) != 0) return std::nullopt;
    return std::string(ascii.data(), static_cast<std::size_t>(length));
}

}
