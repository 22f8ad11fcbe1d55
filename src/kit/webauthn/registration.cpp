// WebAuthn §7.1, "Registering a New Credential".
#include "kit/webauthn/authenticator_data.hpp"
#include "kit/webauthn/client_data.hpp"
#include "kit/webauthn/public_key.hpp"
#include "kit/webauthn/response.hpp"
#include "kit/webauthn/webauthn.hpp"

namespace webauthn {

namespace {
constexpr std::size_t max_attestation = 32 * 1024, max_transports = 8, max_transport = 32;

struct Attestation {
    std::string_view format;
    std::string_view authenticator_data;
    const Cbor* statement = nullptr;
};

// WebAuthn §6.5.4. Views into `object`.
std::optional<Attestation> read_attestation(const Cbor& object) {
    const Cbor *format = object.find("fmt"), *data = object.find("authData"), *statement = object.find("attStmt");
    if (!format || !format->text() || !data || !data->bytes() || !statement || !statement->map()) return std::nullopt;
    return Attestation{.format = *format->text(), .authenticator_data = *data->bytes(), .statement = statement};
}

// Only what the key itself can prove is looked at; see check_registration.
std::optional<Refusal> check_statement(const Attestation& attestation, const PublicKey& key, const Signed& what) {
    const Cbor& statement = *attestation.statement;
    if (attestation.format == "none") return statement.map()->keys.empty() ? std::nullopt : std::optional(Refusal::malformed);
    if (attestation.format != "packed" || statement.find("x5c")) return std::nullopt;
    const Cbor *algorithm = statement.find("alg"), *signature = statement.find("sig");
    if (!algorithm || !algorithm->integer() || !signature || !signature->bytes()) return Refusal::malformed;
    if (algorithm->integer() != key.algorithm) return Refusal::algorithm;
    if (!verify_self_attestation(key, what, *signature->bytes())) return Refusal::attestation;
    return std::nullopt;
}

bool is_transport(std::string_view word) {
    return !word.empty() && word.size() <= max_transport && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == word.npos;
}

// §7.1 wants words stored that we do not know; what is no word is left out.
std::vector<std::string> read_transports(const base::Json& members) {
    std::vector<std::string> transports;
    const base::Json* listed = members.find("transports");
    if (!listed || !listed->array()) return transports;
    for (const base::Json& word : *listed->array()) {
        if (transports.size() == max_transports) break;
        if (word.text() && is_transport(*word.text())) transports.push_back(*word.text());
    }
    return transports;
}

// RFC 9562 §4.
std::string uuid(std::string_view bytes) {
    std::string text = hex(bytes);
    for (const std::size_t group : {8U, 13U, 18U, 23U}) text.insert(group, 1, '-');
    return text;
}
}

base::Result<Registered, Refusal> check_registration(const RelyingParty& party, std::string_view challenge, std::string_view response_json,
                                                     bool require_user_verification) {
    const auto response = read_response(response_json);
    if (!response) return base::Failure{Refusal::malformed};
    if (const auto refusal = check_client_data(response->client_data_json, "webauthn.create", party, challenge))
        return base::Failure{*refusal};

    const auto object_bytes = read_bytes(response->members, "attestationObject", max_attestation);
    if (!object_bytes) return base::Failure{Refusal::malformed};
    std::string_view rest = *object_bytes;
    const auto object = read_cbor(rest);
    const auto attestation = object && rest.empty() ? read_attestation(*object) : std::nullopt;
    if (!attestation) return base::Failure{Refusal::malformed};
    const auto data = read_authenticator_data(attestation->authenticator_data);
    if (!data || !data->attested) return base::Failure{Refusal::malformed};
    if (const auto refusal = check_authenticator_data(*data, party, require_user_verification)) return base::Failure{*refusal};
    if (data->attested->credential_id != response->id) return base::Failure{Refusal::credential};

    const auto key = read_public_key(data->attested->public_key);
    if (!key) return base::Failure{key.error()};
    const Signed what{.rp_id = party.id,
                      .authenticator_data = attestation->authenticator_data,
                      .data = *data,
                      .client_data_json = response->client_data_json};
    if (const auto refusal = check_statement(*attestation, *key, what)) return base::Failure{*refusal};

    return Registered{
        .credential_id = response->id,
        .public_key = std::string(data->attested->public_key),
        .algorithm = key->algorithm,
        .sign_count = data->sign_count,
        .backup_eligible = data->backup_eligible,
        .backed_up = data->backed_up,
        .user_verified = data->user_verified,
        .aaguid = uuid(data->attested->aaguid),
        .transports = read_transports(response->members),
    };
}

}
