#include "design/words.hpp"
#include "desk/call_view.hpp"
#include "desk/web.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using people::Role;
using web::Visit;

constexpr std::size_t longest_title = 100, longest_text = 1000;

/// Roles that this viewer may call for; people::save_call() asks again.
std::vector<Role> roles_for(const base::Viewer& viewer) {
    std::vector<Role> roles;
    if (people::may(viewer, people::Right::approve)) roles = {Role::proofreader, Role::contributor};
    if (people::may(viewer, people::Right::keep))
        for (const Role role : {Role::editor, Role::blog_editor, Role::course_editor, Role::trainer, Role::social}) roles.push_back(role);
    return roles;
}

bool may_change(const base::Viewer& viewer, Role role) {
    const auto roles = roles_for(viewer);
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

web::Response list(const Frame& frame, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::approve);
    std::vector<view::OpenCall> open;
    for (people::Call& call : people::list_calls(visit.tx(), visit.viewer)) {
        const bool mine = may_change(visit.viewer, call.role);
        open.push_back({std::move(call), mine});
    }
    design::DeskPage shown = view::calls(visit.lang, open);
    shown.done = visit.query("done");
    return draw(frame, visit, shown);
}

web::Response draw_form(const Frame& frame, Visit& visit, const people::Call& call, const people::Problems& problems) {
    return draw(frame, visit, view::call_form(visit.lang, {call, roles_for(visit.viewer)}, told(visit.lang, problems)),
                problems.empty() ? 200 : 422);
}

/// Begins with words that can stay as they are: most calls are for proofreaders.
web::Response ask(const Frame& frame, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::approve);
    people::Call call;
    call.title = tr(base::Lang::en, "call.ready_title");
    call.text = tr(base::Lang::en, "call.ready_text");
    call.title_ja = tr(base::Lang::ja, "call.ready_title");
    call.text_ja = tr(base::Lang::ja, "call.ready_text");
    return draw_form(frame, visit, call, {});
}

/// A closed call is part of the past, and is not changed.
people::Call find_open(Visit& visit) {
    auto call = web::or_404(people::find_call(visit.tx(), visit.viewer, id_in(visit, "id")));
    if (call.closed_at) throw base::Missing();
    if (!may_change(visit.viewer, call.role)) throw base::Denied(people::may(visit.viewer, people::Right::approve) ? "keep" : "approve");
    return call;
}

web::Response show(const Frame& frame, Visit& visit) { return draw_form(frame, visit, find_open(visit), {}); }

people::Problems read_form(const web::Fields& fields, people::Call& call) {
    people::Problems problems;
    const auto read = [&](std::string& place, const char* field, bool large) {
        place = large ? text::several_lines(fields.get(field)) : text::one_line(fields.get(field));
        if (place.empty()) problems.push_back({field, large ? "problem.text_missing" : "problem.title_missing"});
        if (base::code_points(place) > (large ? longest_text : longest_title)) problems.push_back({field, "problem.too_long"});
    };
    read(call.title, "title", false);
    read(call.text, "text", true);
    read(call.title_ja, "title_ja", false);
    read(call.text_ja, "text_ja", true);
    return problems;
}

web::Response add(const Frame& frame, Visit& visit) {
    people::Call call;
    people::Problems problems = read_form(visit.fields(), call);
    const auto role = people::role_from(visit.fields().get("role"));
    if (role && *role != Role::reader && *role != Role::keeper)
        call.role = *role;
    else
        problems.insert(problems.begin(), {"role", "problem.choose"});
    if (!problems.empty()) {
        people::require(visit.tx(), visit.viewer, people::Right::approve);
        return draw_form(frame, visit, call, problems);
    }
    people::save_call(visit.tx(), visit.viewer, call);
    editorial::changed(visit.tx(), {"calls"});
    return web::see_other(web::in_lang(visit.lang, "/edit/calls"), "call_opened");
}

web::Response save(const Frame& frame, Visit& visit) {
    people::Call typed;
    const people::Problems problems = read_form(visit.fields(), typed);
    const people::Call known = find_open(visit);
    typed.id = known.id;
    typed.role = known.role;
    if (!problems.empty()) return draw_form(frame, visit, typed, problems);
    people::save_call(visit.tx(), visit.viewer, typed);
    editorial::changed(visit.tx(), {"calls"});
    return web::see_other(web::in_lang(visit.lang, "/edit/calls"), "saved");
}

web::Response close(Visit& visit) {
    people::close_call(visit.tx(), visit.viewer, id_in(visit, "id"));
    editorial::changed(visit.tx(), {"calls"});
    return web::see_other(web::in_lang(visit.lang, "/edit/calls"), "call_closed");
}
}

void call_routes(web::Routes& on, const Frame& frame) {
    on.get("/edit/calls", [&frame](Visit& visit) { return list(frame, visit); }).needs("approve").takes({"done"});
    on.get("/edit/calls/new", [&frame](Visit& visit) { return ask(frame, visit); }).needs("approve");
    on.post("/edit/calls", [&frame](Visit& visit) { return add(frame, visit); }).needs("approve");
    on.get("/edit/calls/{id}", [&frame](Visit& visit) { return show(frame, visit); }).needs("approve");
    on.post("/edit/calls/{id}", [&frame](Visit& visit) { return save(frame, visit); }).needs("approve");
    on.post("/edit/calls/{id}/closing", [](Visit& visit) { return close(visit); }).needs("approve");
}

}
