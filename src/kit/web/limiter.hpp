#pragma once
#include "kit/base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace web {

/// `burst` takes at once (1 to a million), and as many again within each `per` (1 s to 60 years), one after the other: ten in a minute is
/// one back every six seconds. An action has one rule.
struct Rule {
    int burst;
    std::chrono::seconds per;
};

/// How often something may be done, by whom (GCRA: ITU-T I.371, the same limits as a bucket of tokens). Its memory is fixed when it is made;
/// it asks no clock; safe from several threads.
///
/// A secret decides which of 16,384 groups of 16 places a key has. A key that has all its takes back is forgotten when its place is wanted, and
/// nothing is lost by that. When a new key finds no such place in its group, another is forgotten for it: who was never refused before who was
/// (since they last had all takes), and then who has the greatest share of his takes back. That means:
/// - Who was refused stays limited, however many others come that are not refused. To be forgotten before he has all takes back he
///   needs 15 other keys in his group that were refused too and are no nearer to theirs. Nobody can choose a group without the secret, so that
///   is a quarter of a million keys, and each of them had a burst of its own.
/// - Who was not refused may begin anew while the table is crowded: of 100,000 keys on their way back at once that happens to one in 20,000,
///   of 200,000 to one in 40, the nearest to full first.
///
/// A clock that is set back gives nobody a take more, and lets nobody wait longer than `per`.
class Limiter {
public:
    Limiter();
    /// `secret` as the key of base::keyed_hash. The same secret puts the same keys into the same places.
    explicit Limiter(std::string_view secret);
    ~Limiter();

    /// Whether it may be done now; if so it counts. A refusal costs nothing.
    bool take(std::string_view action, std::string_view key, Rule, base::Instant now);
    /// Seconds until a take would be let through, 1 or more, for Retry-After (RFC 9110 §10.2.3); nothing if one would be now. Counts nothing.
    std::optional<int> retry_after(std::string_view action, std::string_view key, Rule, base::Instant now) const;

    struct Stats {
        std::size_t places, bytes; // fixed
        std::size_t keys; // places in use; some may have all their takes back
        std::uint64_t refused; // takes
        std::uint64_t forgotten; // keys that had not all their takes back; if this rises, limits leak
    };
    Stats stats() const;

private:
    class Table;
    std::unique_ptr<Table> table_;
};

}
