#include "kit/webauthn/webauthn.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {
const webauthn::RelyingParty site{.id = "example.org", .name = "Example", .origin = "https://example.org"};
const std::string challenge = "Ym9va3MgYW5kIGNoYWxrIG9uIGEgYmxhY2tib2FyZCEh";
const std::string credential_id = "fuzz";

void must(bool holds) {
    if (!holds) std::abort();
}

std::string client_data(std::string_view type) {
    return R"({"type":")" + std::string(type) + R"(","challenge":")" + challenge + R"(","origin":"https://example.org"})";
}

// Two bytes of length, then as many as there are.
std::string_view take_part(std::string_view& in) {
    if (in.size() < 2) return {};
    const auto size = static_cast<std::size_t>(static_cast<unsigned char>(in[0]) << 8 | static_cast<unsigned char>(in[1]));
    in.remove_prefix(2);
    const std::string_view part = in.substr(0, size);
    in.remove_prefix(part.size());
    return part;
}

std::string response(const std::string& members) {
    const std::string id = webauthn::base64url(credential_id);
    return R"({"id":")" + id + R"(","rawId":")" + id + R"(","type":"public-key","response":{)" + members + "}}";
}

std::string member(const char* name, std::string_view bytes) {
    return "\"" + std::string(name) + "\":\"" + webauthn::base64url(bytes) + "\"";
}

void sign_in(const std::string& json, const webauthn::StoredKey& key) {
    const auto asserted = webauthn::check_assertion(site, challenge, json, key, /*require_user_verification=*/false);
    const auto ids = webauthn::ids_of_assertion(json);
    if (!asserted) {
        must(!name_of(asserted.error()).empty());
        return;
    }
    must(ids && ids->credential_id == key.credential_id && (!ids->user_handle || ids->user_handle == key.user_handle));
    must(asserted->sign_count >= 0 && asserted->sign_count <= 0xffffffff && (key.backup_eligible || !asserted->backed_up));
}

void register_key(const std::string& json) {
    const auto registered = webauthn::check_registration(site, challenge, json, /*require_user_verification=*/false);
    if (!registered) {
        must(!name_of(registered.error()).empty());
        return;
    }
    must(!registered->credential_id.empty() && registered->credential_id.size() <= 1023 && registered->aaguid.size() == 36);
    must(registered->backup_eligible || !registered->backed_up);
    // What was registered can be kept: no sign-in finds fault with the stored key itself.
    const webauthn::StoredKey key{.credential_id = credential_id,
                                  .public_key = registered->public_key,
                                  .algorithm = registered->algorithm,
                                  .sign_count = 0,
                                  .backup_eligible = false,
                                  .user_handle = "handle"};
    const unsigned char hash_of_site[] = {0xbf, 0xab, 0xc3, 0x74, 0x32, 0x95, 0x8b, 0x06, 0x33, 0x60, 0xd3, 0xad, 0x64, 0x61, 0xc9, 0xc4,
                                          0x73, 0x5a, 0xe7, 0xf8, 0xed, 0xd4, 0x65, 0x92, 0xa5, 0xe0, 0xf0, 0x14, 0x52, 0xb2, 0xe4, 0xb5};
    const std::string data = std::string(hash_of_site, hash_of_site + 32) + '\x01' + std::string(4, '\0');
    const std::string forged = response(member("clientDataJSON", client_data("webauthn.get")) + "," + member("authenticatorData", data) +
                                        "," + member("signature", "forged"));
    const auto asserted = webauthn::check_assertion(site, challenge, forged, key, /*require_user_verification=*/false);
    must(!asserted && asserted.error() == webauthn::Refusal::signature);
}
}

// The first byte says which part of a ceremony the rest is; what is around it is right, so that the checks behind it are reached too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view rest(reinterpret_cast<const char*>(data + 1), size - 1);
    switch (data[0]) {
        case 'r': register_key(std::string(rest)); break;
        case 's':
            sign_in(std::string(rest), {.credential_id = credential_id,
                                        .public_key = {},
                                        .algorithm = -7,
                                        .sign_count = 0,
                                        .backup_eligible = true,
                                        .user_handle = "handle"});
            break;
        case 'o':
            register_key(response(member("clientDataJSON", client_data("webauthn.create")) + "," + member("attestationObject", rest)));
            break;
        case 'c': {
            const std::string_view client = take_part(rest);
            register_key(response(member("clientDataJSON", client) + "," + member("attestationObject", rest)));
            break;
        }
        case 'a': {
            const std::string_view key = take_part(rest), authenticator_data = take_part(rest);
            for (const std::int64_t algorithm : {-8, -7, -257})
                sign_in(response(member("clientDataJSON", client_data("webauthn.get")) + "," +
                                 member("authenticatorData", authenticator_data) + "," + member("signature", rest)),
                        {.credential_id = credential_id,
                         .public_key = std::string(key),
                         .algorithm = algorithm,
                         .sign_count = 5,
                         .backup_eligible = false,
                         .user_handle = "handle"});
            break;
        }
        default: break;
    }
    if (const auto bytes = webauthn::from_base64url(rest)) must(webauthn::base64url(*bytes) == rest);
    must(webauthn::from_base64url(webauthn::base64url(rest)) == rest);
    return 0;
}
