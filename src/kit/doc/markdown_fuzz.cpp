#include "kit/doc/doc_html.hpp"

#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace {
[[noreturn]] void report(const char* what, const std::string& once, const std::string& twice) {
    std::cerr << what << "\n--- once\n" << once << "\n--- twice\n" << twice << '\n';
    std::abort();
}
}

/// Any text: read in both dialects without a crash; what was written once is read back as the same document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto strict = doc::from_markdown(text, doc::Dialect::commonmark)) (void)doc::commonmark_html(*strict);
    const auto first = doc::from_markdown(text);
    if (!first) return 0;
    (void)doc::to_html(*first);
    const std::string once = doc::to_markdown(*first);
    const auto second = doc::from_markdown(once);
    if (!second) report("what was written is refused", once, second.error().front().what);
    if (*second != *first)
        report("another document was read", base::write_json(doc::to_json(*first)) + "\n" + once, base::write_json(doc::to_json(*second)));
    if (const std::string twice = doc::to_markdown(*second); twice != once) report("not idempotent", once, twice);
    const auto json = base::parse_json(base::write_json(doc::to_json(*first)));
    if (!json) report("no JSON", once, "");
    const auto third = doc::from_json(*json);
    if (!third) report("the document does not fit the schema", once, third.error().front().what);
    if (*third != *first) report("JSON changed the document", once, doc::to_markdown(*third));
    return 0;
}
