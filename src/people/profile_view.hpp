#pragma once
#include "design/forms.hpp"
#include "people/person.hpp"

#include <string>
#include <vector>

/// Private to people.
namespace people::view {

struct ProfileEdit {
    Profile profile;
    std::vector<Person> keepers;  // who may be chosen to see the name behind a pen name
    std::string photo;            // uid; "" for none
    bool preview = false;         // with what others would see, above the form
};
design::DeskPage profile(base::Lang, const ProfileEdit&, const std::vector<design::Problem>&);

}
