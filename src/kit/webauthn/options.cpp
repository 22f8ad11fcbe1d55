#include "kit/base/check.hpp"
#include "kit/base/json.hpp"
#include "kit/webauthn/public_key.hpp"
#include "kit/webauthn/webauthn.hpp"

#include <sodium.h>

namespace webauthn {

namespace {
using base::Json;

constexpr std::int64_t timeout_ms = std::int64_t{options_minutes} * 60 * 1000;

Json descriptors(std::span<const Descriptor> keys) {
    Json::Array list;
    for (const Descriptor& key : keys) {
        Json::Object descriptor{{"type", "public-key"}, {"id", base64url(key.id)}};
        if (!key.transports.empty()) descriptor.emplace_back("transports", Json::Array(key.transports.begin(), key.transports.end()));
        list.emplace_back(std::move(descriptor));
    }
    return list;
}
}

std::string new_challenge() {
    static const bool ready = sodium_init() >= 0;
    base::check(ready);
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes);
}

std::string creation_options_json(const RelyingParty& party, const User& user, std::string_view challenge,
                                  std::span<const Descriptor> known) {
    base::check(!user.handle.empty() && user.handle.size() <= 64);
    Json::Array offered;
    for (const std::int64_t algorithm : algorithms) offered.emplace_back(Json::Object{{"type", "public-key"}, {"alg", algorithm}});
    return base::write_json(Json::Object{
        {"rp", Json::Object{{"id", party.id}, {"name", party.name}}},
        {"user", Json::Object{{"id", base64url(user.handle)}, {"name", user.name}, {"displayName", user.display_name}}},
        {"challenge", challenge},
        {"pubKeyCredParams", std::move(offered)},
        {"timeout", timeout_ms},
        {"excludeCredentials", descriptors(known)},
        // Browsers of Level 1 know only requireResidentKey.
        {"authenticatorSelection",
         Json::Object{{"residentKey", "required"}, {"requireResidentKey", true}, {"userVerification", "preferred"}}},
        {"attestation", "none"},
    });
}

std::string request_options_json(const RelyingParty& party, std::string_view challenge, bool require_user_verification,
                                 std::span<const Descriptor> allowed) {
    return base::write_json(Json::Object{
        {"challenge", challenge},
        {"timeout", timeout_ms},
        {"rpId", party.id},
        {"allowCredentials", descriptors(allowed)},
        {"userVerification", require_user_verification ? "required" : "preferred"},
    });
}

}
