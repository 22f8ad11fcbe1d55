#include "site/moment.hpp"

#include "design/words.hpp"

#include <array>
#include <ctime>

namespace site {

std::string clock_of(base::Instant instant) {
    const std::time_t seconds = static_cast<std::time_t>(instant.ms / 1000);
    std::tm civil{};
    localtime_r(&seconds, &civil);
    std::array<char, 16> out{};
    std::strftime(out.data(), out.size(), "%H:%M", &civil);
    return out.data();
}

html::Html moment(base::Lang lang, base::Instant instant) {
    return html::html(R"(<time datetime="{}">{} {}</time>)",
                      {base::iso(instant), design::date(lang, base::day_of(instant)), clock_of(instant)});
}

}
