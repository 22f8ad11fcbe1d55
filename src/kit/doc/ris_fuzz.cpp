#include "kit/base/utf8.hpp"
#include "kit/doc/ris.hpp"

#include <cstdint>
#include <cstdlib>

/// Any bytes: works with a title and fields of UTF-8 that BibTeX can hold, or faults with a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto entries = doc::read_ris({reinterpret_cast<const char*>(data), size});
    if (!entries) {
        if (entries.error().empty() || entries.error().front().line == 0) std::abort();
        return 0;
    }
    for (auto entry : *entries) {
        if (entry.line == 0 || entry.type.empty() || entry.text("title").empty()) std::abort();
        for (const auto& field : entry.fields)
            if (field.value.empty() || !base::is_utf8(field.value) || field.value.find('\n') != std::string::npos) std::abort();
        entry.key = "key";
        if (!doc::read_bibtex(doc::write_bibtex(entry))) std::abort();
    }
    return 0;
}
