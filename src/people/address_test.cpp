#include "people/people.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

namespace {
base::Viewer member(support::Database& db, const std::string& address) {
    auto tx = db.write();
    const auto signed_in = people::redeem_link(*tx, people::begin_sign_in(*tx, address, "").token, "");
    REQUIRE(signed_in);
    const base::Viewer viewer = people::find_viewer(*tx, signed_in->session);
    tx->commit();
    return viewer;
}

void add(support::Database& db, const base::Viewer& viewer, const std::string& address) {
    auto tx = db.write();
    const auto secrets = people::begin_confirm(*tx, viewer, address);
    REQUIRE(secrets);
    REQUIRE(people::redeem_link(*tx, secrets->token, "", viewer));
    tx->commit();
}

std::string word_of(const base::Result<people::SignInSecrets, people::Problems>& refused) {
    return refused ? "" : refused.error().front().word;
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("an address is taken as it is typed, in small letters and without spaces around it") {
    CHECK(people::normal_address("  Mari.Okabe+alt@Example.ORG\r\n") == "mari.okabe+alt@example.org");
    CHECK(people::normal_address("a@xn--eckwd4c7c.jp") == "a@xn--eckwd4c7c.jp");
    for (const char* typed :
         {"", "mari", "@example.org", "mari@", "mari@example", "mari@@example.org", "ma ri@example.org", ".mari@example.org",
          "mari.@example.org", "ma..ri@example.org", "\"mari\"@example.org", "mari@-example.org", "mari@example-.org", "mari@exa_mple.org",
          "mari@example.org\r\nBcc: all@example.org", "まり@example.org", "mari@例.jp", "mari@example.org."}) {
        INFO(std::string(typed));
        CHECK_FALSE(people::normal_address(typed));
    }
    CHECK_FALSE(people::normal_address(std::string(65, 'a') + "@example.org"));
    CHECK_FALSE(people::normal_address("a@" + std::string(250, 'b') + ".org"));
}

TEST_CASE("mailboxes of schools, offices and companies are known by their host") {
    for (const char* address : {"a@school.ed.jp", "a@mail.city.lg.jp", "a@univ.ac.jp", "a@mext.go.jp", "a@firm.co.jp", "a@group.or.jp"})
        CHECK(people::is_work_mailbox(address));
    for (const char* address : {"a@gmail.com", "a@yahoo.co.jp", "a@docomo.ne.jp", "a@red.jp", "a@example.jp", "a", ""})
        CHECK_FALSE(people::is_work_mailbox(address));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a person has two addresses at most, and none twice", db) {
    const base::Viewer mari = member(db, "mari@example.org");
    CHECK(word_of(people::begin_confirm(*db.write(), mari, "MARI@example.org")) == "problem.own_address");
    CHECK(word_of(people::begin_confirm(*db.write(), mari, "mari")) == "problem.address");
    add(db, mari, "mari@home.example");
    CHECK(word_of(people::begin_confirm(*db.write(), mari, "mari@third.example")) == "problem.two_addresses");
}

ROOM_TEST_CASE("two requests at once do not add a third address", db) {
    const base::Viewer mari = member(db, "mari@example.org");
    auto tx = db.write();
    const auto one = people::begin_confirm(*tx, mari, "one@example.org"), two = people::begin_confirm(*tx, mari, "two@example.org");
    REQUIRE(people::redeem_link(*tx, one->token, "", mari));
    CHECK(people::redeem_link(*tx, two->token, "", mari).error() == people::SignInRefusal::taken);
    CHECK(people::list_addresses(*tx, mari).size() == 2);
}

ROOM_TEST_CASE("the last address stays, and the other one takes the place of the main one", db) {
    const base::Viewer mari = member(db, "mari@example.org");
    auto tx = db.write();
    const std::int64_t first = people::list_addresses(*tx, mari).front().id;
    const auto refused = people::delete_address(*tx, mari, first);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().front().word == "problem.last_address");
    tx.reset();

    add(db, mari, "mari@home.example");
    tx = db.write();
    REQUIRE(people::delete_address(*tx, mari, first));
    const auto left = people::list_addresses(*tx, mari);
    REQUIRE(left.size() == 1);
    CHECK(left.front().main);
    CHECK(people::find_main_address(*tx, static_cast<people::PersonId>(*mari.person)) == "mari@home.example");
}

ROOM_TEST_CASE("nobody changes another person's addresses", db) {
    const base::Viewer mari = member(db, "mari@example.org"), kenji = member(db, "kenji@example.org");
    auto tx = db.write();
    const std::int64_t his = people::list_addresses(*tx, kenji).front().id;
    CHECK_THROWS_AS(people::set_main_address(*tx, mari, his), base::Missing);
    CHECK_THROWS_AS(people::delete_address(*tx, mari, his), base::Missing);
    CHECK_THROWS_AS(people::list_addresses(*tx, base::Viewer{}), base::Denied);
    CHECK(people::list_addresses(*tx, kenji).front().main);
}

ROOM_TEST_CASE("the main address is the one that was chosen", db) {
    const base::Viewer mari = member(db, "mari@example.org");
    add(db, mari, "mari@home.example");
    auto tx = db.write();
    people::set_main_address(*tx, mari, people::list_addresses(*tx, mari).back().id);
    const auto own = people::list_addresses(*tx, mari);
    CHECK(own.front().address == "mari@home.example");
    CHECK(own.front().main);
    CHECK_FALSE(own.back().main);
}

TEST_SUITE_END();
