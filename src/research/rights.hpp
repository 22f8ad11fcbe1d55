#pragma once
#include "people/people.hpp"

/// Private to research.
namespace research {

/// The library belongs to no part of the site: a right that somebody has in any of them counts. To be given to people::require().
people::Scope where_may(const base::Viewer&, people::Right);

}
