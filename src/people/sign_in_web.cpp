#include "kit/base/ids.hpp"
#include "kit/mail/mail.hpp"
#include "kit/web/form_guard.hpp"
#include "kit/web/routes.hpp"
#include "people/letters.hpp"
#include "people/open_form.hpp"
#include "people/sign_in_form.hpp"
#include "people/sign_in_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <chrono>

namespace people {

namespace {
using design::Frame;
using web::Visit;

// A room full of people in training comes from one address: what bounds guessing and mail is counted by address of mail, too.
constexpr web::Rule asks{40, std::chrono::minutes(10)};
constexpr web::Rule codes{150, std::chrono::minutes(10)};

const std::string form_name = "sign-in";

web::Response draw(const Frame& frame, const Tools& tools, Visit& visit, view::SignInForm typed, const Problems& problems) {
    typed.work = work_for(tools, visit, form_name);
    return desk(frame, visit, view::sign_in(visit.lang, typed, told(visit.lang, problems)), typed.work.script(),
                problems.empty() ? 200 : 422);
}

web::Response ask(const Frame& frame, const Tools& tools, Visit& visit) {
    if (!may_mail_secrets(frame.public_url)) return desk(frame, visit, view::sign_in_closed(visit.lang));
    design::DeskPage shown;
    Work work;
    if (visit.viewer.person) {
        const auto address = find_main_address(visit.tx(), require_account(visit.viewer));
        shown = view::signed_in_already(visit.lang, visit.viewer.name.empty() ? address.value_or("") : visit.viewer.name);
    } else {
        work = work_for(tools, visit, form_name);
        shown = view::sign_in(visit.lang, {.address = {}, .back = back_from(visit.query("back")), .work = work}, {});
    }
    shown.done = visit.query("done");
    return desk(frame, visit, shown, work.script());
}

/// The same answer whether the address is known or not, and whether it was a program that filled in the form.
web::Response send(const Frame& frame, const Tools& tools, Visit& visit) {
    if (!may_mail_secrets(frame.public_url)) return desk(frame, visit, view::sign_in_closed(visit.lang), {}, 403);
    const web::Fields& fields = visit.fields();
    const view::SignInForm typed{.address = std::string(fields.get("address")), .back = back_from(fields.get("back"))};
    const auto address = normal_address(typed.address);
    if (!address || !mail::is_address(*address)) return draw(frame, tools, visit, typed, {{"address", "problem.address"}});
    visit.limit("sign_in", "", asks);
    if (!work_is_done(tools, visit, form_name)) return draw(frame, tools, visit, typed, {{"proof", "proof.again"}});

    std::string uid = base::new_uid();
    if (web::FormGuard::trap_is_empty(fields)) {
        // What sends no mail uses up nobody's share.
        limit_mails(visit, *address);
        const SignInSecrets secrets = begin_sign_in(visit.tx(), *address, typed.back);
        mail::send(visit.tx(), sign_in_letter(frame, visit.lang, secrets, visit.tx().now()));
        uid = secrets.uid;
    }
    web::Response response = web::see_other(web::in_lang(visit.lang, "/sign-in/code"));
    remember_sign_in(visit, response, uid);
    return response;
}

web::Response ask_code(const Frame& frame, Visit& visit) {
    const auto pending = find_sign_in_by_uid(visit.tx(), visit.cookie(sign_in_cookie));
    return desk(frame, visit, pending ? view::code(visit.lang, *pending, {}) : view::no_code(visit.lang));
}

web::Response done(const Frame& frame, Visit& visit, const PendingSignIn& pending, const SignedIn& result) {
    if (!pending.confirms) {
        web::Response response = let_in(visit, result.session, result.back);
        forget_sign_in(visit, response);
        return response;
    }
    tell_the_others(frame, visit, result.person, pending.address);
    web::Response response = web::see_other(web::in_lang(visit.lang, "/me/addresses"), "address_confirmed");
    forget_sign_in(visit, response);
    return response;
}

web::Response take_code(const Frame& frame, Visit& visit) {
    const auto code = code_from(visit.fields().get("code"));
    visit.limit("sign_in.code", "", codes);
    const std::string uid(visit.cookie(sign_in_cookie));
    const auto pending = find_sign_in_by_uid(visit.tx(), uid);
    if (!pending) return desk(frame, visit, view::sign_in_gone(visit.lang), {}, 410);
    // What has not six digits is a slip of the hand and costs no try.
    if (!code) return desk(frame, visit, view::code(visit.lang, *pending, told(visit.lang, {{"code", "problem.six_digits"}})), {}, 422);
    const auto result = redeem_code(visit.tx(), uid, *code, visit.request.header("user-agent"), visit.viewer);
    if (result) return done(frame, visit, *pending, *result);

    const bool dead = !find_sign_in_by_uid(visit.tx(), uid);
    visit.tx().commit();
    switch (result.error()) {
        case SignInRefusal::wrong_code:
            if (dead) return desk(frame, visit, view::sign_in_gone(visit.lang), {}, 410);
            return desk(frame, visit, view::code(visit.lang, *pending, told(visit.lang, {{"code", "problem.wrong_code"}})), {}, 422);
        case SignInRefusal::gone: return desk(frame, visit, view::sign_in_gone(visit.lang), {}, 410);
        case SignInRefusal::taken: return desk(frame, visit, view::address_taken(visit.lang), {}, 409);
        case SignInRefusal::elsewhere: return desk(frame, visit, view::confirm_elsewhere(visit.lang), {}, 403);
    }
    throw base::Missing();
}

web::Response ask_link(const Frame& frame, Visit& visit) {
    const auto pending = find_sign_in(visit.tx(), visit.param("token"));
    if (!pending) return secret_desk(frame, visit, view::sign_in_gone(visit.lang), 410);
    // An address is added where its person is signed in: anybody can have such a mail sent to a stranger.
    if (pending->confirms && (!pending->person || visit.viewer.person != static_cast<std::int64_t>(*pending->person)))
        return secret_desk(frame, visit, view::confirm_elsewhere(visit.lang));
    return secret_desk(frame, visit, view::link(visit.lang, *pending, visit.param("token")));
}

web::Response take_link(const Frame& frame, Visit& visit) {
    const std::string& token = visit.param("token");
    const auto pending = find_sign_in(visit.tx(), token);
    if (!pending) return secret_desk(frame, visit, view::sign_in_gone(visit.lang), 410);
    const auto result = redeem_link(visit.tx(), token, visit.request.header("user-agent"), visit.viewer);
    if (result) return done(frame, visit, *pending, *result);
    visit.tx().commit();
    if (result.error() == SignInRefusal::elsewhere) return secret_desk(frame, visit, view::confirm_elsewhere(visit.lang), 403);
    if (result.error() == SignInRefusal::taken) return secret_desk(frame, visit, view::address_taken(visit.lang), 409);
    return secret_desk(frame, visit, view::sign_in_gone(visit.lang), 410);
}

web::Response sign_out(Visit& visit) {
    if (visit.viewer.session) end_session(visit.tx(), visit.viewer, *visit.viewer.session);
    return let_out(visit, "signed_out");
}
}

void sign_in_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/sign-in", [&frame, &tools](Visit& visit) { return ask(frame, tools, visit); }).open().personal().takes({"back", "done"});
    on.post("/sign-in", [&frame, &tools](Visit& visit) { return send(frame, tools, visit); }).open().personal();
    on.get("/sign-in/code", [&frame](Visit& visit) { return ask_code(frame, visit); }).open().personal();
    on.post("/sign-in/code", [&frame](Visit& visit) { return take_code(frame, visit); }).open().personal();
    on.get("/sign-in/link/{token}", [&frame](Visit& visit) { return ask_link(frame, visit); }).by_link();
    on.post("/sign-in/link/{token}", [&frame](Visit& visit) { return take_link(frame, visit); }).by_link();
    on.post("/sign-out", [](Visit& visit) { return sign_out(visit); }).needs("account");
}

}
