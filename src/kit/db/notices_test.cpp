#include "kit/db/notices.hpp"

#include "kit/base/guarded.hpp"
#include "support/database.hpp"

#include <thread>

namespace {

using namespace std::chrono_literals;

/// Another process on the same database.
class OtherNode {
public:
    explicit OtherNode(const std::string& url, std::chrono::milliseconds kept = 1h)
        : pool_(db::open({.url = url, .connections = 1})),
          notices_(
              *pool_,
              [this](std::span<const std::string> tags) {
                  heard_.with([&](auto& all) { all.insert(all.end(), tags.begin(), tags.end()); });
              },
              [this] { heard_.with([](auto& all) { all.emplace_back("everything"); }); }, kept) {}

    std::vector<std::string> heard() {
        return heard_.with([](auto& all) { return all; });
    }
    bool hears(const std::string& tag, std::chrono::milliseconds within = 2s) {
        for (const auto end = std::chrono::steady_clock::now() + within; std::chrono::steady_clock::now() < end;
             std::this_thread::sleep_for(5ms)) {
            const auto all = heard();
            if (std::find(all.begin(), all.end(), tag) != all.end()) return true;
        }
        return false;
    }

private:
    base::Guarded<std::vector<std::string>> heard_;
    std::unique_ptr<db::Pool> pool_;
    db::Notices notices_;
};

void announce_now(db::Pool& pool, const std::string& tag) {
    db::write(pool, [&](db::Tx& tx) { db::announce(tx, std::vector{tag}); });
}

std::int64_t rows_of(db::Pool& pool) { return pool.read()->first({"test.drops", "select count(*) from cache_drops"})->number(0); }

void cut_lines_of(db::Pool& pool, const std::string& application) {
    pool.read()->all({"test.cut", "select pg_terminate_backend(pid) is null from pg_stat_activity where application_name = :name"},
                     {{"name", application}});
}

}

TEST_SUITE_BEGIN("room");

TEST_CASE("on SQLite a server hears what a command beside it announced, and not what was undone") {
    support::Database database(db::Engine::sqlite);
    OtherNode node(database.url());
    {
        const auto undone = database.write();
        db::announce(*undone, std::vector<std::string>{"undone"});
    }
    announce_now(database, "piece:1");
    CHECK(node.hears("piece:1", 5s));
    std::this_thread::sleep_for(1200ms);  // one reading more
    CHECK(node.heard() == std::vector<std::string>{"piece:1"});
}

TEST_CASE("another process hears a tag soon after the commit, once, and not what was undone" * doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    OtherNode node(database.url());
    {
        const auto undone = database.write();
        db::announce(*undone, std::vector<std::string>{"undone"});
    }
    announce_now(database, "piece:1");
    CHECK(node.hears("piece:1"));
    std::this_thread::sleep_for(1200ms);  // one reading more
    CHECK(node.heard() == std::vector<std::string>{"piece:1"});
}

TEST_CASE("a tag announced early and committed late is heard" * doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    OtherNode node(database.url());
    const auto slow = database.write();
    db::announce(*slow, std::vector<std::string>{"slow"});
    announce_now(database, "quick");
    CHECK(node.hears("quick"));
    slow->commit();
    CHECK(node.hears("slow"));
}

TEST_CASE("what was announced while the line was cut is heard after it is mended" * doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    const std::string name = "listener_of_this_test";
    OtherNode node(database.url() + "&application_name=" + name);
    announce_now(database, "before");
    REQUIRE(node.hears("before"));
    cut_lines_of(database, name);
    announce_now(database, "while away");
    CHECK(node.hears("while away", 5s));
}

TEST_CASE("rows are removed when nobody can need them, and who was away longer drops everything" *
          doctest::skip(!support::has_postgres())) {
    support::Database database(db::Engine::postgres);
    const std::string name = "forgetful_listener_of_this_test";
    OtherNode node(database.url() + "&application_name=" + name, 300ms);
    announce_now(database, "old");
    REQUIRE(node.hears("old"));
    cut_lines_of(database, name);
    CHECK(node.hears("everything", 5s));
    for (int i = 0; i < 400 && rows_of(database) > 0; ++i) std::this_thread::sleep_for(10ms);
    CHECK(rows_of(database) == 0);
}

TEST_SUITE_END();
