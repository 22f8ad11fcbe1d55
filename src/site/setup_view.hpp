#pragma once
#include "design/forms.hpp"

#include <string>
#include <vector>

/// Private to site: markup of the first page of all.
namespace site::view {

using design::Lang;
using html::Html;

struct SetupForm {
    std::string site_name, name, address, lang;
    bool may_load = false;  // the site is empty
    bool load = true;
    std::string key;
};
Html setup_form(Lang, const SetupForm&, const std::vector<design::Problem>&);
/// The recovery codes, shown once, and what comes next.
Html set_up(Lang, const std::vector<std::string>& codes);

}
