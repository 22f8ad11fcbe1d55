#pragma once
#include <mutex>
#include <utility>

namespace base {

/// A value that can only be reached while its lock is held.
template <class T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    template <class Use>
    decltype(auto) with(Use&& use) {
        const std::lock_guard hold(mutex_);
        return std::forward<Use>(use)(value_);
    }

private:
    std::mutex mutex_;
    T value_{};
};

}
