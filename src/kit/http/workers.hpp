#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace http {

/// Threads that run blocking work from a queue of limited length, and one more, of the lowest priority, for what can wait.
class Workers {
public:
    /// `idle_work` does one piece of what can wait and returns false when there is none.
    Workers(std::size_t threads, std::size_t max_waiting, std::function<bool()> idle_work);
    ~Workers();
    /// False if too much is waiting already.
    bool submit(std::function<void()>);
    void there_is_idle_work();
    /// Waits for what runs; what has not begun is dropped.
    void stop();

private:
    void work();
    void idle();
    bool is_stopping();

    std::mutex mutex_;
    std::condition_variable wake_, wake_idle_;
    std::deque<std::function<void()>> queue_;
    const std::size_t max_waiting_;
    std::size_t free_;
    bool stopping_ = false, idle_wanted_ = false;
    std::function<bool()> idle_work_;
    std::vector<std::thread> threads_;
};

}
