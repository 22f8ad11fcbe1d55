#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Private to desk: times as the clock on the wall of the site shows them.
namespace desk::wall {

/// `2026-12-01T06:30` as browsers send it (HTML, local date and time strings), or with a space as people type it. Nothing for what the site's
/// clock never shows: another form, a day that there is not, an hour that is left out when clocks are put forward.
std::optional<base::Instant> instant_from(std::string_view typed);
/// `2026-12-01T06:30`, for a field.
std::string field_of(base::Instant);
/// `2026-12-01 06:30`, to be kept beside the instant.
std::string kept_of(base::Instant);
/// "1 December 2026, 6:30", 2026年12月1日 6:30.
std::string in_words(base::Lang, base::Instant);

}
