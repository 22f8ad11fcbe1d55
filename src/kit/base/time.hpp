#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

/// Unix milliseconds, UTC.
struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
};

/// A civil date as days since 1970-01-01.
struct Day {
    std::int64_t days = 0;
    auto operator<=>(const Day&) const = default;
};

struct Date {
    int year;
    unsigned month;  // 1 to 12
    unsigned day;    // 1 to 31
    unsigned weekday;  // 0 is Sunday
};

Instant now();

/// The one zone of the site (IANA name); set once, before threads start. Throws Error for a name that this machine does not know.
void set_zone(std::string_view name);
/// The civil date of an instant in the site's zone.
Day day_of(Instant);

Date date_of(Day);
/// Nothing for a date that does not exist.
std::optional<Day> day_from(int year, unsigned month, unsigned day);
/// ISO 8601 `YYYY-MM-DD`.
std::optional<Day> parse_day(std::string_view);
std::string iso(Day);
/// ISO 8601 in UTC with seconds, `2026-11-23T09:00:00Z`.
std::string iso(Instant);
/// RFC 9110 IMF-fixdate.
std::string http_date(Instant);

}
