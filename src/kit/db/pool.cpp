#include "kit/base/check.hpp"
#include "kit/base/log.hpp"
#include "kit/db/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace db {

namespace {

class PoolImpl;

class TxImpl final : public Tx {
public:
    TxImpl(PoolImpl& pool, std::unique_ptr<Connection> connection, bool writing, base::Instant now);
    ~TxImpl() override;

    std::vector<Row> all(const Query& query, std::initializer_list<Param> params) override {
        return attempt([&](Connection& on) { return on.execute(query, params, std::size_t(-1)).rows; });
    }
    std::optional<Row> first(const Query& query, std::initializer_list<Param> params) override {
        return attempt([&](Connection& on) -> std::optional<Row> {
            auto rows = on.execute(query, params, 1).rows;
            if (rows.empty()) return std::nullopt;
            return std::move(rows.front());
        });
    }
    std::int64_t run(const Query& query, std::initializer_list<Param> params) override {
        return attempt([&](Connection& on) { return on.execute(query, params, 0).changed; });
    }
    void script(std::string_view sql) override {
        attempt([&](Connection& on) { on.script(sql); });
    }
    void prepare_only(std::string_view sql) override {
        attempt([&](Connection& on) { on.prepare_only(sql); });
    }
    void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) override {
        attempt([&](Connection& on) { on.put_blob(hash, kind, bytes); });
    }
    std::optional<std::string> find_blob(std::string_view hash) override { return find_blob_part(hash, 0, std::int64_t{1} << 30); }
    std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) override {
        return attempt([&](Connection& on) { return on.find_blob_part(hash, from, size); });
    }
    void delete_blob(std::string_view hash) override { run(drop_blob, {{"hash", hash}}); }
    base::Instant now() const override { return now_; }
    Engine engine() const override;
    bool writable() const override { return writing_; }
    void commit() override;
    void after_commit(std::function<void()> work) override { after_.push_back(std::move(work)); }

private:
    /// PostgreSQL ends a transaction with its first failed statement; so it is with SQLite, that both behave alike.
    template <class Work>
    std::invoke_result_t<Work&, Connection&> attempt(Work&& work) {
        if (!connection_) throw base::Bug("the transaction has ended");
        if (failed_) throw base::Bug("the transaction failed before and can only be rolled back");
        try {
            return work(*connection_);
        } catch (...) {
            failed_ = true;
            throw;
        }
    }

    PoolImpl& pool_;
    std::unique_ptr<Connection> connection_;
    bool writing_;
    bool failed_ = false;
    base::Instant now_;
    std::vector<std::function<void()>> after_;
};

class PoolImpl final : public Pool {
public:
    explicit PoolImpl(PoolOptions options)
        : options_(std::move(options)), engine_(is_postgres(options_.url) ? Engine::postgres : Engine::sqlite) {
        base::check(options_.connections > 0);
        idle_.push_back(connect(/*first=*/true));  // what is wrong with the database is said at the start
        opened_ = 1;
    }

    std::unique_ptr<Tx> read() override { return begin(/*writing=*/false); }
    std::unique_ptr<Tx> write() override { return begin(/*writing=*/true); }
    void scrub() override {
        // A connection of its own: none of the statements runs inside a transaction.
        const auto connection = connect(/*first=*/false);
        if (engine_ == Engine::postgres) {
            connection->script("vacuum");
            return;
        }
        // Pages that moved while others wrote may hold old bytes behind their rows: the file is written anew.
        const WritersTurn turn(*this);
        connection->script("vacuum");
        connection->script("pragma wal_checkpoint(truncate)");
    }
    Engine engine() const override { return engine_; }
    const std::string& url() const override { return options_.url; }

    void give_back(std::unique_ptr<Connection> connection, bool writing) noexcept {
        {
            const std::lock_guard hold(mutex_);
            if (writing) writing_ = false;
            idle_.push_back(std::move(connection));
        }
        changed_.notify_all();
    }

private:
    /// No writer of this process begins meanwhile.
    class WritersTurn {
    public:
        explicit WritersTurn(PoolImpl& pool) : pool_(pool) {
            std::unique_lock hold(pool_.mutex_);
            if (!pool_.changed_.wait_for(hold, std::chrono::seconds(30), [&] { return !pool_.writing_; }))
                throw base::Error("no writer ended within 30 s");
            pool_.writing_ = true;
        }
        ~WritersTurn() {
            {
                const std::lock_guard hold(pool_.mutex_);
                pool_.writing_ = false;
            }
            pool_.changed_.notify_all();
        }
        WritersTurn(const WritersTurn&) = delete;
        WritersTurn& operator=(const WritersTurn&) = delete;

    private:
        PoolImpl& pool_;
    };

    std::unique_ptr<Connection> connect(bool first) const {
        return engine_ == Engine::postgres ? connect_postgres(options_.url) : connect_sqlite(options_.url, first);
    }

    std::unique_ptr<Tx> begin(bool writing) {
        std::unique_ptr<Connection> connection = take(writing);
        try {
            if (!connection) connection = connect(/*first=*/false);
            connection->begin(writing);
        } catch (...) {
            {
                const std::lock_guard hold(mutex_);
                if (writing) writing_ = false;
                if (connection) {
                    idle_.push_back(std::move(connection));
                } else {
                    --opened_;
                }
            }
            changed_.notify_all();
            throw;
        }
        return std::make_unique<TxImpl>(*this, std::move(connection), writing, options_.clock());
    }

    /// A connection, or nothing where a new one may be opened. On SQLite writers of this process queue here and not inside the
    /// file, so that waiting writers hold no connection that a reader could use.
    std::unique_ptr<Connection> take(bool writing) {
        std::unique_lock hold(mutex_);
        const bool queued = writing && engine_ == Engine::sqlite;
        const auto free = [&] { return !(queued && writing_) && (!idle_.empty() || opened_ < options_.connections); };
        if (!changed_.wait_for(hold, std::chrono::seconds(30), free)) throw base::Error("no database connection became free within 30 s");
        if (queued) writing_ = true;
        if (idle_.empty()) {
            ++opened_;
            return nullptr;
        }
        auto connection = std::move(idle_.back());  // the warmest
        idle_.pop_back();
        return connection;
    }

    PoolOptions options_;
    Engine engine_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t opened_ = 0;
    bool writing_ = false;
};

TxImpl::TxImpl(PoolImpl& pool, std::unique_ptr<Connection> connection, bool writing, base::Instant now)
    : pool_(pool), connection_(std::move(connection)), writing_(writing), now_(now) {}

TxImpl::~TxImpl() {
    if (!connection_) return;
    connection_->rollback();
    pool_.give_back(std::move(connection_), writing_);
}

Engine TxImpl::engine() const { return pool_.engine(); }

void TxImpl::commit() {
    attempt([](Connection& on) { on.commit(); });
    // What follows a commit may open a transaction itself.
    pool_.give_back(std::move(connection_), writing_);
    for (const auto& work : std::exchange(after_, {})) {
        try {
            work();
        } catch (const std::exception& failure) {
            base::log::error("after a commit", {{"what", failure.what()}});
        }
    }
}

}

std::unique_ptr<Pool> open(const PoolOptions& options) { return std::make_unique<PoolImpl>(options); }

void write(Pool& pool, const std::function<void(Tx&)>& work) {
    for (int again = 3;; --again) {
        try {
            const auto tx = pool.write();
            work(*tx);
            tx->commit();
            return;
        } catch (const base::Conflict&) {
            if (again == 0) throw;
        }
        // Two writers that met once should not meet again at the same moment.
        thread_local std::minstd_rand random{std::random_device{}()};
        std::this_thread::sleep_for(std::chrono::microseconds(500 + random() % 10000));
    }
}

void prepare_only(Pool& pool, std::string_view sql) { pool.write()->prepare_only(sql); }

}
