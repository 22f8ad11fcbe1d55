#include "kit/jobs/store.hpp"

namespace jobs {

namespace {

constexpr db::Query add_job{"jobs.add", R"sql(
    insert into jobs (id, kind, payload, due_at, lease, lease_until, attempts, last_error, parked_at, made_at)
    values (:id, :kind, :payload, :due, '', 0, 0, '', null, :now)
)sql"};

// `replace` tells on both engines whether a kind is in the list.
constexpr db::Query next_job{"jobs.next", R"sql(
    select min(case when lease_until >= due_at then lease_until + 1 else due_at end)
      from jobs
     where parked_at is null and replace(:kinds, ',' || kind || ',', '') <> :kinds
)sql"};

constexpr db::Query claim_job{"jobs.claim", R"sqlite(
    update jobs set lease = :lease, lease_until = :now, attempts = attempts + 1
     where id = (select id from jobs
                  where parked_at is null and due_at <= :now and lease_until < :now
                    and replace(:kinds, ',' || kind || ',', '') <> :kinds
                  order by due_at, id limit 1)
    returning id, kind, payload, attempts, made_at, last_error
)sqlite"};

// Workers that look at the same moment take different jobs instead of waiting for each other.
constexpr db::Query claim_job_of_several{"jobs.claim_of_several", R"postgres(
    update jobs set lease = :lease, lease_until = :now, attempts = attempts + 1
     where id = (select id from jobs
                  where parked_at is null and due_at <= :now and lease_until < :now
                    and replace(:kinds, ',' || kind || ',', '') <> :kinds
                  order by due_at, id limit 1 for update skip locked)
    returning id, kind, payload, attempts, made_at, last_error
)postgres"};

constexpr db::Query hold_job{"jobs.hold", R"sql(
    update jobs set lease_until = :until where id = :id and lease = :lease
)sql"};

constexpr db::Query remove_job{"jobs.remove", R"sql(
    delete from jobs where id = :id and lease = :lease
)sql"};

constexpr db::Query give_back_job{"jobs.give_back", R"sql(
    update jobs set lease = '', lease_until = 0, due_at = :due, parked_at = :parked, last_error = :why
     where id = :id and lease = :lease
)sql"};

constexpr db::Query list_resting_schedules{"jobs.list_resting", R"sql(
    select kind from schedules where next_at > :now
)sql"};

constexpr db::Query add_schedule{"jobs.add_schedule", R"sql(
    insert into schedules (kind, next_at) values (:kind, :now) on conflict (kind) do nothing
)sql"};

constexpr db::Query move_schedule{"jobs.move_schedule", R"sql(
    update schedules set next_at = :next where kind = :kind and next_at <= :now
)sql"};

constexpr db::Query find_waiting{"jobs.find_waiting", R"sql(
    select id from jobs where kind = :kind and parked_at is null limit 1
)sql"};

constexpr db::Query count_waiting{"jobs.count_waiting", R"sql(
    select kind, count(*), min(due_at) from jobs where parked_at is null group by kind order by kind
)sql"};

constexpr db::Query oldest_due{"jobs.oldest_due", R"sql(
    select min(due_at) from jobs where parked_at is null and due_at <= :now and lease_until < :now
)sql"};

constexpr db::Query count_running{"jobs.count_running", R"sql(
    select count(*) from jobs where parked_at is null and lease_until >= :now
)sql"};

constexpr db::Query count_parked{"jobs.count_parked", R"sql(
    select count(*) from jobs where parked_at is not null
)sql"};

constexpr db::Query list_parked{"jobs.list_parked", R"sql(
    select id, kind, attempts, last_error, parked_at from jobs where parked_at is not null order by parked_at desc, id desc limit 20
)sql"};

constexpr db::Query retry_job{"jobs.retry", R"sql(
    update jobs set parked_at = null, attempts = 0, due_at = :now where id = :id and parked_at is not null
)sql"};

constexpr db::Query discard_job{"jobs.discard", R"sql(
    delete from jobs where id = :id and parked_at is not null
)sql"};

}

void store::add(db::Tx& tx, const Job& job, base::Instant due_at) {
    tx.run(add_job, {{"id", job.id}, {"kind", job.kind}, {"payload", job.payload}, {"due", due_at}, {"now", job.made_at}});
}

std::optional<base::Instant> store::find_next(db::Tx& tx, const std::string& kinds) {
    const auto next = tx.first(next_job, {{"kinds", kinds}})->find_number(0);
    if (!next) return std::nullopt;
    return base::Instant{*next};
}

std::optional<store::Claim> store::claim(db::Tx& tx, const std::string& kinds, base::Instant now, const std::string& lease) {
    const auto row = tx.first(tx.engine() == db::Engine::postgres ? claim_job_of_several : claim_job,
                              {{"kinds", kinds}, {"now", now}, {"lease", lease}});
    if (!row) return std::nullopt;
    return Claim{
        {.id = row->id<JobId>(0), .kind = row->text(1), .payload = row->text(2), .attempt = row->number(3), .made_at = row->instant(4)},
        lease,
        row->text(5)};
}

void store::hold_until(db::Tx& tx, const Claim& claim, base::Instant until) {
    tx.run(hold_job, {{"id", claim.job.id}, {"lease", claim.lease}, {"until", until}});
}

bool store::remove(db::Tx& tx, const Claim& claim) { return tx.run(remove_job, {{"id", claim.job.id}, {"lease", claim.lease}}) == 1; }

void store::give_back(db::Tx& tx, const Claim& claim, base::Instant due_at, std::optional<base::Instant> parked_at,
                      const std::string& why) {
    tx.run(give_back_job, {{"id", claim.job.id}, {"lease", claim.lease}, {"due", due_at}, {"parked", parked_at}, {"why", why}});
}

std::vector<std::string> store::list_resting(db::Tx& tx, base::Instant now) {
    std::vector<std::string> kinds;
    for (const db::Row& row : tx.all(list_resting_schedules, {{"now", now}})) kinds.push_back(row.text(0));
    return kinds;
}

bool store::turn(db::Tx& tx, const std::string& kind, base::Instant now, base::Instant next) {
    tx.run(add_schedule, {{"kind", kind}, {"now", now}});
    return tx.run(move_schedule, {{"kind", kind}, {"now", now}, {"next", next}}) == 1;
}

bool store::is_waiting(db::Tx& tx, const std::string& kind) { return tx.first(find_waiting, {{"kind", kind}}).has_value(); }

Status status(db::Tx& tx) {
    Status now;
    for (const db::Row& row : tx.all(count_waiting)) now.waiting.push_back({row.text(0), row.number(1), row.instant(2)});
    if (const auto oldest = tx.first(oldest_due, {{"now", tx.now()}})->find_number(0)) now.oldest_due = base::Instant{*oldest};
    now.running = tx.first(count_running, {{"now", tx.now()}})->number(0);
    now.parked = tx.first(count_parked)->number(0);
    for (const db::Row& row : tx.all(list_parked))
        now.latest_parked.push_back({row.id<JobId>(0), row.text(1), row.number(2), row.text(3), row.instant(4)});
    return now;
}

bool retry(db::Tx& tx, JobId id) { return tx.run(retry_job, {{"id", id}, {"now", tx.now()}}) == 1; }

bool discard(db::Tx& tx, JobId id) { return tx.run(discard_job, {{"id", id}}) == 1; }

}
