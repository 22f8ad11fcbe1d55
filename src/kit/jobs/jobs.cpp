#include "kit/jobs/jobs.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/jobs/bell.hpp"
#include "kit/jobs/work.hpp"

#include <algorithm>
#include <random>

namespace jobs {

namespace {

bool is_kind(std::string_view kind) {
    return !kind.empty() && std::all_of(kind.begin(), kind.end(),
                                        [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_'; });
}

/// The first of the schedule's instants after `now`.
base::Instant next_turn(const Schedule& schedule, base::Instant now) {
    const std::int64_t every = schedule.every.count();
    const std::int64_t shift = schedule.shift.count() % every;
    const std::int64_t since = (((now.ms - shift) % every) + every) % every;
    return {now.ms - since + every};
}

}

JobId later(db::Tx& tx, std::string_view kind, std::string payload, std::optional<base::Instant> at) {
    base::check(is_kind(kind));
    const Job job{.id = static_cast<JobId>(base::new_id()),
                  .kind = std::string(kind),
                  .payload = std::move(payload),
                  .attempt = 0,
                  .made_at = tx.now()};
    store::add(tx, job, at.value_or(tx.now()));
    tx.after_commit(bell::ring);
    return job.id;
}

std::chrono::milliseconds pause_after(std::int64_t attempts) {
    constexpr std::int64_t first = 10'000, longest = 4 * 3'600'000;
    const auto doublings = static_cast<int>(std::clamp<std::int64_t>(attempts - 1, 0, 20));
    const std::int64_t pause = std::min(first << doublings, longest);
    // Jobs that failed together should not come again together.
    thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds(pause - pause / 4 + static_cast<std::int64_t>(random()) % (pause / 2 + 1));
}

void plan(db::Pool& pool, std::span<const Schedule> schedules, base::Instant now) {
    const auto resting = store::list_resting(*pool.read(), now);
    for (const Schedule& schedule : schedules) {
        base::check(schedule.every.count() > 0);
        if (std::find(resting.begin(), resting.end(), schedule.kind) != resting.end()) continue;
        db::write(pool, [&](db::Tx& tx) {
            if (!store::turn(tx, schedule.kind, now, next_turn(schedule, now))) return;
            if (!store::is_waiting(tx, schedule.kind)) later(tx, schedule.kind, "", now);
        });
    }
}

std::size_t run_due(db::Pool& pool, std::span<const Handler> handlers, base::Instant now) {
    const Hands hands(pool, handlers);
    std::size_t done = 0;
    while (const auto claim = hands.claim(now)) {
        hands.work_on(*claim, now);
        if (++done > 10'000) throw base::Bug("the queue does not become empty");
    }
    return done;
}

}
