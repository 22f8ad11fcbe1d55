#include "kit/streams/streams.hpp"

#include "kit/base/check.hpp"
#include "kit/base/guarded.hpp"
#include "support/database.hpp"

#include <atomic>
#include <thread>

namespace {

using namespace std::chrono_literals;

/// One process that hears, and writes down what.
class Node {
public:
    explicit Node(db::Pool& pool, std::chrono::milliseconds kept = 1min)
        : hearing_(
              pool,
              {.tell = [this](const streams::Event& event) { note(event.topic + " " + event.name + " " + event.id + " " + event.data); },
               .end = [this](const std::string& topic) { note("end " + topic); },
               .close = [this](const std::string& key) { note("close " + key); },
               .close_all = [this] { note("close all"); }},
              kept) {
        if (pool.engine() == db::Engine::postgres) REQUIRE(hears("close all", 1));  // listening from now on
    }
    std::vector<std::string> heard() {
        return heard_.with([](auto& all) { return all; });
    }
    /// In their order, after the first `close all`.
    std::vector<std::string> heard(std::size_t wanted, bool postgres) {
        const std::size_t before = postgres ? 1 : 0;
        for (int i = 0; i < 1000 && heard().size() < wanted + before; ++i) std::this_thread::sleep_for(5ms);
        auto all = heard();
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(before, all.size())));
        return all;
    }
    bool hears(const std::string& wanted, std::ptrdiff_t times = 1) {
        for (const auto end = std::chrono::steady_clock::now() + 6s; std::chrono::steady_clock::now() < end;
             std::this_thread::sleep_for(1ms)) {
            const auto all = heard();
            if (std::count(all.begin(), all.end(), wanted) >= times) return true;
        }
        return false;
    }

private:
    void note(std::string what) {
        heard_.with([&](auto& all) { all.push_back(std::move(what)); });
    }
    base::Guarded<std::vector<std::string>> heard_;
    streams::Hearing hearing_;
};

streams::Event step(const std::string& topic, std::int64_t id, std::string data = "{}") {
    return {.topic = topic, .name = "step", .id = std::to_string(id), .data = std::move(data)};
}

void tell_now(db::Pool& pool, const streams::Event& event) {
    db::write(pool, [&](db::Tx& tx) { streams::tell(tx, event); });
}

bool on_postgres(support::Database& db) { return db.engine() == db::Engine::postgres; }

std::int64_t rows_of(db::Pool& pool) { return pool.read()->first({"test.events", "select count(*) from stream_events"})->number(0); }

}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("what a transaction tells is heard when it is committed, and what was undone never", db) {
    Node node(db);
    {
        const auto undone = db.write();
        streams::tell(*undone, step("piece:1", 1));
    }
    const auto tx = db.write();
    streams::tell(*tx, step("piece:1", 2, "静かな教室\nsecond line"));
    streams::tell(*tx, {.topic = "piece:2", .name = "cursor", .id = "", .data = std::string(100'000, 'x')});
    std::this_thread::sleep_for(20ms);
    CHECK(node.heard().size() == (on_postgres(db) ? 1 : 0));
    tx->commit();
    tell_now(db, step("piece:1", 3));
    CHECK(node.heard(3, on_postgres(db)) == std::vector<std::string>{"piece:1 step 2 静かな教室\nsecond line",
                                                                     "piece:2 cursor  " + std::string(100'000, 'x'), "piece:1 step 3 {}"});
}

ROOM_TEST_CASE("ends and closes are heard with their transactions", db) {
    Node node(db);
    db::write(db, [](db::Tx& tx) { streams::close(tx, "person:42"); });
    {
        const auto undone = db.write();
        streams::close(*undone, "person:43");
    }
    db::write(db, [](db::Tx& tx) { streams::end(tx, "piece:1"); });
    CHECK(node.heard(2, on_postgres(db)) == std::vector<std::string>{"close person:42", "end piece:1"});
}

ROOM_TEST_CASE("what is told after a later commit does not overtake what was told before", db) {
    Node node(db);
    const auto tx = db.write();
    // Between this commit and its news, somebody else writes and tells.
    tx->after_commit([&] { tell_now(db, step("piece:1", 2)); });
    streams::tell(*tx, step("piece:1", 1));
    tx->commit();
    CHECK(node.heard(2, on_postgres(db)) == std::vector<std::string>{"piece:1 step 1 {}", "piece:1 step 2 {}"});
}

ROOM_TEST_CASE("the steps of many who write at the same time are all heard, in the order of their commits", db) {
    db::write(db, [](db::Tx& tx) { tx.script("create table versions (version bigint not null); insert into versions values (0)"); });
    Node node(db);
    constexpr int writers = 3, each = 60;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&] {
            for (int done = 0; done < each;) {
                try {
                    db::write(db, [](db::Tx& tx) {
                        const auto now = tx.first({"test.next", "update versions set version = version + 1 returning version"})->number(0);
                        streams::tell(tx, step("piece:1", now));
                    });
                    ++done;
                } catch (const base::Conflict&) {}
            }
        });
    for (std::thread& thread : threads) thread.join();
    const auto heard = node.heard(writers * each, on_postgres(db));
    REQUIRE(heard.size() == writers * each);
    for (std::size_t i = 0; i < heard.size(); ++i) CHECK(heard[i] == "piece:1 step " + std::to_string(i + 1) + " {}");
}

ROOM_TEST_CASE("whoever hears no more is not called, and nothing waits for them", db) {
    { Node gone(db); }
    tell_now(db, step("piece:1", 1));
    Node node(db);
    tell_now(db, step("piece:1", 2));
    CHECK(node.heard(1, on_postgres(db)) == std::vector<std::string>{"piece:1 step 2 {}"});
}

ROOM_TEST_CASE("a faulty topic, name or id is a bug of ours, and telling takes a write transaction", db) {
    const auto fails = [&](const streams::Event& event) {
        const auto tx = db.write();
        CHECK_THROWS_AS(streams::tell(*tx, event), base::Bug);
    };
    fails({.topic = "", .name = "step", .id = "1", .data = "{}"});
    fails({.topic = std::string(201, 'a'), .name = "step", .id = "1", .data = "{}"});
    fails({.topic = "piece:1", .name = "st\nep", .id = "1", .data = "{}"});
    fails({.topic = "piece:1", .name = "step", .id = "1\r", .data = "{}"});
    const auto reading = db.read();
    CHECK_THROWS_AS(streams::tell(*reading, step("piece:1", 1)), base::Bug);
}

TEST_CASE("two processes on one PostgreSQL hear each other, and themselves, in the same order" * doctest::skip(!support::has_postgres())) {
    support::Database here(db::Engine::postgres);
    const auto there = db::open({.url = here.url(), .connections = 2});
    Node near(here), far(*there);
    std::chrono::microseconds longest{0}, all{0};
    constexpr int count = 60;
    for (int i = 1; i <= count; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        tell_now(i % 2 ? here.pool() : *there, step("piece:1", i));
        REQUIRE(far.hears("piece:1 step " + std::to_string(i) + " {}"));
        REQUIRE(near.hears("piece:1 step " + std::to_string(i) + " {}"));
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
        longest = std::max(longest, took);
        all += took;
    }
    CHECK(near.heard() == far.heard());
    CHECK(longest <= 2s);
    MESSAGE("from the transaction to both processes: ", all.count() / count, " us in the middle, ", longest.count(), " us at most");
}

TEST_CASE("two sites in one PostgreSQL do not hear each other" * doctest::skip(!support::has_postgres())) {
    support::Database here(db::Engine::postgres), other(db::Engine::postgres);
    Node node(here);
    tell_now(other, step("piece:1", 1));
    tell_now(here, step("piece:1", 2));
    CHECK(node.heard(1, true) == std::vector<std::string>{"piece:1 step 2 {}"});
}

TEST_CASE("after its line was cut a process lets everybody read again, and hears on" * doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    const std::string name = "streams_listener_of_this_test";
    const auto pool = db::open({.url = database.url() + "&application_name=" + name, .connections = 1});
    Node node(*pool);
    tell_now(database, step("piece:1", 1));
    REQUIRE(node.hears("piece:1 step 1 {}"));
    database.read()->all(
        {"test.cut_streams", "select pg_terminate_backend(pid) is null from pg_stat_activity where application_name = :name"},
        {{"name", name}});
    tell_now(database, step("piece:1", 2));
    CHECK(node.hears("close all", 2));
    tell_now(database, step("piece:1", 3));
    CHECK(node.hears("piece:1 step 3 {}"));
}

TEST_CASE("rows of events are removed after their time, and at once where their topic ends" * doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    Node node(database, 600ms);
    tell_now(database, step("piece:1", 1));
    CHECK(rows_of(database) == 1);
    for (int i = 0; i < 800 && rows_of(database) > 0; ++i) std::this_thread::sleep_for(10ms);
    CHECK(rows_of(database) == 0);
    db::write(database, [](db::Tx& tx) {
        streams::tell(tx, step("piece:1", 2, "nobody may read this any more"));
        streams::end(tx, "piece:1");
    });
    CHECK(node.hears("end piece:1", 2));  // for what is gone, and for itself
    const auto heard = node.heard();
    CHECK(std::count(heard.begin(), heard.end(), "piece:1 step 2 nobody may read this any more") == 0);
}

TEST_SUITE_END();
