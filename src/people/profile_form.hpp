#pragma once
#include "kit/web/fields.hpp"
#include "people/person.hpp"

/// Private to people.
namespace people {

/// What the form of /me/profile holds, without blanks around it; rows of links that are empty are left out. Nothing is judged here but what
/// could be no form's value: that counts as not given.
Profile profile_from(const web::Fields&);

}
