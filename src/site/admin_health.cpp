#include "design/words.hpp"
#include "kit/base/log.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"
#include "site/health.hpp"

namespace site {

using design::tr;
using web::Visit;

namespace {
web::Response show(const Facts& facts, const Services& services, Visit& visit) {
    const Health health = look_at_health(visit.tx(), visit.viewer, facts, services, /*whole=*/true);
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(visit.lang, "admin.health"),
                       .dek = tr(visit.lang, "health.dek"),
                       .done = std::string(visit.query("done")),
                       .problems = {},
                       .content = view::health(visit.lang, health, facts.frame.public_url)});
}

/// A job that was given up. One that is not there any more was dealt with by somebody else.
web::Response deal_with(Visit& visit, std::string_view action, bool (*act)(db::Tx&, jobs::JobId), std::string_view done) {
    const std::int64_t id = id_of(visit, "id");
    people::require(visit.tx(), visit.viewer, people::Right::keep, people::Scope::site(),
                    std::string(action) + " job:" + std::to_string(id));
    if (!act(visit.tx(), static_cast<jobs::JobId>(id))) throw base::Missing();
    return admin_done(visit, "/admin/health", done);
}

/// For a program that asks every minute: "ok", or 503 with one word. It tells nothing that is not public.
web::Response for_machines(const Services& services, Visit& visit) {
    std::string fault;
    try {
        fault = fault_word(visit.tx(), services);
    } catch (const std::exception& failed) {
        base::log::error("the database does not answer", {{"why", failed.what()}});
        fault = "database";
    }
    web::Response response = web::file("text/plain; charset=utf-8", (fault.empty() ? "ok" : fault) + "\n");
    response.status = fault.empty() ? 200 : 503;
    return response;
}
}

void admin_health_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/admin/health", [&](Visit& visit) { return show(facts, services, visit); }).needs("keep").takes({"done"});
    on.post("/admin/health/jobs/{id}/retry", [](Visit& visit) {
          return deal_with(visit, "retry", jobs::retry, "job_again");
      }).needs("keep");
    on.post("/admin/health/jobs/{id}/discard", [](Visit& visit) {
          return deal_with(visit, "discard", jobs::discard, "job_discarded");
      }).needs("keep");
    on.get("/healthz", [&](Visit& visit) { return for_machines(services, visit); }).open().personal().without_language();
}

}
