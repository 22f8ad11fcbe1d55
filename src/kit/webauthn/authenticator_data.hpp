// Private to kit/webauthn.
#pragma once
#include "kit/webauthn/cbor.hpp"
#include "kit/webauthn/webauthn.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace webauthn {

/// WebAuthn §7.1; longer ones are refused.
inline constexpr std::size_t max_credential_id = 1023;

/// WebAuthn §6.1. Views of the bytes that were read.
struct AuthenticatorData {
    struct Attested {
        std::string_view aaguid;
        std::string_view credential_id;
        std::string_view public_key;  // COSE_Key, well-formed
    };
    std::string_view rp_id_hash;
    bool user_present = false;
    bool user_verified = false;
    bool backup_eligible = false;
    bool backed_up = false;
    std::int64_t sign_count = 0;
    std::optional<Attested> attested;
    Cbor extensions;  // a map, or nothing
};

/// Lower-case digits.
std::string hex(std::string_view bytes);

/// Nothing for bytes that are not authenticator data from the first to the last.
std::optional<AuthenticatorData> read_authenticator_data(std::string_view);

/// The checks that §7.1 and §7.2 have in common: site, presence, verification, flags of backup.
std::optional<Refusal> check_authenticator_data(const AuthenticatorData&, const RelyingParty&, bool require_user_verification);

}
