#pragma once
#include "kit/base/guarded.hpp"
#include "kit/base/time.hpp"

#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace web {

/// Whether the site is under attack by programs that send forms from many addresses: counts what is sent by everybody together, where the limiter counts
/// each sender. More than `posts` within a minute is an attack, and it is over when ten minutes have passed without such a minute. It also knows which
/// challenges (FormGuard) were used. Its memory is bounded; it asks no clock; safe from several threads. Each process has its own.
class Siege {
public:
    /// `posts`: 1 to 10,000.
    explicit Siege(int posts = 60);

    /// A form was sent.
    void count(base::Instant now);
    bool is_on(base::Instant now);
    /// Whether it is used for the first time; from then on it was used. Of the last 65,536 that is known. The text is one that we made: what others
    /// could choose might be made to look like another.
    bool use(std::string_view challenge);

    static constexpr std::size_t known = 65'536;

private:
    struct Held {
        std::vector<std::int64_t> times; // of the last posts, as a ring; 0 is none
        std::size_t next = 0;
        std::int64_t last_ms = 0; // when there were too many; 0 is never
        std::deque<std::size_t> order;
        std::unordered_set<std::size_t> used;
    };
    base::Guarded<Held> held_;
};

}
