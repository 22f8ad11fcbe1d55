#include "kit/text/sanitize.hpp"

#include "kit/base/utf8.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::string clean = text::sanitize(input);
    for (const char* never : {"<script", "<style", "<iframe", "<svg", "<object", "<form", " onerror=\"", " style=\"", "\"javascript:"})
        if (clean.find(never) != std::string::npos) std::abort();
    if (base::is_utf8(input) && !base::is_utf8(clean)) std::abort();
    // What was cleaned holds no tag that a second cleaning would take away.
    const std::string again = text::sanitize(clean);
    for (const char* never : {"<script", "<style", "\"javascript:"})
        if (again.find(never) != std::string::npos) std::abort();
    return 0;
}
