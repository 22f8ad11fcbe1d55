#include "kit/base/utf8.hpp"
#include "kit/doc/bibtex.hpp"

#include <cstdint>
#include <cstdlib>

/// Any bytes: entries of UTF-8 that come from the text, or faults with a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto entries = doc::read_bibtex(text);
    if (!entries) {
        if (entries.error().empty() || entries.error().front().line == 0) std::abort();
        return 0;
    }
    for (const auto& entry : *entries) {
        if (entry.key.empty() || entry.line == 0 || text.find(entry.source) == std::string::npos) std::abort();
        for (const auto& field : entry.fields)
            if (!base::is_utf8(field.value) || field.line < entry.line) std::abort();
        // An entry stands for itself, unless it needs a @string of the file.
        const auto again = doc::read_bibtex(entry.source);
        if (again && (again->size() != 1 || again->front().key != entry.key)) std::abort();
    }
    return 0;
}
