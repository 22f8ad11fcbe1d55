#pragma once
#include "people/right.hpp"

/// Private to people.
namespace people {

std::optional<RoleGrant> find_role(db::Tx&, RoleId);
/// Without asking for a right: for rules that have asked.
RoleId add_role(db::Tx&, const base::Viewer&, PersonId, const NewRole&, bool offered);
/// Whose session shows a passkey first, if they have one: whoever edits or keeps more than single pieces of their own.
bool is_guarded(Role, std::string_view scope);
/// Has this role already; an offered one counts only once it is taken up.
bool holds(db::Tx&, PersonId, const NewRole&);
/// Whether nobody would keep the site if this person went.
bool keeps_alone(db::Tx&, PersonId);

}
