#pragma once
#include "kit/base/error.hpp"
#include "kit/base/time.hpp"
#include "kit/db/db.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Work for later: a queue in the database. A job commits with the change that asks for it, and is done once its effects are committed.
namespace jobs {

enum class JobId : std::int64_t {};

struct Job {
    JobId id{};
    /// `[a-z0-9._]+`, of which kind there is one handler.
    std::string kind;
    /// UTF-8 without NUL; what the handler needs to know. Ids rather than copies: it may be read much later.
    std::string payload;
    /// 1 the first time.
    std::int64_t attempt = 1;
    base::Instant made_at;
};

/// Without an instant: as soon as the transaction has committed. Waiting runners of this process are woken then; other processes look
/// every two seconds. Rolled back, it was never asked for.
JobId later(db::Tx&, std::string_view kind, std::string payload, std::optional<base::Instant> at = {});

/// Thrown by a handler: trying again will not help. The job is parked, with the reason.
struct GiveUp : base::Error {
    using base::Error::Error;
};

/// Work inside the database: what it writes and that it is done commit together, so its effects are there exactly once. Any other
/// exception than GiveUp rolls back and means: again, after a pause.
using Work = std::function<void(db::Tx&, const Job&)>;

/// What is to be written once outside work has ended. Commits together with the job's end; may be run again after base::Conflict.
using Finish = std::function<void(db::Tx&)>;

/// Work with an effect outside the database (mail, another server). It runs without a transaction, so that a slow partner holds up
/// nobody; it may open short ones of its own. If the process dies between the effect and the end of Finish, the work is done again:
/// the effect needs a key by which its receiver can tell. It must end by itself within its lease.
using Outside = std::function<Finish(db::Pool&, const Job&)>;

struct Handler {
    std::string kind;
    std::variant<Work, Outside> work;
    /// For so long nobody else begins the job. Then its worker is taken for dead.
    std::chrono::milliseconds lease = std::chrono::minutes(5);
};

/// Work that comes again at the instants shift + n · every (since 1970, UTC), with an empty payload, and once when the database first
/// hears of it. One job of the kind waits at most, however many processes there are and however long none of them ran.
struct Schedule {
    std::string kind;
    std::chrono::milliseconds every;
    std::chrono::milliseconds shift{0};
};

/// The pause after that many failed attempts: 10 s, doubled each time up to 4 h, a quarter more or less by chance.
std::chrono::milliseconds pause_after(std::int64_t attempts);

/// A job that failed so often is parked: some six hours after it was first begun.
inline constexpr std::int64_t most_attempts = 12;

struct RunnerOptions {
    std::size_t threads = 2;
    std::chrono::milliseconds poll{2000};
    std::vector<Schedule> schedules;
};

/// Threads that do what is due. Jobs of a kind without a handler are left for who has one. The pool must outlive it, with a connection
/// to spare for each thread.
class Runner {
public:
    Runner(db::Pool&, std::vector<Handler>, RunnerOptions = {});
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    void start();
    /// Begins nothing more, and returns when what was begun has ended.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Does what is due at `now` in this thread, also what that work asks for, until nothing is (tests, commands). Answers how many jobs
/// were begun. More than 10 000 are a bug: work that asks for itself.
std::size_t run_due(db::Pool&, std::span<const Handler>, base::Instant now);

/// Puts into the queue what the schedules want at `now`.
void plan(db::Pool&, std::span<const Schedule>, base::Instant now);

struct Waiting {
    std::string kind;
    std::int64_t count = 0;
    /// May be in the future.
    base::Instant first_due;
};

struct Parked {
    JobId id{};
    std::string kind;
    std::int64_t attempts = 0;
    std::string why;
    base::Instant at;
};

struct Status {
    std::vector<Waiting> waiting;  // in the order of their kinds
    /// Due and begun by nobody: how far the queue is behind.
    std::optional<base::Instant> oldest_due;
    std::int64_t running = 0;
    std::int64_t parked = 0;
    std::vector<Parked> latest_parked;  // at most 20, the newest first
};

Status status(db::Tx&);

/// A parked job is tried anew from the first attempt on. False when it is not parked.
bool retry(db::Tx&, JobId);
/// A parked job is forgotten. False when it is not parked.
bool discard(db::Tx&, JobId);

}
