#include "kit/base/error.hpp"
#include "kit/mail/header.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

/// Heads of any bytes are read; a text that may stand in a head comes back as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    mail::decode_header(text);
    try {
        mail::check_head("the subject", text);
    } catch (const base::Error&) {
        return 0;
    }
    const std::string field = mail::text_field("Subject", text);
    if (mail::decode_header(field.substr(9, field.size() - 11)) != text) std::abort();
    return 0;
}
