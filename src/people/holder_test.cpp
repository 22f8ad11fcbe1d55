#include "people/people.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using people::Right;
using people::Role;
using support::World;

namespace {
struct Team : World {
    explicit Team(support::Database& database) : World(database) { database.freeze({1795446000000}); }

    people::PersonId member(db::Tx& tx, const std::string& address, std::optional<Role> role = {}, const std::string& scope = "site") {
        const auto person = people::redeem_link(tx, people::begin_sign_in(tx, address, "").token, "")->person;
        if (role) people::give_role(tx, keeper, person, {.role = *role, .scope = scope, .term_end = {}, .deputy = {}});
        return person;
    }
};

const people::Scope piece{{people::piece_scope(42), people::section_scope("learn")}};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("what somebody else may do is what their own session would have, but for the passkey", db) {
    Team team(db);
    auto tx = db.write();
    const auto emi = team.member(*tx, "emi@example.org", Role::blog_editor);
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    const base::Viewer seen = people::viewer_of(*tx, emi);
    const base::Viewer own = people::find_viewer(*tx, people::begin_session(*tx, emi, "", false));
    CHECK(seen.person == own.person);
    CHECK(seen.rights == own.rights);
    REQUIRE(seen.grants.size() == own.grants.size());
    CHECK(seen.grants.front().scope == own.grants.front().scope);
    CHECK(seen.grants.front().rights == own.grants.front().rights);

    base::Viewer with_key = people::viewer_of(*tx, kim);
    people::Passkey key;
    key.credential_id = "0123456789";
    key.name = "test";
    people::add_passkey(*tx, with_key, key);
    CHECK_FALSE(people::may(people::find_viewer(*tx, people::begin_session(*tx, kim, "", false)), Right::keep));
    CHECK(people::may(people::viewer_of(*tx, kim), Right::keep));
    CHECK(people::viewer_of(*tx, kim).held_back == 0);

    // Somebody without an account can do nothing.
    CHECK_FALSE(people::viewer_of(*tx, team.ada.id).person);
    CHECK(people::viewer_of(*tx, team.ada.id).rights == 0);
}

ROOM_TEST_CASE("whoever approves on the site or in a section counts once, a deputy from the day after, and nobody without an account", db) {
    Team team(db);
    auto tx = db.write();
    CHECK(people::count_holders(*tx, Right::approve) == 0);
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    people::give_role(*tx, team.keeper, kim, {.role = Role::editor, .scope = "site", .term_end = {}, .deputy = {}});
    team.member(*tx, "blog@example.org", Role::blog_editor);
    team.member(*tx, "piece@example.org", Role::contributor, "piece:42");
    people::give_role(*tx, team.keeper, team.ada.id, {.role = Role::editor, .scope = "site", .term_end = {}, .deputy = {}});
    CHECK(people::count_holders(*tx, Right::approve) == 2);
    CHECK(people::count_holders(*tx, Right::edit) == 2);

    const auto emi = team.member(*tx, "emi@example.org");
    const base::Day today = base::day_of(tx->now());
    const auto role = people::give_role(*tx, team.keeper, team.member(*tx, "old@example.org"),
                                        {.role = Role::editor, .scope = "site", .term_end = base::Day{today.days + 1}, .deputy = emi});
    CHECK(people::count_holders(*tx, Right::approve) == 3);
    tx->commit();
    db.freeze({1795446000000 + 3LL * 24 * 3600 * 1000});
    tx = db.write();
    CHECK(people::count_holders(*tx, Right::approve) == 3);
    CHECK(people::may(people::viewer_of(*tx, emi), Right::approve));
    REQUIRE(people::end_role(*tx, team.keeper, role));
    CHECK(people::count_holders(*tx, Right::approve) == 2);
}

ROOM_TEST_CASE("an editor gives somebody one piece, once, and not to whoever may do as much there", db) {
    Team team(db);
    auto tx = db.write();
    const auto emi = team.member(*tx, "emi@example.org", Role::course_editor);
    const auto mari = team.member(*tx, "mari@example.org");
    const base::Viewer editor = people::viewer_of(*tx, emi);
    people::give_piece_role(*tx, editor, mari, Role::contributor, 42, piece);
    people::give_piece_role(*tx, editor, mari, Role::contributor, 42, piece);
    CHECK(people::list_roles(*tx, team.keeper, mari).size() == 1);
    CHECK(people::may(people::viewer_of(*tx, mari), Right::edit, piece));
    CHECK_FALSE(people::may(people::viewer_of(*tx, mari), Right::edit, {{people::piece_scope(43), people::section_scope("learn")}}));
    // A contributor may not suggest; as a proofreader of the same piece they may.
    people::give_piece_role(*tx, editor, mari, Role::proofreader, 42, piece);
    CHECK(people::may(people::viewer_of(*tx, mari), Right::suggest, piece));
    people::give_piece_role(*tx, team.keeper, emi, Role::contributor, 42, piece);
    const auto roles = people::list_roles(*tx, team.keeper, emi);
    CHECK((roles.size() == 1 || people::may(editor, Right::edit, piece) == false));

    CHECK_THROWS_AS(people::give_piece_role(*tx, people::viewer_of(*tx, mari), mari, Role::contributor, 42, piece), base::Denied);
    CHECK_THROWS_AS(people::give_piece_role(*tx, team.keeper, people::PersonId{1}, Role::contributor, 42, piece), base::Missing);
}

TEST_SUITE_END();
