#include "kit/http/workers.hpp"

#include "kit/base/log.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <exception>

namespace http {

Workers::Workers(std::size_t threads, std::size_t max_waiting, std::function<bool()> idle_work)
    : max_waiting_(max_waiting), free_(threads), idle_work_(std::move(idle_work)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    threads_.emplace_back([this] { idle(); });
}

Workers::~Workers() { stop(); }

bool Workers::submit(std::function<void()> job) {
    {
        const std::lock_guard hold(mutex_);
        if (stopping_ || queue_.size() >= max_waiting_ + free_) return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void Workers::there_is_idle_work() {
    {
        const std::lock_guard hold(mutex_);
        if (idle_wanted_) return;
        idle_wanted_ = true;
    }
    wake_idle_.notify_one();
}

void Workers::stop() {
    {
        const std::lock_guard hold(mutex_);
        stopping_ = true;
        queue_.clear();
    }
    wake_.notify_all();
    wake_idle_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

bool Workers::is_stopping() {
    const std::lock_guard hold(mutex_);
    return stopping_;
}

void Workers::work() {
    std::unique_lock hold(mutex_);
    for (;;) {
        wake_.wait(hold, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return;
        std::function<void()> job = std::move(queue_.front());
        queue_.pop_front();
        --free_;
        hold.unlock();
        job();
        job = nullptr;
        hold.lock();
        ++free_;
    }
}

void Workers::idle() {
    // Linux gives each thread its own niceness.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 19);
    std::unique_lock hold(mutex_);
    for (;;) {
        wake_idle_.wait(hold, [this] { return stopping_ || idle_wanted_; });
        if (stopping_) return;
        idle_wanted_ = false;
        hold.unlock();
        try {
            while (idle_work_() && !is_stopping()) {}
        } catch (const std::exception& failure) {
            base::log::warning("idle work failed", {{"why", failure.what()}});
        }
        hold.lock();
    }
}

}
