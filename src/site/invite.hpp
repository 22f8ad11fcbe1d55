#pragma once
#include "people/people.hpp"

#include <string>

/// Private to site.
namespace site {

struct Invitation {
    std::string name, address;  // the address in its normal form
    people::NewRole role;
    base::Lang lang = base::Lang::en;
};
struct Invited {
    people::PersonId person{};
    std::string token;  // of the link that takes the role up
};
/// Offers the role to whoever has the address, or was invited at it, or is new; in force once they said yes. Refused where they have it or were
/// offered it already. Needs `keep`.
base::Result<Invited, people::Problems> invite(db::Tx&, const base::Viewer&, const Invitation&);

}
