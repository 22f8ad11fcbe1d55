#pragma once
#include "design/forms.hpp"
#include "people/account.hpp"

#include <vector>

/// Private to people.
namespace people::view {

design::DeskPage sessions(base::Lang, const std::vector<Session>&);

}
