#include "kit/base/time.hpp"

#include "kit/base/error.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace base {

namespace chr = std::chrono;

Instant now() {
    return {chr::duration_cast<chr::milliseconds>(chr::system_clock::now().time_since_epoch()).count()};
}

void set_zone(std::string_view name) {
    const std::string zone(name);
    const bool plain = !zone.empty() && zone.find("..") == std::string::npos && zone.front() != '/';
    if (!plain || (zone != "UTC" && !std::filesystem::is_regular_file("/usr/share/zoneinfo/" + zone)))
        throw Error("no time zone is called \"" + zone + "\" on this machine");
    setenv("TZ", zone.c_str(), 1);
    tzset();
}

Day day_of(Instant instant) {
    const std::time_t seconds = static_cast<std::time_t>(instant.ms >= 0 ? instant.ms / 1000 : (instant.ms - 999) / 1000);
    std::tm civil{};
    localtime_r(&seconds, &civil);
    return *day_from(civil.tm_year + 1900, static_cast<unsigned>(civil.tm_mon + 1), static_cast<unsigned>(civil.tm_mday));
}

Date date_of(Day day) {
    const chr::sys_days point{chr::days{day.days}};
    const chr::year_month_day civil{point};
    return {static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()),
            chr::weekday{point}.c_encoding()};
}

std::optional<Day> day_from(int year, unsigned month, unsigned day) {
    const chr::year_month_day civil{chr::year{year}, chr::month{month}, chr::day{day}};
    if (!civil.ok()) return std::nullopt;
    return Day{chr::sys_days{civil}.time_since_epoch().count()};
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t count) -> std::optional<int> {
        int value = 0;
        for (const char c : text.substr(from, count)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (!year || !month || !day) return std::nullopt;
    return day_from(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::string iso(Day day) {
    const Date date = date_of(day);
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", date.year, date.month, date.day);
    return out.data();
}

namespace {
std::tm utc(Instant instant) {
    const std::time_t seconds = static_cast<std::time_t>(instant.ms / 1000);
    std::tm civil{};
    gmtime_r(&seconds, &civil);
    return civil;
}
}

std::string iso(Instant instant) {
    const std::tm civil = utc(instant);
    std::array<char, 64> out{};
    std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%SZ", &civil);
    return out.data();
}

std::string http_date(Instant instant) {
    static constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::tm civil = utc(instant);
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  weekdays.at(static_cast<std::size_t>(civil.tm_wday)), civil.tm_mday,
                  months.at(static_cast<std::size_t>(civil.tm_mon)), civil.tm_year + 1900, civil.tm_hour, civil.tm_min,
                  civil.tm_sec);
    return out.data();
}

}
