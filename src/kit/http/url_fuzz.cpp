#include "kit/base/utf8.hpp"
#include "kit/http/url.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {
void must(bool holds) {
    if (!holds) std::abort();
}
}

// What comes through is clean, and writing it again reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::string path;
    if (http::decode_path(text, path)) {
        must(base::is_utf8(path) && path.starts_with('/') && path.find('\\') == path.npos && path.find('\0') == path.npos);
        must(path.find("//") == path.npos && (path + "/").find("/../") == path.npos && (path + "/").find("/./") == path.npos);
        std::string again, written;
        for (const char c : path) written += c == '/' ? "/" : http::percent_encode({&c, 1});
        must(http::decode_path(written, again) && again == path);
    }
    if (const auto fields = http::parse_query(text)) {
        std::string written;
        for (const auto& [name, value] : *fields) {
            must(base::is_utf8(name) && base::is_utf8(value));
            written += http::percent_encode(name) + "=" + http::percent_encode(value) + "&";
        }
        must(http::parse_query(written) == fields);
    }
    if (http::is_query(text)) must(http::parse_query(text).has_value());
    return 0;
}
