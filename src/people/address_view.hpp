#pragma once
#include "design/forms.hpp"
#include "people/account.hpp"

#include <string>
#include <vector>

/// Private to people.
namespace people::view {

/// One's addresses, and the form for another one; `typed` is what stood in it.
design::DeskPage addresses(base::Lang, const std::vector<Address>&, const std::string& typed, const std::vector<design::Problem>&);

}
