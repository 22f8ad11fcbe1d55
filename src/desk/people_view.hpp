#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"
#include "people/people.hpp"

#include <optional>
#include <string>
#include <vector>

/// Private to desk.
namespace desk::view {

/// Somebody without an account.
struct Guest {
    people::Person person;
    std::vector<editorial::Work> works;
    std::optional<people::TaskLink> sent;  // the newest link that still opens something
    std::string address;                   // what was typed
    base::Lang lang = base::Lang::en;      // of the mail
    bool open = false;
};
/// Somebody with an account who is credited and has not said yes. Their name is theirs.
struct Unnamed {
    people::PersonId person{};
    std::vector<editorial::Work> works;
    std::optional<people::TaskLink> sent;
};
/// Who chose this editor to see the name behind a pen name.
struct Entrusted {
    std::string pen_name, name;
};
/// The id and name of the field of a person.
std::string field_of(std::string_view what, people::PersonId);
design::DeskPage people(base::Lang, const std::vector<Guest>&, const std::vector<Unnamed>&, const std::vector<Entrusted>&,
                        const std::vector<design::Problem>&);

}
