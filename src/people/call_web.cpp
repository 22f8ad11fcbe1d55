#include "kit/base/ids.hpp"
#include "kit/mail/mail.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/form_guard.hpp"
#include "kit/web/routes.hpp"
#include "people/call_letters.hpp"
#include "people/call_view.hpp"
#include "people/open_form.hpp"
#include "people/sign_in_form.hpp"
#include "people/sign_in_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <chrono>

namespace people {

namespace {
using design::Frame;
using web::FormGuard;
using web::Visit;

constexpr web::Rule applications{5, std::chrono::hours(1)};
constexpr web::Rule to_one_address{3, std::chrono::hours(24)};
/// A person reads the call and writes two sentences in it; nobody leaves a form open for longer than a day.
constexpr int fastest_seconds = 2, slowest_seconds = 24 * 3600;

std::string form_name(std::int64_t call) { return "application:" + std::to_string(call); }

Call find_call_of(Visit& visit) { return web::or_404(find_call(visit.tx(), visit.viewer, id_in(visit, "id"))); }

web::Response draw(const Frame& frame, const Tools& tools, Visit& visit, const Call& call, const NewApplication& typed,
                   const Problems& problems) {
    const std::string stamp = tools.guard ? tools.guard->stamp(visit.tx().now(), form_name(call.id)) : "";
    const Work work = work_for(tools, visit, form_name(call.id));
    const auto closed = tools.closed ? tools.closed(visit.tx()) : std::nullopt;
    return desk(frame, visit,
                view::application(visit.lang, {.call = call, .typed = typed, .stamp = stamp, .work = work, .closed = closed},
                                  told(visit.lang, problems)),
                work.script(), problems.empty() ? 200 : 422);
}

web::Response ask(const Frame& frame, const Tools& tools, Visit& visit) {
    if (!may_mail_secrets(frame.public_url)) return desk(frame, visit, view::sign_in_closed(visit.lang));
    const Call call = find_call_of(visit);
    if (call.closed_at) return desk(frame, visit, view::call_closed(visit.lang, call), {}, 410);
    NewApplication known;
    if (visit.viewer.person) {
        known.name = visit.viewer.name;
        known.address = find_main_address(visit.tx(), require_account(visit.viewer)).value_or("");
    }
    return draw(frame, tools, visit, call, known, {});
}

/// The way on, the same for people and for programs.
web::Response to_code(const Visit& visit, std::string_view uid) {
    web::Response response = web::see_other(web::in_lang(visit.lang, "/sign-in/code"));
    remember_sign_in(visit, response, uid);
    return response;
}

web::Response send(const Frame& frame, const Tools& tools, Visit& visit) {
    if (!may_mail_secrets(frame.public_url)) return desk(frame, visit, view::sign_in_closed(visit.lang), {}, 403);
    const web::Fields& fields = visit.fields();
    const NewApplication wanted{.call = id_in(visit, "id"),
                                .name = text::one_line(fields.get("name")),
                                .address = text::one_line(fields.get("address")),
                                .words = text::several_lines(fields.get("words")),
                                .lang = visit.lang};
    if (!FormGuard::trap_is_empty(fields)) return to_code(visit, base::new_uid());
    if (tools.guard) {
        switch (tools.guard->check(fields.get("stamp"), form_name(wanted.call), visit.tx().now(), fastest_seconds, slowest_seconds)) {
            case FormGuard::Verdict::ok: break;
            case FormGuard::Verdict::too_fast: return to_code(visit, base::new_uid());
            // A form from another day, or one that lost its stamp on the way, is sent again with a new one.
            case FormGuard::Verdict::too_old:
            case FormGuard::Verdict::missing:
            case FormGuard::Verdict::forged:
                return draw(frame, tools, visit, find_call_of(visit), wanted, {{"words", "problem.form_too_old"}});
        }
    }
    // What is refused below costs nothing; what is mailed does.
    if (const auto address = normal_address(wanted.address); address && !wanted.name.empty() && !wanted.words.empty()) {
        visit.limit("application", "", applications);
        if (!work_is_done(tools, visit, form_name(wanted.call)))
            return draw(frame, tools, visit, find_call_of(visit), wanted, {{"proof", "proof.again"}});
        visit.limit("application.address", *address, to_one_address);
        limit_mails(visit, *address);
    }
    const auto done = apply(visit.tx(), wanted);
    if (!done) return draw(frame, tools, visit, find_call_of(visit), wanted, done.error());
    const SignInSecrets secrets =
        begin_sign_in(visit.tx(), normal_address(wanted.address).value_or(""), web::in_lang(visit.lang, "/me"), *done);
    mail::send(visit.tx(), application_letter(frame, visit.lang, secrets, visit.tx().now()));
    return to_code(visit, secrets.uid);
}
}

void call_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/write/calls/{id}", [&frame, &tools](Visit& visit) { return ask(frame, tools, visit); }).open().personal();
    on.post("/write/calls/{id}", [&frame, &tools](Visit& visit) { return send(frame, tools, visit); }).open().personal();
}

}
