#pragma once
#include "design/forms.hpp"

#include <string>
#include <vector>

/// Private to people.
namespace people::view {

/// `photo`: uid, "" for none; `shared`: others may see it.
design::DeskPage photo(base::Lang, const std::string& photo, bool shared, const std::vector<design::Problem>&);

}
