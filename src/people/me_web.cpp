#include "kit/web/routes.hpp"
#include "people/me_view.hpp"
#include "people/role.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <algorithm>

namespace people {

namespace {
using design::Frame;
using web::Visit;

web::Response show(const Frame& frame, const Tools& tools, Visit& visit) {
    db::Tx& tx = visit.tx();
    const base::Viewer& viewer = visit.viewer;
    const PersonId person = require_account(viewer);
    view::Desk shown;
    shown.has_name = !viewer.name.empty();
    shown.known_as = shown.has_name ? viewer.name : find_main_address(tx, person).value_or("");
    shown.roles = list_roles(tx, viewer, person);
    shown.applications = list_own_applications(tx, viewer);
    shown.shows_passkey = viewer.held_back != 0;
    const auto guarded = [](const RoleGrant& grant) { return grant.accepted_at && is_guarded(grant.role, grant.scope); };
    shown.wants_passkey = std::any_of(shown.roles.begin(), shown.roles.end(), guarded) && list_passkeys(tx, viewer).empty();
    shown.answers = may(viewer, Right::approve);
    if (tools.my_desk) {
        shown.lines = tools.my_desk(tx, viewer, visit.lang);
        shown.sees_board = may_somewhere(viewer, Right::edit) || may_somewhere(viewer, Right::comment);
        shown.page = get_person(tx, viewer, person).slug;
    }
    shown.edits = may(viewer, Right::edit);
    shown.keeps = may_somewhere(viewer, Right::keep);
    shown.writes = may_somewhere(viewer, Right::edit);
    shown.makes = may_somewhere(viewer, Right::publish);
    shown.makes_lessons = may(viewer, Right::publish, Scope{{section_scope("learn")}});
    shown.makes_posts = may(viewer, Right::publish, Scope{{section_scope("blog")}});
    design::DeskPage page = view::desk(visit.lang, shown);
    page.done = visit.query("done");
    return desk(frame, visit, page);
}
}

void me_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/me", [&frame, &tools](Visit& visit) { return show(frame, tools, visit); }).needs("account").takes({"done"});
}

}
