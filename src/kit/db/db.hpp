#pragma once
#include "kit/base/error.hpp"
#include "kit/base/time.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// One set of statements for SQLite and PostgreSQL. No other folder knows which database is behind it.
namespace db {

enum class Engine { sqlite, postgres };

/// null, whole number (also bool as 0/1 and instants, days, ids), text (UTF-8 without NUL).
using Value = std::variant<std::monostate, std::int64_t, std::string>;

/// A named statement beside the function that runs it; `name` reaches logs and metrics and is unique. Parameters are written `:name`.
struct Query {
    std::string_view name;
    std::string_view sql;
};

struct Param {
    std::string_view name;
    Value value;
    Param(std::string_view n, std::int64_t v) : name(n), value(v) {}
    Param(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
    Param(std::string_view n, bool v) : name(n), value(std::int64_t{v ? 1 : 0}) {}
    Param(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
    Param(std::string_view n, const std::string& v) : name(n), value(v) {}
    Param(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
    Param(std::string_view n, base::Instant v) : name(n), value(v.ms) {}
    Param(std::string_view n, base::Day v) : name(n), value(v.days) {}
    template <class Enum>
        requires std::is_enum_v<Enum>
    Param(std::string_view n, Enum v) : name(n), value(static_cast<std::int64_t>(v)) {}
    template <class T>
    Param(std::string_view n, const std::optional<T>& v) : name(n), value(v ? Param(n, *v).value : Value{}) {}
};

/// One row, columns in the order of the select list. Reading a NULL or another type as a plain value is a bug.
class Row {
public:
    explicit Row(std::vector<Value> columns) : columns_(std::move(columns)) {}
    std::int64_t number(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    bool flag(std::size_t column) const { return number(column) != 0; }
    bool is_null(std::size_t column) const;
    std::optional<std::int64_t> find_number(std::size_t column) const;
    std::optional<std::string> find_text(std::size_t column) const;
    base::Day day(std::size_t column) const { return {number(column)}; }
    base::Instant instant(std::size_t column) const { return {number(column)}; }
    std::optional<base::Day> find_day(std::size_t column) const;
    template <class Id>
    Id id(std::size_t column) const {
        return static_cast<Id>(number(column));
    }
    std::size_t size() const { return columns_.size(); }

private:
    std::vector<Value> columns_;
};

/// A unique constraint refused the row. The transaction is then over on both engines, as after every failed statement.
class Duplicate : public base::Error {
public:
    using base::Error::Error;
};

/// One transaction on one pooled connection. Rolled back at the end of the scope unless committed.
class Tx {
public:
    virtual ~Tx() = default;
    virtual std::vector<Row> all(const Query&, std::initializer_list<Param> = {}) = 0;
    virtual std::optional<Row> first(const Query&, std::initializer_list<Param> = {}) = 0;
    /// Runs a statement that returns no rows; answers the number of rows it changed.
    virtual std::int64_t run(const Query&, std::initializer_list<Param> = {}) = 0;
    /// Several statements without parameters (migrations).
    virtual void script(std::string_view sql) = 0;
    /// Throws base::Error where the database does not take the statement; runs nothing.
    virtual void prepare_only(std::string_view sql) = 0;
    /// Bytes of media, in the table `media(hash, kind, bytes)`. A hash that is there already is left as it is.
    virtual void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) = 0;
    virtual std::optional<std::string> find_blob(std::string_view hash) = 0;
    /// At most `size` bytes from the byte `from` on, for sending a large file in pieces; empty behind its end.
    virtual std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) = 0;
    virtual void delete_blob(std::string_view hash) = 0;
    virtual base::Instant now() const = 0;
    virtual Engine engine() const = 0;
    virtual bool writable() const = 0;
    virtual void commit() = 0;
    /// Runs after a successful commit, before commit() returns (cache tags drop here).
    virtual void after_commit(std::function<void()>) = 0;
};

/// Connections of one database. Safe from several threads.
class Pool {
public:
    virtual ~Pool() = default;
    /// Waits for a free connection. A read transaction sees one consistent state.
    virtual std::unique_ptr<Tx> read() = 0;
    /// SQLite: BEGIN IMMEDIATE. PostgreSQL: SERIALIZABLE; a serialisation failure throws base::Conflict and may be run again.
    virtual std::unique_ptr<Tx> write() = 0;
    /// Takes deleted rows out of the files too. SQLite: the file is written anew, and the log emptied;
    /// PostgreSQL: `vacuum`, so that their room is used again. Waits for writers.
    virtual void scrub() = 0;
    virtual Engine engine() const = 0;
    virtual const std::string& url() const = 0;
};

struct PoolOptions {
    /// A file path (SQLite) or `postgresql://…`.
    std::string url;
    std::size_t connections = 4;
    /// Clock of Tx::now(); tests freeze it.
    std::function<base::Instant()> clock = base::now;
};

/// Opens or makes the database file. Throws base::Error with one clear line when the file is locked, read-only, no database,
/// or the server does not answer.
std::unique_ptr<Pool> open(const PoolOptions&);

/// Runs `work` in a write transaction and commits; runs it again, at most three times, after base::Conflict.
void write(Pool&, const std::function<void(Tx&)>& work);

/// Throws base::Error where the database does not take the statement (rules tests).
void prepare_only(Pool&, std::string_view sql);

}
