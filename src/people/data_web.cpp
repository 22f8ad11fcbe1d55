#include "kit/base/log.hpp"
#include "kit/web/routes.hpp"
#include "kit/zip/zip.hpp"
#include "people/audit.hpp"
#include "people/data_view.hpp"
#include "people/role.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <chrono>

namespace people {

namespace {
using design::Frame;
using web::Visit;

constexpr web::Rule exports{6, std::chrono::hours(1)};

view::DataPage page_of(Visit& visit) {
    const Profile profile = get_profile(visit.tx(), visit.viewer);
    view::DataPage page;
    page.pen = !profile.pen_name.empty();
    if (profile.named) page.name = page.pen ? profile.pen_name : profile.name;
    return page;
}

web::Response show(const Frame& frame, Visit& visit) { return desk(frame, visit, view::data(visit.lang, page_of(visit), {})); }

web::Response take(const Tools& tools, Visit& visit) {
    visit.limit("export", std::to_string(visit.viewer.person.value_or(0)), exports);
    Files files = export_person(visit.tx(), visit.viewer);
    for (auto& file : tools.export_more(visit.tx(), visit.viewer)) files.push_back(std::move(file));
    write_audit(visit.tx(), visit.viewer, "data.exported", "", true);
    visit.tx().commit();
    visit.close();  // others write while this is packed
    web::Response response = web::file("application/zip", zip::pack(files));
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"my-data.zip\"");
    return response;
}

/// The rows are gone when this is answered; what they left in the files is overwritten, or will be by the next one who asks.
void scrub(const Tools& tools) {
    try {
        tools.scrub();
    } catch (const std::exception& failed) {
        base::log::error("deleted rows may still be in the files of the database", {{"why", failed.what()}});
    }
}

/// Whether the site would be left without anybody who keeps it.
Problems end_keeping(Visit& visit) {
    if (keeps_alone(visit.tx(), require_account(visit.viewer))) return {{"understood", "problem.last_keeper"}};
    for (const RoleGrant& grant : list_roles(visit.tx(), visit.viewer, require_account(visit.viewer)))
        if (grant.role == Role::keeper && grant.accepted_at)
            if (const auto ended = end_role(visit.tx(), visit.viewer, grant.id); !ended)
                return {{"understood", ended.error().front().word}};
    return {};
}

web::Response forget(const Frame& frame, const Tools& tools, Visit& visit) {
    const auto signed_as = signed_as_from(visit.fields().get("signed_as"));
    const bool understood = visit.fields().get("understood") == "1";
    // A browser left open is not enough for all of it to go.
    if (auto asked = ask_for_proof(visit, "/me/data")) return *asked;
    Problems problems;
    if (!signed_as) problems.push_back({"signed_as_former", "problem.choose"});
    if (!understood) problems.push_back({"understood", "problem.understood"});
    if (problems.empty()) problems = end_keeping(visit);
    if (!problems.empty()) {
        view::DataPage page = page_of(visit);
        page.chosen = signed_as.value_or(SignedAs::former);
        page.understood = understood;
        return desk(frame, visit, view::data(visit.lang, page, told(visit.lang, problems)), {}, 422);
    }
    const PersonId person = require_account(visit.viewer);
    tools.forget(visit.tx(), visit.viewer, person, *signed_as);
    tools.changed(visit.tx(), "people");
    visit.tx().commit();
    visit.close();
    scrub(tools);
    web::Response response = web::see_other(web::in_lang(visit.lang, "/"));
    end_cookie(visit, response);
    return response;
}
}

void data_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/me/data", [&frame](Visit& visit) { return show(frame, visit); }).needs("account");
    on.post("/me/data/export", [&tools](Visit& visit) { return take(tools, visit); }).needs("account");
    on.post("/me/data/deletion", [&frame, &tools](Visit& visit) { return forget(frame, tools, visit); }).needs("account");
}

}
