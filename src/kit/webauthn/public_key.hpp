// Private to kit/webauthn.
#pragma once
#include "kit/base/result.hpp"
#include "kit/webauthn/authenticator_data.hpp"
#include "kit/webauthn/webauthn.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace webauthn {

/// Of COSE, in the order in which they are offered: EdDSA, ES256, RS256.
inline constexpr std::array<std::int64_t, 3> algorithms{-8, -7, -257};

struct PublicKey {
    std::int64_t algorithm = 0;
    std::string material;  // EdDSA: x. ES256: x, y. RS256: modulus, exponent. As libfido2 keeps them in memory
};

/// A COSE_Key that can verify: Ed25519, a point of P-256, or RSA of 2048 bits. Refuses as malformed or algorithm.
base::Result<PublicKey, Refusal> read_public_key(std::string_view cose);

/// What a signature is made over. `data` was read from `authenticator_data`.
struct Signed {
    std::string_view rp_id;
    std::string_view authenticator_data;
    const AuthenticatorData& data;
    std::string_view client_data_json;
};

/// The signature of a sign-in (WebAuthn §7.2).
bool verify_assertion(const PublicKey&, const Signed&, std::string_view signature);

/// The signature of a packed self attestation (WebAuthn §8.2).
bool verify_self_attestation(const PublicKey&, const Signed&, std::string_view signature);

}
