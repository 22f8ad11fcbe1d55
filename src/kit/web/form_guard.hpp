#pragma once
#include "kit/base/time.hpp"
#include "kit/web/fields.hpp"

#include <string>
#include <string_view>

namespace web {

/// Keeps programs that fill in every form they find out of forms that are open to everybody: by how long a person took, by a field that
/// no person sees, and by work that costs a browser a second. What it makes differs from reader to reader, so it has no place in a page that is
/// kept in the cache. It holds nothing; the same key makes and knows the same values in every process.
class FormGuard {
public:
    /// `key`: 16 to 64 secret bytes.
    explicit FormGuard(std::string key);

    enum class Verdict { ok, missing, forged, too_fast, too_old };

    /// When the form was given out, signed, for a hidden field. `form` names the form; a stamp of one form is none of another.
    std::string stamp(base::Instant now, std::string_view form) const;
    /// Whether it was given out between `min_seconds` and `max_seconds` ago, both included. The same stamp may come any number of times: how often a
    /// form may be sent is the limiter's.
    Verdict check(std::string_view stamp, std::string_view form, base::Instant now, int min_seconds, int max_seconds) const;

    /// The name of a text field that is hidden from people and from what reads to them, and taken out of the order of tabs and of
    /// autocompletion; a program fills it in.
    static constexpr std::string_view trap_name = "homepage";
    /// Nothing stands in any field of that name. A form without it counts as empty.
    static bool trap_is_empty(const Fields&);

    /// Work for a browser, about 2^bits hashes (0 to 32). Letters, digits and points, 128 characters at most:
    /// `bits.milliseconds.uid.signature`.
    std::string challenge(base::Instant now, std::string_view form, int bits) const;
    /// Whether SHA-256 of `challenge + "." + answer` begins with `bits` zero bits, and the challenge is one of this form, of as many bits or more,
    /// and at most `max_seconds` old. The answer is 1 to 64 letters and digits of ASCII. Whether the challenge was used before
    /// is not known here: a caller who wants the work done each time keeps used challenges (one has many answers) for `max_seconds`.
    bool solved(std::string_view challenge, std::string_view answer, std::string_view form, int bits, base::Instant now,
                int max_seconds) const;

private:
    std::string sign(std::string_view purpose, std::string_view form, std::string_view value) const;
    std::string key_;
};

}
