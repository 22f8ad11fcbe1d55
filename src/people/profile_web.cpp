#include "kit/web/routes.hpp"
#include "people/profile_form.hpp"
#include "people/profile_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

namespace people {

namespace {
using design::Frame;
using web::Visit;

view::ProfileEdit edit_of(Visit& visit, Profile profile) {
    return {.profile = std::move(profile),
            .keepers = list_pen_keepers(visit.tx(), visit.viewer),
            .photo = find_own_photo(visit.tx(), visit.viewer),
            .preview = false};
}

web::Response show(const Frame& frame, Visit& visit) {
    design::DeskPage shown = view::profile(visit.lang, edit_of(visit, get_profile(visit.tx(), visit.viewer)), {});
    shown.done = visit.query("done");
    return desk(frame, visit, shown);
}

/// Two buttons: one shows what others would see and keeps nothing, the other saves.
web::Response save(const Frame& frame, const Tools& tools, Visit& visit) {
    const Profile typed = profile_from(visit.fields());
    const bool only_show = !visit.fields().get("show").empty();
    Problems problems;
    if (only_show) {
        problems = check_profile(typed);
    } else if (const auto saved = save_profile(visit.tx(), visit.viewer, typed); saved) {
        tools.changed(visit.tx(), "people");
        return web::see_other(web::in_lang(visit.lang, "/me/profile"), "saved");
    } else {
        problems = saved.error();
    }
    view::ProfileEdit edit = edit_of(visit, typed);
    edit.preview = problems.empty();
    return desk(frame, visit, view::profile(visit.lang, edit, told(visit.lang, problems)), {}, problems.empty() ? 200 : 422);
}
}

void profile_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/me/profile", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/profile", [&frame, &tools](Visit& visit) { return save(frame, tools, visit); }).needs("account");
}

}
