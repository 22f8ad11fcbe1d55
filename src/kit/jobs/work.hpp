#pragma once
#include "kit/jobs/store.hpp"

#include <span>
#include <string>

/// Private to kit/jobs: doing one job.
namespace jobs {

class Hands {
public:
    /// Both are given and outlive it.
    Hands(db::Pool&, std::span<const Handler>);

    struct Look {
        base::Instant now;
        /// Nothing when no job waits.
        std::optional<base::Instant> next;
    };
    Look look() const;

    /// Nothing when no job is due at `now`. One that was begun too often is parked here instead.
    std::optional<store::Claim> claim(base::Instant now) const;

    /// Does it, and writes down how that ended. Throws only what the database throws; the lease then runs out.
    void work_on(const store::Claim&, base::Instant now) const;

private:
    const Handler& handler_of(const std::string& kind) const;
    void attempt(const store::Claim&) const;
    void give_back(const store::Claim&, base::Instant now, std::string why, bool park) const;

    db::Pool& pool_;
    std::span<const Handler> handlers_;
    std::string kinds_;
};

}
