#pragma once
#include "kit/jobs/jobs.hpp"

#include <string>

/// Private to kit/jobs: the rows of the queue.
namespace jobs::store {

/// A job in the hands of one worker.
struct Claim {
    Job job;
    std::string lease;
    std::string last_error;
};

void add(db::Tx&, const Job&, base::Instant due_at);

/// When the next job of these kinds (`,a,b,`) may be begun; nothing when there is none.
std::optional<base::Instant> find_next(db::Tx&, const std::string& kinds);

/// The first job that is due, for the worker that made up `lease`; counts the attempt.
std::optional<Claim> claim(db::Tx&, const std::string& kinds, base::Instant now, const std::string& lease);

/// The kind of a job decides how long its lease is.
void hold_until(db::Tx&, const Claim&, base::Instant);

/// False when the job was taken away from this worker.
bool remove(db::Tx&, const Claim&);

/// Back into the queue, or parked when `parked_at` is given.
void give_back(db::Tx&, const Claim&, base::Instant due_at, std::optional<base::Instant> parked_at, const std::string& why);

/// Kinds whose schedule is not due: looking only reads, so that an idle site writes nothing.
std::vector<std::string> list_resting(db::Tx&, base::Instant now);

/// Adds the schedule, or moves it on when it is due. True when its job is to be asked for.
bool turn(db::Tx&, const std::string& kind, base::Instant now, base::Instant next);

bool is_waiting(db::Tx&, const std::string& kind);

}
