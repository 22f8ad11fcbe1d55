#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/html/html.hpp"

#include <string>

/// Private to site.
namespace site {

/// An instant for keepers, as `<time>`: date, and hour and minute in the site's zone. Public pages show dates alone.
html::Html moment(base::Lang, base::Instant);
/// Hour and minute in the site's zone: 09:05.
std::string clock_of(base::Instant);

}
