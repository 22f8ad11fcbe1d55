#include "kit/base/log.hpp"
#include "kit/image/canvas.hpp"
#include "kit/image/card_wire.hpp"
#include "kit/image/image.hpp"
#include "kit/image/trouble.hpp"

#include <new>
#include <utility>

namespace image {

namespace {
/// Fonts are opened by their names while the child draws.
constexpr std::uint32_t files_of_a_card = 64;
}

int draw_card_from_stdin() {
    bool available = true;
    return child::work_on_stdin({.max_request = max_card_request,
                                 .open =
                                     [&] {
                                         try {
                                             open_canvas_library();
                                         } catch (const child::NoLibrary&) {
                                             available = false;
                                         }
                                     },
                                 .work =
                                     [&](std::string_view message) {
                                         const auto request = read_card_request(message);
                                         if (!request) return std::string();
                                         if (!available) return write_card_answer(base::Failure{Refusal::unavailable});
                                         try {
                                             return write_card_answer(draw_card_here(request->card, request->faces));
                                         } catch (const std::bad_alloc&) {
                                             return write_card_answer(base::Failure{Refusal::broken});
                                         }
                                     },
                                 .files = files_of_a_card});
}

CardPainter::CardPainter(std::string program, std::vector<std::string> arguments, Faces faces, Limits limits)
    : worker_(std::move(program), std::move(arguments), {"MALLOC_ARENA_MAX=1", "LC_ALL=C.UTF-8"}, limits), faces_(std::move(faces)) {}

Carded CardPainter::draw(const Card& card) {
    if (const auto refused = refusal_of(card)) return base::Failure{*refused};
    const auto output = worker_.ask(write_card_request(card, faces_));
    if (!output) return base::Failure{meaning(output.error())};
    auto answer = read_card_answer(*output);
    if (!answer) {
        base::log::warning("the painter of cards gave an answer that cannot be");
        return base::Failure{Refusal::broken};
    }
    if (!*answer && answer->error() == Refusal::unavailable)
        base::log::error("cards cannot be drawn: libpangocairo-1.0.so.0 cannot be opened (Debian: apt install libpangocairo-1.0-0)");
    return *std::move(answer);
}

}
