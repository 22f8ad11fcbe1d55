#pragma once
#include "kit/db/db.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Private to kit/db: one connection of either engine. Not safe from several threads at once.
namespace db {

constexpr Query add_blob{"db.add_blob", R"sql(
    insert into media (hash, kind, bytes) values (:hash, :kind, :bytes) on conflict (hash) do nothing
)sql"};

constexpr Query drop_blob{"db.drop_blob", R"sql(
    delete from media where hash = :hash
)sql"};

struct Outcome {
    std::vector<Row> rows;
    std::int64_t changed = 0;
};

class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    virtual void begin(bool writing) = 0;
    virtual void commit() = 0;
    /// Also after a failed statement or a lost connection.
    virtual void rollback() noexcept = 0;

    /// At most `limit` rows are read.
    virtual Outcome execute(const Query&, std::span<const Param>, std::size_t limit) = 0;
    virtual void script(std::string_view sql) = 0;
    virtual void prepare_only(std::string_view sql) = 0;

    virtual void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) = 0;
    virtual std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) = 0;
};

/// The first connection of a pool also finds out whether the file can be written.
std::unique_ptr<Connection> connect_sqlite(const std::string& path, bool first);
std::unique_ptr<Connection> connect_postgres(const std::string& url);

/// A connection of its own that hears NOTIFY.
class PostgresListener {
public:
    virtual ~PostgresListener() = default;
    /// Waits until something is heard, the time is over or interrupt() was called; what was said with it, in the order of the commits. Throws
    /// base::Error when the connection is lost.
    virtual std::vector<std::string> wait(std::chrono::milliseconds) = 0;
    /// May be called from another thread.
    virtual void interrupt() = 0;
    virtual Connection& connection() = 0;
};

std::unique_ptr<PostgresListener> listen_postgres(const std::string& url, const std::string& channel);

bool is_postgres(std::string_view url);

}
