#pragma once
#include "kit/base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The server's side of passkeys (W3C Web Authentication Level 3, "WebAuthn" below): functions over bytes, without a database and without
/// HTTP. libfido2 stays behind this door. What a browser sent is never trusted: it is accepted whole or refused with a reason.
namespace webauthn {

struct RelyingParty {
    std::string id;      // host of the public address, without a port
    std::string name;    // what the browser's dialog calls the site
    std::string origin;  // as browsers write it: scheme, host, a port that is not the scheme's own; no slash at the end
};

struct User {
    std::string handle;  // 1 to 64 bytes that stay the same for ever and say nothing about the person
    std::string name;    // tells accounts apart, such as an address of mail
    std::string display_name;
};

/// A key that the site knows already. `id` is bytes; transports are the words that came with its registration.
struct Descriptor {
    std::string id;
    std::vector<std::string> transports;
};

/// 32 random bytes as base64url. The caller keeps it, gives it out once, and lets it be used once within options_minutes.
std::string new_challenge();

/// How long a browser's dialog may stay open, and a challenge may live.
inline constexpr int options_minutes = 5;

/// What PublicKeyCredential.parseCreationOptionsFromJSON() takes: a discoverable key, user verification preferred, no attestation,
/// algorithms EdDSA, ES256 and RS256. An authenticator that holds a key of `known` declines. Safe inside a <script> of HTML.
std::string creation_options_json(const RelyingParty&, const User&, std::string_view challenge, std::span<const Descriptor> known);

/// What PublicKeyCredential.parseRequestOptionsFromJSON() takes. With an empty `allowed` the person chooses among their passkeys.
std::string request_options_json(const RelyingParty&, std::string_view challenge, bool require_user_verification,
                                 std::span<const Descriptor> allowed);

/// Why a ceremony was refused. The first check that fails decides, in the order of WebAuthn §7.1 and §7.2.
enum class Refusal {
    malformed,     // too large, or not the JSON, base64url, CBOR or authenticator data that it should be
    type,          // a registration where a sign-in was expected, or the other way round
    challenge,     // another challenge than the one given out
    origin,        // another origin, or inside a frame of another origin
    rp_id,         // a key of another site
    credential,    // another key than the stored one
    not_present,   // nobody touched the authenticator
    not_verified,  // no PIN, finger or face although it was required
    backup_flags,  // flags of backup that contradict each other or what was stored
    algorithm,     // a kind of key that was not offered
    attestation,   // a self attestation that does not hold
    user_handle,   // a key of another person
    signature,
    clone,         // the counter did not rise: the key may exist twice
};

/// The enumerator's own name, for logs that are read by machines.
std::string_view name_of(Refusal);

/// A new key to be stored. WebAuthn §7.1 leaves one check to the caller: `credential_id` must not be stored already.
struct Registered {
    std::string credential_id;            // 1 to 1023 bytes
    std::string public_key;               // COSE_Key (RFC 9052 §7) as the authenticator wrote it
    std::int64_t algorithm = 0;           // of COSE: -8 EdDSA, -7 ES256, -257 RS256
    std::int64_t sign_count = 0;          // 0 to 2^32 - 1; 0 for authenticators that do not count
    bool backup_eligible = false;         // may be synchronised; never changes for a key
    bool backed_up = false;
    bool user_verified = false;
    std::string aaguid;                   // model of the authenticator as a UUID in lower case; unattested, for display only
    std::vector<std::string> transports;  // "internal", "hybrid", "usb"…; to be sent back in a Descriptor
};

/// Judges what `credential.toJSON()` gave after navigator.credentials.create(). Attestation is not asked for: of the statements only
/// `none` and packed self attestation are read, others pass unread and prove nothing about the authenticator.
base::Result<Registered, Refusal> check_registration(const RelyingParty&, std::string_view challenge, std::string_view response_json,
                                                     bool require_user_verification);

/// Whose key a sign-in claims to be. Nothing is proven yet: it serves to find the StoredKey.
struct AssertionIds {
    std::string credential_id;
    std::optional<std::string> user_handle;  // absent only where the request named the keys it allowed
};

/// Nothing for a response that check_assertion would call malformed for its size, JSON or ids.
std::optional<AssertionIds> ids_of_assertion(std::string_view response_json);

struct StoredKey {
    std::string credential_id;
    std::string public_key;
    std::int64_t algorithm = 0;
    std::int64_t sign_count = 0;
    bool backup_eligible = false;
    std::string user_handle;  // of the person the key belongs to
};

/// To be stored in place of what was there.
struct Asserted {
    std::int64_t sign_count = 0;
    bool backed_up = false;
    bool user_verified = false;
};

/// Judges what `credential.toJSON()` gave after navigator.credentials.get(). A counter that did not rise is a clone only if it had ever
/// risen and the key is not backed up, because synchronised keys are meant to be in several places.
base::Result<Asserted, Refusal> check_assertion(const RelyingParty&, std::string_view challenge, std::string_view response_json,
                                                const StoredKey&, bool require_user_verification);

/// RFC 4648 §5 without padding.
std::string base64url(std::string_view bytes);

/// Bytes, or nothing for anything that base64url() does not write: padding, white space, other alphabets, stray bits at the end.
std::optional<std::string> from_base64url(std::string_view text);

}
