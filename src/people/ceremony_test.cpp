#include "people/ceremony.hpp"

#include "kit/base/json.hpp"
#include "kit/webauthn/test_authenticator.hpp"
#include "people/audit.hpp"
#include "people/people.hpp"
#include "support/database.hpp"

#include <doctest/doctest.h>

using people::PersonId;
using webauthn::test::authenticator;
using webauthn::test::Ceremony;

namespace {
const webauthn::RelyingParty party = people::relying_party("Test Site", "https://example.org");
constexpr base::Instant noon{1795446000000};
constexpr std::int64_t minute = 60 * 1000;

struct Account {
    PersonId person{};
    std::string session;
};
Account account(support::Database& db, const char* address) {
    auto tx = db.write();
    const auto secrets = people::begin_sign_in(*tx, address, "");
    const auto done = people::redeem_link(*tx, secrets.token, "");
    REQUIRE(done.has_value());
    tx->commit();
    return {done->person, done->session};
}
base::Viewer viewer_of(db::Tx& tx, const Account& who) { return people::find_viewer(tx, who.session); }

std::string member(const std::string& options, std::initializer_list<const char*> path) {
    const auto parsed = base::parse_json(options);
    REQUIRE(parsed.has_value());
    const base::Json* at = &*parsed;
    for (const char* key : path) {
        at = at->find(key);
        REQUIRE(at != nullptr);
    }
    return *at->text();
}
std::string challenge_in(const std::string& options) { return member(options, {"challenge"}); }

/// What the test authenticator would answer for a person who has a passkey.
Ceremony ceremony(const std::string& options, const std::string& handle = "") {
    Ceremony made;
    made.challenge = challenge_in(options);
    made.user_handle = handle;
    return made;
}

/// Adds the passkey of the test authenticator, and answers its handle.
std::string add_key(support::Database& db, const Account& who, const webauthn::test::Authenticator& device = authenticator(-7),
                    std::uint8_t flags = webauthn::test::up | webauthn::test::uv) {
    auto tx = db.write();
    const auto viewer = viewer_of(*tx, who);
    const std::string options = people::begin_adding(*tx, viewer, party);
    Ceremony made = ceremony(options);
    made.flags = flags;
    REQUIRE(people::finish_adding(*tx, viewer, party, device.create(made), "My phone").has_value());
    tx->commit();
    return *webauthn::from_base64url(member(options, {"user", "id"}));
}

template <class T>
std::string reason(const people::PasskeyResult<T>& result) {
    return result ? "" : std::string(result.error().reason);
}
}

TEST_SUITE_BEGIN("room");

TEST_CASE("the site is known to passkeys by its host, and to browsers by its origin") {
    const auto one = people::relying_party("Site", "https://altto.example");
    CHECK(one.id == "altto.example");
    CHECK(one.origin == "https://altto.example");
    CHECK(people::relying_party("Site", "http://localhost:8080").id == "localhost");
    CHECK(people::relying_party("Site", "http://localhost:8080").origin == "http://localhost:8080");
}

ROOM_TEST_CASE("a passkey is added with its name, and once", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org"), eve = account(db, "eve@example.org");
    add_key(db, ada);
    auto tx = db.write();
    const auto keys = people::list_passkeys(*tx, viewer_of(*tx, ada));
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].name == "My phone");
    CHECK(keys[0].transports == "internal hybrid");
    CHECK_FALSE(keys[0].used_at.has_value());
    // The browser is told of it, and another account does not get it.
    CHECK(people::begin_adding(*tx, viewer_of(*tx, ada), party).find(keys[0].credential_id) != std::string::npos);
    const auto viewer = viewer_of(*tx, eve);
    const std::string options = people::begin_adding(*tx, viewer, party);
    CHECK(options.find(keys[0].credential_id) == std::string::npos);
    CHECK(reason(people::finish_adding(*tx, viewer, party, authenticator(-7).create(ceremony(options)), "Mine")) == "known");
    CHECK(people::list_passkeys(*tx, viewer).empty());
}

ROOM_TEST_CASE("a challenge is used up by the first answer, even a wrong one", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org");
    const std::string handle = add_key(db, ada);
    auto tx = db.write();
    Ceremony made = ceremony(people::begin_signing_in(*tx, party), handle);
    made.tamper_signature = true;
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(made), "")) == "signature");
    made.tamper_signature = false;
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(made), "")) == "old");
    made.challenge = webauthn::new_challenge();
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(made), "")) == "old");
    made = ceremony(people::begin_signing_in(*tx, party), handle);
    CHECK(people::finish_signing_in(*tx, party, authenticator(-7).get(made), "").has_value());
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(made), "")) == "old");
}

ROOM_TEST_CASE("a challenge is too old after five minutes", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org");
    const std::string handle = add_key(db, ada);
    Ceremony made;
    {
        auto tx = db.write();
        made = ceremony(people::begin_signing_in(*tx, party), handle);
        tx->commit();
    }
    db.freeze({noon.ms + 5 * minute});
    auto tx = db.write();
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(made), "")) == "old");
}

ROOM_TEST_CASE("the challenge of one person, or of signing in, serves nobody else", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org"), eve = account(db, "eve@example.org");
    const std::string handle = add_key(db, ada);
    auto tx = db.write();
    const auto viewer = viewer_of(*tx, ada), other = viewer_of(*tx, eve);
    CHECK(reason(people::finish_showing(*tx, viewer, party,
                                        authenticator(-7).get(ceremony(people::begin_showing(*tx, other, party), handle)))) == "old");
    CHECK(reason(people::finish_showing(*tx, viewer, party,
                                        authenticator(-7).get(ceremony(people::begin_signing_in(*tx, party), handle)))) == "old");
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(ceremony(people::begin_showing(*tx, viewer, party), handle)),
                                           "")) == "old");
    CHECK(reason(people::finish_adding(*tx, viewer, party, authenticator(-8).create(ceremony(people::begin_adding(*tx, other, party))),
                                       "x")) == "old");
    // Another person's passkey raises no session.
    CHECK(reason(people::finish_showing(*tx, other, party,
                                        authenticator(-7).get(ceremony(people::begin_showing(*tx, other, party), handle)))) == "unknown");
}

ROOM_TEST_CASE("signing in by passkey gives an editor's rights only if the device checked who is in front of it", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org");
    {
        auto tx = db.write();
        people::give_role(*tx, people::keeper_at_the_terminal(), ada.person, {people::Role::editor, "site", {}, {}});
        tx->commit();
    }
    const std::string handle = add_key(db, ada);
    auto tx = db.write();
    for (const bool verified : {true, false}) {
        Ceremony made = ceremony(people::begin_signing_in(*tx, party), handle);
        made.flags = verified ? webauthn::test::up | webauthn::test::uv : webauthn::test::up;
        const auto done = people::finish_signing_in(*tx, party, authenticator(-7).get(made), "Firefox/1 Linux");
        REQUIRE(done.has_value());
        CHECK(done->person == ada.person);
        const auto viewer = people::find_viewer(*tx, done->session);
        CHECK(people::may(viewer, people::Right::edit) == verified);
        CHECK((viewer.held_back == 0) == verified);
        CHECK(people::find_proof(*tx, viewer).shown == verified);
        // It can be raised later, by a passkey that checks.
        made = ceremony(people::begin_showing(*tx, viewer, party), handle);
        made.flags = webauthn::test::up;
        CHECK(reason(people::finish_showing(*tx, viewer, party, authenticator(-7).get(made))) == "not_verified");
        made = ceremony(people::begin_showing(*tx, viewer, party), handle);
        CHECK(people::finish_showing(*tx, viewer, party, authenticator(-7).get(made)).has_value());
        CHECK(people::may(people::find_viewer(*tx, done->session), people::Right::edit));
    }
}

ROOM_TEST_CASE("a passkey that nobody has, or whose person it denies, signs nobody in", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org");
    add_key(db, ada);
    auto tx = db.write();
    CHECK(reason(people::finish_signing_in(
              *tx, party, authenticator(-7).get(ceremony(people::begin_signing_in(*tx, party), "somebody else")), "")) == "user_handle");
    people::delete_passkey(*tx, viewer_of(*tx, ada), people::list_passkeys(*tx, viewer_of(*tx, ada)).front().id);
    CHECK(reason(people::finish_signing_in(*tx, party, authenticator(-7).get(ceremony(people::begin_signing_in(*tx, party), "x")), "")) ==
          "unknown");
    for (const char* nonsense :
         {"", "{}", "[]", "null", R"({"response":{"clientDataJSON":"eA"}})", R"({"response":{"clientDataJSON":1}})", "\xff"}) {
        CAPTURE(nonsense);
        CHECK(reason(people::finish_signing_in(*tx, party, nonsense, "")) == "malformed");
        CHECK(reason(people::finish_adding(*tx, viewer_of(*tx, ada), party, nonsense, "")) == "malformed");
        CHECK(reason(people::finish_showing(*tx, viewer_of(*tx, ada), party, nonsense)) == "malformed");
    }
}

ROOM_TEST_CASE("a counter that did not rise is refused as a copy, and what is stored follows the key", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org");
    const std::string handle = add_key(db, ada);
    auto tx = db.write();
    const auto sign_in = [&](std::uint32_t count) {
        Ceremony made = ceremony(people::begin_signing_in(*tx, party), handle);
        made.count = count;
        return reason(people::finish_signing_in(*tx, party, authenticator(-7).get(made), ""));
    };
    CHECK(sign_in(7).empty());
    CHECK(people::list_passkeys(*tx, viewer_of(*tx, ada)).front().sign_count == 7);
    CHECK(people::list_passkeys(*tx, viewer_of(*tx, ada)).front().used_at == noon);
    CHECK(sign_in(7) == "clone");
    CHECK(sign_in(3) == "clone");
    CHECK(sign_in(8).empty());
}

ROOM_TEST_CASE("a session has proved who is in front of it for a day by a passkey, and for a quarter of an hour by being new", db) {
    db.freeze(noon);
    const Account ada = account(db, "ada@example.org");
    const auto proof = [&] {
        auto tx = db.read();
        return people::find_proof(*tx, viewer_of(*tx, ada));
    };
    CHECK_FALSE(proof().has_passkey);
    CHECK(proof().fresh);
    CHECK_FALSE(proof().shown);
    add_key(db, ada);  // with the finger: that counts
    CHECK(proof().has_passkey);
    CHECK(proof().shown);
    db.freeze({noon.ms + 15 * minute});
    CHECK_FALSE(proof().fresh);
    CHECK(proof().shown);
    db.freeze({noon.ms + 24 * 60 * minute});
    CHECK_FALSE(proof().shown);
    // A passkey that was added by a touch alone proves nothing.
    const Account eve = account(db, "eve@example.org");
    webauthn::test::Authenticator stick(-8);
    stick.credential_id = "another one";
    add_key(db, eve, stick, webauthn::test::up);
    auto tx = db.read();
    CHECK_FALSE(people::find_proof(*tx, viewer_of(*tx, eve)).shown);
}

TEST_CASE("a passkey's name is cut after sixty characters, not within one") {
    CHECK(people::cut_name("My phone") == "My phone");
    std::string long_name;
    for (int i = 0; i < 70; ++i) long_name += "あ";
    CHECK(people::cut_name(long_name) == long_name.substr(0, 180));
}
