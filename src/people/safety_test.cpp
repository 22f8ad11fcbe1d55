#include "people/people.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using people::Role;
using people::Task;
using support::World;

namespace {
struct Team : World {
    explicit Team(support::Database& database) : World(database) { database.freeze({1795446000000}); }

    people::PersonId member(db::Tx& tx, const std::string& address, std::optional<Role> role = {}) {
        const auto person = people::redeem_link(tx, people::begin_sign_in(tx, address, "").token, "")->person;
        if (role) people::give_role(tx, keeper, person, {.role = *role, .scope = "site", .term_end = {}, .deputy = {}});
        return person;
    }
    base::Viewer viewer(db::Tx& tx, people::PersonId person) {
        return people::find_viewer(tx, people::begin_session(tx, person, "", false));
    }
    people::RoleId first_role(db::Tx& tx, people::PersonId person) { return people::list_roles(tx, keeper, person).at(0).id; }
};

bool has_address(db::Tx& tx, const base::Viewer& viewer, const std::string& wanted) {
    for (const people::Address& one : people::list_addresses(tx, viewer))
        if (one.address == wanted) return true;
    return false;
}

/// Whether it was refused, in either of the two ways.
template <class Do>
bool is_refused(Do&& act) {
    try {
        return !act().has_value();
    } catch (const base::Denied&) {
        return true;
    }
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a link that was used brings no address back that its person has taken away", db) {
    Team team(db);
    auto tx = db.write();
    const std::string token = people::make_task_link(*tx, team.keeper, team.quiet.id, Task::claim, "", "quiet@school.ed.jp");
    REQUIRE(people::do_task(*tx, token, false));
    const base::Viewer quiet = team.viewer(*tx, team.quiet.id);
    const auto own = people::begin_confirm(*tx, quiet, "quiet@example.org");
    REQUIRE(own);
    REQUIRE(people::redeem_link(*tx, own->token, "", quiet));
    for (const people::Address& one : people::list_addresses(*tx, quiet))
        if (one.address == "quiet@school.ed.jp") REQUIRE(people::delete_address(*tx, quiet, one.id));
    REQUIRE_FALSE(has_address(*tx, quiet, "quiet@school.ed.jp"));

    // Whoever still reads that mailbox presses the button again.
    try {
        static_cast<void>(people::do_task(*tx, token, false));
    } catch (const base::Missing&) {}
    CHECK_FALSE(has_address(*tx, quiet, "quiet@school.ed.jp"));
}

ROOM_TEST_CASE("no editor makes a link that adds an address to an account", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper);
    const base::Viewer editor = team.viewer(*tx, team.member(*tx, "ed@example.org", Role::editor));
    const base::Viewer viewer = team.viewer(*tx, kim);
    try {
        static_cast<void>(people::do_task(*tx, people::make_task_link(*tx, editor, kim, Task::claim, "", "mine@example.org"), false));
    } catch (const base::Denied&) {
    } catch (const base::Missing&) {}
    CHECK_FALSE(has_address(*tx, viewer, "mine@example.org"));
}

ROOM_TEST_CASE("the address of a page tells nothing of the name behind a pen name in Japanese letters", db) {
    Team team(db);
    auto tx = db.write();
    const base::Viewer mari = team.viewer(*tx, team.member(*tx, "mari@example.org"));
    people::Profile profile;
    profile.name = "Mari Example";
    profile.named = true;
    REQUIRE(people::save_profile(*tx, mari, profile));
    REQUIRE(people::find_person(*tx, team.reader, "mari-example"));
    profile.pen_name = "ふくろう";
    REQUIRE(people::save_profile(*tx, mari, profile));
    CHECK_FALSE(people::find_person(*tx, team.reader, "mari-example"));
}

ROOM_TEST_CASE("an application that somebody else typed is not sent by signing in some other way", db) {
    Team team(db);
    auto tx = db.write();
    people::Call call;
    call.title = call.text = call.title_ja = call.text_ja = "Proofreaders wanted";
    const auto id = people::save_call(*tx, team.keeper, call);
    REQUIRE(people::apply(*tx, {.call = id, .name = "A Name They Never Chose", .address = "mari@example.org", .words = "Not hers."}));
    // The letter about it says: do nothing, and nothing happens. A day later she signs in by herself.
    const auto signed_in = people::redeem_link(*tx, people::begin_sign_in(*tx, "mari@example.org", "").token, "");
    REQUIRE(signed_in);
    const base::Viewer mari = people::find_viewer(*tx, signed_in->session);
    CHECK(people::list_own_applications(*tx, mari).empty());
    CHECK(people::list_applications(*tx, team.keeper).empty());
    CHECK(mari.name.empty());
}

ROOM_TEST_CASE("a role that was only offered is not handed over by the one to whom it was offered", db) {
    Team team(db);
    auto tx = db.write();
    const auto mari = team.member(*tx, "mari@example.org"), emi = team.member(*tx, "emi@example.org");
    const auto offer =
        people::give_role(*tx, team.keeper, mari, {.role = Role::editor, .scope = "site", .term_end = {}, .deputy = {}}, true);
    const base::Viewer viewer = team.viewer(*tx, mari);
    CHECK(is_refused([&] { return people::hand_over_role(*tx, viewer, offer, emi); }));
    CHECK_FALSE(people::may(team.viewer(*tx, emi), people::Right::publish));
}

ROOM_TEST_CASE("rights that wait for a passkey are not handed over without it", db) {
    Team team(db);
    auto tx = db.write();
    const auto kim = team.member(*tx, "kim@example.org", Role::keeper), emi = team.member(*tx, "emi@example.org");
    people::Passkey key;
    key.person = kim;
    key.credential_id = "credential";
    key.public_key = "key";
    REQUIRE(people::add_passkey(*tx, team.viewer(*tx, kim), key));
    const base::Viewer by_mail = team.viewer(*tx, kim);
    REQUIRE(by_mail.held_back != 0);
    CHECK(is_refused([&] { return people::hand_over_role(*tx, by_mail, team.first_role(*tx, kim), emi); }));
    CHECK_FALSE(people::may(team.viewer(*tx, emi), people::Right::keep));
}

ROOM_TEST_CASE("a deputy who alone keeps the site does not leave it without anybody", db) {
    Team team(db);
    people::PersonId kim{}, emi{};
    {
        auto tx = db.write();
        kim = team.member(*tx, "kim@example.org", Role::keeper);
        emi = team.member(*tx, "emi@example.org");
        const base::Day today = base::day_of(tx->now());
        REQUIRE(people::set_term(*tx, team.viewer(*tx, kim), team.first_role(*tx, kim), today, emi));
        tx->commit();
    }
    db.freeze({1795446000000 + 2 * 24LL * 3600 * 1000});
    auto tx = db.write();
    const base::Viewer viewer = team.viewer(*tx, emi);
    REQUIRE(people::may(viewer, people::Right::keep));
    try {
        people::forget_person(*tx, viewer, emi, people::SignedAs::former);
    } catch (const base::Denied&) {}
    CHECK(people::has_keeper(*tx));
}

ROOM_TEST_CASE("a role that is given at the terminal stands in the audit", db) {
    Team team(db);
    auto tx = db.write();
    const auto mari = team.member(*tx, "mari@example.org");
    people::give_role(*tx, team.keeper, mari, {.role = Role::keeper, .scope = "site", .term_end = {}, .deputy = {}});
    bool found = false;
    for (const people::AuditLine& line : people::list_audit(*tx, team.keeper, 0, 100))
        if (line.action == "keep" && line.target.ends_with(" keeper")) found = true;
    CHECK(found);
}

ROOM_TEST_CASE("a yes to an application gives nobody the same role twice", db) {
    Team team(db);
    auto tx = db.write();
    people::Call call;
    call.title = call.text = call.title_ja = call.text_ja = "Proofreaders wanted";
    const auto id = people::save_call(*tx, team.keeper, call);
    people::PersonId mari{};
    for (int time = 0; time < 2; ++time) {
        const auto sent = people::apply(*tx, {.call = id, .name = "Mari", .address = "mari@example.org", .words = "I read."});
        REQUIRE(sent);
        mari = people::redeem_link(*tx, people::begin_sign_in(*tx, "mari@example.org", "", *sent).token, "")->person;
        CHECK(people::answer_application(*tx, team.keeper, *sent, true, "Welcome."));
    }
    CHECK(people::list_roles(*tx, team.keeper, mari).size() == 1);
}

ROOM_TEST_CASE("the name behind a pen name is for its editor, and no longer for one who writes a single piece now", db) {
    Team team(db);
    auto tx = db.write();
    const auto ed = team.member(*tx, "ed@example.org", Role::editor);
    people::Profile own;
    own.name = "Ed Example";
    own.named = true;
    REQUIRE(people::save_profile(*tx, team.viewer(*tx, ed), own));
    const auto mari = team.member(*tx, "mari@example.org");
    people::Profile profile;
    profile.name = "Mari Example";
    profile.pen_name = "ふくろう";
    profile.named = true;
    profile.pen_keeper = ed;
    REQUIRE(people::save_profile(*tx, team.viewer(*tx, mari), profile));
    CHECK(people::find_name_behind(*tx, team.viewer(*tx, ed), mari) == "Mari Example");
    REQUIRE(people::end_role(*tx, team.keeper, team.first_role(*tx, ed)));
    people::give_role(*tx, team.keeper, ed, {.role = Role::contributor, .scope = "piece:1", .term_end = {}, .deputy = {}});
    CHECK_FALSE(people::find_name_behind(*tx, team.viewer(*tx, ed), mari));

    // Nor does the address tell it, of the page that stays when the account goes.
    people::forget_person(*tx, team.viewer(*tx, mari), mari, people::SignedAs::pen);
    CHECK(people::get_person(*tx, team.keeper, mari).name == "ふくろう");
    CHECK(people::get_person(*tx, team.keeper, mari).slug.starts_with("p-"));
}

TEST_SUITE_END();
