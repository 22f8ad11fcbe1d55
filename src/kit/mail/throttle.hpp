#pragma once
#include "kit/base/guarded.hpp"
#include "kit/base/time.hpp"

#include <chrono>
#include <string>
#include <unordered_map>

/// Private to kit/mail: a pause between mails to one host, kept by each process for itself.
namespace mail {

class Throttle {
public:
    explicit Throttle(std::chrono::milliseconds pause) : pause_(pause) {}
    /// The instant from which the next mail to this host may leave; each asker gets one of its own. Not before `now`.
    base::Instant turn(const std::string& host, base::Instant now);
    std::size_t size();

private:
    std::chrono::milliseconds pause_;
    base::Guarded<std::unordered_map<std::string, std::int64_t>> free_from_;
};

}
