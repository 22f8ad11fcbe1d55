#include "kit/webauthn/test_authenticator.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>

TEST_SUITE_BEGIN("unit");

namespace {
using webauthn::Refusal;
using webauthn::test::authenticator;
using webauthn::test::Ceremony;
namespace test = webauthn::test;
namespace cbor = webauthn::test::cbor;

const webauthn::RelyingParty party{.id = "example.org", .name = "Example", .origin = "https://example.org"};
const std::string given = "Ym9va3MgYW5kIGNoYWxrIG9uIGEgYmxhY2tib2FyZCEh";

Ceremony sign_in() {
    Ceremony right;
    right.challenge = given;
    return right;
}

webauthn::StoredKey stored(std::int64_t algorithm) {
    const auto& key = authenticator(algorithm);
    return {.credential_id = key.credential_id,
            .public_key = key.cose_key(),
            .algorithm = algorithm,
            .sign_count = 0,
            .backup_eligible = false,
            .user_handle = "handle-of-ada"};
}

std::string outcome(const base::Result<webauthn::Asserted, Refusal>& result) {
    return result ? "accepted" : std::string(name_of(result.error()));
}

std::string sign_in_with(const std::function<void(Ceremony&)>& change, bool require_user_verification = true, std::int64_t algorithm = -7) {
    Ceremony changed = sign_in();
    change(changed);
    return outcome(
        webauthn::check_assertion(party, given, authenticator(algorithm).get(changed), stored(algorithm), require_user_verification));
}
}

TEST_CASE("a person signs in with a key of each algorithm") {
    for (const std::int64_t algorithm : {-7, -8, -257}) {
        for (const bool verified : {true, false}) {
            CAPTURE(algorithm);
            CAPTURE(verified);
            Ceremony right = sign_in();
            right.flags = verified ? test::up | test::uv | test::be | test::bs : test::up;
            right.count = 7;
            auto key = stored(algorithm);
            key.backup_eligible = verified;
            const auto asserted = webauthn::check_assertion(party, given, authenticator(algorithm).get(right), key, verified);
            REQUIRE(outcome(asserted) == "accepted");
            CHECK(asserted->sign_count == 7);
            CHECK(asserted->backed_up == verified);
            CHECK(asserted->user_verified == verified);
        }
    }
}

TEST_CASE("what registration gave is what sign-in takes") {
    for (const std::int64_t algorithm : {-7, -8, -257}) {
        Ceremony right = sign_in();
        const auto& key = authenticator(algorithm);
        const auto registered = webauthn::check_registration(party, given, key.create(right), true);
        REQUIRE(registered);
        const webauthn::StoredKey kept{.credential_id = registered->credential_id,
                                       .public_key = registered->public_key,
                                       .algorithm = registered->algorithm,
                                       .sign_count = registered->sign_count,
                                       .backup_eligible = registered->backup_eligible,
                                       .user_handle = "handle-of-ada"};
        const std::string response = key.get(right);
        const auto ids = webauthn::ids_of_assertion(response);
        REQUIRE(ids);
        CHECK(ids->credential_id == kept.credential_id);
        CHECK(ids->user_handle == kept.user_handle);
        CHECK(outcome(webauthn::check_assertion(party, given, response, kept, true)) == "accepted");
    }
}

TEST_CASE("a sign-in is refused for the first thing that is wrong") {
    CHECK(sign_in_with([](Ceremony& c) { c.type = "webauthn.create"; }) == "type");
    CHECK(sign_in_with([](Ceremony& c) { c.type = "payment.get"; }) == "type");
    CHECK(sign_in_with([](Ceremony& c) { c.challenge = "Ym9va3MgYW5kIGNoYWxrIG9uIGEgYmxhY2tib2FyZCEi"; }) == "challenge");
    CHECK(sign_in_with([](Ceremony& c) { c.origin = "https://example.org.evil.test"; }) == "origin");
    CHECK(sign_in_with([](Ceremony& c) { c.more_client_data = R"(,"crossOrigin":true)"; }) == "origin");
    CHECK(sign_in_with([](Ceremony& c) { c.more_client_data = R"(,"topOrigin":"https://evil.test")"; }) == "origin");
    CHECK(sign_in_with([](Ceremony& c) { c.rp_id = "evil.test"; }) == "rp_id");
    CHECK(sign_in_with([](Ceremony& c) { c.flags = test::uv; }) == "not_present");
    CHECK(sign_in_with([](Ceremony& c) { c.flags = test::up; }) == "not_verified");
    CHECK(sign_in_with([](Ceremony& c) { c.flags = test::up; }, /*require_user_verification=*/false) == "accepted");
    CHECK(sign_in_with([](Ceremony& c) { c.flags |= test::bs; }) == "backup_flags");
    CHECK(sign_in_with([](Ceremony& c) { c.flags |= test::be; }) == "backup_flags");
    CHECK(sign_in_with([](Ceremony& c) { c.flags |= test::at; }) == "malformed");
    CHECK(sign_in_with([](Ceremony& c) { c.with_key = true; }) == "malformed");
    CHECK(sign_in_with([](Ceremony& c) { c.user_handle = "handle-of-bob"; }) == "user_handle");
    CHECK(sign_in_with([](Ceremony& c) { c.user_handle = ""; }) == "accepted");
    CHECK(sign_in_with([](Ceremony& c) { c.user_handle = std::string(65, 'h'); }) == "malformed");
    for (const std::int64_t algorithm : {-7, -8, -257}) {
        CAPTURE(algorithm);
        CHECK(sign_in_with([](Ceremony& c) { c.tamper_signature = true; }, true, algorithm) == "signature");
        CHECK(sign_in_with([](Ceremony& c) { c.tamper_data = true; }, true, algorithm) == "signature");
    }
}

TEST_CASE("a key stays synchronised or single for ever") {
    auto key = stored(-7);
    key.backup_eligible = true;
    CHECK(outcome(webauthn::check_assertion(party, given, authenticator(-7).get(sign_in()), key, true)) == "backup_flags");
}

TEST_CASE("an answer to one question is none to the other") {
    const auto& key = authenticator(-7);
    const std::string created = key.create(sign_in()), got = key.get(sign_in());
    CHECK(outcome(webauthn::check_assertion(party, given, created, stored(-7), true)) == "type");
    const auto registered = webauthn::check_registration(party, given, got, true);
    REQUIRE_FALSE(registered);
    CHECK(registered.error() == Refusal::type);
}

TEST_CASE("a sign-in by another key, or with another key's bytes stored, is refused") {
    const std::string response = authenticator(-7).get(sign_in());
    auto key = stored(-7);
    key.credential_id = "another";
    CHECK(outcome(webauthn::check_assertion(party, given, response, key, true)) == "credential");
    key = stored(-7);
    key.public_key = test::Authenticator(-7).cose_key();
    CHECK(outcome(webauthn::check_assertion(party, given, response, key, true)) == "signature");
    key = stored(-8);
    CHECK(outcome(webauthn::check_assertion(party, given, response, key, true)) == "signature");
    key.algorithm = -7;
    CHECK(outcome(webauthn::check_assertion(party, given, response, key, true)) == "algorithm");
    key.public_key = "not a key";
    CHECK(outcome(webauthn::check_assertion(party, given, response, key, true)) == "malformed");
}

TEST_CASE("a counter that does not rise is a clone unless it never rose or the key is backed up") {
    struct Row {
        std::int64_t stored;
        std::uint32_t shown;
        bool backed_up;
        const char* verdict;
    };
    for (const Row& row :
         {Row{0, 0, false, "accepted"}, Row{0, 5, false, "accepted"}, Row{0, 6, false, "accepted"}, Row{5, 0, false, "clone"},
          Row{5, 5, false, "clone"}, Row{5, 6, false, "accepted"}, Row{0, 0, true, "accepted"}, Row{0, 5, true, "accepted"},
          Row{0, 6, true, "accepted"}, Row{5, 0, true, "accepted"}, Row{5, 5, true, "accepted"}, Row{5, 6, true, "accepted"}}) {
        CAPTURE(row.stored);
        CAPTURE(row.shown);
        CAPTURE(row.backed_up);
        auto key = stored(-7);
        key.sign_count = row.stored;
        key.backup_eligible = row.backed_up;
        Ceremony shown = sign_in();
        shown.count = row.shown;
        if (row.backed_up) shown.flags |= test::be | test::bs;
        CHECK(outcome(webauthn::check_assertion(party, given, authenticator(-7).get(shown), key, true)) == row.verdict);
        shown.tamper_signature = true;  // a forged answer does not tell what the counter should be
        CHECK(outcome(webauthn::check_assertion(party, given, authenticator(-7).get(shown), key, true)) == "signature");
    }
}

TEST_CASE("extensions that nobody asked for do not spoil a sign-in") {
    using namespace cbor;
    for (const std::int64_t algorithm : {-7, -8, -257})
        for (const std::string& extensions :
             {map({}), map({{text("of-the-future"), integer(1)}}), map({{text("hmac-secret"), bytes(std::string(32, 's'))}}),
              map({{text("credBlob"), bytes("blob")}, {text("hmac-secret"), bytes(std::string(32, 's'))}})})
            CHECK(sign_in_with([&](Ceremony& c) { c.extensions = extensions; }, true, algorithm) == "accepted");
    CHECK(sign_in_with([](Ceremony& c) { c.extensions = map({{text("long"), bytes(std::string(900, 'l'))}}); }, true, -8) == "accepted");
    CHECK(sign_in_with([](Ceremony& c) { c.extensions = map({{text("long"), bytes(std::string(1000, 'l'))}}); }, true, -8) == "malformed");
    CHECK(sign_in_with([](Ceremony& c) { c.flags |= test::ed; }) == "malformed");
    CHECK(sign_in_with([](Ceremony& c) { c.extensions = text("no map"); }) == "malformed");
}

TEST_CASE("what is no sign-in at all has no ids and is malformed") {
    const std::string right = authenticator(-7).get(sign_in());
    for (const std::string& bad : {std::string(), std::string("{}"), std::string("[7]"), std::string("\xff"), std::string(100000, '['),
                                   right.substr(0, right.size() - 1)}) {
        CHECK_FALSE(webauthn::ids_of_assertion(bad));
        CHECK(outcome(webauthn::check_assertion(party, given, bad, stored(-7), true)) == "malformed");
    }
    const auto ids = webauthn::ids_of_assertion(authenticator(-7).get([] {
        Ceremony without = sign_in();
        without.user_handle = "";
        return without;
    }()));
    REQUIRE(ids);
    CHECK_FALSE(ids->user_handle);
    // Every part cut, and every byte of it turned over: refused, never more.
    for (const char* part : {"authenticatorData\":\"", "signature\":\"", "clientDataJSON\":\""}) {
        const std::size_t begin = right.find(part) + std::string_view(part).size(), end = right.find('"', begin);
        const auto bytes = webauthn::from_base64url(right.substr(begin, end - begin));
        REQUIRE(bytes);
        const auto with = [&](const std::string& changed) {
            return outcome(webauthn::check_assertion(
                party, given, right.substr(0, begin) + webauthn::base64url(changed) + right.substr(end), stored(-7), true));
        };
        REQUIRE(with(*bytes) == "accepted");
        for (std::size_t i = 0; i < bytes->size(); ++i) {
            CHECK(with(bytes->substr(0, i)) != "accepted");
            std::string turned = *bytes;
            turned[i] = static_cast<char>(~turned[i]);
            CHECK(with(turned) != "accepted");
        }
    }
}

TEST_CASE("every refusal has a name of its own") {
    std::set<std::string_view> names;
    for (int number = static_cast<int>(Refusal::malformed); number <= static_cast<int>(Refusal::clone); ++number)
        names.insert(name_of(static_cast<Refusal>(number)));
    CHECK(names.size() == 14);
    CHECK_FALSE(names.contains(""));
}

TEST_SUITE_END();
