#include "design/frame.hpp"
#include "kit/mail/mail.hpp"
#include "people/people.hpp"
#include "support/golden.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using people::Role;
using support::World;

namespace {
/// People with accounts, and viewers of theirs.
struct Team : World {
    explicit Team(support::Database& database) : World(database) { database.freeze({1795446000000}); }

    people::PersonId member(db::Tx& tx, const std::string& address, std::optional<Role> role = {}) {
        const auto secrets = people::begin_sign_in(tx, address, "");
        const auto person = people::redeem_link(tx, secrets.token, "")->person;
        if (role) people::give_role(tx, keeper, person, {.role = *role, .scope = "site", .term_end = {}, .deputy = {}});
        return person;
    }
    base::Viewer viewer(db::Tx& tx, people::PersonId person) {
        return people::find_viewer(tx, people::begin_session(tx, person, "", false));
    }
    people::RoleId first_role(db::Tx& tx, people::PersonId person) { return people::list_roles(tx, keeper, person).at(0).id; }
};

std::string word_of(const base::Result<people::RoleId, people::Problems>& result) { return result ? "" : result.error().at(0).word; }
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the last keeper cannot end the role, hand it over into nothing or let it run out", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    const auto emi = team.member(*tx, "emi@example.org");
    const base::Viewer viewer = team.viewer(*tx, kim);
    const auto role = team.first_role(*tx, kim);
    const base::Day today = base::day_of(tx->now());
    CHECK(word_of(people::end_role(*tx, viewer, role)) == "problem.last_keeper");
    CHECK(word_of(people::hand_over_role(*tx, viewer, role, team.quiet.id)) == "problem.hand_over_account");
    CHECK(word_of(people::hand_over_role(*tx, viewer, role, kim)) == "problem.hand_over_same");
    CHECK(word_of(people::set_term(*tx, viewer, role, base::Day{today.days + 30}, {})) == "problem.last_keeper_term");
    CHECK(people::has_keeper(*tx));

    // With a deputy somebody goes on; and one keeper more lets the first go.
    CHECK(people::set_term(*tx, viewer, role, base::Day{today.days + 30}, emi));
    CHECK(people::set_term(*tx, viewer, role, {}, {}));
    people::give_role(*tx, viewer, emi, {.role = Role::keeper, .scope = "site", .term_end = {}, .deputy = {}});
    CHECK(people::end_role(*tx, viewer, role));
    CHECK(people::has_keeper(*tx));
}

ROOM_TEST_CASE("a keeper who was offered the role and has not said yes is no keeper yet", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    const auto emi = team.member(*tx, "emi@example.org");
    people::give_role(*tx, team.keeper, emi, {.role = Role::keeper, .scope = "site", .term_end = {}, .deputy = {}}, /*offered=*/true);
    CHECK(word_of(people::end_role(*tx, team.viewer(*tx, kim), team.first_role(*tx, kim))) == "problem.last_keeper");
    CHECK(people::count_keepers(*tx, team.keeper).all == 1);
}

ROOM_TEST_CASE("at the terminal the last keeper can be ended, and the next one made", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    CHECK_THROWS_AS(people::make_first_keeper(*tx, "Sam", "sam@example.org", base::Lang::en), base::Denied);
    CHECK(people::end_role(*tx, team.keeper, team.first_role(*tx, kim)));
    CHECK_FALSE(people::has_keeper(*tx));
    const auto sam = people::make_first_keeper(*tx, "Sam", "sam@example.org", base::Lang::ja);
    CHECK(people::has_keeper(*tx));
    CHECK(people::find_main_address(*tx, sam) == "sam@example.org");
    CHECK(people::may(team.viewer(*tx, sam), people::Right::keep));
}

ROOM_TEST_CASE("a role has no last day that has passed, and no deputy who could not act", db) {
    Team team(db);
    auto tx = db.write();
    const auto emi = team.member(*tx, "emi@example.org", Role::editor);
    const auto role = team.first_role(*tx, emi);
    const base::Day today = base::day_of(tx->now());
    CHECK(word_of(people::set_term(*tx, team.keeper, role, base::Day{today.days - 1}, {})) == "problem.term_passed");
    CHECK(word_of(people::set_term(*tx, team.keeper, role, today, emi)) == "problem.deputy");
    CHECK(word_of(people::set_term(*tx, team.keeper, role, today, team.quiet.id)) == "problem.deputy");
    CHECK(people::set_term(*tx, team.keeper, role, today, {}));
}

ROOM_TEST_CASE("rights on other people's roles are asked for in the rule itself", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    const auto emi = team.member(*tx, "emi@example.org", Role::editor);
    const base::Viewer editor = team.viewer(*tx, emi);
    const auto role = team.first_role(*tx, kim);
    CHECK_THROWS_AS(people::end_role(*tx, editor, role), base::Denied);
    CHECK_THROWS_AS(people::hand_over_role(*tx, editor, role, emi), base::Denied);
    CHECK_THROWS_AS(people::set_term(*tx, editor, role, {}, {}), base::Denied);
    CHECK_THROWS_AS(people::get_role(*tx, editor, role), base::Denied);
    CHECK_THROWS_AS(people::give_role(*tx, editor, emi, {}), base::Denied);
    CHECK_THROWS_AS(people::list_members(*tx, editor, 0, 10), base::Denied);
    CHECK_THROWS_AS(people::get_member(*tx, editor, kim), base::Denied);
    CHECK_THROWS_AS(people::count_members(*tx, editor), base::Denied);
    CHECK_THROWS_AS(people::list_role_holders(*tx, editor), base::Denied);
    CHECK_THROWS_AS(people::find_member(*tx, editor, "kim@example.org"), base::Denied);
    CHECK_THROWS_AS(people::count_keepers(*tx, editor), base::Denied);
    // One's own may be given back.
    CHECK(people::end_role(*tx, editor, team.first_role(*tx, emi)));
}

ROOM_TEST_CASE("members are those with an account or a role, by name, and those who hold a role can take one over", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    team.member(*tx, "reader@example.org");
    const auto emi = people::invite_person(*tx, team.keeper, "Emi", "emi@example.org", base::Lang::en);
    CHECK(people::count_members(*tx, team.keeper) == 2);
    people::give_role(*tx, team.keeper, emi, {.role = Role::editor, .scope = "site", .term_end = {}, .deputy = {}}, /*offered=*/true);
    const auto members = people::list_members(*tx, team.keeper, 0, 10);
    REQUIRE(members.size() == 3);
    CHECK(members[0].person.name == "Emi");
    CHECK_FALSE(members[0].has_account);
    CHECK(people::list_members(*tx, team.keeper, 2, 10).size() == 1);
    const auto holders = people::list_role_holders(*tx, team.keeper);
    REQUIRE(holders.size() == 1);
    CHECK(holders[0].id == kim);
    CHECK(people::find_member(*tx, team.keeper, "kim@example.org") == kim);
    CHECK_FALSE(people::find_member(*tx, team.keeper, "emi@example.org"));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("golden");

TEST_CASE("the invitation and the test mail read as they did") {
    const design::Frame frame{.name = "Test & Site", .public_url = "https://altto.example", .contact = ""};
    const people::NewRole role{
        .role = Role::course_editor, .scope = "section:learn", .term_end = base::parse_day("2027-03-31"), .deputy = {}};
    for (const base::Lang lang : base::languages) {
        const std::string end = "." + std::string(base::tag(lang)) + ".txt";
        const auto invitation = people::invitation_letter(frame, lang, "mari@example.org", role, "0123456789abcdef0123456789abcdef");
        CHECK_GOLDEN("mail/invitation" + end, "Subject: " + invitation.subject + "\n\n" + invitation.text + "\n" + invitation.html);
        const auto test = people::test_letter(frame, lang, "mari@example.org");
        CHECK_GOLDEN("mail/test" + end, "Subject: " + test.subject + "\n\n" + test.text);
    }
}

TEST_SUITE_END();
