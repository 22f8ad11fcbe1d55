#include "kit/db/migrate.hpp"

#include "kit/base/time.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace db {

namespace {

constexpr Query make_table{"db.make_schema_migrations", R"sql(
    create table if not exists schema_migrations (
        number bigint not null primary key,
        name text not null,
        applied_at bigint not null
    )
)sql"};

constexpr Query has_table_sqlite{"db.sqlite_has_migrations",
                                 "select count(*) from sqlite_master where type = 'table' and name = 'schema_migrations'"};
constexpr Query has_table_postgres{
    "db.has_schema_migrations", "select count(*) from pg_tables where schemaname = current_schema() and tablename = 'schema_migrations'"};

constexpr Query list_applied{"db.list_migrations", "select number, name from schema_migrations order by number"};

constexpr Query note_applied{"db.note_migration", R"sql(
    insert into schema_migrations (number, name, applied_at) values (:number, :name, :now)
)sql"};

/// Number and name out of `0001_people.sqlite.sql`; the name is `0001_people`.
struct FileName {
    int number = 0;
    std::string name;
    std::optional<Engine> engine;
};

FileName read_name(std::string_view path) {
    FileName read;
    std::string_view name = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
    const auto cut = [&](std::string_view end) {
        if (!name.ends_with(end)) return false;
        name.remove_suffix(end.size());
        return true;
    };
    const auto faulty = [&] {
        return base::Error(std::string(path) + ": a migration is named 0001_what_it_makes.sql, .sqlite.sql or .postgres.sql");
    };
    if (!cut(".sql")) throw faulty();
    if (cut(".sqlite")) {
        read.engine = Engine::sqlite;
    } else if (cut(".postgres")) {
        read.engine = Engine::postgres;
    }
    const auto number = std::from_chars(name.data(), name.data() + name.size(), read.number);
    if (number.ptr != name.data() + 4 || name.size() < 6 || name[4] != '_' || name.find('.') != std::string_view::npos) throw faulty();
    read.name = name;
    return read;
}

std::map<int, std::string> applied_in(Tx& tx) {
    std::map<int, std::string> applied;
    if (tx.first(tx.engine() == Engine::postgres ? has_table_postgres : has_table_sqlite)->number(0) == 0) return applied;
    for (const Row& row : tx.all(list_applied)) applied.emplace(static_cast<int>(row.number(0)), row.text(1));
    return applied;
}

/// Refuses a database that this program does not know; answers whether something is missing.
bool is_behind(const std::map<int, std::string>& applied, std::span<const Migration> known) {
    const int newest = applied.empty() ? 0 : applied.rbegin()->first;
    const int ours = known.empty() ? 0 : known.back().number;
    if (newest > ours) {
        throw base::Error("the database is of a newer version (" + std::to_string(newest) + ") than this program (" + std::to_string(ours) +
                          ")");
    }
    for (const Migration& migration : known) {
        const auto found = applied.find(migration.number);
        if (found == applied.end()) return true;
        if (found->second != migration.name) {
            throw base::Error("the database was made by another program: its migration " + std::to_string(migration.number) + " is " +
                              found->second + ", not " + migration.name);
        }
    }
    return false;
}

/// Applies the oldest missing migration. A second process waits here until the first has committed, and then sees what it did.
std::optional<std::string> apply_next(Pool& pool, std::span<const Migration> known) {
    const auto tx = pool.write();
    if (tx->engine() == Engine::postgres) {
        // A serialisable transaction would go on seeing what was before the wait.
        tx->script("set transaction isolation level read committed; select pg_advisory_xact_lock(5498264317)");
    }
    const auto applied = applied_in(*tx);
    if (!is_behind(applied, known)) return std::nullopt;
    const auto next = std::find_if(known.begin(), known.end(), [&](const Migration& one) { return !applied.contains(one.number); });
    tx->run(make_table);
    try {
        tx->script(next->sql);
    } catch (const base::Conflict&) {
        throw;
    } catch (const base::Error& failure) {
        throw failure.context("migration " + next->name);
    }
    tx->run(note_applied, {{"number", next->number}, {"name", next->name}, {"now", tx->now()}});
    tx->commit();
    return next->name;
}

}

std::vector<Migration> migrations_for(Engine engine, std::span<const base::Embedded> files) {
    struct Found {
        std::string name;
        std::map<std::optional<Engine>, std::string> texts;
    };
    std::map<int, Found> found;
    for (const auto& [path, sql] : files) {
        const FileName read = read_name(path);
        Found& one = found[read.number];
        if (one.name.empty()) one.name = read.name;
        if (one.name != read.name || !one.texts.emplace(read.engine, sql).second) {
            throw base::Error(std::string(path) + ": there are two migrations with this number");
        }
    }
    std::vector<Migration> migrations;
    for (auto& [number, one] : found) {
        if (number != static_cast<int>(migrations.size()) + 1)
            throw base::Error(one.name + ": migration " + std::to_string(migrations.size() + 1) + " is missing");
        const bool shared = one.texts.contains(std::nullopt);
        if (one.texts.size() != (shared ? 1U : 2U)) {
            throw base::Error(one.name + ": a migration is one .sql file, or a .sqlite.sql and a .postgres.sql");
        }
        migrations.push_back({number, one.name, one.texts.at(shared ? std::nullopt : std::optional(engine))});
    }
    return migrations;
}

int schema_version(Pool& pool) {
    const auto applied = applied_in(*pool.read());
    return applied.empty() ? 0 : applied.rbegin()->first;
}

std::vector<std::string> migrate(Pool& pool, std::span<const Migration> known) {
    std::vector<std::string> done;
    // The usual start finds nothing to do and writes nothing.
    if (!is_behind(applied_in(*pool.read()), known)) return done;
    while (auto name = apply_next(pool, known)) done.push_back(std::move(*name));
    return done;
}

}
