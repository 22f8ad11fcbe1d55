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
/// A role that counts today, one's own or as a deputy.
struct Held {
    Role role = Role::reader;
    std::string scope;
};
std::vector<Held> list_in_force(db::Tx&, PersonId);
void add_rights(base::Viewer&, const Held&);
/// Streams that the person has open are cut: what they may hear has changed. They come again by themselves.
void close_streams(db::Tx&, PersonId);
/// Whether nobody would keep the site if this person went.
bool keeps_alone(db::Tx&, PersonId);

}
