#pragma once
#include "design/forms.hpp"
#include "people/people.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// Private to people.
namespace people::view {

struct Desk {
    std::string known_as;        // name, or address where there is no name
    bool has_name = false;
    bool wants_passkey = false;  // edits or keeps, and has none
    bool shows_passkey = false;  // rights wait until one was shown
    bool answers = false;        // may answer applications
    bool edits = false;          // the whole site
    bool keeps = false;
    bool sees_board = false;     // works on a piece
    bool writes = false;         // `edit` somewhere
    bool makes = false;          // `publish` somewhere
    bool makes_lessons = false, makes_posts = false; // in those parts of the site
    MyDesk lines;                // from the rooms above
    std::string page;            // the last part of the address of one's page; "" where there are no rooms above
    std::vector<RoleGrant> roles;
    std::vector<Application> applications;  // one's own
};
design::DeskPage desk(base::Lang, const Desk&);

/// Where a role counts: "the whole site", "Blog".
std::string scope_words(base::Lang, const std::string& scope);

}
