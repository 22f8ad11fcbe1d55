#include "site/invite.hpp"

#include <algorithm>

namespace site {

base::Result<Invited, people::Problems> invite(db::Tx& tx, const base::Viewer& viewer, const Invitation& wanted) {
    const auto known = people::find_member(tx, viewer, wanted.address);
    if (known) {
        const auto roles = people::list_roles(tx, viewer, *known);
        const bool has = std::any_of(roles.begin(), roles.end(), [&](const people::RoleGrant& held) {
            return held.role == wanted.role.role && (wanted.role.scope == "site" || held.scope == wanted.role.scope);
        });
        if (has) return base::Failure{people::Problems{{"role", "problem.has_role"}}};
    }
    const auto person = known ? *known : people::invite_person(tx, viewer, wanted.name, wanted.address, wanted.lang);
    const auto role = people::give_role(tx, viewer, person, wanted.role, /*offered=*/true);
    std::string token =
        people::make_task_link(tx, viewer, person, people::Task::role, std::to_string(static_cast<std::int64_t>(role)), wanted.address);
    return Invited{person, std::move(token)};
}

}
