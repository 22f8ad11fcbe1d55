#include "kit/image/card_wire.hpp"
#include "kit/image/format.hpp"
#include "kit/image/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {
void must(bool holds) {
    if (!holds) std::abort();
}
}

// What a child may answer, and what a child may be asked: what is read is written again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto answer = image::read_answer(bytes)) {
        must(image::write_answer(*answer) == bytes);
        if (*answer) {
            for (const image::Rendition& one : **answer) must(image::format_of(one.bytes).has_value());
            static_cast<void>(image::may_answer(**answer, {}));
        }
    }
    if (const auto request = image::read_request(bytes)) must(image::write_request(*request) == bytes && image::is_sane(request->options));
    if (const auto card = image::read_card_request(bytes)) must(image::write_card_request(card->card, card->faces) == bytes);
    if (const auto drawn = image::read_card_answer(bytes)) must(image::write_card_answer(*drawn) == bytes);
    return 0;
}
