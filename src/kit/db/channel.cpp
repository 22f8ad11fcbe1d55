#include "kit/db/channel.hpp"

#include "kit/base/log.hpp"
#include "kit/db/connection.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace db {

namespace {

constexpr std::chrono::milliseconds between{1000};

class LineOf final : public Channel::Line {
public:
    explicit LineOf(Connection& on) : on_(on) {}
    std::vector<Row> all(const Query& query, std::initializer_list<Param> params) override {
        return on_.execute(query, params, std::size_t(-1)).rows;
    }
    void run(const Query& query, std::initializer_list<Param> params) override { on_.execute(query, params, 0); }

private:
    Connection& on_;
};

}

class Channel::Impl {
public:
    Impl(const std::string& url, std::string name, Ear ear)
        : url_(url), name_(std::move(name)), ear_(std::move(ear)), thread_([this] { listen(); }) {}

    ~Impl() {
        {
            const std::lock_guard hold(mutex_);
            stopping_ = true;
            if (listener_) listener_->interrupt();
        }
        stop_.notify_all();
        thread_.join();
    }

private:
    void listen() {
        bool away = false;
        while (!stopping()) {
            try {
                if (!listener_) {
                    replace(listen_postgres(url_, name_));
                    LineOf line(listener_->connection());
                    ear_.begun(line);
                }
                if (std::exchange(away, false)) base::log::info("hearing the database again", {{"channel", name_}});
                const std::vector<std::string> said = listener_->wait(between);
                LineOf line(listener_->connection());
                ear_.heard(line, said);
                continue;
            } catch (const std::exception& failure) {
                if (!std::exchange(away, true))
                    base::log::warning("the database is not heard", {{"channel", name_}, {"what", failure.what()}});
            }
            replace(nullptr);
            std::unique_lock hold(mutex_);
            stop_.wait_for(hold, between, [this] { return stopping_; });
        }
    }

    void replace(std::unique_ptr<PostgresListener> listener) {
        const std::lock_guard hold(mutex_);
        listener_ = std::move(listener);
        // Whoever stops while this one was being opened could not interrupt it.
        if (listener_ && stopping_) listener_->interrupt();
    }

    bool stopping() {
        const std::lock_guard hold(mutex_);
        return stopping_;
    }

    const std::string url_;
    const std::string name_;
    const Ear ear_;
    std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::unique_ptr<PostgresListener> listener_;
    std::thread thread_;
};

Channel::Channel(const std::string& url, std::string name, Ear ear) : impl_(std::make_unique<Impl>(url, std::move(name), std::move(ear))) {}
Channel::~Channel() = default;

}
