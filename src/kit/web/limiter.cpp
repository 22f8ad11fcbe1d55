#include "kit/web/limiter.hpp"

#include "kit/base/check.hpp"
#include "kit/base/guarded.hpp"
#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace web {

namespace {
constexpr std::size_t ways = 16, groups_of_shard = 256, shards = 64;

// Times are microseconds, because a thousand takes in a minute do not divide into milliseconds. What no clock can mean is cut off before
// it is multiplied.
std::int64_t microseconds(base::Instant instant) { return std::clamp<std::int64_t>(instant.ms, 0, std::int64_t{1} << 50) * 1000; }

// What a rule means in microseconds.
struct Pace {
    explicit Pace(Rule rule) {
        base::check(rule.burst >= 1 && rule.burst <= 1'000'000 && rule.per.count() >= 1 && rule.per.count() <= INT32_MAX);
        per = static_cast<std::int32_t>(rule.per.count());
        step = std::int64_t{per} * 1'000'000 / rule.burst;
        whole = step * rule.burst;
    }
    std::int32_t per;    // the rule's, seconds
    std::int64_t step;   // one take comes back
    std::int64_t whole;  // all come back
};

struct Place {
    std::uint64_t tag = 0;     // the whole hash: two keys that share it share a limit, one chance in 2^64; 0 is an empty place
    std::int64_t full_at = 0;  // when all takes are back
    std::int32_t per = 1;      // the rule's, seconds
    bool refused = false;      // since it was full

    // Even after the clock was set back nothing is further off than all takes.
    void settle(std::int64_t now) {
        full_at = std::min(full_at, now + std::int64_t{per} * 1'000'000);
        if (full_at <= now) refused = false;
    }
    bool is_full(std::int64_t now) const { return tag == 0 || full_at <= now; }
    // The place of the least worth is forgotten first: 0 is full, up to 1 the share that is still out, and 2 more for who was refused. Shares,
    // because a minute is much of one rule and little of another.
    double worth(std::int64_t now) const {
        if (is_full(now)) return 0;
        return static_cast<double>(full_at - now) / 1e6 / per + (refused ? 2 : 0);
    }
};
static_assert(sizeof(Place) == 24);
using Group = std::array<Place, ways>;

struct Shard {
    std::array<Group, groups_of_shard> groups{};
    std::size_t keys = 0;
    std::uint64_t refused = 0, forgotten = 0;
};
}

class Limiter::Table {
public:
    explicit Table(std::string_view secret) : secret_(secret) { base::check(secret.size() >= 16 && secret.size() <= 64); }

    template <class Use>
    auto with(std::uint64_t tag, Use&& use) {
        return shards_[tag % shards].with([&](Shard& shard) { return use(shard, shard.groups[tag / shards % groups_of_shard]); });
    }
    template <class Use>
    void each(Use&& use) {
        for (auto& shard : shards_) shard.with(use);
    }

    std::uint64_t tag_of(std::string_view action, std::string_view key) const {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        std::string both = std::to_string(action.size());
        both.append(1, ' ').append(action).append(key);
        const std::string digest = base::keyed_hash(secret_, both);
        std::uint64_t tag = 0;
        std::from_chars(digest.data(), digest.data() + 16, tag, 16);
        return tag == 0 ? 1 : tag;
    }

private:
    const std::string secret_;
    std::array<base::Guarded<Shard>, shards> shards_;
};

Limiter::Limiter() : Limiter(base::new_uid()) {}
Limiter::Limiter(std::string_view secret) : table_(std::make_unique<Table>(secret)) {}
Limiter::~Limiter() = default;

namespace {
Place* find(Group& group, std::uint64_t tag) {
    const auto found = std::find_if(group.begin(), group.end(), [&](const Place& place) { return place.tag == tag; });
    return found == group.end() ? nullptr : &*found;
}

// The place for a new key: an empty one, or one whose key is forgotten for it.
Place& make_room(Shard& shard, Group& group, std::int64_t now) {
    std::size_t least_at = 0;
    double least_worth = std::numeric_limits<double>::max();
    for (std::size_t at = 0; at < ways; ++at) {
        Place& place = group[at];
        place.settle(now);
        const double worth = place.worth(now);
        if (worth >= least_worth) continue;
        least_at = at;
        least_worth = worth;
        if (worth <= 0) break;
    }
    Place& least = group[least_at];
    if (least.tag == 0) ++shard.keys;
    if (least_worth > 0) ++shard.forgotten;
    return least;
}
}

bool Limiter::take(std::string_view action, std::string_view key, Rule rule, base::Instant instant) {
    const Pace pace(rule);
    const std::int64_t now = microseconds(instant);
    const std::uint64_t tag = table_->tag_of(action, key);
    return table_->with(tag, [&](Shard& shard, Group& group) {
        Place* place = find(group, tag);
        if (!place) {
            place = &make_room(shard, group, now);
            *place = Place{.tag = tag, .full_at = now, .per = pace.per};
        }
        place->per = pace.per;
        place->settle(now);
        const std::int64_t full_at = std::min(std::max(place->full_at, now), now + pace.whole) + pace.step;
        if (full_at - now > pace.whole) {
            place->refused = true;
            ++shard.refused;
            return false;
        }
        place->full_at = full_at;
        return true;
    });
}

std::optional<int> Limiter::retry_after(std::string_view action, std::string_view key, Rule rule, base::Instant instant) const {
    const Pace pace(rule);
    const std::int64_t now = microseconds(instant);
    const std::uint64_t tag = table_->tag_of(action, key);
    return table_->with(tag, [&](Shard&, Group& group) -> std::optional<int> {
        const Place* place = find(group, tag);
        if (!place) return std::nullopt;
        const std::int64_t wait = std::min(place->full_at, now + pace.whole) + pace.step - pace.whole - now;
        if (wait <= 0) return std::nullopt;
        return static_cast<int>((wait + 999'999) / 1'000'000);
    });
}

Limiter::Stats Limiter::stats() const {
    Stats stats{.places = ways * groups_of_shard * shards, .bytes = sizeof(Table), .keys = 0, .refused = 0, .forgotten = 0};
    table_->each([&](const Shard& shard) {
        stats.keys += shard.keys;
        stats.refused += shard.refused;
        stats.forgotten += shard.forgotten;
    });
    return stats;
}

}
