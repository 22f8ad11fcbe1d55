#pragma once
#include "people/person.hpp"

/// Private to people.
namespace people {

/// Whose confirmed address this is.
std::optional<PersonId> find_owner(db::Tx&, std::string_view address);
/// Confirms an address for a person; false if another person has it or this one has two others.
bool add_address(db::Tx&, PersonId, std::string_view address);

}
