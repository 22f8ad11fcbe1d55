#include "kit/jobs/work.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/log.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/text.hpp"

#include <algorithm>

namespace jobs {

namespace {

/// Its lease ran out and somebody else has begun it: what was done here must not be written.
struct Taken {};

void end(db::Tx& tx, const store::Claim& claim) {
    if (!store::remove(tx, claim)) throw Taken();
}

/// What an exception said, as the database takes it.
std::string readable(std::string_view what) {
    std::string clean(what);
    const bool utf8 = base::is_utf8(clean);
    std::replace_if(clean.begin(), clean.end(), [&](char c) { return (c >= 0 && c < 0x20) || c == 0x7f || (c < 0 && !utf8); }, ' ');
    return text::shorten(clean, 500);
}

std::string number(JobId id) { return std::to_string(static_cast<std::int64_t>(id)); }

}

Hands::Hands(db::Pool& pool, std::span<const Handler> handlers) : pool_(pool), handlers_(handlers), kinds_(",") {
    for (const Handler& handler : handlers) {
        base::check(!handler.kind.empty() && handler.kind.find(',') == std::string::npos);
        base::check(kinds_.find("," + handler.kind + ",") == std::string::npos);  // one handler for a kind
        kinds_ += handler.kind + ",";
    }
}

Hands::Look Hands::look() const {
    const auto tx = pool_.read();
    return {tx->now(), store::find_next(*tx, kinds_)};
}

std::optional<store::Claim> Hands::claim(base::Instant now) const {
    std::optional<store::Claim> claimed;
    db::write(pool_, [&](db::Tx& tx) {
        while ((claimed = store::claim(tx, kinds_, now, base::new_uid()))) {
            if (claimed->job.attempt <= most_attempts) {
                const base::Instant until{now.ms + handler_of(claimed->job.kind).lease.count()};
                return store::hold_until(tx, *claimed, until);
            }
            // Whoever began it never came to an end, not even to a failure.
            const bool silent = claimed->last_error.empty();
            store::give_back(tx, *claimed, now, now, silent ? "it was begun many times and never ended" : claimed->last_error);
        }
    });
    return claimed;
}

void Hands::work_on(const store::Claim& claim, base::Instant now) const {
    try {
        attempt(claim);
    } catch (const Taken&) {
        base::log::warning("a job took longer than its lease", {{"kind", claim.job.kind}, {"job", number(claim.job.id)}});
    } catch (const GiveUp& failure) {
        give_back(claim, now, failure.what(), /*park=*/true);
    } catch (const std::exception& failure) {
        give_back(claim, now, failure.what(), claim.job.attempt >= most_attempts);
    } catch (...) {
        give_back(claim, now, "something that is no exception was thrown", claim.job.attempt >= most_attempts);
    }
}

// The row goes first: on PostgreSQL its lock keeps a second worker away, however long the work takes.
void Hands::attempt(const store::Claim& claim) const {
    const Handler& handler = handler_of(claim.job.kind);
    if (const auto* outside = std::get_if<Outside>(&handler.work)) {
        const Finish finish = (*outside)(pool_, claim.job);
        db::write(pool_, [&](db::Tx& tx) {
            end(tx, claim);
            if (finish) finish(tx);
        });
        return;
    }
    db::write(pool_, [&](db::Tx& tx) {
        end(tx, claim);
        std::get<Work>(handler.work)(tx, claim.job);
    });
}

void Hands::give_back(const store::Claim& claim, base::Instant now, std::string why, bool park) const {
    why = readable(why);
    const base::log::Level level = park ? base::log::Level::error : base::log::Level::warning;
    base::log::write(
        level, park ? "a job is parked" : "a job failed and comes again",
        {{"kind", claim.job.kind}, {"job", number(claim.job.id)}, {"attempt", std::to_string(claim.job.attempt)}, {"what", why}});
    db::write(pool_, [&](db::Tx& tx) {
        const base::Instant at = std::max(now, tx.now());
        const base::Instant due{at.ms + pause_after(claim.job.attempt).count()};
        store::give_back(tx, claim, due, park ? std::optional(at) : std::nullopt, why);
    });
}

const Handler& Hands::handler_of(const std::string& kind) const {
    const auto found = std::find_if(handlers_.begin(), handlers_.end(), [&](const Handler& one) { return one.kind == kind; });
    base::check(found != handlers_.end());
    return *found;
}

}
