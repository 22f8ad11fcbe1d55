#pragma once
#include "people/right.hpp"

/// Private to people.
namespace people {

std::optional<RoleGrant> find_role(db::Tx&, RoleId);
/// Without asking for a right: for rules that have asked.
RoleId add_role(db::Tx&, const base::Viewer&, PersonId, const NewRole&, bool offered);

}
