#include "kit/db/notices.hpp"

#include "kit/base/ids.hpp"
#include "kit/base/log.hpp"
#include "kit/db/channel.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace db {

namespace {

// The time is the server's: nodes' clocks differ.
constexpr Query add_drop{"db.add_drop", R"postgres(
    insert into cache_drops (id, tag, at) values (:id, :tag, cast(extract(epoch from clock_timestamp()) * 1000 as bigint))
)postgres"};

constexpr Query add_drop_here{"db.add_drop_here", R"sql(
    insert into cache_drops (id, tag, at) values (:id, :tag, :now)
)sql"};

constexpr Query notify_drops{"db.notify_drops", R"postgres(select pg_notify('cache_drops', ''))postgres"};

constexpr Query server_time{"db.server_time", R"postgres(
    select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)
)postgres"};

constexpr Query list_drops{"db.list_drops", R"sql(
    select id, tag, at from cache_drops where at >= :since order by at, id
)sql"};

constexpr Query remove_drops{"db.remove_drops", R"sql(
    delete from cache_drops where at < :before
)sql"};

/// Rows become visible in the order of their commits, not of their times, so each reading goes back this far.
constexpr std::int64_t window_ms = 60'000;
constexpr std::chrono::milliseconds between{1000};

}

void announce(Tx& tx, std::span<const std::string> tags) {
    if (tags.empty()) return;
    if (tx.engine() == Engine::sqlite) {
        for (const std::string& tag : tags) tx.run(add_drop_here, {{"id", base::new_id()}, {"tag", tag}, {"now", tx.now()}});
        return;
    }
    for (const std::string& tag : tags) tx.run(add_drop, {{"id", base::new_id()}, {"tag", tag}});
    tx.run(notify_drops);
}

namespace {

/// Rows already heard, so that a reading that goes back finds only what is new.
class Heard {
public:
    /// The tags among `rows` (id, tag, at) that were not heard before.
    std::vector<std::string> fresh(const std::vector<Row>& rows, std::int64_t now) {
        std::vector<std::string> tags;
        for (const Row& row : rows)
            if (seen_.emplace(row.number(0), row.number(2)).second) tags.push_back(row.text(1));
        std::erase_if(seen_, [&](const auto& one) { return one.second < now - 2 * window_ms; });
        return tags;
    }

private:
    std::unordered_map<std::int64_t, std::int64_t> seen_;
};

/// What one process has heard so far. Both engines' readers ask it what to read, hand it the rows, and ask what to remove.
class Hearing {
public:
    Hearing(Notices::Drop drop, std::function<void()> drop_all, std::chrono::milliseconds kept)
        : drop_(std::move(drop)), drop_all_(std::move(drop_all)), kept_ms_(kept.count()) {}

    /// Where to read from. Who was away for so long that rows may be gone drops everything.
    std::int64_t since(std::int64_t now) {
        if (read_until_ != 0 && now - read_until_ > kept_ms_ / 2) drop_all_();
        return (read_until_ == 0 ? now : std::min(read_until_, now)) - window_ms;
    }

    void take(const std::vector<Row>& rows, std::int64_t now) {
        const auto tags = heard_.fresh(rows, now);
        if (!tags.empty()) drop_(tags);
        read_until_ = now;
    }

    /// Rows before this are to be removed, now and then and not at the start.
    std::optional<std::int64_t> outdated(std::int64_t now) {
        if (now - removed_at_ <= kept_ms_ / 6) return std::nullopt;
        const bool first = removed_at_ == 0;
        removed_at_ = now;
        if (first) return std::nullopt;
        return now - kept_ms_;
    }

private:
    Notices::Drop drop_;
    std::function<void()> drop_all_;
    std::int64_t kept_ms_;
    std::int64_t read_until_ = 0;
    std::int64_t removed_at_ = 0;
    Heard heard_;
};

}

class Notices::Impl {
public:
    virtual ~Impl() = default;
};

/// Commands such as `altto content upgrade` write beside a running server: it looks every second.
class Notices::OnSqlite : public Notices::Impl {
public:
    OnSqlite(Pool& pool, Drop drop, std::function<void()> drop_all, std::chrono::milliseconds kept)
        : pool_(pool), hearing_(std::move(drop), std::move(drop_all), kept), thread_([this] { listen(); }) {}

    ~OnSqlite() override {
        {
            const std::lock_guard hold(mutex_);
            stopping_ = true;
        }
        stop_.notify_all();
        thread_.join();
    }

private:
    void listen() {
        std::unique_lock hold(mutex_);
        while (!stopping_) {
            hold.unlock();
            try {
                read_missed();
            } catch (const std::exception& failure) {
                base::log::warning("the database is not heard", {{"what", failure.what()}});
            }
            hold.lock();
            stop_.wait_for(hold, between, [this] { return stopping_; });
        }
    }

    void read_missed() {
        const std::int64_t now = base::now().ms;
        const std::int64_t since = hearing_.since(now);
        hearing_.take(pool_.read()->all(list_drops, {{"since", since}}), now);
        if (const auto before = hearing_.outdated(now)) db::write(pool_, [&](Tx& tx) { tx.run(remove_drops, {{"before", *before}}); });
    }

    Pool& pool_;
    Hearing hearing_;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_;
};

class Notices::OnPostgres : public Notices::Impl {
public:
    OnPostgres(const std::string& url, Drop drop, std::function<void()> drop_all, std::chrono::milliseconds kept)
        : hearing_(std::move(drop), std::move(drop_all), kept),
          channel_(url, "cache_drops",
                   {.begun = [this](Channel::Line& line) { read_missed(line); },
                    .heard = [this](Channel::Line& line, std::span<const std::string>) { read_missed(line); }}) {}

private:
    void read_missed(Channel::Line& line) {
        const std::int64_t now = line.all(server_time).at(0).number(0);
        const std::int64_t since = hearing_.since(now);
        hearing_.take(line.all(list_drops, {{"since", since}}), now);
        if (const auto before = hearing_.outdated(now)) line.run(remove_drops, {{"before", *before}});
    }

    Hearing hearing_;
    Channel channel_;  // last: its thread uses the rest
};

Notices::Notices(Pool& pool, Drop drop, std::function<void()> drop_all, std::chrono::milliseconds kept) {
    if (pool.engine() == Engine::postgres) {
        impl_ = std::make_unique<OnPostgres>(pool.url(), std::move(drop), std::move(drop_all), kept);
    } else {
        impl_ = std::make_unique<OnSqlite>(pool, std::move(drop), std::move(drop_all), kept);
    }
}

Notices::~Notices() = default;

}
