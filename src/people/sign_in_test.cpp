#include "people/people.hpp"

#include "people/sign_in_form.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using support::World;

namespace {
constexpr base::Instant noon{1795402800000};  // 23 November 2026, 12:00 in Tokyo

people::SignInSecrets ask(support::Database& db, const std::string& address = "mari@example.org", const std::string& back = "") {
    auto tx = db.write();
    auto secrets = people::begin_sign_in(*tx, address, back);
    tx->commit();
    return secrets;
}

base::Result<people::SignedIn, people::SignInRefusal> by_link(support::Database& db, const people::SignInSecrets& secrets,
                                                              const base::Viewer& viewer = {}) {
    auto tx = db.write();
    auto result = people::redeem_link(*tx, secrets.token, "", viewer);
    tx->commit();
    return result;
}

base::Result<people::SignedIn, people::SignInRefusal> by_code(support::Database& db, const std::string& uid, const std::string& code) {
    auto tx = db.write();
    auto result = people::redeem_code(*tx, uid, code, "");
    tx->commit();
    return result;
}

std::string another(const std::string& code) { return code == "123456" ? "654321" : "123456"; }

base::Viewer viewer_of(support::Database& db, const std::string& session) { return people::find_viewer(*db.read(), session); }
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a code may be typed with spaces, hyphens and in full width") {
    for (const char* typed : {"123456", " 123 456 ", "123-456", "１２３４５６", "１２３　４５６", "1 2 3 4 5 6\r\n"}) {
        INFO(std::string(typed));
        CHECK(people::code_from(typed) == "123456");
    }
    for (const char* typed : {"", "12345", "1234567", "12345a", "十二三四五六", "123456 123456", "\xef\xbc",
                              "\xef\xbc\x9a"
                              "12345"}) {
        INFO(std::string(typed));
        CHECK_FALSE(people::code_from(typed));
    }
}

TEST_CASE("the way back stays on this site") {
    CHECK(people::back_from("") == "");
    CHECK(people::back_from("/ja/me?x=1") == "/ja/me?x=1");
    for (const char* typed :
         {"//evil.example", "/\\evil.example", "https://evil.example", "evil", "/a\r\nSet-Cookie: x", "/\t/evil.example"})
        CHECK(people::back_from(typed) == "/");
}

TEST_CASE("secrets are mailed for https and for the machine itself alone") {
    for (const char* url :
         {"https://altto.example", "http://localhost:8080", "http://localhost", "http://127.0.0.1:1", "http://[::1]:8080"})
        CHECK(people::may_mail_secrets(url));
    for (const char* url :
         {"http://altto.example", "http://localhost.evil.example", "http://127.0.0.10", "http://[::1", "ftp://localhost", ""})
        CHECK_FALSE(people::may_mail_secrets(url));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a link signs in once, and its code is dead then", db) {
    const auto secrets = ask(db, "mari@example.org", "/ja/me");
    const auto first = by_link(db, secrets);
    REQUIRE(first);
    CHECK(first->is_new);
    CHECK(first->back == "/ja/me");
    CHECK(viewer_of(db, first->session).person == static_cast<std::int64_t>(first->person));
    const auto second = by_link(db, secrets);
    REQUIRE_FALSE(second);
    CHECK(second.error() == people::SignInRefusal::gone);
    CHECK(by_code(db, secrets.uid, secrets.code).error() == people::SignInRefusal::gone);
    CHECK_FALSE(people::find_sign_in(*db.read(), secrets.token));
}

ROOM_TEST_CASE("the code signs in the browser that asked, and no other", db) {
    const auto secrets = ask(db), others = ask(db);
    CHECK(by_code(db, "unknown", secrets.code).error() == people::SignInRefusal::gone);
    if (secrets.code != others.code) CHECK(by_code(db, others.uid, secrets.code).error() == people::SignInRefusal::wrong_code);
    const auto done = by_code(db, secrets.uid, secrets.code);
    REQUIRE(done);
    CHECK(by_link(db, secrets).error() == people::SignInRefusal::gone);
    const auto again = by_link(db, others);  // the same person, signed in twice
    REQUIRE(again);
    CHECK(again->person == done->person);
    CHECK_FALSE(again->is_new);
}

ROOM_TEST_CASE("after five wrong codes the right one and the link are dead", db) {
    const auto secrets = ask(db);
    for (int i = 0; i < people::max_code_tries; ++i)
        CHECK(by_code(db, secrets.uid, another(secrets.code)).error() == people::SignInRefusal::wrong_code);
    CHECK(by_code(db, secrets.uid, secrets.code).error() == people::SignInRefusal::gone);
    CHECK(by_link(db, secrets).error() == people::SignInRefusal::gone);
    CHECK_FALSE(people::find_sign_in_by_uid(*db.read(), secrets.uid));
}

ROOM_TEST_CASE("link and code are good for a quarter of an hour", db) {
    db.freeze(noon);
    const auto secrets = ask(db);
    db.freeze({noon.ms + 15 * 60000 - 1});
    CHECK(people::find_sign_in(*db.read(), secrets.token));
    db.freeze({noon.ms + 15 * 60000});
    CHECK_FALSE(people::find_sign_in(*db.read(), secrets.token));
    CHECK(by_link(db, secrets).error() == people::SignInRefusal::gone);
    CHECK(by_code(db, secrets.uid, secrets.code).error() == people::SignInRefusal::gone);
}

ROOM_TEST_CASE("what is kept of a sign-in opens nothing", db) {
    constexpr db::Query kept{"test.kept_sign_in", "select uid_hash, token_hash, code_hash from sign_ins"};
    const auto secrets = ask(db);
    const auto row = db.read()->first(kept);
    REQUIRE(row);
    for (const std::string& hash : {row->text(0), row->text(1), row->text(2)})
        for (const std::string& secret : {secrets.uid, secrets.token, secrets.code}) CHECK(hash.find(secret) == std::string::npos);
}

ROOM_TEST_CASE("a second address is added when its mail was answered, by whoever reads that mailbox", db) {
    const auto mari = by_link(db, ask(db));
    REQUIRE(mari);
    const base::Viewer viewer = viewer_of(db, mari->session);
    auto tx = db.write();
    const auto secrets = people::begin_confirm(*tx, viewer, " Mari@Home.Example ");
    REQUIRE(secrets);
    tx->commit();
    CHECK(people::list_addresses(*db.read(), viewer).size() == 1);
    CHECK(people::find_sign_in(*db.read(), secrets->token)->confirms);

    // Where nobody or somebody else is signed in it adds nothing, and stays good.
    const auto kenji = by_link(db, ask(db, "kenji@example.org"));
    CHECK(by_link(db, *secrets).error() == people::SignInRefusal::elsewhere);
    CHECK(by_link(db, *secrets, viewer_of(db, kenji->session)).error() == people::SignInRefusal::elsewhere);
    CHECK(by_code(db, secrets->uid, secrets->code).error() == people::SignInRefusal::elsewhere);
    const auto done = by_link(db, *secrets, viewer);
    REQUIRE(done);
    CHECK(done->session.empty());
    const auto own = people::list_addresses(*db.read(), viewer);
    REQUIRE(own.size() == 2);
    CHECK(own.front().main);
    CHECK(own.back().address == "mari@home.example");
    const auto by_second = by_link(db, ask(db, "mari@home.example"));
    REQUIRE(by_second);
    CHECK(by_second->person == mari->person);
}

ROOM_TEST_CASE("an address that another account has is not taken from it", db) {
    const auto mari = by_link(db, ask(db)), kenji = by_link(db, ask(db, "kenji@example.org"));
    REQUIRE(mari);
    REQUIRE(kenji);
    auto tx = db.write();
    const auto secrets = people::begin_confirm(*tx, viewer_of(db, mari->session), "kenji@example.org");
    REQUIRE(secrets);  // whether somebody has it is told to its reader alone
    tx->commit();
    CHECK(by_link(db, *secrets, viewer_of(db, mari->session)).error() == people::SignInRefusal::taken);
    CHECK(by_link(db, ask(db, "kenji@example.org"))->person == kenji->person);
}

TEST_SUITE_END();
