#include "kit/doc/positions.hpp"
#include "kit/doc/random_document.hpp"
#include "kit/doc/steps.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <vector>

namespace {
std::string show(const doc::Node& node) { return base::write_json(doc::to_json(node)); }

[[noreturn]] void report(const char* what, const doc::Node& document, const doc::Step& step, const std::string& more) {
    std::cerr << what << "\n--- step\n"
              << base::write_json(doc::to_json(step)) << "\n--- document\n"
              << show(document) << "\n---\n"
              << more << '\n';
    std::abort();
}

class Bytes {
public:
    explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    bool done() const { return bytes_.empty(); }
    int below(int limit) {
        if (bytes_.empty() || limit <= 0) return 0;
        int value = bytes_.front();
        bytes_ = bytes_.subspan(1);
        if (limit > 256 && !bytes_.empty()) {
            value = value * 256 + bytes_.front();
            bytes_ = bytes_.subspan(1);
        }
        return value % limit;
    }
    /// The bytes of a document.
    std::span<const std::uint8_t> some() {
        const auto size = std::min<std::size_t>(static_cast<std::size_t>(below(200)), bytes_.size());
        const auto taken = bytes_.first(size);
        bytes_ = bytes_.subspan(size);
        return taken;
    }

private:
    std::span<const std::uint8_t> bytes_;
};

doc::Slice some_slice(Bytes& bytes) {
    const doc::Node from = doc::document_from(bytes.some());
    const int size = doc::content_size(from);
    const int a = bytes.below(size + 1), b = bytes.below(size + 1);
    try {
        // What is cut out is the inverse of taking it away.
        const doc::Step cut = doc::invert(doc::ReplaceStep{.from = std::min(a, b), .to = std::max(a, b)}, from);
        return std::get<doc::ReplaceStep>(cut).slice;
    } catch (const std::exception&) {
        return {.content = from.content, .open_start = bytes.below(4) - 1, .open_end = bytes.below(4) - 1};
    }
}

doc::Mark some_mark(Bytes& bytes) {
    static const std::array<doc::Mark, 7> marks{{{"strong", {}},
                                                 {"em", {}},
                                                 {"strike", {}},
                                                 {"code", {}},
                                                 {"link", {{"href", "/a"}, {"title", ""}}},
                                                 {"link", {{"href", "/b"}, {"title", "t"}}},
                                                 {"blink", {}}}};
    return marks[static_cast<std::size_t>(bytes.below(7))];
}

doc::Step some_step(Bytes& bytes, int size) {
    const auto place = [&] { return bytes.below(size + 3) - 1; };
    std::array<int, 4> places{place(), place(), place(), place()};
    if (bytes.below(8) != 0) std::sort(places.begin(), places.end());
    switch (bytes.below(8)) {
        case 0: return doc::ReplaceStep{.from = places[0], .to = places[1], .slice = some_slice(bytes), .structure = bytes.below(4) == 0};
        case 1: return doc::ReplaceStep{.from = places[0], .to = places[1]};
        case 2:
            return doc::ReplaceAroundStep{.from = places[0],
                                          .to = places[3],
                                          .gap_from = places[1],
                                          .gap_to = places[2],
                                          .slice = some_slice(bytes),
                                          .insert = bytes.below(20) - 1,
                                          .structure = bytes.below(4) == 0};
        case 3: return doc::AddMarkStep{.from = places[0], .to = places[1], .mark = some_mark(bytes)};
        case 4: return doc::RemoveMarkStep{.from = places[0], .to = places[1], .mark = some_mark(bytes)};
        case 5: return doc::AddNodeMarkStep{.place = places[0], .mark = some_mark(bytes)};
        case 6: return doc::RemoveNodeMarkStep{.place = places[0], .mark = some_mark(bytes)};
        default: {
            static const std::array<const char*, 9> attrs{"level", "tight", "checked", "align", "label", "src", "key", "reading", "none"};
            static const std::array<base::Json, 6> values{{1, true, base::Json{}, "left", "a b", "\xee\x80\x80"}};
            return doc::AttrStep{.place = places[0],
                                 .attr = attrs[static_cast<std::size_t>(bytes.below(9))],
                                 .value = values[static_cast<std::size_t>(bytes.below(6))]};
        }
    }
}
}

/// A document and steps, some sensible and most not: a step gives a document of the schema that it can be undone from, or is refused and
/// changes nothing; whatever was done, there are steps from the first document to the last.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(std::span(data, size));
    const doc::Node first = doc::document_from(bytes.some());
    doc::Node document = first;
    doc::Mapping mapping;
    for (int i = 0; i < 20 && !bytes.done(); ++i) {
        const doc::Step step = some_step(bytes, doc::content_size(document));
        if (i % 3 == 2) (void)doc::map(step, mapping);
        doc::Node next = document;
        if (const auto faults = doc::apply_to(next, step); !faults.empty()) {
            if (next != document) report("refused and changed", document, step, show(next));
            continue;
        }
        if (const auto read = doc::from_json(doc::to_json(next), doc::State::working); !read)
            report("the result does not fit the schema", document, step, read.error().front().what + "\n" + show(next));
        else if (*read != next)
            report("the result is another one when it is read", document, step, show(next));
        doc::Step inverse = doc::invert(step, document);
        // Who puts content in and says that it is structure cannot take it away in the same manner.
        if (auto* around = std::get_if<doc::ReplaceAroundStep>(&inverse)) around->structure = false;
        const auto back = doc::apply(next, inverse);
        if (!back) report("not undone", document, step, back.error().front().what);
        if (*back != document) report("undone to something else", document, step, show(*back));
        const auto map = doc::map_of(step);
        int length = doc::content_size(document);
        for (const auto& range : map.ranges()) length += range.new_size - range.old_size;
        if (length != doc::content_size(next)) report("the map counts otherwise", document, step, show(next));
        mapping.append(map);
        document = std::move(next);
    }
    const auto between = doc::steps_between(first, document);
    if (!between) report("no steps between", first, doc::ReplaceStep{}, between.error().front().what + "\n" + show(document));
    doc::Node walked = first;
    for (const doc::Step& step : *between)
        if (!doc::apply_to(walked, step).empty()) report("a step between is refused", walked, step, show(document));
    if (walked != document) report("the steps between lead elsewhere", first, doc::ReplaceStep{}, show(document));
    return 0;
}
