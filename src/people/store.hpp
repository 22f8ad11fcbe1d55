#pragma once
#include "people/people.hpp"

namespace people::store {

std::optional<Person> find(db::Tx&, std::string_view slug);
std::vector<Person> list(db::Tx&);
PersonId save(db::Tx&, const Person&);

}
