#include "kit/text/encoding.hpp"

#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"

#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace text {

namespace {
using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

/// Nothing where one byte has no meaning in this encoding.
std::optional<std::string> converted(const char* encoding, std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    const Converter converter(ucnv_open(encoding, &error), &ucnv_close);
    if (U_FAILURE(error)) throw base::Error(std::string("ICU does not know the encoding ") + encoding);
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    std::vector<UChar> units(bytes.size() * 2 + 1);
    const auto length = ucnv_toUChars(converter.get(), units.data(), static_cast<int32_t>(units.size()), bytes.data(),
                                      static_cast<int32_t>(bytes.size()), &error);
    if (U_FAILURE(error)) return std::nullopt;
    std::string out;
    out.reserve(bytes.size() * 3 / 2);
    for (int32_t at = 0; at < length;) {
        const auto unit = static_cast<char32_t>(units[static_cast<std::size_t>(at++)]);
        if (unit >= 0xd800 && unit < 0xdc00 && at < length) {
            const auto low = static_cast<char32_t>(units[static_cast<std::size_t>(at)]);
            if (low < 0xdc00 || low > 0xdfff) return std::nullopt;
            ++at;
            base::append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        } else if (unit >= 0xd800 && unit < 0xe000) {
            return std::nullopt;
        } else {
            base::append_utf8(out, unit);
        }
    }
    return out;
}

/// Half-width katakana, private characters and controls: what one Japanese encoding becomes when it is read as another.
std::size_t oddities(std::string_view text) {
    std::size_t odd = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = base::next_code_point(text, at);
        odd += (c >= 0xff61 && c <= 0xff9f) || (c >= 0xe000 && c <= 0xf8ff) || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
               (c >= 0x7f && c < 0xa0);
    }
    return odd;
}
}

std::optional<std::string> as_utf8(std::string_view bytes) {
    constexpr std::size_t most = std::size_t{64} << 20;
    if (bytes.size() > most) return std::nullopt;
    const auto whole = [](std::optional<std::string> text) { return text && text->find('\0') == std::string::npos ? text : std::nullopt; };
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    if (bytes.starts_with("\xff\xfe")) return whole(converted("UTF-16LE", bytes.substr(2)));
    if (bytes.starts_with("\xfe\xff")) return whole(converted("UTF-16BE", bytes.substr(2)));
    if (base::is_utf8(bytes)) return whole(std::string(bytes));
    auto shift_jis = whole(converted("ibm-943_P15A-2003", bytes)), euc = whole(converted("EUC-JP", bytes));
    if (shift_jis && euc) return oddities(*euc) < oddities(*shift_jis) ? euc : shift_jis;
    return shift_jis ? shift_jis : euc;
}

}
