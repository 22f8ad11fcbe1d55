#include "kit/image/image.hpp"
#include "kit/image/own_limits.hpp"
#include "kit/image/picture.hpp"
#include "kit/image/wire.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <new>

namespace image {

namespace {

std::string read_input() {
    std::string input;
    std::array<char, 65536> part;
    while (input.size() <= max_bytes + part.size()) {
        const ssize_t size = read(STDIN_FILENO, part.data(), part.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break;
        input.append(part.data(), static_cast<std::size_t>(size));
    }
    return input;
}

bool write_output(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

}

int render_from_stdin() {
    const std::string input = read_input();
    const auto request = read_request(input);
    if (!request) return 2;
    try {
        open_library();  // afterwards it could not be
        if (!limit_this_process(request->memory, request->seconds)) return 3;
        return write_output(write_answer(render_here(request->bytes, request->options))) ? 0 : 1;
    } catch (const NoLibrary&) {
        return write_output(write_answer(base::Failure{Refusal::unavailable})) ? 0 : 1;
    } catch (const std::bad_alloc&) {
        return write_output(write_answer(base::Failure{Refusal::broken})) ? 0 : 1;
    }
}

}
