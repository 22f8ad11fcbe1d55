#include "support/database.hpp"

#include "kit/base/ids.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>

namespace support {

namespace {

std::string postgres_url() {
    const char* const url = std::getenv("ALTTO_TEST_POSTGRES");
    return url ? url : "";
}

void on_server(const std::string& sql) {
    const auto pool = db::open({.url = postgres_url(), .connections = 1});
    const auto tx = pool->write();
    tx->script(sql);
    tx->commit();
}

std::string make_schema() {
    std::string name = "test_" + base::new_uid();
    on_server("create schema " + name);
    return name;
}

std::string url_of_schema(const std::string& schema) {
    const std::string url = postgres_url();
    return url + (url.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema;
}

void drop_schema(const std::string& schema) {
    if (schema.empty()) return;
    try {
        on_server("set local client_min_messages = warning; drop schema " + schema + " cascade");
    } catch (const std::exception& failure) {
        std::cerr << "schema " << schema << " is left behind: " << failure.what() << '\n';
    }
}

/// Migrating costs more than most tests do, so it is done once in a process.
const std::string& migrated_file() {
    static const std::string bytes = [] {
        const TempDir folder;
        const std::string path = folder.path() / "template.db";
        {
            const auto pool = db::open({.url = path, .connections = 1});
            db::migrate(*pool, migrations(db::Engine::sqlite));
        }
        return read_file(path);
    }();
    return bytes;
}

}

bool has_postgres() { return !postgres_url().empty(); }

std::vector<db::Engine> engines() {
    if (has_postgres()) return {db::Engine::sqlite, db::Engine::postgres};
    static const bool said = [] {
        std::cout << "PostgreSQL: not run\n";
        return true;
    }();
    static_cast<void>(said);
    return {db::Engine::sqlite};
}

std::vector<db::Migration> migrations(db::Engine engine) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "migrations")) {
        if (entry.path().extension() == ".sql") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::deque<std::string> kept;
    std::vector<base::Embedded> files;
    for (const auto& path : paths) {
        const std::string& name = kept.emplace_back(path.filename());
        const std::string& sql = kept.emplace_back(read_file(path));
        files.push_back({name, sql});
    }
    return db::migrations_for(engine, files);
}

Database::Database(db::Engine engine, std::size_t connections) {
    if (engine == db::Engine::sqlite) {
        url_ = folder_.emplace().path() / "test.db";
        std::ofstream(url_, std::ios::binary) << migrated_file();
    } else {
        schema_ = make_schema();
        url_ = url_of_schema(schema_);
    }
    pool_ = db::open({.url = url_, .connections = connections, .clock = [frozen = frozen_] { return frozen->value_or(base::now()); }});
    if (engine == db::Engine::postgres) db::migrate(*pool_, migrations(engine));
}

Database::~Database() {
    pool_.reset();
    drop_schema(schema_);
}

EmptyDatabase::EmptyDatabase(db::Engine engine) {
    if (engine == db::Engine::sqlite) {
        url_ = folder_.emplace().path() / "test.db";
    } else {
        schema_ = make_schema();
        url_ = url_of_schema(schema_);
    }
}

EmptyDatabase::~EmptyDatabase() { drop_schema(schema_); }

void for_each_database(const std::function<void(Database&)>& body) {
    for (const db::Engine engine : engines()) {
        CAPTURE(engine == db::Engine::postgres);
        Database database(engine);
        body(database);
    }
}

}
