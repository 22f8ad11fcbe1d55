#include "desk/wall.hpp"

#include "design/words.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace desk::wall {

namespace {
std::tm civil_of(base::Instant instant) {
    const std::time_t seconds = static_cast<std::time_t>(instant.ms / 1000);
    std::tm civil{};
    localtime_r(&seconds, &civil);
    return civil;
}

std::optional<int> two_digits(std::string_view text, int most) {
    if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return std::nullopt;
    const int value = (text[0] - '0') * 10 + (text[1] - '0');
    return value <= most ? std::optional(value) : std::nullopt;
}

std::string clock_of(base::Instant instant, char between) {
    const std::tm civil = civil_of(instant);
    std::array<char, 16> out{};
    std::snprintf(out.data(), out.size(), "%c%02d:%02d", between, civil.tm_hour % 24, civil.tm_min % 60);
    return out.data();
}
}

std::optional<base::Instant> instant_from(std::string_view typed) {
    // Some browsers send seconds, too.
    if (typed.size() == 19 && typed.substr(16) == ":00") typed.remove_suffix(3);
    if (typed.size() != 16 || (typed[10] != 'T' && typed[10] != ' ') || typed[13] != ':') return std::nullopt;
    const auto day = base::parse_day(typed.substr(0, 10));
    const auto hour = two_digits(typed.substr(11, 2), 23), minute = two_digits(typed.substr(14, 2), 59);
    if (!day || !hour || !minute) return std::nullopt;
    const base::Date date = base::date_of(*day);
    std::tm civil{};
    civil.tm_year = date.year - 1900;
    civil.tm_mon = static_cast<int>(date.month) - 1;
    civil.tm_mday = static_cast<int>(date.day);
    civil.tm_hour = *hour;
    civil.tm_min = *minute;
    civil.tm_isdst = -1;
    const base::Instant instant{static_cast<std::int64_t>(std::mktime(&civil)) * 1000};
    // mktime moves an hour that there is not to one that there is.
    const std::tm shown = civil_of(instant);
    if (base::day_of(instant) != *day || shown.tm_hour != *hour || shown.tm_min != *minute) return std::nullopt;
    return instant;
}

std::string field_of(base::Instant instant) { return base::iso(base::day_of(instant)) + clock_of(instant, 'T'); }

std::string kept_of(base::Instant instant) { return base::iso(base::day_of(instant)) + clock_of(instant, ' '); }

std::string in_words(base::Lang lang, base::Instant instant) {
    const std::tm civil = civil_of(instant);
    std::array<char, 16> clock{};
    std::snprintf(clock.data(), clock.size(), "%d:%02d", civil.tm_hour, civil.tm_min);
    return design::tr(lang, "publishing.moment", {{"date", design::date(lang, base::day_of(instant))}, {"time", clock.data()}});
}

}
