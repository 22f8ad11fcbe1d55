#pragma once
#include "kit/db/db.hpp"
#include "kit/db/migrate.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace support {

/// A fresh database with every migration of migrations/ applied: a file in a temporary folder, or a schema of its own on the
/// server named by ALTTO_TEST_POSTGRES. Gone at the end of the scope.
class Database {
public:
    explicit Database(db::Engine, std::size_t connections = 4);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    db::Pool& pool() { return *pool_; }
    operator db::Pool&() { return *pool_; }
    db::Engine engine() const { return pool_->engine(); }
    std::unique_ptr<db::Tx> read() { return pool_->read(); }
    std::unique_ptr<db::Tx> write() { return pool_->write(); }
    /// For a second pool, as another process would open.
    const std::string& url() const { return url_; }
    /// From now on Tx::now() is this instant.
    void freeze(base::Instant now) { *frozen_ = now; }

private:
    std::optional<TempDir> folder_;
    std::string schema_;
    std::string url_;
    std::shared_ptr<std::optional<base::Instant>> frozen_ = std::make_shared<std::optional<base::Instant>>();
    std::unique_ptr<db::Pool> pool_;
};

/// An empty place for a database, without migrations.
class EmptyDatabase {
public:
    explicit EmptyDatabase(db::Engine);
    ~EmptyDatabase();
    EmptyDatabase(const EmptyDatabase&) = delete;
    EmptyDatabase& operator=(const EmptyDatabase&) = delete;
    const std::string& url() const { return url_; }

private:
    std::optional<TempDir> folder_;
    std::string schema_;
    std::string url_;
};

/// Is there a PostgreSQL to test on? (`make test` starts one; see tools/with_postgres.sh.)
bool has_postgres();

/// The engines that can be tested on here; says once when PostgreSQL is not among them.
std::vector<db::Engine> engines();

void for_each_database(const std::function<void(Database&)>&);

/// The migrations of the source tree.
std::vector<db::Migration> migrations(db::Engine);

}

/// A test that holds on both engines: ROOM_TEST_CASE("a sentence", db) { … } with `support::Database& db`.
#define ROOM_TEST_CASE(sentence, db) ROOM_TEST_CASE_NAMED(DOCTEST_ANONYMOUS(room_test_case_), sentence, db)
#define ROOM_TEST_CASE_NAMED(body, sentence, db)                                                                                           \
    static void body(support::Database&);                                                                                                  \
    TEST_CASE(sentence " [SQLite]") {                                                                                                      \
        support::Database made(support::engines().front());                                                                                \
        body(made);                                                                                                                        \
    }                                                                                                                                      \
    TEST_CASE(sentence " [PostgreSQL]" * doctest::skip(!support::has_postgres())) {                                                        \
        support::Database made(db::Engine::postgres);                                                                                      \
        body(made);                                                                                                                        \
    }                                                                                                                                      \
    static void body([[maybe_unused]] support::Database& db)
