#include "kit/webauthn/authenticator_data.hpp"

#include "kit/base/hash.hpp"

namespace webauthn {

namespace {
constexpr unsigned user_present = 0x01, user_verified = 0x04, backup_eligible = 0x08, backed_up = 0x10, has_attested = 0x40,
                   has_extensions = 0x80;
constexpr std::size_t hash_size = 32, aaguid_size = 16;

std::string_view take(std::string_view& in, std::size_t size) {
    const std::string_view taken = in.substr(0, size);
    in.remove_prefix(taken.size());
    return taken;
}

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

std::optional<AuthenticatorData::Attested> read_attested(std::string_view& in) {
    if (in.size() < aaguid_size + 2) return std::nullopt;
    AuthenticatorData::Attested attested;
    attested.aaguid = take(in, aaguid_size);
    const std::size_t size = big_endian(take(in, 2));
    if (size == 0 || size > max_credential_id || size > in.size()) return std::nullopt;
    attested.credential_id = take(in, size);
    std::string_view rest = in;
    if (const auto key = read_cbor(rest); !key || !key->map()) return std::nullopt;
    attested.public_key = take(in, in.size() - rest.size());
    return attested;
}
}

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 0xf];
    }
    return text;
}

std::optional<AuthenticatorData> read_authenticator_data(std::string_view in) {
    if (in.size() < hash_size + 1 + 4) return std::nullopt;
    AuthenticatorData data;
    data.rp_id_hash = take(in, hash_size);
    const std::uint32_t flags = big_endian(take(in, 1));
    data.user_present = flags & user_present;
    data.user_verified = flags & user_verified;
    data.backup_eligible = flags & backup_eligible;
    data.backed_up = flags & backed_up;
    data.sign_count = big_endian(take(in, 4));
    if (flags & has_attested) {
        data.attested = read_attested(in);
        if (!data.attested) return std::nullopt;
    }
    if (flags & has_extensions) {
        auto extensions = read_cbor(in);
        if (!extensions || !extensions->map()) return std::nullopt;
        data.extensions = std::move(*extensions);
    }
    if (!in.empty()) return std::nullopt;
    return data;
}

std::optional<Refusal> check_authenticator_data(const AuthenticatorData& data, const RelyingParty& party, bool require_user_verification) {
    if (hex(data.rp_id_hash) != base::sha256(party.id)) return Refusal::rp_id;
    if (!data.user_present) return Refusal::not_present;
    if (require_user_verification && !data.user_verified) return Refusal::not_verified;
    if (data.backed_up && !data.backup_eligible) return Refusal::backup_flags;
    return std::nullopt;
}

}
