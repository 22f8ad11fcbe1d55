#include "kit/child/child.hpp"
#include "kit/image/image.hpp"
#include "kit/image/picture.hpp"
#include "kit/image/wire.hpp"

#include <new>

namespace image {

int render_from_stdin() {
    bool available = true;
    return child::work_on_stdin({.max_request = max_bytes + max_request_head,
                                 .open =
                                     [&] {
                                         try {
                                             open_library();
                                         } catch (const NoLibrary&) {
                                             available = false;
                                         }
                                     },
                                 .work =
                                     [&](std::string_view message) {
                                         const auto request = read_request(message);
                                         if (!request) return std::string();
                                         if (!available) return write_answer(base::Failure{Refusal::unavailable});
                                         try {
                                             return write_answer(render_here(request->bytes, request->options));
                                         } catch (const std::bad_alloc&) {
                                             return write_answer(base::Failure{Refusal::broken});
                                         }
                                     }});
}

}
