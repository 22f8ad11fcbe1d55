#pragma once
#include "design/forms.hpp"
#include "people/people.hpp"

#include <string>
#include <vector>

/// Private to desk.
namespace desk::view {

struct OpenCall {
    people::Call call;
    bool may_change = false;
};
design::DeskPage calls(base::Lang, const std::vector<OpenCall>&);

struct CallForm {
    people::Call call;                // without an id: a new one
    std::vector<people::Role> roles;  // to choose from, for a new one
};
design::DeskPage call_form(base::Lang, const CallForm&, const std::vector<design::Problem>&);

}
