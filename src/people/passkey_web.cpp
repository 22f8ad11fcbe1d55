#include "kit/web/routes.hpp"
#include "people/audit.hpp"
#include "people/ceremony.hpp"
#include "people/passkey_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

#include "design/frame.hpp"
#include "design/words.hpp"

#include <chrono>

namespace people {

namespace {
using design::Frame;
using view::Proof;
using web::Visit;

constexpr std::string_view script = "passkey.js";
/// A page of signing in asks for one challenge when it opens, and again every four minutes.
constexpr web::Rule challenges{200, std::chrono::minutes(10)};
constexpr web::Rule tries{100, std::chrono::minutes(10)};
constexpr web::Rule code_tries{5, std::chrono::minutes(15)};

webauthn::RelyingParty party_of(const Frame& frame) { return relying_party(frame.name, frame.public_url); }

std::string key_of(const Visit& visit) { return std::to_string(visit.viewer.person.value_or(0)); }

web::Response json(std::string text) { return web::file("application/json", std::move(text)); }

/// Where to go afterwards, if it is on this site; else "".
std::string back_of(std::string_view back) { return back.empty() ? "" : web::local_path(back); }

/// What was refused stays written down, and the challenge stays used.
std::vector<design::Problem> refuse(Visit& visit, const PasskeyRefused& refused) {
    visit.tx().commit();
    visit.close();
    visit.note([viewer = visit.viewer, reason = refused.reason](db::Tx& tx) { write_audit(tx, viewer, "passkey.refused", reason, false); });
    const std::string key = "passkey.refused_" + std::string(refused.reason);
    return {{"passkey", design::tr(visit.lang, design::has_word(visit.lang, key) ? key : "passkey.refused")}};
}

/// An open browser that somebody left is no proof: keys and codes are changed by who has just shown one, or, where no right waits for a
/// passkey, by who has just signed in.
Proof proof_of(Visit& visit) {
    const SessionProof proof = find_proof(visit.tx(), visit.viewer);
    if (!proof.has_passkey || proof.shown || (visit.viewer.held_back == 0 && proof.fresh)) return Proof::given;
    return visit.viewer.held_back == 0 ? Proof::wanted_or_mail : Proof::wanted;
}

}

std::optional<web::Response> ask_for_proof(Visit& visit, std::string_view back) {
    if (proof_of(visit) == Proof::given) return std::nullopt;
    return web::see_other(web::in_lang(visit.lang, "/me/passkeys/check") + "?back=" + web::encode(web::in_lang(visit.lang, back)));
}

namespace {

// ---- signing in ------------------------------------------------------------------------------------------------------

web::Response begin_sign_in(const Frame& frame, Visit& visit) {
    visit.limit("passkey.challenge", "", challenges);
    return json(begin_signing_in(visit.tx(), party_of(frame)));
}

web::Response sign_in(const Frame& frame, Visit& visit) {
    const std::string response(visit.fields().get("response"));
    const std::string back = back_of(visit.fields().get("back"));
    visit.limit("passkey.sign_in", "", tries);
    const auto done = finish_signing_in(visit.tx(), party_of(frame), response, visit.request.header("user-agent"));
    if (!done) return desk(frame, visit, view::passkey_refused(visit.lang, back, refuse(visit, done.error())), {}, 422);
    return let_in(visit, done->session, back);
}

// ---- one's passkeys --------------------------------------------------------------------------------------------------

web::Response list(const Frame& frame, Visit& visit, const std::vector<design::Problem>& problems = {}, int status = 200) {
    design::DeskPage shown = view::passkeys(visit.lang, list_passkeys(visit.tx(), visit.viewer), proof_of(visit), problems);
    shown.done = visit.query("done");
    return desk(frame, visit, shown, script, status);
}

web::Response begin_add(const Frame& frame, Visit& visit) {
    visit.limit("passkey.own_challenge", key_of(visit), challenges);
    if (proof_of(visit) != Proof::given) throw base::Denied("account");
    return json(begin_adding(visit.tx(), visit.viewer, party_of(frame)));
}

web::Response add(const Frame& frame, Visit& visit) {
    const std::string response(visit.fields().get("response"));
    std::string name(visit.fields().get("name"));
    if (name.empty()) name = design::tr(visit.lang, "passkey.unnamed");
    if (auto asked = ask_for_proof(visit, "/me/passkeys")) return *asked;
    const auto done = finish_adding(visit.tx(), visit.viewer, party_of(frame), response, name);
    if (!done) return list(frame, visit, refuse(visit, done.error()), 422);
    web::Response added = web::see_other(web::in_lang(visit.lang, "/me/passkeys"), "passkey_added");
    renew(visit, added);
    return added;
}

web::Response rename(Visit& visit) {
    const std::int64_t id = id_in(visit, "id");
    const std::string name = cut_name(visit.fields().get("name"));
    rename_passkey(visit.tx(), visit.viewer, id, name.empty() ? design::tr(visit.lang, "passkey.unnamed") : name);
    return web::see_other(web::in_lang(visit.lang, "/me/passkeys"), "passkey_renamed");
}

web::Response remove(Visit& visit) {
    const std::int64_t id = id_in(visit, "id");
    if (auto asked = ask_for_proof(visit, "/me/passkeys")) return *asked;
    delete_passkey(visit.tx(), visit.viewer, id);
    return web::see_other(web::in_lang(visit.lang, "/me/passkeys"), "passkey_removed");
}

// ---- showing one -----------------------------------------------------------------------------------------------------

web::Response ask(const Frame& frame, Visit& visit, const std::string& back, const std::vector<design::Problem>& problems = {},
                  int status = 200) {
    const view::CheckPage page{.back = back,
                               .has_passkey = !list_passkeys(visit.tx(), visit.viewer).empty(),
                               .has_codes = count_recovery_codes(visit.tx(), visit.viewer) > 0};
    return desk(frame, visit, view::passkey_check(visit.lang, page, problems), script, status);
}

web::Response begin_check(const Frame& frame, Visit& visit) {
    visit.limit("passkey.own_challenge", key_of(visit), challenges);
    return json(begin_showing(visit.tx(), visit.viewer, party_of(frame)));
}

web::Response check(const Frame& frame, Visit& visit) {
    const std::string response(visit.fields().get("response")), code(visit.fields().get("code"));
    const std::string back = back_of(visit.fields().get("back"));
    if (!response.empty()) {
        visit.limit("passkey.show", key_of(visit), tries);
        const auto done = finish_showing(visit.tx(), visit.viewer, party_of(frame), response);
        if (!done) return ask(frame, visit, back, refuse(visit, done.error()), 422);
    } else {
        visit.limit("recovery_code", key_of(visit), code_tries);
        if (!use_recovery_code(visit.tx(), visit.viewer, code)) {
            visit.note([viewer = visit.viewer](db::Tx& tx) { write_audit(tx, viewer, "recovery_code.refused", "", false); });
            return ask(frame, visit, back, {{"code", design::tr(visit.lang, "passkey.refused_code")}}, 422);
        }
    }
    web::Response shown = web::see_other(back.empty() ? web::in_lang(visit.lang, "/me") : back, "passkey_shown");
    renew(visit, shown);
    return shown;
}

// ---- recovery codes --------------------------------------------------------------------------------------------------

web::Response show_codes(const Frame& frame, Visit& visit) {
    const auto left = count_recovery_codes(visit.tx(), visit.viewer);
    const bool has_passkey = !list_passkeys(visit.tx(), visit.viewer).empty();
    design::DeskPage shown = view::recovery_codes(visit.lang, left, has_passkey, proof_of(visit));
    shown.done = visit.query("done");
    return desk(frame, visit, shown);
}

web::Response make_codes(const Frame& frame, Visit& visit) {
    if (auto asked = ask_for_proof(visit, "/me/recovery-codes")) return *asked;
    return desk(frame, visit, view::new_recovery_codes(visit.lang, make_recovery_codes(visit.tx(), visit.viewer)));
}
}

void passkey_routes(web::Routes& on, const Frame& frame, const Tools&) {
    on.post("/sign-in/passkey/options", [&frame](Visit& visit) { return begin_sign_in(frame, visit); }).open().personal();
    on.post("/sign-in/passkey", [&frame](Visit& visit) { return sign_in(frame, visit); }).open().personal();

    on.get("/me/passkeys", [&frame](Visit& visit) { return list(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/passkeys", [&frame](Visit& visit) { return add(frame, visit); }).needs("account");
    on.post("/me/passkeys/options", [&frame](Visit& visit) { return begin_add(frame, visit); }).needs("account");
    on.post("/me/passkeys/{id}/name", [](Visit& visit) { return rename(visit); }).needs("account");
    on.post("/me/passkeys/{id}/deletion", [](Visit& visit) { return remove(visit); }).needs("account");

    on.get("/me/passkeys/check", [&frame](Visit& visit) { return ask(frame, visit, back_of(visit.query("back"))); })
        .needs("account")
        .takes({"back"});
    on.post("/me/passkeys/check", [&frame](Visit& visit) { return check(frame, visit); }).needs("account");
    on.post("/me/passkeys/check/options", [&frame](Visit& visit) { return begin_check(frame, visit); }).needs("account");

    on.get("/me/recovery-codes", [&frame](Visit& visit) { return show_codes(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/recovery-codes", [&frame](Visit& visit) { return make_codes(frame, visit); }).needs("account");
}

}
