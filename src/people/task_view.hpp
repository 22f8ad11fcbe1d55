#pragma once
#include "design/forms.hpp"
#include "people/task.hpp"

#include <string>
#include <vector>

/// Private to people.
namespace people::view {

struct TaskPage {
    OpenTask task;
    std::string token;
    std::string site, contact;  // the site's name, and its address of mail or ""
    bool has_account = false;   // can sign in
};
/// What the link opens; once it was used, what is true since then, and how to sign in.
design::DeskPage task(base::Lang, const TaskPage&, const std::vector<design::Problem>&);
/// Unknown, taken back or too old.
design::DeskPage task_gone(base::Lang, const std::string& contact);

}
