// The only file that calls libfido2. What it is given was read by read_cbor() first: its own CBOR reader believes lengths.
#include "kit/webauthn/public_key.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace webauthn {

namespace {
template <auto free_it>
struct Freed {
    template <class T>
    void operator()(T* pointer) const {
        free_it(&pointer);
    }
};
using Assertion = std::unique_ptr<fido_assert_t, Freed<fido_assert_free>>;
using Credential = std::unique_ptr<fido_cred_t, Freed<fido_cred_free>>;
using EddsaKey = std::unique_ptr<eddsa_pk_t, Freed<eddsa_pk_free>>;
using Es256Key = std::unique_ptr<es256_pk_t, Freed<es256_pk_free>>;
using Rs256Key = std::unique_ptr<rs256_pk_t, Freed<rs256_pk_free>>;

const unsigned char* unsigned_bytes(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

bool has(const Cbor& key, std::int64_t label, std::int64_t number) {
    const Cbor* member = key.find(label);
    return member && member->integer() == number;
}

std::optional<std::string> bytes_of(const Cbor& key, std::int64_t label, std::size_t size) {
    const Cbor* member = key.find(label);
    const auto bytes = member ? member->bytes() : std::nullopt;
    if (!bytes || bytes->size() != size) return std::nullopt;
    return std::string(*bytes);
}

std::optional<std::string> join(const std::optional<std::string>& a, const std::optional<std::string>& b) {
    if (!a || !b) return std::nullopt;
    return *a + *b;
}

// COSE_Key parameters of RFC 9053 §7 and RFC 8230 §4, as WebAuthn §5.8.5 narrows them.
std::optional<std::string> material_of(const Cbor& key, std::int64_t algorithm) {
    if (algorithm == COSE_EDDSA && has(key, 1, COSE_KTY_OKP) && has(key, -1, COSE_ED25519)) return bytes_of(key, -2, 32);
    if (algorithm == COSE_ES256 && has(key, 1, COSE_KTY_EC2) && has(key, -1, COSE_P256))
        return join(bytes_of(key, -2, 32), bytes_of(key, -3, 32));
    if (algorithm == COSE_RS256 && has(key, 1, COSE_KTY_RSA)) return join(bytes_of(key, -1, 256), bytes_of(key, -2, 3));
    return std::nullopt;
}

// Calls with libfido2's form of the key; false if it is none.
template <class Call>
bool with_key(const PublicKey& key, const Call& call) {
    const std::string& material = key.material;
    if (key.algorithm == COSE_EDDSA) {
        const EddsaKey fido(eddsa_pk_new());
        return fido && eddsa_pk_from_ptr(fido.get(), material.data(), material.size()) == FIDO_OK && call(fido.get());
    }
    if (key.algorithm == COSE_ES256) {
        const Es256Key fido(es256_pk_new());
        return fido && es256_pk_from_ptr(fido.get(), material.data(), material.size()) == FIDO_OK && call(fido.get());
    }
    const Rs256Key fido(rs256_pk_new());
    return fido && rs256_pk_from_ptr(fido.get(), material.data(), material.size()) == FIDO_OK && call(fido.get());
}

bool is_true(const Cbor& extensions, std::string_view name) {
    const Cbor* member = extensions.find(name);
    return member && *member == Cbor{true};
}

// libfido2 refuses a key whose extensions are not exactly those that it believes were asked for. We ask for none, but browsers ask for
// credProtect on their own, and WebAuthn §9 wants unasked ones ignored.
bool expect_extensions(fido_cred_t* credential, const Cbor& extensions) {
    int mask = 0;
    if (is_true(extensions, "hmac-secret")) mask |= FIDO_EXT_HMAC_SECRET;
    if (is_true(extensions, "credBlob")) mask |= FIDO_EXT_CRED_BLOB;
    if (mask != 0 && fido_cred_set_extensions(credential, mask) != FIDO_OK) return false;
    if (const Cbor* protection = extensions.find("credProtect")) {
        const auto level = protection->integer();
        if (!level || *level < 1 || *level > 3 || fido_cred_set_prot(credential, static_cast<int>(*level)) != FIDO_OK) return false;
    }
    if (const Cbor* length = extensions.find("minPinLength")) {
        const auto least = length->integer();
        if (!least || *least < 1 || *least > 63 || fido_cred_set_pin_minlen(credential, static_cast<std::size_t>(*least)) != FIDO_OK)
            return false;
    }
    return true;
}

bool expect_extensions(fido_assert_t* assertion, const Cbor& extensions) {
    int mask = 0;
    if (extensions.find("hmac-secret")) mask |= FIDO_EXT_HMAC_SECRET;
    if (extensions.find("credBlob")) mask |= FIDO_EXT_CRED_BLOB;
    return fido_assert_set_extensions(assertion, mask) == FIDO_OK;
}
}

base::Result<PublicKey, Refusal> read_public_key(std::string_view cose) {
    const auto key = read_cbor(cose);
    if (!key || !cose.empty()) return base::Failure{Refusal::malformed};
    const Cbor* named = key->find(3);
    const auto algorithm = named ? named->integer() : std::nullopt;
    if (!algorithm) return base::Failure{Refusal::malformed};
    if (std::find(algorithms.begin(), algorithms.end(), *algorithm) == algorithms.end()) return base::Failure{Refusal::algorithm};
    auto material = material_of(*key, *algorithm);
    if (!material) return base::Failure{Refusal::algorithm};
    PublicKey read{.algorithm = *algorithm, .material = std::move(*material)};
    if (!with_key(read, [](const void*) { return true; })) return base::Failure{Refusal::malformed};
    return read;
}

bool verify_assertion(const PublicKey& key, const Signed& what, std::string_view signature) {
    fido_init(0);
    const std::string rp_id(what.rp_id);
    const Assertion assertion(fido_assert_new());
    if (!assertion || fido_assert_set_count(assertion.get(), 1) != FIDO_OK ||
        fido_assert_set_clientdata(assertion.get(), unsigned_bytes(what.client_data_json), what.client_data_json.size()) != FIDO_OK ||
        fido_assert_set_rp(assertion.get(), rp_id.c_str()) != FIDO_OK || !expect_extensions(assertion.get(), what.data.extensions) ||
        fido_assert_set_authdata_raw(assertion.get(), 0, unsigned_bytes(what.authenticator_data), what.authenticator_data.size()) !=
            FIDO_OK ||
        fido_assert_set_sig(assertion.get(), 0, unsigned_bytes(signature), signature.size()) != FIDO_OK)
        return false;
    return with_key(key,
                    [&](const void* pk) { return fido_assert_verify(assertion.get(), 0, static_cast<int>(key.algorithm), pk) == FIDO_OK; });
}

bool verify_self_attestation(const PublicKey& key, const Signed& what, std::string_view signature) {
    fido_init(0);
    const std::string rp_id(what.rp_id);
    const Credential credential(fido_cred_new());
    return credential && fido_cred_set_type(credential.get(), static_cast<int>(key.algorithm)) == FIDO_OK &&
           fido_cred_set_fmt(credential.get(), "packed") == FIDO_OK &&
           fido_cred_set_clientdata(credential.get(), unsigned_bytes(what.client_data_json), what.client_data_json.size()) == FIDO_OK &&
           fido_cred_set_rp(credential.get(), rp_id.c_str(), nullptr) == FIDO_OK &&
           expect_extensions(credential.get(), what.data.extensions) &&
           fido_cred_set_authdata_raw(credential.get(), unsigned_bytes(what.authenticator_data), what.authenticator_data.size()) ==
               FIDO_OK &&
           fido_cred_set_sig(credential.get(), unsigned_bytes(signature), signature.size()) == FIDO_OK &&
           fido_cred_verify_self(credential.get()) == FIDO_OK;
}

}
