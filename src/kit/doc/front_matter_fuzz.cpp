#include "kit/doc/front_matter.hpp"

#include <cstdint>
#include <cstdlib>

namespace {
void visit(const doc::Yaml& value, std::size_t depth) {
    if (depth > 10) std::abort();
    for (const auto& item : value.items) visit(item, depth + 1);
    for (const auto& [name, member] : value.members) visit(member, depth + 1);
}
}

/// Any bytes: values of limited depth and the rest of the file, or faults with a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const std::string& file : {text, "---\n" + text + "\n---\nbody"}) {
        const auto read = doc::read_front_matter(file);
        if (!read) {
            if (read.error().empty() || read.error().front().line == 0) std::abort();
            continue;
        }
        visit(read->values, 0);
        if (!file.ends_with(read->body)) std::abort();
        doc::Faults faults;
        doc::Fields fields(read->values, faults);
        (void)fields.text("title", 120, true);
        (void)fields.day("published", true);
        (void)fields.words("levels", false);
        (void)fields.flag("native_read", false);
        fields.finish();
    }
    return 0;
}
