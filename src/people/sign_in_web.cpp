#include "kit/base/ids.hpp"
#include "kit/mail/mail.hpp"
#include "kit/web/form_guard.hpp"
#include "kit/web/routes.hpp"
#include "people/letters.hpp"
#include "people/sign_in_form.hpp"
#include "people/sign_in_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include <chrono>

namespace people {

namespace {
using design::Frame;
using web::Visit;

constexpr web::Rule asks{10, std::chrono::minutes(10)};
constexpr web::Rule mails{5, std::chrono::minutes(15)};
/// So that a code of an address cannot be guessed at for days: five tries for each of these.
constexpr web::Rule mails_a_day{40, std::chrono::hours(24)};
constexpr web::Rule codes{30, std::chrono::minutes(10)};

web::Response ask(const Frame& frame, Visit& visit) {
    if (!may_mail_secrets(frame.public_url)) return desk(frame, visit, view::sign_in_closed(visit.lang));
    design::DeskPage shown;
    if (visit.viewer.person) {
        const auto address = find_main_address(visit.tx(), require_account(visit.viewer));
        shown = view::signed_in_already(visit.lang, visit.viewer.name.empty() ? address.value_or("") : visit.viewer.name);
    } else {
        shown = view::sign_in(visit.lang, {.address = {}, .back = back_from(visit.query("back"))}, {});
    }
    shown.done = visit.query("done");
    return desk(frame, visit, shown);
}

/// The same answer whether the address is known or not, and whether it was a program that filled in the form.
web::Response send(const Frame& frame, Visit& visit) {
    if (!may_mail_secrets(frame.public_url)) return desk(frame, visit, view::sign_in_closed(visit.lang), {}, 403);
    const web::Fields& fields = visit.fields();
    const view::SignInForm typed{.address = std::string(fields.get("address")), .back = back_from(fields.get("back"))};
    const auto address = normal_address(typed.address);
    if (!address || !mail::is_address(*address))
        return desk(frame, visit, view::sign_in(visit.lang, typed, told(visit.lang, {{"address", "problem.address"}})), {}, 422);
    visit.limit("sign_in", "", asks);
    visit.limit("sign_in.address", *address, mails);
    visit.limit("sign_in.address_a_day", *address, mails_a_day);

    std::string uid = base::new_uid();
    if (web::FormGuard::trap_is_empty(fields)) {
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

/// The other addresses of an account hear of a new one: it opens the account, too.
void tell_the_others(const Frame& frame, Visit& visit, PersonId person, const std::string& added) {
    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    const base::Lang lang = get_profile(visit.tx(), viewer).lang;
    for (const Address& one : list_addresses(visit.tx(), viewer))
        if (one.confirmed && one.address != added) mail::send(visit.tx(), address_added_letter(frame, lang, one.address));
}

web::Response done(const Frame& frame, Visit& visit, const PendingSignIn& pending, const SignedIn& result) {
    if (!pending.confirms) {
        web::Response response = let_in(visit, result.session, result.back);
        forget_sign_in(visit, response);
        return response;
    }
    tell_the_others(frame, visit, result.person, pending.address);
    // The link may have been opened where nobody is signed in.
    const bool own = visit.viewer.person == static_cast<std::int64_t>(result.person);
    web::Response response = web::see_other(web::in_lang(visit.lang, own ? "/me/addresses" : "/sign-in"), "address_confirmed");
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
    const auto result = redeem_code(visit.tx(), uid, *code, visit.request.header("user-agent"));
    if (result) return done(frame, visit, *pending, *result);

    const bool dead = !find_sign_in_by_uid(visit.tx(), uid);
    visit.tx().commit();
    switch (result.error()) {
        case SignInRefusal::wrong_code:
            if (dead) return desk(frame, visit, view::sign_in_gone(visit.lang), {}, 410);
            return desk(frame, visit, view::code(visit.lang, *pending, told(visit.lang, {{"code", "problem.wrong_code"}})), {}, 422);
        case SignInRefusal::gone: return desk(frame, visit, view::sign_in_gone(visit.lang), {}, 410);
        case SignInRefusal::taken: return desk(frame, visit, view::address_taken(visit.lang), {}, 409);
    }
    throw base::Missing();
}

web::Response ask_link(const Frame& frame, Visit& visit) {
    const auto pending = find_sign_in(visit.tx(), visit.param("token"));
    if (!pending) return secret_desk(frame, visit, view::sign_in_gone(visit.lang), 410);
    return secret_desk(frame, visit, view::link(visit.lang, *pending, visit.param("token")));
}

web::Response take_link(const Frame& frame, Visit& visit) {
    const std::string& token = visit.param("token");
    const auto pending = find_sign_in(visit.tx(), token);
    if (!pending) return secret_desk(frame, visit, view::sign_in_gone(visit.lang), 410);
    const auto result = redeem_link(visit.tx(), token, visit.request.header("user-agent"));
    if (result) return done(frame, visit, *pending, *result);
    visit.tx().commit();
    if (result.error() == SignInRefusal::taken) return secret_desk(frame, visit, view::address_taken(visit.lang), 409);
    return secret_desk(frame, visit, view::sign_in_gone(visit.lang), 410);
}

web::Response sign_out(Visit& visit) {
    if (visit.viewer.session) end_session(visit.tx(), visit.viewer, *visit.viewer.session);
    return let_out(visit, "signed_out");
}
}

void sign_in_routes(web::Routes& on, const Frame& frame, const Tools&) {
    on.get("/sign-in", [&frame](Visit& visit) { return ask(frame, visit); }).open().personal().takes({"back", "done"});
    on.post("/sign-in", [&frame](Visit& visit) { return send(frame, visit); }).open().personal();
    on.get("/sign-in/code", [&frame](Visit& visit) { return ask_code(frame, visit); }).open().personal();
    on.post("/sign-in/code", [&frame](Visit& visit) { return take_code(frame, visit); }).open().personal();
    on.get("/sign-in/link/{token}", [&frame](Visit& visit) { return ask_link(frame, visit); }).by_link();
    on.post("/sign-in/link/{token}", [&frame](Visit& visit) { return take_link(frame, visit); }).by_link();
    on.post("/sign-out", [](Visit& visit) { return sign_out(visit); }).needs("account");
}

}
