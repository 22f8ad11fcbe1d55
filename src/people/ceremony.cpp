#include "people/ceremony.hpp"

#include "kit/base/json.hpp"
#include "kit/base/utf8.hpp"
#include "people/audit.hpp"
#include "people/word_list.hpp"

#include <algorithm>

namespace people {

using webauthn::RelyingParty;

namespace {
constexpr std::int64_t minute = 60 * 1000;
constexpr std::int64_t shown_lasts = 24 * 60 * minute, fresh_lasts = 15 * minute;
constexpr std::size_t name_length = 60;

std::vector<webauthn::Descriptor> descriptors(const std::vector<Passkey>& keys) {
    std::vector<webauthn::Descriptor> known;
    for (const Passkey& key : keys)
        if (auto id = webauthn::from_base64url(key.credential_id)) known.push_back({std::move(*id), words_of(key.transports)});
    return known;
}

/// The challenge that a response says it answers: whether it was given out is for take_challenge() to say.
std::optional<std::string> challenge_of(std::string_view response_json) {
    const auto response = base::parse_json(response_json);
    const base::Json* members = response ? response->find("response") : nullptr;
    const base::Json* encoded = members ? members->find("clientDataJSON") : nullptr;
    const auto bytes = encoded && encoded->text() ? webauthn::from_base64url(*encoded->text()) : std::nullopt;
    const auto data = bytes ? base::parse_json(*bytes) : std::nullopt;
    const base::Json* challenge = data ? data->find("challenge") : nullptr;
    if (!challenge || !challenge->text()) return std::nullopt;
    return *challenge->text();
}

base::Failure<PasskeyRefused> refused(std::string_view reason) { return {PasskeyRefused{reason}}; }
base::Failure<PasskeyRefused> refused(webauthn::Refusal why) { return refused(webauthn::name_of(why)); }

struct Shown {
    FoundPasskey passkey;
    bool user_verified = false;
};

/// Checks who showed which passkey, and stores what it now counts. `person`: whose it must be.
PasskeyResult<Shown> check_shown(db::Tx& tx, const RelyingParty& party, std::string_view response, std::optional<PersonId> person,
                                 bool require_user_verification) {
    const auto challenge = challenge_of(response);
    if (!challenge) return refused(webauthn::Refusal::malformed);
    if (!take_challenge(tx, *challenge, person)) return refused("old");
    const auto ids = webauthn::ids_of_assertion(response);
    if (!ids) return refused(webauthn::Refusal::malformed);
    auto found = find_passkey(tx, webauthn::base64url(ids->credential_id));
    if (!found || (person && found->key.person != *person)) return refused("unknown");
    const auto key = webauthn::from_base64url(found->key.public_key);
    if (!key) return refused(webauthn::Refusal::credential);
    const auto asserted = webauthn::check_assertion(party, *challenge, response,
                                                    {.credential_id = ids->credential_id,
                                                     .public_key = *key,
                                                     .algorithm = found->key.algorithm,
                                                     .sign_count = found->key.sign_count,
                                                     .backup_eligible = found->key.backup_eligible,
                                                     .user_handle = found->handle},
                                                    require_user_verification);
    if (!asserted) return refused(asserted.error());
    use_passkey(tx, found->key, asserted->sign_count, asserted->backed_up);
    return Shown{std::move(*found), asserted->user_verified};
}
}

RelyingParty relying_party(std::string_view name, std::string_view public_url) {
    const std::size_t scheme = public_url.find("://");
    std::string_view host = public_url.substr(scheme == std::string_view::npos ? 0 : scheme + 3);
    host = host.substr(0, host.find_first_of(":/"));
    return {.id = std::string(host), .name = std::string(name), .origin = std::string(public_url)};
}

std::string cut_name(std::string_view name) {
    std::size_t end = 0;
    for (std::size_t count = 0; count < name_length && end < name.size(); ++count) base::next_code_point(name, end);
    return std::string(name.substr(0, end));
}

std::string begin_adding(db::Tx& tx, const base::Viewer& viewer, const RelyingParty& party) {
    const PersonId person = require_account(viewer);
    const std::string challenge = webauthn::new_challenge();
    keep_challenge(tx, challenge, person);
    const std::string address = find_main_address(tx, person).value_or(party.id);
    return webauthn::creation_options_json(
        party, {.handle = passkey_handle(tx, viewer), .name = address, .display_name = viewer.name.empty() ? address : viewer.name},
        challenge, descriptors(list_passkeys(tx, viewer)));
}

PasskeyResult<PersonId> finish_adding(db::Tx& tx, const base::Viewer& viewer, const RelyingParty& party, std::string_view response,
                                      std::string_view name) {
    const PersonId person = require_account(viewer);
    const auto challenge = challenge_of(response);
    if (!challenge) return refused(webauthn::Refusal::malformed);
    if (!take_challenge(tx, *challenge, person)) return refused("old");
    const auto made = webauthn::check_registration(party, *challenge, response, /*require_user_verification=*/false);
    if (!made) return refused(made.error());
    const bool first = list_passkeys(tx, viewer).empty();
    std::string transports = joined(made->transports);
    const bool added = add_passkey(tx, viewer,
                                   {.id = 0,
                                    .person = person,
                                    .credential_id = webauthn::base64url(made->credential_id),
                                    .public_key = webauthn::base64url(made->public_key),
                                    .algorithm = made->algorithm,
                                    .sign_count = made->sign_count,
                                    .backup_eligible = made->backup_eligible,
                                    .backed_up = made->backed_up,
                                    .transports = transports,
                                    .name = cut_name(name),
                                    .made_at = {},
                                    .used_at = {}});
    if (!added) return refused("known");
    if (first && made->user_verified) raise_session(tx, viewer);
    return person;
}

std::string begin_signing_in(db::Tx& tx, const RelyingParty& party) {
    const std::string challenge = webauthn::new_challenge();
    keep_challenge(tx, challenge, std::nullopt);
    return webauthn::request_options_json(party, challenge, /*require_user_verification=*/false, {});
}

PasskeyResult<SignedIn> finish_signing_in(db::Tx& tx, const RelyingParty& party, std::string_view response, std::string_view agent) {
    const auto shown = check_shown(tx, party, response, std::nullopt, /*require_user_verification=*/false);
    if (!shown) return base::Failure{shown.error()};
    const PersonId person = shown->passkey.key.person;
    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    write_audit(tx, viewer, "sign_in", "passkey", true);
    return SignedIn{.person = person, .session = begin_session(tx, person, agent, shown->user_verified), .back = "", .is_new = false};
}

std::string begin_showing(db::Tx& tx, const base::Viewer& viewer, const RelyingParty& party) {
    const PersonId person = require_account(viewer);
    const std::string challenge = webauthn::new_challenge();
    keep_challenge(tx, challenge, person);
    return webauthn::request_options_json(party, challenge, /*require_user_verification=*/true, descriptors(list_passkeys(tx, viewer)));
}

PasskeyResult<PersonId> finish_showing(db::Tx& tx, const base::Viewer& viewer, const RelyingParty& party, std::string_view response) {
    const PersonId person = require_account(viewer);
    const auto shown = check_shown(tx, party, response, person, /*require_user_verification=*/true);
    if (!shown) return base::Failure{shown.error()};
    raise_session(tx, viewer);
    write_audit(tx, viewer, "passkey.shown", "", true);
    return person;
}

constexpr db::Query select_proof{"people.find_proof", R"sql(
    select passkey_at, made_at, (select count(*) from passkeys where passkeys.person_id = sessions.person_id)
      from sessions where id = :id and person_id = :person
)sql"};

SessionProof find_proof(db::Tx& tx, const base::Viewer& viewer) {
    const auto row = tx.first(select_proof, {{"id", viewer.session.value_or(0)}, {"person", require_account(viewer)}});
    if (!row) return {.has_passkey = true};
    const std::int64_t now = tx.now().ms;
    return {.has_passkey = row->number(2) > 0,
            .shown = !row->is_null(0) && row->number(0) + shown_lasts > now,
            .fresh = row->number(1) + fresh_lasts > now};
}

}
