#include "kit/db/migrate.hpp"

#include "kit/base/check.hpp"
#include "support/database.hpp"

#include <thread>

namespace {

std::vector<db::Migration> three() {
    return {{1, "0001_people", "create table people (id bigint not null primary key, name text); insert into people (id) values (1);"},
            {2, "0002_pieces", "create table pieces (id bigint not null primary key)"},
            {3, "0003_name", "update people set name = 'Ada'"}};
}

std::int64_t count(db::Pool& pool, std::string_view sql) { return pool.read()->first({"test.count", sql})->number(0); }

void on_each_engine(void (*body)(const std::string& url)) {
    for (const db::Engine engine : support::engines()) {
        CAPTURE(engine == db::Engine::postgres);
        const support::EmptyDatabase place(engine);
        body(place.url());
    }
}

std::string refusal(const std::vector<base::Embedded>& files) {
    try {
        db::migrations_for(db::Engine::sqlite, files);
    } catch (const base::Error& failure) {
        return failure.what();
    }
    return "";
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("migrations are read in order, each engine with its own twin") {
    const std::vector<base::Embedded> files{
        {"0002_pieces.sql", "both"}, {"0001_people.sqlite.sql", "for sqlite"}, {"0001_people.postgres.sql", "for postgres"}};
    const auto sqlite = db::migrations_for(db::Engine::sqlite, files);
    REQUIRE(sqlite.size() == 2);
    CHECK(sqlite[0].name == "0001_people");
    CHECK(sqlite[0].sql == "for sqlite");
    CHECK(sqlite[1].number == 2);
    CHECK(sqlite[1].sql == "both");
    CHECK(db::migrations_for(db::Engine::postgres, files)[0].sql == "for postgres");
}

TEST_CASE("a gap, a double, a missing twin or an odd name is refused with the file's name") {
    CHECK(refusal({{"0001_a.sql", ""}, {"0003_c.sql", ""}}) == "0003_c: migration 2 is missing");
    CHECK(refusal({{"0001_a.sql", ""}, {"0001_b.sql", ""}}) == "0001_b.sql: there are two migrations with this number");
    CHECK(refusal({{"0001_a.sqlite.sql", ""}}) == "0001_a: a migration is one .sql file, or a .sqlite.sql and a .postgres.sql");
    CHECK(refusal({{"0001_a.sql", ""}, {"0001_a.sqlite.sql", ""}}) ==
          "0001_a: a migration is one .sql file, or a .sqlite.sql and a .postgres.sql");
    CHECK(refusal({{"001_a.sql", ""}}).starts_with("001_a.sql: a migration is named "));
    CHECK(refusal({{"0001_a.oracle.sql", ""}}).starts_with("0001_a.oracle.sql: a migration is named "));
    CHECK(refusal({{"readme.md", ""}}).starts_with("readme.md: a migration is named "));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

TEST_CASE("missing migrations are applied once, and a later program goes on from there") {
    on_each_engine([](const std::string& url) {
        const auto pool = db::open({.url = url});
        CHECK(db::schema_version(*pool) == 0);
        const auto all = three();
        CHECK(db::migrate(*pool, std::span(all).first(1)) == std::vector<std::string>{"0001_people"});
        CHECK(db::migrate(*pool, all) == std::vector<std::string>{"0002_pieces", "0003_name"});
        CHECK(db::migrate(*pool, all).empty());
        CHECK(db::schema_version(*pool) == 3);
        CHECK(count(*pool, "select count(*) from people where name = 'Ada'") == 1);
    });
}

TEST_CASE("a database of a newer program is refused and stays as it is") {
    on_each_engine([](const std::string& url) {
        const auto pool = db::open({.url = url});
        const auto all = three();
        db::migrate(*pool, all);
        CHECK_THROWS_WITH_AS(db::migrate(*pool, std::span(all).first(2)), "the database is of a newer version (3) than this program (2)",
                             base::Error);
        CHECK(db::schema_version(*pool) == 3);
        CHECK(count(*pool, "select count(*) from schema_migrations") == 3);
    });
}

TEST_CASE("a database of another program is refused") {
    on_each_engine([](const std::string& url) {
        const auto pool = db::open({.url = url});
        auto all = three();
        db::migrate(*pool, std::span(all).first(2));
        all[1].name = "0002_others";
        CHECK_THROWS_WITH_AS(db::migrate(*pool, all),
                             "the database was made by another program: its migration 2 is 0002_pieces, not 0002_others", base::Error);
        CHECK(db::schema_version(*pool) == 2);
    });
}

TEST_CASE("a migration that fails half-way leaves nothing of itself") {
    on_each_engine([](const std::string& url) {
        const auto pool = db::open({.url = url});
        auto all = three();
        all[1].sql = "create table pieces (id bigint); create table people (id bigint)";
        const auto message = [&] {
            try {
                db::migrate(*pool, all);
            } catch (const base::Error& failure) {
                return std::string(failure.what());
            }
            return std::string();
        }();
        CHECK(message.starts_with("migration 0002_pieces: "));
        CHECK(db::schema_version(*pool) == 1);
        CHECK_THROWS_AS(count(*pool, "select count(*) from pieces"), base::Error);
        CHECK(db::migrate(*pool, three()).size() == 2);
    });
}

TEST_CASE("a migration cannot end its transaction") {
    on_each_engine([](const std::string& url) {
        const auto pool = db::open({.url = url});
        auto all = three();
        all[0].sql += "commit";
        CHECK_THROWS_AS(db::migrate(*pool, all), base::Bug);
    });
}

TEST_CASE("two processes that start together apply each migration once") {
    on_each_engine([](const std::string& url) {
        std::vector<db::Migration> all;
        for (int i = 1; i <= 20; ++i) {
            const std::string table = "table_" + std::to_string(i);
            all.push_back(
                {i, table, "create table " + table + " (id bigint not null primary key); insert into " + table + " (id) values (1)"});
        }
        std::vector<std::size_t> applied(3);
        std::vector<std::string> failures(3);
        std::vector<std::thread> processes;
        for (std::size_t i = 0; i < applied.size(); ++i) {
            processes.emplace_back([&, i] {
                try {
                    const auto pool = db::open({.url = url, .connections = 1});
                    applied[i] = db::migrate(*pool, all).size();
                } catch (const std::exception& failure) {
                    failures[i] = failure.what();
                }
            });
        }
        for (auto& process : processes) process.join();
        for (const std::string& failure : failures) CHECK(failure == "");
        CHECK(applied[0] + applied[1] + applied[2] == 20);
        const auto pool = db::open({.url = url});
        CHECK(db::schema_version(*pool) == 20);
    });
}

TEST_SUITE_END();
