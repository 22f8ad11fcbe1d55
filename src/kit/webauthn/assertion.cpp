// WebAuthn §7.2, "Verifying an Authentication Assertion".
#include "kit/webauthn/authenticator_data.hpp"
#include "kit/webauthn/client_data.hpp"
#include "kit/webauthn/public_key.hpp"
#include "kit/webauthn/response.hpp"
#include "kit/webauthn/webauthn.hpp"

namespace webauthn {

namespace {
// libfido2 verifies Ed25519 in a buffer of 1024 bytes that also holds the hash of the client data.
constexpr std::size_t max_authenticator_data = 1024 - 32, max_signature = 512, max_user_handle = 64;

// False if there is one and it is not well-formed. Some browsers write null or nothing between the quotes where there is none.
bool read_user_handle(const base::Json& members, std::optional<std::string>& handle) {
    const base::Json* member = members.find("userHandle");
    if (!member || *member == base::Json() || *member == base::Json("")) return true;
    handle = read_bytes(members, "userHandle", max_user_handle);
    return handle.has_value();
}

// WebAuthn §6.1.1 leaves to the site what a counter that does not rise means; see check_assertion.
bool is_clone(const AuthenticatorData& data, const StoredKey& stored) {
    return stored.sign_count > 0 && data.sign_count <= stored.sign_count && !data.backed_up;
}
}

std::optional<AssertionIds> ids_of_assertion(std::string_view response_json) {
    auto response = read_response(response_json);
    if (!response) return std::nullopt;
    AssertionIds ids{.credential_id = std::move(response->id), .user_handle = std::nullopt};
    if (!read_user_handle(response->members, ids.user_handle)) return std::nullopt;
    return ids;
}

base::Result<Asserted, Refusal> check_assertion(const RelyingParty& party, std::string_view challenge, std::string_view response_json,
                                                const StoredKey& stored, bool require_user_verification) {
    const auto response = read_response(response_json);
    std::optional<std::string> user_handle;
    if (!response || !read_user_handle(response->members, user_handle)) return base::Failure{Refusal::malformed};
    if (response->id != stored.credential_id) return base::Failure{Refusal::credential};
    if (user_handle && *user_handle != stored.user_handle) return base::Failure{Refusal::user_handle};
    if (const auto refusal = check_client_data(response->client_data_json, "webauthn.get", party, challenge))
        return base::Failure{*refusal};

    const auto bytes = read_bytes(response->members, "authenticatorData", max_authenticator_data);
    const auto signature = read_bytes(response->members, "signature", max_signature);
    if (!bytes || !signature || signature->empty()) return base::Failure{Refusal::malformed};
    const auto data = read_authenticator_data(*bytes);
    if (!data || data->attested) return base::Failure{Refusal::malformed};
    if (const auto refusal = check_authenticator_data(*data, party, require_user_verification)) return base::Failure{*refusal};
    if (data->backup_eligible != stored.backup_eligible) return base::Failure{Refusal::backup_flags};

    const auto key = read_public_key(stored.public_key);
    if (!key) return base::Failure{key.error()};
    if (key->algorithm != stored.algorithm) return base::Failure{Refusal::algorithm};
    const Signed what{.rp_id = party.id, .authenticator_data = *bytes, .data = *data, .client_data_json = response->client_data_json};
    if (!verify_assertion(*key, what, *signature)) return base::Failure{Refusal::signature};
    if (is_clone(*data, stored)) return base::Failure{Refusal::clone};
    return Asserted{.sign_count = data->sign_count, .backed_up = data->backed_up, .user_verified = data->user_verified};
}

}
