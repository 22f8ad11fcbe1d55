#include "kit/web/routes.hpp"
#include "people/session_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

namespace people {

namespace {
using design::Frame;
using web::Visit;

web::Response show(const Frame& frame, Visit& visit) {
    design::DeskPage shown = view::sessions(visit.lang, list_sessions(visit.tx(), visit.viewer));
    shown.done = visit.query("done");
    return desk(frame, visit, shown);
}

web::Response end_one(Visit& visit) {
    const std::int64_t id = id_in(visit, "id");
    end_session(visit.tx(), visit.viewer, id);
    if (visit.viewer.session == id) return let_out(visit, "signed_out");
    return web::see_other(web::in_lang(visit.lang, "/me/sessions"), "session_ended");
}

web::Response end_all(Visit& visit) {
    end_all_sessions(visit.tx(), visit.viewer, /*keep_current=*/false);
    return let_out(visit, "signed_out_everywhere");
}
}

void session_routes(web::Routes& on, const Frame& frame, const Tools&) {
    on.get("/me/sessions", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/sessions/{id}/end", [](Visit& visit) { return end_one(visit); }).needs("account");
    on.post("/me/sessions/end-all", [](Visit& visit) { return end_all(visit); }).needs("account");
}

}
