#include "kit/webauthn/test_authenticator.hpp"

#include <doctest/doctest.h>

#include <functional>

TEST_SUITE_BEGIN("unit");

namespace {
using webauthn::Refusal;
using webauthn::test::authenticator;
using webauthn::test::Ceremony;
namespace test = webauthn::test;
namespace cbor = webauthn::test::cbor;

const webauthn::RelyingParty site{.id = "example.org", .name = "Example", .origin = "https://example.org"};
const std::string challenge = "Ym9va3MgYW5kIGNoYWxrIG9uIGEgYmxhY2tib2FyZCEh";

Ceremony ceremony() {
    Ceremony right;
    right.challenge = challenge;
    return right;
}

std::string verdict(const base::Result<webauthn::Registered, Refusal>& result) {
    return result ? "accepted" : std::string(name_of(result.error()));
}

std::string register_with(const std::function<void(Ceremony&)>& change, bool require_user_verification = true,
                          std::int64_t algorithm = -7) {
    Ceremony changed = ceremony();
    change(changed);
    return verdict(webauthn::check_registration(site, challenge, authenticator(algorithm).create(changed), require_user_verification));
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const std::size_t found = text.find(what);
    REQUIRE(found != text.npos);
    return text.replace(found, what.size(), with);
}
}

TEST_CASE("a key of each algorithm is registered, bare or with its own attestation, verified or not") {
    for (const std::int64_t algorithm : {-7, -8, -257}) {
        for (const char* format : {"none", "packed"}) {
            for (const bool verified : {true, false}) {
                CAPTURE(algorithm);
                CAPTURE(format);
                CAPTURE(verified);
                Ceremony right = ceremony();
                right.format = format;
                right.flags = verified ? test::up | test::uv | test::be | test::bs : test::up;
                right.count = verified ? 0 : 4000000000;
                const auto& key = authenticator(algorithm);
                const auto registered = webauthn::check_registration(site, challenge, key.create(right), verified);
                REQUIRE(verdict(registered) == "accepted");
                CHECK(registered->credential_id == key.credential_id);
                CHECK(registered->public_key == key.cose_key());
                CHECK(registered->algorithm == algorithm);
                CHECK(registered->sign_count == (verified ? 0 : 4000000000));
                CHECK(registered->backup_eligible == verified);
                CHECK(registered->backed_up == verified);
                CHECK(registered->user_verified == verified);
                CHECK(registered->aaguid == "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf");
                CHECK(registered->transports == std::vector<std::string>{"internal", "hybrid"});
            }
        }
    }
}

TEST_CASE("a registration is refused for the first thing that is wrong") {
    CHECK(register_with([](Ceremony& c) { c.type = "webauthn.get"; }) == "type");
    CHECK(register_with([](Ceremony& c) { c.challenge = "Ym9va3MgYW5kIGNoYWxrIG9uIGEgYmxhY2tib2FyZCEi"; }) == "challenge");
    CHECK(register_with([](Ceremony& c) { c.challenge.pop_back(); }) == "challenge");
    for (const char* origin : {"https://example.org.evil.test", "http://example.org", "https://example.org:8443", "https://sub.example.org",
                               "https://example.org/", "null", ""}) {
        CAPTURE(origin);
        CHECK(register_with([&](Ceremony& c) { c.origin = origin; }) == "origin");
    }
    CHECK(register_with([](Ceremony& c) { c.more_client_data = R"(,"crossOrigin":true)"; }) == "origin");
    CHECK(register_with([](Ceremony& c) { c.more_client_data = R"(,"crossOrigin":"false")"; }) == "origin");
    CHECK(register_with([](Ceremony& c) { c.more_client_data = R"(,"crossOrigin":false,"topOrigin":"https://example.org")"; }) == "origin");
    CHECK(register_with([](Ceremony& c) { c.more_client_data = R"(,"crossOrigin":false,"other_keys_can_be_added_here":1)"; }) ==
          "accepted");
    CHECK(register_with([](Ceremony& c) { c.more_client_data = ","; }) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.more_client_data = R"(,"type":1)"; }) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.rp_id = "evil.test"; }) == "rp_id");
    CHECK(register_with([](Ceremony& c) { c.flags = test::uv; }) == "not_present");
    CHECK(register_with([](Ceremony& c) { c.flags = test::up; }) == "not_verified");
    CHECK(register_with([](Ceremony& c) { c.flags = test::up; }, /*require_user_verification=*/false) == "accepted");
    CHECK(register_with([](Ceremony& c) { c.flags = test::up | test::uv | test::bs; }) == "backup_flags");
    CHECK(register_with([](Ceremony& c) { c.flags = test::up | test::uv | test::be; }) == "accepted");
}

TEST_CASE("without a challenge of ours nothing is accepted") {
    Ceremony empty = ceremony();
    empty.challenge = "";
    CHECK(verdict(webauthn::check_registration(site, "", authenticator(-7).create(empty), true)) == "challenge");
}

TEST_CASE("an attestation of the key by itself must hold") {
    for (const std::int64_t algorithm : {-7, -8, -257}) {
        CAPTURE(algorithm);
        CHECK(register_with([](Ceremony& c) { c.format = "packed", c.tamper_signature = true; }, true, algorithm) == "attestation");
    }
    const auto packed = [](const std::string& statement) {
        return register_with([&](Ceremony& c) { c.format = "packed", c.statement = statement; });
    };
    CHECK(packed(cbor::map({{cbor::text("alg"), cbor::integer(-7)}, {cbor::text("sig"), cbor::bytes("")}})) == "attestation");
    CHECK(packed(cbor::map({{cbor::text("alg"), cbor::integer(-8)}, {cbor::text("sig"), cbor::bytes("sig")}})) == "algorithm");
    CHECK(packed(cbor::map({{cbor::text("alg"), cbor::integer(-7)}})) == "malformed");
    CHECK(packed(cbor::map({})) == "malformed");
}

TEST_CASE("other attestations pass unread, and none has no statement") {
    const std::string chain = cbor::map({{cbor::text("alg"), cbor::integer(-7)},
                                         {cbor::text("sig"), cbor::bytes("unread")},
                                         {cbor::text("x5c"), std::string("\x81") + cbor::bytes("unread")}});
    for (const char* format : {"packed", "tpm", "fido-u2f", "apple", "android-key", "new-one"}) {
        CAPTURE(format);
        CHECK(register_with([&](Ceremony& c) { c.format = format, c.statement = chain; }) == "accepted");
        CHECK(register_with([&](Ceremony& c) { c.format = format, c.statement = chain, c.rp_id = "evil.test"; }) == "rp_id");
    }
    CHECK(register_with([&](Ceremony& c) { c.statement = chain; }) == "malformed");
    CHECK(register_with([&](Ceremony& c) { c.statement = cbor::text("none"); }) == "malformed");
}

TEST_CASE("extensions that nobody asked for do not spoil a registration") {
    const std::string several = cbor::map({{cbor::text("credBlob"), "\xf5"},
                                           {cbor::text("credProtect"), cbor::integer(2)},
                                           {cbor::text("hmac-secret"), "\xf5"},
                                           {cbor::text("minPinLength"), cbor::integer(4)},
                                           {cbor::text("of-the-future"), cbor::map({})}});
    for (const std::int64_t algorithm : {-7, -8, -257}) {
        for (const std::string& extensions : {several, cbor::map({}), cbor::map({{cbor::text("hmac-secret"), "\xf4"}})}) {
            CHECK(register_with([&](Ceremony& c) { c.format = "packed", c.extensions = extensions; }, true, algorithm) == "accepted");
            CHECK(register_with([&](Ceremony& c) { c.extensions = extensions; }, true, algorithm) == "accepted");
        }
    }
    CHECK(register_with([](Ceremony& c) { c.extensions = cbor::text("no map"); }) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.extensions = cbor::map({}) + "more"; }) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.flags |= test::ed; }) == "malformed");
    CHECK(register_with([](Ceremony& c) {
              c.format = "packed", c.extensions = cbor::map({{cbor::text("credProtect"), cbor::integer(9)}});
          }) == "attestation");
}

TEST_CASE("only keys of the kinds that were offered are registered") {
    const auto with = [](const std::string& key) { return register_with([&](Ceremony& c) { c.public_key = key; }); };
    const auto es256 = [](std::int64_t type, std::int64_t algorithm, std::int64_t curve, const std::string& x) {
        using namespace cbor;
        return map({{integer(1), integer(type)},
                    {integer(3), integer(algorithm)},
                    {integer(-1), integer(curve)},
                    {integer(-2), bytes(x)},
                    {integer(-3), bytes(std::string(32, 'y'))}});
    };
    CHECK(with(es256(2, -35, 2, std::string(32, 'x'))) == "algorithm");
    CHECK(with(es256(2, -7, 2, std::string(32, 'x'))) == "algorithm");
    CHECK(with(es256(1, -7, 1, std::string(32, 'x'))) == "algorithm");
    CHECK(with(es256(2, -7, 1, std::string(31, 'x'))) == "algorithm");
    CHECK(with(es256(2, -7, 1, std::string(32, 'x'))) == "malformed");  // no point of the curve
    using namespace cbor;
    CHECK(with(map({{integer(1), integer(2)}})) == "malformed");
    CHECK(with(map({})) == "malformed");
    CHECK(with(text("key")) == "malformed");
    CHECK(with(map({{integer(1), integer(3)},
                    {integer(3), integer(-257)},
                    {integer(-1), bytes(std::string(512, 'n'))},
                    {integer(-2), bytes("\x01\x00\x01")}})) == "algorithm");
    CHECK(with(map({{integer(1), integer(3)},
                    {integer(3), integer(-65535)},
                    {integer(-1), bytes(std::string(256, 'n'))},
                    {integer(-2), bytes("\x01\x00\x01")}})) == "algorithm");
    CHECK(with(authenticator(-8).cose_key()) == "accepted");
    CHECK(with(authenticator(-8).cose_key() + "more") == "malformed");
}

TEST_CASE("an id longer than 1023 bytes is refused") {
    webauthn::test::Authenticator key(-7);
    key.credential_id = std::string(1023, 'i');
    CHECK(verdict(webauthn::check_registration(site, challenge, key.create(ceremony()), true)) == "accepted");
    key.credential_id += 'i';
    CHECK(verdict(webauthn::check_registration(site, challenge, key.create(ceremony()), true)) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.attested_id = std::string(1024, 'i'); }) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.attested_id = ""; }) == "malformed");
    CHECK(register_with([](Ceremony& c) { c.attested_id = "i"; }) == "credential");
    key.credential_id = "";
    CHECK(verdict(webauthn::check_registration(site, challenge, key.create(ceremony()), true)) == "malformed");
}

TEST_CASE("the id of the response is that of the key") {
    const std::string right = authenticator(-7).create(ceremony());
    const std::string id = "\"" + webauthn::base64url(authenticator(-7).credential_id) + "\"", other = "\"b3RoZXI\"";
    const auto judge = [](const std::string& json) { return verdict(webauthn::check_registration(site, challenge, json, true)); };
    CHECK(judge(right) == "accepted");
    CHECK(judge(replaced(right, id, other)) == "malformed");
    CHECK(judge(replaced(replaced(right, id, other), id, other)) == "credential");
}

TEST_CASE("transports are words; what is none is left out") {
    Ceremony odd = ceremony();
    const auto transports = [&](const char* json) {
        odd.transports = json;
        const auto registered = webauthn::check_registration(site, challenge, authenticator(-7).create(odd), true);
        REQUIRE(verdict(registered) == "accepted");
        return registered->transports;
    };
    CHECK(transports(R"(["usb",1,"","<b>","smart-card","USB",null])") == std::vector<std::string>{"usb", "smart-card"});
    CHECK(transports(R"("usb")").empty());
    CHECK(transports(R"(["a","b","c","d","e","f","g","h","i","j"])").size() == 8);
    CHECK(transports(("[\"" + std::string(33, 'a') + "\"]").c_str()).empty());
}

TEST_CASE("what is no registration at all is malformed") {
    const std::string right = authenticator(-7).create(ceremony());
    const auto judge = [](const std::string& json) { return verdict(webauthn::check_registration(site, challenge, json, true)); };
    for (const char* bad :
         {"", "{}", "[]", "null", "7", "\xff", "{\"response\":7}", "{\"type\":\"public-key\",\"id\":1,\"rawId\":1,\"response\":{}}"}) {
        CAPTURE(bad);
        CHECK(judge(bad) == "malformed");
    }
    CHECK(judge(std::string(100000, '[')) == "malformed");
    CHECK(judge(std::string(60000, ' ') + right) == "malformed");
    CHECK(judge(replaced(right, "public-key", "password")) == "malformed");
    CHECK(judge(replaced(right, "attestationObject\":\"", "attestationObject\":\"=")) == "malformed");
    CHECK(judge(replaced(right, "attestationObject", "attestation")) == "malformed");
    CHECK(judge(replaced(right, "clientDataJSON", "clientData")) == "malformed");
    CHECK(judge(replaced(right, "clientDataJSON\":\"", "clientDataJSON\":\"e30")) == "malformed");
    // Every cut of the object, and every byte of it turned over, is refused or accepted, never more.
    const std::size_t begin = right.find("attestationObject\":\"") + 20, end = right.find('"', begin);
    const auto object = webauthn::from_base64url(right.substr(begin, end - begin));
    REQUIRE(object);
    const auto with_object = [&](const std::string& bytes) {
        return judge(right.substr(0, begin) + webauthn::base64url(bytes) + right.substr(end));
    };
    REQUIRE(with_object(*object) == "accepted");
    for (std::size_t i = 0; i < object->size(); ++i) {
        CHECK(with_object(object->substr(0, i)) == "malformed");
        std::string turned = *object;
        turned[i] = static_cast<char>(~turned[i]);
        CHECK_FALSE(with_object(turned).empty());
    }
    CHECK(with_object(*object + '\0') == "malformed");
}

TEST_SUITE_END();
