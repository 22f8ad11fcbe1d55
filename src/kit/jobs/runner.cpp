#include "kit/base/guarded.hpp"
#include "kit/base/log.hpp"
#include "kit/jobs/bell.hpp"
#include "kit/jobs/work.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace jobs {

namespace {

struct Bell {
    std::mutex mutex;
    std::condition_variable rang;
    std::uint64_t rings = 0;
};

Bell& the_bell() {
    static Bell bell;
    return bell;
}

}

std::uint64_t bell::rings() {
    const std::lock_guard hold(the_bell().mutex);
    return the_bell().rings;
}

void bell::ring() {
    {
        const std::lock_guard hold(the_bell().mutex);
        ++the_bell().rings;
    }
    the_bell().rang.notify_all();
}

void bell::wait(std::uint64_t heard, std::chrono::milliseconds longest) {
    std::unique_lock hold(the_bell().mutex);
    the_bell().rang.wait_for(hold, longest, [&] { return the_bell().rings != heard; });
}

class Runner::Impl {
public:
    Impl(db::Pool& pool, std::vector<Handler> handlers, RunnerOptions options)
        : pool_(pool), handlers_(std::move(handlers)), options_(std::move(options)), hands_(pool_, handlers_) {}
    ~Impl() { stop(); }

    void start() {
        if (!threads_.empty()) return;
        stopping_ = false;
        for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
    }

    void stop() {
        stopping_ = true;
        bell::ring();
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }

private:
    void work() {
        while (!stopping_) {
            const std::uint64_t heard = bell::rings();
            std::chrono::milliseconds pause = options_.poll;
            try {
                pause = do_one();
                if (away_.exchange(false)) base::log::info("the queue is reached again");
            } catch (const base::Conflict&) {
                pause = std::chrono::milliseconds(20);  // workers met in the database: nothing is wrong
            } catch (const std::exception& failure) {
                if (!away_.exchange(true)) base::log::error("the queue is not reached", {{"what", failure.what()}});
            }
            if (pause.count() > 0 && !stopping_) bell::wait(heard, pause);
        }
    }

    /// How long nothing is to do. Looking only reads, so that an idle site writes nothing.
    std::chrono::milliseconds do_one() {
        Hands::Look seen = hands_.look();
        if (plan_due(seen.now)) seen = hands_.look();
        if (seen.next && *seen.next <= seen.now) {
            const auto claim = hands_.claim(seen.now);
            if (!claim) return std::chrono::milliseconds(50);  // somebody else has it in hand
            hands_.work_on(*claim, seen.now);
            return std::chrono::milliseconds(0);
        }
        std::int64_t pause = options_.poll.count();
        if (seen.next) pause = std::min(pause, seen.next->ms - seen.now.ms);
        return std::chrono::milliseconds(std::max<std::int64_t>(pause, 1));
    }

    /// One thread asks the schedules, every poll.
    bool plan_due(base::Instant now) {
        if (options_.schedules.empty()) return false;
        const bool mine = next_plan_.with([&](std::int64_t& next) {
            if (now.ms < next) return false;
            next = now.ms + std::max<std::int64_t>(options_.poll.count(), 1000);
            return true;
        });
        if (mine) plan(pool_, options_.schedules, now);
        return mine;
    }

    db::Pool& pool_;
    std::vector<Handler> handlers_;
    RunnerOptions options_;
    Hands hands_;
    base::Guarded<std::int64_t> next_plan_{0};
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> away_ = false;
    std::vector<std::thread> threads_;
};

Runner::Runner(db::Pool& pool, std::vector<Handler> handlers, RunnerOptions options)
    : impl_(std::make_unique<Impl>(pool, std::move(handlers), std::move(options))) {}
Runner::~Runner() = default;
void Runner::start() { impl_->start(); }
void Runner::stop() { impl_->stop(); }

}
