#include "design/words.hpp"
#include "desk/mail_choice.hpp"
#include "desk/web.hpp"
#include "kit/web/routes.hpp"

namespace desk {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

web::Response show(const Frame& frame, Visit& visit) {
    const base::Lang lang = visit.lang;
    const bool weekly = wants_week(visit.tx(), people::require_account(visit.viewer));
    const html::Html fields =
        design::check_group({.legend = tr(lang, "mail.weekly"),
                             .hint = tr(lang, "mail.weekly_hint"),
                             .boxes = {{.id = "weekly", .name = "weekly", .label = tr(lang, "mail.weekly_yes"), .checked = weekly}}});
    return draw(frame, visit,
                {.crumbs = {{tr(lang, "nav.me"), design::address(lang, "/me")}},
                 .title = tr(lang, "mail.title"),
                 .dek = tr(lang, "mail.dek"),
                 .done = std::string(visit.query("done")),
                 .problems = {},
                 .content = design::form(design::address(lang, "/me/mail"), fields, tr(lang, "mail.save"))});
}

web::Response save(Visit& visit) {
    set_wants_week(visit.tx(), visit.viewer, visit.fields().get("weekly") == "1");
    return web::see_other(web::in_lang(visit.lang, "/me/mail"), "saved");
}
}

void mail_routes(web::Routes& on, const Frame& frame) {
    on.get("/me/mail", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/mail", save).needs("account");
}

}
