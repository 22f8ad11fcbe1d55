#include "design/words.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"

#include <chrono>

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::int64_t newest = 100;

web::Response outbox(const Facts& facts, const Services& services, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const auto status = services.mailer ? services.mailer->status(visit.tx()) : mail::status(visit.tx(), /*has_server=*/false);
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(visit.lang, "admin.outbox"),
                       .dek = tr(visit.lang, "admin.outbox_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = {},
                       .content = view::outbox(visit.lang, mail::list_outbox(visit.tx(), newest), status)});
}

/// What waits may open doors, so who read it is written down.
web::Response show(const Facts& facts, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const std::int64_t id = id_of(visit, "id");
    const mail::Mail mail = web::or_404(mail::find_mail(visit.tx(), static_cast<mail::MailId>(id)));
    if (!mail.message.text.empty())
        visit.note(
            [viewer = visit.viewer, id](db::Tx& tx) { people::write_audit(tx, viewer, "mail.read", "mail:" + std::to_string(id), true); });
    return admin_page(facts, visit,
                      {.crumbs = {{tr(visit.lang, "admin.outbox"), design::address(visit.lang, "/admin/outbox")}},
                       .title = mail.message.subject,
                       .dek = {},
                       .done = {},
                       .problems = {},
                       .content = view::mail_page(visit.lang, mail, mail::is_bouncing(visit.tx(), mail.message.to.address))});
}

/// Somebody knows better: the mailbox is there again.
web::Response try_address(Visit& visit) {
    const std::int64_t id = id_of(visit, "id");
    people::require(visit.tx(), visit.viewer, people::Right::keep, people::Scope::site(), "mail:" + std::to_string(id));
    const mail::Mail mail = web::or_404(mail::find_mail(visit.tx(), static_cast<mail::MailId>(id)));
    mail::clear_bouncing(visit.tx(), mail.message.to.address);
    return admin_done(visit, "/admin/outbox", "address_again");
}

web::Response send_test(const Facts& facts, Visit& visit) {
    const auto person = people::require_account(visit.viewer);
    visit.limit("mail_test", std::to_string(static_cast<std::int64_t>(person)), {5, std::chrono::seconds(600)});
    people::require(visit.tx(), visit.viewer, people::Right::keep, people::Scope::site(), "mail test");
    const auto address = web::or_404(people::find_main_address(visit.tx(), person));
    mail::send(visit.tx(), people::test_letter(facts.frame, visit.lang, address));
    return admin_done(visit, "/admin/outbox", "mail_test");
}
}

void admin_mail_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/admin/outbox", [&](Visit& visit) { return outbox(facts, services, visit); }).needs("keep").takes({"done"});
    on.get("/admin/outbox/{id}", [&](Visit& visit) { return show(facts, visit); }).needs("keep");
    on.post("/admin/outbox/{id}/address", [](Visit& visit) { return try_address(visit); }).needs("keep");
    on.post("/admin/mail-test", [&](Visit& visit) { return send_test(facts, visit); }).needs("keep");
}

}
