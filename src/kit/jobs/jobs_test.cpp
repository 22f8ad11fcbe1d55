#include "kit/jobs/jobs.hpp"

#include "kit/base/check.hpp"
#include "kit/jobs/store.hpp"
#include "kit/jobs/work.hpp"
#include "support/database.hpp"

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr base::Instant start{1'800'000'000'000};

constexpr db::Query make_effects{"test.make_effects", "create table effects (id bigint not null primary key, what text not null)"};
constexpr db::Query add_effect{"test.add_effect", "insert into effects (id, what) select count(*) + 1, :what from effects"};
constexpr db::Query list_effects{"test.list_effects", "select what from effects order by id"};

void with_effects(support::Database& database) {
    database.freeze(start);
    db::write(database, [](db::Tx& tx) { tx.run(make_effects); });
}

void effect(db::Tx& tx, std::string_view what) { tx.run(add_effect, {{"what", what}}); }

std::vector<std::string> effects(support::Database& database) {
    std::vector<std::string> all;
    for (const db::Row& row : database.read()->all(list_effects)) all.push_back(row.text(0));
    return all;
}

void ask(support::Database& database, std::string_view kind, const std::string& payload = "", std::optional<base::Instant> at = {}) {
    db::write(database, [&](db::Tx& tx) { jobs::later(tx, kind, payload, at); });
}

jobs::Handler writes(std::string kind) {
    return {std::move(kind), [](db::Tx& tx, const jobs::Job& job) { effect(tx, job.payload); }};
}

jobs::Status status_of(support::Database& database) { return jobs::status(*database.read()); }

base::Instant after(base::Instant from, std::chrono::milliseconds passed) { return {from.ms + passed.count()}; }

/// Takes the first job and never comes back.
jobs::store::Claim die_with_a_job(support::Database& database, const std::vector<jobs::Handler>& handlers) {
    const auto claim = jobs::Hands(database, handlers).claim(start);
    REQUIRE(claim);
    return *claim;
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("the pause doubles with each failure, up to four hours, and is never the same for all") {
    for (int i = 0; i < 200; ++i) {
        CHECK(jobs::pause_after(1) >= 7500ms);
        CHECK(jobs::pause_after(1) <= 12500ms);
        CHECK(jobs::pause_after(3) >= 30s);
        CHECK(jobs::pause_after(3) <= 50s);
        CHECK(jobs::pause_after(100) >= 3h);
        CHECK(jobs::pause_after(100) <= 5h);
        CHECK(jobs::pause_after(0) >= 7500ms);
    }
    bool differs = false;
    const auto first = jobs::pause_after(5);
    for (int i = 0; i < 50 && !differs; ++i) differs = jobs::pause_after(5) != first;
    CHECK(differs);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a job is done once, and nothing is left of it", db) {
    with_effects(db);
    ask(db, "note", "授業 🎌");
    CHECK(status_of(db).waiting.size() == 1);
    CHECK(status_of(db).oldest_due == start);
    CHECK(jobs::run_due(db, std::vector{writes("note")}, start) == 1);
    CHECK(jobs::run_due(db, std::vector{writes("note")}, after(start, 24h)) == 0);
    CHECK(effects(db) == std::vector<std::string>{"授業 🎌"});
    CHECK(status_of(db).waiting.empty());
    CHECK_FALSE(status_of(db).oldest_due);
}

ROOM_TEST_CASE("what was rolled back was never asked for", db) {
    with_effects(db);
    {
        const auto undone = db.write();
        jobs::later(*undone, "note", "undone");
    }
    CHECK(jobs::run_due(db, std::vector{writes("note")}, start) == 0);
}

ROOM_TEST_CASE("jobs are begun in the order in which they are due, and none before", db) {
    with_effects(db);
    ask(db, "note", "second", after(start, 2min));
    ask(db, "note", "first", after(start, 1min));
    ask(db, "note", "tomorrow", after(start, 24h));
    CHECK(jobs::run_due(db, std::vector{writes("note")}, start) == 0);
    CHECK(jobs::run_due(db, std::vector{writes("note")}, after(start, 2min)) == 2);
    CHECK(effects(db) == std::vector<std::string>{"first", "second"});
}

ROOM_TEST_CASE("a kind without a handler is left for who has one", db) {
    with_effects(db);
    ask(db, "other", "x");
    ask(db, "no", "y");  // the end of another kind's name
    CHECK(jobs::run_due(db, std::vector{writes("note")}, start) == 0);
    CHECK(jobs::run_due(db, std::vector{writes("other")}, start) == 1);
    CHECK(effects(db) == std::vector<std::string>{"x"});
    REQUIRE(status_of(db).waiting.size() == 1);
    CHECK(status_of(db).waiting[0].kind == "no");
}

ROOM_TEST_CASE("work that asks for more work is followed to its end", db) {
    with_effects(db);
    const std::vector<jobs::Handler> handlers{{"count", [](db::Tx& tx, const jobs::Job& job) {
                                                   effect(tx, job.payload);
                                                   if (job.payload.size() < 3) jobs::later(tx, "count", job.payload + "i");
                                               }}};
    ask(db, "count", "i");
    CHECK(jobs::run_due(db, handlers, start) == 3);
    CHECK(effects(db) == std::vector<std::string>{"i", "ii", "iii"});
}

ROOM_TEST_CASE("a worker that died between claim and end leaves its job to another, once its lease is over", db) {
    with_effects(db);
    const std::vector handlers{writes("note")};
    ask(db, "note", "once");
    const auto lost = die_with_a_job(db, handlers);
    CHECK(status_of(db).running == 1);
    CHECK_FALSE(status_of(db).oldest_due);
    CHECK(jobs::run_due(db, handlers, after(start, 5min)) == 0);
    CHECK(jobs::run_due(db, handlers, after(start, 5min + 1ms)) == 1);
    CHECK(effects(db) == std::vector<std::string>{"once"});

    // It was only slow: now it comes back and may write nothing.
    jobs::Hands(db, handlers).work_on(lost, start);
    CHECK(effects(db) == std::vector<std::string>{"once"});
}

ROOM_TEST_CASE("who comes back while another has the job neither writes nor disturbs", db) {
    with_effects(db);
    const std::vector handlers{writes("note")};
    ask(db, "note", "once");
    const jobs::Hands hands(db, handlers);
    const auto slow = hands.claim(start);
    const auto second = hands.claim(after(start, 6min));
    REQUIRE(second);
    CHECK(second->job.attempt == 2);
    hands.work_on(*slow, after(start, 6min));
    CHECK(effects(db).empty());
    hands.work_on(*second, after(start, 6min));
    CHECK(effects(db) == std::vector<std::string>{"once"});
}

ROOM_TEST_CASE("a failure undoes what the work wrote and comes again after a pause", db) {
    with_effects(db);
    int tries = 0;
    const std::vector<jobs::Handler> handlers{{"note", [&](db::Tx& tx, const jobs::Job& job) {
                                                   effect(tx, job.payload);
                                                   CHECK(job.attempt == ++tries);
                                                   if (tries < 3) throw base::Error("no luck\nthis time");
                                               }}};
    ask(db, "note", "written");
    CHECK(jobs::run_due(db, handlers, start) == 1);
    CHECK(effects(db).empty());
    CHECK(jobs::run_due(db, handlers, after(start, 7s)) == 0);
    CHECK(jobs::run_due(db, handlers, after(start, 13s)) == 1);
    CHECK(jobs::run_due(db, handlers, after(start, 14s)) == 0);
    CHECK(jobs::run_due(db, handlers, after(start, 1min)) == 1);
    CHECK(effects(db) == std::vector<std::string>{"written"});
    CHECK(status_of(db).parked == 0);
}

ROOM_TEST_CASE("giving up parks the job with its reason until somebody retries or discards it", db) {
    with_effects(db);
    bool may = false;
    const std::vector<jobs::Handler> handlers{{"note", [&](db::Tx& tx, const jobs::Job& job) {
                                                   if (!may) throw jobs::GiveUp("there is no such thing: 何もない");
                                                   effect(tx, job.payload);
                                               }}};
    ask(db, "note", "late");
    CHECK(jobs::run_due(db, handlers, start) == 1);
    CHECK(jobs::run_due(db, handlers, after(start, 240h)) == 0);
    const auto status = status_of(db);
    CHECK(status.parked == 1);
    CHECK(status.waiting.empty());
    REQUIRE(status.latest_parked.size() == 1);
    CHECK(status.latest_parked[0].why == "there is no such thing: 何もない");
    CHECK(status.latest_parked[0].attempts == 1);

    may = true;
    const jobs::JobId id = status.latest_parked[0].id;
    db::write(db, [&](db::Tx& tx) { CHECK(jobs::retry(tx, id)); });
    db::write(db, [&](db::Tx& tx) { CHECK_FALSE(jobs::discard(tx, id)); });
    CHECK(jobs::run_due(db, handlers, start) == 1);
    CHECK(effects(db) == std::vector<std::string>{"late"});

    may = false;
    ask(db, "note", "never");
    jobs::run_due(db, handlers, start);
    db::write(db, [&](db::Tx& tx) { CHECK(jobs::discard(tx, jobs::status(tx).latest_parked.at(0).id)); });
    CHECK(status_of(db).parked == 0);
}

ROOM_TEST_CASE("what fails twelve times is parked, also when what it says is no text", db) {
    with_effects(db);
    int tries = 0;
    const std::vector<jobs::Handler> handlers{{"note", [&](db::Tx&, const jobs::Job&) {
                                                   ++tries;
                                                   throw std::runtime_error("\xff broken " + std::string(3000, 'x'));
                                               }}};
    ask(db, "note");
    base::Instant now = start;
    for (int i = 0; i < 20; ++i, now = after(now, 6h)) jobs::run_due(db, handlers, now);
    CHECK(tries == jobs::most_attempts);
    REQUIRE(status_of(db).latest_parked.size() == 1);
    CHECK(status_of(db).latest_parked[0].why.starts_with("  broken xxx"));
    CHECK(status_of(db).latest_parked[0].why.size() < 520);
}

ROOM_TEST_CASE("a job that takes its process down every time is parked in the end", db) {
    with_effects(db);
    const std::vector handlers{writes("note")};
    ask(db, "note", "deadly");
    base::Instant now = start;
    for (int i = 0; i < jobs::most_attempts; ++i, now = after(now, 6min)) REQUIRE(jobs::Hands(db, handlers).claim(now));
    CHECK(jobs::run_due(db, handlers, now) == 0);
    REQUIRE(status_of(db).latest_parked.size() == 1);
    CHECK(status_of(db).latest_parked[0].why == "it was begun many times and never ended");
    CHECK(effects(db).empty());
}

ROOM_TEST_CASE("outside work runs without a transaction, and its end is written with the job's", db) {
    with_effects(db);
    int outside = 0;
    const std::vector<jobs::Handler> handlers{{"send", [&](db::Pool& pool, const jobs::Job& job) -> jobs::Finish {
                                                   ++outside;
                                                   db::write(pool, [&](db::Tx& tx) { effect(tx, "begun " + job.payload); });
                                                   if (outside == 1) throw base::Error("the line is cut");
                                                   return [what = job.payload](db::Tx& tx) { effect(tx, "sent " + what); };
                                               }}};
    ask(db, "send", "a");
    jobs::run_due(db, handlers, start);
    CHECK(effects(db) == std::vector<std::string>{"begun a"});
    CHECK(jobs::run_due(db, handlers, after(start, 13s)) == 1);
    CHECK(effects(db) == std::vector<std::string>{"begun a", "begun a", "sent a"});
    CHECK(status_of(db).waiting.empty());
}

ROOM_TEST_CASE("a handler's lease is its own", db) {
    with_effects(db);
    auto quick = writes("quick");
    quick.lease = 10s;
    const std::vector handlers{quick, writes("note")};
    ask(db, "quick", "quick");
    die_with_a_job(db, handlers);
    CHECK(jobs::run_due(db, handlers, after(start, 11s)) == 1);
}

ROOM_TEST_CASE("a schedule asks for its work at its own instants, once, however late", db) {
    with_effects(db);
    const jobs::Schedule hourly{.kind = "clean", .every = 1h};
    const std::vector schedules{hourly};
    const std::vector<jobs::Handler> handlers{{"clean", [](db::Tx& tx, const jobs::Job&) { effect(tx, "cleaned"); }}};
    const base::Instant noon{1'800'000'000'000 / 3'600'000 * 3'600'000};
    db.freeze(after(noon, 10min));
    const auto turn = [&](base::Instant now) {
        jobs::plan(db, schedules, now);
        jobs::plan(db, schedules, now);
        return jobs::run_due(db, handlers, now);
    };
    CHECK(turn(after(noon, 10min)) == 1);  // once when it is new
    CHECK(turn(after(noon, 59min)) == 0);
    CHECK(turn(after(noon, 60min)) == 1);
    CHECK(turn(after(noon, 119min)) == 0);
    CHECK(turn(after(noon, 24h + 30min)) == 1);  // what was missed is not made up for
    CHECK(turn(after(noon, 24h + 59min)) == 0);

    jobs::plan(db, schedules, after(noon, 30h));
    jobs::plan(db, schedules, after(noon, 32h));  // the last one still waits
    CHECK(jobs::run_due(db, handlers, after(noon, 32h)) == 1);
    CHECK(effects(db).size() == 4);
}

ROOM_TEST_CASE("a shift moves a daily schedule to its time of day", db) {
    with_effects(db);
    const base::Instant midnight{1'800'000'000'000 / 86'400'000 * 86'400'000};
    const std::vector<jobs::Schedule> schedules{{.kind = "daily", .every = 24h, .shift = 19h}};
    const std::vector<jobs::Handler> handlers{{"daily", [](db::Tx&, const jobs::Job&) {}}};
    db.freeze(midnight);
    jobs::plan(db, schedules, midnight);
    CHECK(jobs::run_due(db, handlers, midnight) == 1);
    jobs::plan(db, schedules, after(midnight, 19h - 1ms));
    CHECK(jobs::run_due(db, handlers, after(midnight, 19h)) == 0);
    jobs::plan(db, schedules, after(midnight, 19h));
    CHECK(jobs::run_due(db, handlers, after(midnight, 19h)) == 1);
}

TEST_SUITE_END();
