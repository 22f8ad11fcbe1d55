#pragma once
#include "kit/jobs/jobs.hpp"
#include "kit/mail/mail.hpp"
#include "people/people.hpp"
#include "site/site.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace site {

/// How the site is, for its keepers.
struct Health {
    mail::Status mail;
    jobs::Status jobs;
    base::Instant now;
    bool private_way = false;  // https, or this machine alone
    people::KeeperCount keepers;
    std::int64_t database_bytes = 0;
    /// What the database found wrong with itself, "" for nothing; not there where it was not asked or cannot be.
    std::optional<std::string> database_fault;

    /// The queue is behind by more than a quarter of an hour: no runner is at work, or it does not keep up.
    bool queue_is_late() const;
};
/// `whole` lets the database read all of itself, which takes as long as that takes. Needs `keep`.
Health look_at_health(db::Tx&, const base::Viewer&, const Facts&, const Services&, bool whole);

/// One word of what is wrong, for a machine that asks every minute: closed, queue, mail; "" for nothing. No mail server is no fault.
std::string fault_word(db::Tx&, const Services&);

}
