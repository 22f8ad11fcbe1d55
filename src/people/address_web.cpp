#include "kit/mail/mail.hpp"
#include "kit/web/routes.hpp"
#include "people/address_view.hpp"
#include "people/letters.hpp"
#include "people/open_form.hpp"
#include "people/sign_in_form.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <algorithm>
#include <chrono>

namespace people {

namespace {
using design::Frame;
using web::Visit;

constexpr web::Rule mails{5, std::chrono::minutes(15)};

web::Response refuse(const Frame& frame, Visit& visit, const std::string& typed, const Problems& problems) {
    return desk(frame, visit, view::addresses(visit.lang, list_addresses(visit.tx(), visit.viewer), typed, told(visit.lang, problems)), {},
                422);
}

web::Response show(const Frame& frame, Visit& visit) {
    design::DeskPage shown = view::addresses(visit.lang, list_addresses(visit.tx(), visit.viewer), {}, {});
    shown.done = visit.query("done");
    return desk(frame, visit, shown);
}

web::Response add(const Frame& frame, Visit& visit) {
    const std::string typed(visit.fields().get("address"));
    if (auto asked = ask_for_proof(visit, "/me/addresses")) return *asked;
    if (!may_mail_secrets(frame.public_url)) return refuse(frame, visit, typed, {{"address", "problem.no_https"}});
    visit.limit("address", std::to_string(static_cast<std::int64_t>(require_account(visit.viewer))), mails);
    if (const auto address = normal_address(typed)) {
        if (!mail::is_address(*address)) return refuse(frame, visit, typed, {{"address", "problem.address"}});
        limit_mails(visit, *address);
    }
    const auto secrets = begin_confirm(visit.tx(), visit.viewer, typed);
    if (!secrets) return refuse(frame, visit, typed, secrets.error());
    mail::send(visit.tx(), confirm_letter(frame, visit.lang, *secrets, visit.tx().now()));
    web::Response response = web::see_other(web::in_lang(visit.lang, "/sign-in/code"));
    remember_sign_in(visit, response, secrets->uid);
    return response;
}

web::Response make_main(Visit& visit) {
    if (auto asked = ask_for_proof(visit, "/me/addresses")) return *asked;
    set_main_address(visit.tx(), visit.viewer, id_in(visit, "id"));
    return web::see_other(web::in_lang(visit.lang, "/me/addresses"), "saved");
}

web::Response remove(const Frame& frame, Visit& visit) {
    const std::int64_t id = id_in(visit, "id");
    if (auto asked = ask_for_proof(visit, "/me/addresses")) return *asked;
    const auto own = list_addresses(visit.tx(), visit.viewer);
    const auto gone = std::find_if(own.begin(), own.end(), [&](const Address& one) { return one.id == id; });
    const auto deleted = delete_address(visit.tx(), visit.viewer, id);
    if (!deleted) return refuse(frame, visit, {}, deleted.error());
    // Whoever reads that mailbox is told, in case it was not them.
    if (gone != own.end() && gone->confirmed)
        mail::send(visit.tx(), address_removed_letter(frame, get_profile(visit.tx(), visit.viewer).lang, gone->address));
    return web::see_other(web::in_lang(visit.lang, "/me/addresses"), "address_deleted");
}
}

void address_routes(web::Routes& on, const Frame& frame, const Tools&) {
    on.get("/me/addresses", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/addresses", [&frame](Visit& visit) { return add(frame, visit); }).needs("account");
    on.post("/me/addresses/{id}/main", [](Visit& visit) { return make_main(visit); }).needs("account");
    on.post("/me/addresses/{id}/deletion", [&frame](Visit& visit) { return remove(frame, visit); }).needs("account");
}

}
