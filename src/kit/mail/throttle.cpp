#include "kit/mail/throttle.hpp"

#include <algorithm>

namespace mail {

namespace {

constexpr std::size_t most_hosts = 1000;

}

base::Instant Throttle::turn(const std::string& host, base::Instant now) {
    return free_from_.with([&](auto& free_from) {
        if (free_from.size() >= most_hosts && !free_from.contains(host)) {
            std::erase_if(free_from, [&](const auto& one) { return one.second <= now.ms; });
            // Somebody writes to a thousand hosts at once: pausing between two mails to one of them matters little then.
            if (free_from.size() >= most_hosts) free_from.clear();
        }
        std::int64_t& free = free_from[host];
        const base::Instant turn{std::max(free, now.ms)};
        free = turn.ms + pause_.count();
        return turn;
    });
}

std::size_t Throttle::size() {
    return free_from_.with([](auto& free_from) { return free_from.size(); });
}

}
