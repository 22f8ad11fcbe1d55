#pragma once
#include "kit/db/db.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace db {

/// Says inside a write transaction which cache tags it makes stale, to the other processes on the same database.
void announce(Tx&, std::span<const std::string> tags);

/// Hears what other processes announced, within a second: on NOTIFY (PostgreSQL), after a reconnect and every second. A tag may be heard
/// twice and is never missed, provided that a transaction ends within a minute of its announce(); who was away too long hears `drop_all`.
/// Both functions run on a thread of their own.
class Notices {
public:
    using Drop = std::function<void(std::span<const std::string> tags)>;
    Notices(Pool&, Drop, std::function<void()> drop_all, std::chrono::milliseconds kept = std::chrono::hours(1));
    ~Notices();
    Notices(const Notices&) = delete;
    Notices& operator=(const Notices&) = delete;

private:
    class Impl;
    class OnSqlite;
    class OnPostgres;
    std::unique_ptr<Impl> impl_;
};

}
