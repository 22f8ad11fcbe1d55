#pragma once
#include "people/person.hpp"

namespace people::store {

std::optional<Person> find(db::Tx&, std::string_view slug);
std::optional<Person> find(db::Tx&, PersonId);
std::vector<Person> list(db::Tx&);
/// Has a confirmed address.
bool has_account(db::Tx&, PersonId);
PersonId insert(db::Tx&, const Person&);
void update(db::Tx&, PersonId, const Person&);
/// Tells nothing of the person.
std::string new_slug();
/// `wanted`, or the first of wanted-2, wanted-3 … that nobody has.
std::string free_slug(db::Tx&, std::string_view wanted, std::optional<PersonId> except);

}
