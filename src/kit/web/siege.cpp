#include "kit/web/siege.hpp"

#include "kit/base/check.hpp"

#include <functional>

namespace web {

namespace {
constexpr std::int64_t minute = 60'000, quiet = 10 * minute;

// What a clock that was set back left in the future is too far off to count.
bool is_within(std::int64_t then, std::int64_t now, std::int64_t span) { return then != 0 && then <= now && now - then < span; }
}

Siege::Siege(int posts) {
    base::check(posts >= 1 && posts <= 10'000);
    held_.with([&](Held& held) { held.times.assign(static_cast<std::size_t>(posts), 0); });
}

void Siege::count(base::Instant now) {
    held_.with([&](Held& held) {
        std::int64_t& oldest = held.times[held.next];
        if (is_within(oldest, now.ms, minute)) held.last_ms = now.ms;
        oldest = now.ms;
        held.next = (held.next + 1) % held.times.size();
    });
}

bool Siege::is_on(base::Instant now) {
    return held_.with([&](Held& held) { return is_within(held.last_ms, now.ms, quiet); });
}

bool Siege::use(std::string_view challenge) {
    const std::size_t name = std::hash<std::string_view>{}(challenge);
    return held_.with([&](Held& held) {
        if (!held.used.insert(name).second) return false;
        held.order.push_back(name);
        if (held.order.size() > known) {
            held.used.erase(held.order.front());
            held.order.pop_front();
        }
        return true;
    });
}

}
