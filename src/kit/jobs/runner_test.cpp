#include "kit/base/guarded.hpp"
#include "kit/jobs/jobs.hpp"
#include "support/database.hpp"

#include <atomic>
#include <map>
#include <set>
#include <thread>

namespace {

using namespace std::chrono_literals;

constexpr db::Query make_done{"test.make_done", "create table done (id bigint not null primary key)"};
constexpr db::Query add_done{"test.add_done", "insert into done (id) values (:id)"};
constexpr db::Query count_done{"test.count_done", "select count(*) from done"};

template <class Holds>
bool soon(Holds&& holds, std::chrono::milliseconds within = 20s) {
    for (const auto end = std::chrono::steady_clock::now() + within; std::chrono::steady_clock::now() < end;
         std::this_thread::sleep_for(2ms))
        if (holds()) return true;
    return holds();
}

bool is_empty(db::Pool& pool) { return jobs::status(*pool.read()).waiting.empty(); }

/// What is being worked on, by payload; says when one payload was worked on twice at a time.
class Watch {
public:
    void begin(const std::string& payload) {
        now_.with([&](auto& now) {
            if (!now.insert(payload).second) overlapped_ = true;
        });
        ++begun_;
    }
    void end(const std::string& payload) {
        now_.with([&](auto& now) { now.erase(payload); });
    }
    bool overlapped() const { return overlapped_; }
    int begun() const { return begun_; }

private:
    base::Guarded<std::set<std::string>> now_;
    std::atomic<bool> overlapped_ = false;
    std::atomic<int> begun_ = 0;
};

}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a committed job wakes a runner that sleeps", db) {
    std::atomic<int> done = 0;
    jobs::Runner runner(db, {{"note", [&](db::Tx&, const jobs::Job&) { ++done; }}}, {.threads = 1, .poll = 1min, .schedules = {}});
    runner.start();
    std::this_thread::sleep_for(100ms);  // it has looked, and sleeps for a minute
    const auto tx = db.write();
    jobs::later(*tx, "note", "");
    std::this_thread::sleep_for(50ms);
    CHECK(done == 0);
    tx->commit();
    CHECK(soon([&] { return done == 1; }, 10s));
}

ROOM_TEST_CASE("a runner wakes at the instant a job is due, and polls for what another process asked", db) {
    std::atomic<int> done = 0;
    jobs::Runner runner(db, {{"note", [&](db::Tx&, const jobs::Job&) { ++done; }}}, {.threads = 1, .poll = 1min, .schedules = {}});
    db::write(db, [](db::Tx& tx) { jobs::later(tx, "note", "", base::Instant{tx.now().ms + 300}); });
    runner.start();
    CHECK(soon([&] { return done == 1; }, 10s));

    jobs::Runner quick(db, {{"polled", [&](db::Tx&, const jobs::Job&) { ++done; }}}, {.threads = 1, .poll = 50ms, .schedules = {}});
    quick.start();
    const auto other = db::open({.url = db.url(), .connections = 1});
    db::write(*other, [](db::Tx& tx) { jobs::later(tx, "polled", ""); });
    CHECK(soon([&] { return done == 2; }, 10s));
}

ROOM_TEST_CASE("two runners never work on one job at the same time, and each job's effect is there once", db) {
    db::write(db, [](db::Tx& tx) { tx.run(make_done); });
    constexpr int count = 40;
    db::write(db, [](db::Tx& tx) {
        for (int i = 0; i < count; ++i) {
            jobs::later(tx, "inside", std::to_string(i));
            jobs::later(tx, "outside", std::to_string(1000 + i));
        }
    });
    const auto other = db::open({.url = db.url(), .connections = 4});
    Watch outside;
    const auto write_done = [](db::Tx& tx, const std::string& payload) { tx.run(add_done, {{"id", std::stoi(payload)}}); };
    const std::vector<jobs::Handler> handlers{{"inside", [&](db::Tx& tx, const jobs::Job& job) { write_done(tx, job.payload); }},
                                              {"outside", [&](db::Pool&, const jobs::Job& job) -> jobs::Finish {
                                                   outside.begin(job.payload);
                                                   std::this_thread::sleep_for(1ms);
                                                   outside.end(job.payload);
                                                   return [&write_done, payload = job.payload](db::Tx& tx) { write_done(tx, payload); };
                                               }}};
    {
        jobs::Runner one(db, handlers, {.threads = 2, .poll = 20ms, .schedules = {}});
        jobs::Runner two(*other, handlers, {.threads = 2, .poll = 20ms, .schedules = {}});
        one.start();
        two.start();
        CHECK(soon([&] { return is_empty(db); }, 60s));
    }
    CHECK_FALSE(outside.overlapped());
    CHECK(outside.begun() >= count);
    CHECK(db.read()->first(count_done)->number(0) == 2 * count);
    CHECK(jobs::status(*db.read()).parked == 0);
}

ROOM_TEST_CASE("stopping lets begun work end and begins nothing more", db) {
    std::atomic<int> begun = 0, ended = 0;
    jobs::Runner runner(db,
                        {{"slow",
                          [&](db::Pool&, const jobs::Job&) -> jobs::Finish {
                              ++begun;
                              std::this_thread::sleep_for(300ms);
                              return [&](db::Tx&) { ++ended; };
                          }}},
                        {.threads = 1, .poll = 20ms, .schedules = {}});
    db::write(db, [](db::Tx& tx) {
        jobs::later(tx, "slow", "1");
        jobs::later(tx, "slow", "2");
    });
    runner.start();
    REQUIRE(soon([&] { return begun == 1; }));
    runner.stop();
    CHECK(begun == 1);
    CHECK(ended == 1);
    REQUIRE(jobs::status(*db.read()).waiting.size() == 1);
    CHECK(jobs::status(*db.read()).waiting[0].count == 1);
    CHECK(jobs::status(*db.read()).running == 0);

    runner.start();  // and it may go on
    CHECK(soon([&] { return ended == 2; }));
}

ROOM_TEST_CASE("a runner does what its schedules ask, and work that throws ends no thread", db) {
    std::atomic<int> cleaned = 0, thrown = 0;
    jobs::Runner runner(db,
                        {{"clean", [&](db::Tx&, const jobs::Job&) { ++cleaned; }},
                         {"bad",
                          [&](db::Tx&, const jobs::Job&) {
                              ++thrown;
                              throw 7;
                          }}},
                        {.threads = 1, .poll = 20ms, .schedules = {{.kind = "clean", .every = 1h}}});
    db::write(db, [](db::Tx& tx) { jobs::later(tx, "bad", ""); });
    runner.start();
    CHECK(soon([&] { return cleaned == 1 && thrown == 1; }));
    db::write(db, [](db::Tx& tx) { jobs::later(tx, "clean", ""); });
    CHECK(soon([&] { return cleaned == 2; }));
}

TEST_SUITE_END();
