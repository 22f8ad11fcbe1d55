#include "kit/child/child.hpp"

#include "kit/child/own_limits.hpp"
#include "kit/child/wire.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace child {

namespace {

std::string read_input(std::size_t most) {
    std::string input;
    std::array<char, 65536> part;
    while (input.size() <= most) {
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

int work_on_stdin(const Task& task) {
    constexpr std::size_t room_for_limits = 64;
    const std::string input = read_input(task.max_request + room_for_limits);
    const auto order = read_order(input);
    if (!order || order->request.size() > task.max_request) return 2;
    if (task.open) task.open();
    if (!limit_this_process(order->memory, order->seconds, task.files)) return 3;
    return write_output(task.work(order->request)) ? 0 : 1;
}

}
