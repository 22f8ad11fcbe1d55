#include "kit/doc/doc.hpp"
#include "kit/doc/steps.hpp"

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace {
[[noreturn]] void report(const char* what, const std::string& once, const std::string& twice) {
    std::cerr << what << "\n--- once\n" << once << "\n--- twice\n" << twice << '\n';
    std::abort();
}

/// Reads a value, writes it and reads it again.
template <class Read>
void check_round(const base::Json& json, const Read& read) {
    const auto first = read(json);
    if (!first) return;
    const std::string once = base::write_json(doc::to_json(*first));
    const auto parsed = base::parse_json(once);
    if (!parsed) report("what was written is no JSON", once, "");
    const auto second = read(*parsed);
    if (!second) report("what was written is refused", once, second.error().front().what);
    if (*second != *first) report("another value was read", once, base::write_json(doc::to_json(*second)));
}
}

/// Any bytes: a document or a step that is written and read back the same, or a refusal. A finished document is a working one too, and
/// what is normal of a working one is finished.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto json = base::parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!json) return 0;
    check_round(*json, [](const base::Json& value) { return doc::from_json(value); });
    check_round(*json, [](const base::Json& value) { return doc::from_json(value, doc::State::working); });
    const auto working = doc::from_json(*json, doc::State::working);
    if (doc::from_json(*json) && !working) report("finished and not working", base::write_json(*json), "");
    if (working) {
        const auto normal = doc::to_json(doc::normalized(*working));
        if (const auto finished = doc::from_json(normal); !finished)
            report("normal and not finished", base::write_json(normal), finished.error().front().what);
    }
    if (const auto step = doc::step_from_json(*json)) {
        // Slices that add nothing are left out, so a step is compared from its second writing on.
        const auto written = doc::to_json(*step);
        const auto again = doc::step_from_json(written);
        if (!again) report("a step is refused that was written", base::write_json(written), again.error().front().what);
        if (doc::to_json(*again) != written)
            report("another step was read", base::write_json(written), base::write_json(doc::to_json(*again)));
    }
    return 0;
}
