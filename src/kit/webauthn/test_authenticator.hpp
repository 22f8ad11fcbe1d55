#pragma once
#include "kit/base/check.hpp"
#include "kit/base/json.hpp"
#include "kit/webauthn/webauthn.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// An authenticator and its browser in software, for tests: they make what a browser's credential.toJSON() gives, well-behaved or not.
namespace webauthn::test {

inline constexpr std::uint8_t up = 0x01, uv = 0x04, be = 0x08, bs = 0x10, at = 0x40, ed = 0x80;

/// CBOR in the canonical form of CTAP 2.1 §8.
namespace cbor {
inline std::string head(unsigned major, std::uint64_t argument) {
    const unsigned type = major << 5U;
    if (argument < 24) return {static_cast<char>(type | argument)};
    const int size = argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < 0x100000000 ? 4 : 8;
    std::string out{static_cast<char>(type | (size == 1 ? 24U : size == 2 ? 25U : size == 4 ? 26U : 27U))};
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(argument >> shift);
    return out;
}
inline std::string integer(std::int64_t number) {
    return number >= 0 ? head(0, static_cast<std::uint64_t>(number)) : head(1, static_cast<std::uint64_t>(-1 - number));
}
inline std::string bytes(std::string_view content) { return head(2, content.size()) + std::string(content); }
inline std::string text(std::string_view content) { return head(3, content.size()) + std::string(content); }
/// Keys and values are encoded already.
inline std::string map(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string out = head(5, members.size());
    for (const auto& [key, value] : members) out += key + value;
    return out;
}
}

inline std::string sha256_of(std::string_view content) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

/// One ceremony as it should be; a test changes what it is about.
struct Ceremony {
    std::string challenge;
    std::string type;  // empty: the right one
    std::string origin = "https://example.org";
    std::string rp_id = "example.org";
    std::string more_client_data;  // JSON behind the last member: `,"crossOrigin":true`
    std::uint8_t flags = up | uv;
    std::uint32_t count = 0;
    std::string extensions;  // CBOR; the flag is set with it
    // Registration:
    std::string format = "none";  // "packed" signs with the key itself
    std::string statement;        // CBOR; empty: what the format wants
    std::string public_key;       // COSE_Key; empty: the real one
    std::optional<std::string> attested_id;  // another credential id inside the data than outside
    std::string transports = R"(["internal","hybrid"])";
    // Sign-in:
    std::string user_handle = "handle-of-ada";
    bool with_key = false;  // data as for a registration
    bool tamper_signature = false;
    bool tamper_data = false;  // after signing
};

class Authenticator {
public:
    std::int64_t algorithm;
    std::string credential_id = "credential of 32 bytes, or so....";

    explicit Authenticator(std::int64_t cose_algorithm) : algorithm(cose_algorithm) {
        EVP_PKEY* made = algorithm == -7   ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                         : algorithm == -8 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                           : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
        base::check(made != nullptr);
        key_.reset(made);
    }

    std::string cose_key() const {
        using namespace cbor;
        if (algorithm == -8) {
            std::string x(32, '\0');
            std::size_t size = x.size();
            base::check(EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(x.data()), &size) == 1);
            return map({{integer(1), integer(1)}, {integer(3), integer(-8)}, {integer(-1), integer(6)}, {integer(-2), bytes(x)}});
        }
        if (algorithm == -7)
            return map({{integer(1), integer(2)},
                        {integer(3), integer(-7)},
                        {integer(-1), integer(1)},
                        {integer(-2), bytes(number(OSSL_PKEY_PARAM_EC_PUB_X, 32))},
                        {integer(-3), bytes(number(OSSL_PKEY_PARAM_EC_PUB_Y, 32))}});
        return map({{integer(1), integer(3)},
                    {integer(3), integer(algorithm)},
                    {integer(-1), bytes(number(OSSL_PKEY_PARAM_RSA_N, 256))},
                    {integer(-2), bytes(number(OSSL_PKEY_PARAM_RSA_E, 3))}});
    }

    std::string sign(std::string_view content) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        base::check(EVP_DigestSignInit(context.get(), nullptr, algorithm == -8 ? nullptr : EVP_sha256(), nullptr, key_.get()) == 1);
        std::string signature(512, '\0');
        std::size_t size = signature.size();
        base::check(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                   reinterpret_cast<const unsigned char*>(content.data()), content.size()) == 1);
        signature.resize(size);
        return signature;
    }

    std::string client_data(const Ceremony& ceremony, std::string_view right_type) const {
        return R"({"type":")" + (ceremony.type.empty() ? std::string(right_type) : ceremony.type) + R"(","challenge":")" +
               ceremony.challenge + R"(","origin":")" + ceremony.origin + "\"" + ceremony.more_client_data + "}";
    }

    std::string authenticator_data(const Ceremony& ceremony, bool with_key) const {
        std::uint8_t flags = ceremony.flags;
        if (with_key) flags |= at;
        if (!ceremony.extensions.empty()) flags |= ed;
        std::string data = sha256_of(ceremony.rp_id) + static_cast<char>(flags);
        for (int shift = 24; shift >= 0; shift -= 8) data += static_cast<char>(ceremony.count >> shift);
        if (with_key) {
            for (int i = 0; i < 16; ++i) data += static_cast<char>(0xa0 + i);
            const std::string id = ceremony.attested_id.value_or(credential_id);
            data += static_cast<char>(id.size() >> 8U);
            data += static_cast<char>(id.size());
            data += id + (ceremony.public_key.empty() ? cose_key() : ceremony.public_key);
        }
        return data + ceremony.extensions;
    }

    /// RegistrationResponseJSON.
    std::string create(const Ceremony& ceremony) const {
        using namespace cbor;
        const std::string client = client_data(ceremony, "webauthn.create"), data = authenticator_data(ceremony, /*with_key=*/true);
        std::string statement = ceremony.statement;
        if (statement.empty()) statement = ceremony.format == "packed" ? packed(data, client, ceremony.tamper_signature) : map({});
        const std::string object =
            map({{text("fmt"), text(ceremony.format)}, {text("attStmt"), statement}, {text("authData"), bytes(data)}});
        return R"({"id":")" + base64url(credential_id) + R"(","rawId":")" + base64url(credential_id) +
               R"(","type":"public-key","authenticatorAttachment":"platform",)" +
               R"("clientExtensionResults":{"credProps":{"rk":true}},"response":{"clientDataJSON":")" + base64url(client) +
               R"(","attestationObject":")" + base64url(object) + R"(","transports":)" + ceremony.transports + "}}";
    }

    /// AuthenticationResponseJSON.
    std::string get(const Ceremony& ceremony) const {
        const std::string client = client_data(ceremony, "webauthn.get");
        std::string data = authenticator_data(ceremony, ceremony.with_key);
        std::string signature = sign(data + sha256_of(client));
        if (ceremony.tamper_signature) signature[signature.size() / 2] ^= 1;
        if (ceremony.tamper_data) data[36] ^= 1;  // the counter's last bit
        return R"({"id":")" + base64url(credential_id) + R"(","rawId":")" + base64url(credential_id) +
               R"(","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":")" + base64url(client) +
               R"(","authenticatorData":")" + base64url(data) + R"(","signature":")" + base64url(signature) + R"(","userHandle":)" +
               (ceremony.user_handle.empty() ? std::string("null") : "\"" + base64url(ceremony.user_handle) + "\"") + "}}";
    }

private:
    std::string packed(const std::string& data, const std::string& client, bool tamper) const {
        using namespace cbor;
        std::string signature = sign(data + sha256_of(client));
        if (tamper) signature[signature.size() / 2] ^= 1;
        return map({{text("alg"), integer(algorithm)}, {text("sig"), bytes(signature)}});
    }

    // Big-endian, filled with zeros in front.
    std::string number(const char* name, int size) const {
        BIGNUM* read = nullptr;
        base::check(EVP_PKEY_get_bn_param(key_.get(), name, &read) == 1);
        const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned(read, &BN_free);
        std::string digits(static_cast<std::size_t>(size), '\0');
        base::check(BN_bn2binpad(read, reinterpret_cast<unsigned char*>(digits.data()), size) == size);
        return digits;
    }

    struct FreeKey {
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    };
    std::unique_ptr<EVP_PKEY, FreeKey> key_;
};

/// One for each algorithm of the door, made once: an RSA key takes a tenth of a second.
inline const Authenticator& authenticator(std::int64_t algorithm) {
    static const Authenticator es256(-7), eddsa(-8), rs256(-257);
    return algorithm == -7 ? es256 : algorithm == -8 ? eddsa : rs256;
}

}
