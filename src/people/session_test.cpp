#include "people/people.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using support::World;

namespace {
constexpr base::Instant noon{1795402800000};
constexpr std::int64_t day = 24LL * 60 * 60 * 1000;

people::PersonId member(support::Database& db, const std::string& address = "mari@example.org") {
    auto tx = db.write();
    const auto signed_in = people::redeem_link(*tx, people::begin_sign_in(*tx, address, "").token, "");
    REQUIRE(signed_in);
    people::end_all_sessions(*tx, people::find_viewer(*tx, signed_in->session), false);
    tx->commit();
    return signed_in->person;
}

std::string begin(support::Database& db, people::PersonId person, bool with_passkey = false, const std::string& agent = "") {
    auto tx = db.write();
    std::string session = people::begin_session(*tx, person, agent, with_passkey);
    tx->commit();
    return session;
}

base::Viewer viewer_of(support::Database& db, const std::string& session) { return people::find_viewer(*db.read(), session); }
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a session lasts sixty days, and then it is nobody's", db) {
    db.freeze(noon);
    const auto mari = member(db);
    const std::string session = begin(db, mari);
    CHECK(viewer_of(db, session).person == static_cast<std::int64_t>(mari));
    db.freeze({noon.ms + 60 * day - 1});
    CHECK(viewer_of(db, session).person);
    db.freeze({noon.ms + 60 * day});
    CHECK_FALSE(viewer_of(db, session).person);
    for (const char* none : {"", "x", "0123456789abcdef0123456789abcdef"}) CHECK_FALSE(viewer_of(db, none).person);
}

ROOM_TEST_CASE("one's sessions are listed by browser and day, and ended one by one or all at once", db) {
    db.freeze(noon);
    const auto mari = member(db);
    const std::string here = begin(db, mari, false, "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36");
    const std::string there = begin(db, mari, false, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1");
    const base::Viewer viewer = viewer_of(db, here);
    auto own = people::list_sessions(*db.read(), viewer);
    REQUIRE(own.size() == 2);
    const bool first_is_here = own[0].current;
    CHECK(own[0].current != own[1].current);
    CHECK(own[first_is_here ? 0 : 1].agent == "Chrome, Windows");
    CHECK(own[first_is_here ? 1 : 0].agent == "Safari, iPhone");

    auto tx = db.write();
    people::end_session(*tx, viewer, own[first_is_here ? 1 : 0].id);
    tx->commit();
    CHECK_FALSE(viewer_of(db, there).person);
    CHECK(viewer_of(db, here).person);

    const std::string more = begin(db, mari);
    tx = db.write();
    people::end_all_sessions(*tx, viewer, /*keep_current=*/true);
    tx->commit();
    CHECK(viewer_of(db, here).person);
    CHECK_FALSE(viewer_of(db, more).person);
    tx = db.write();
    people::end_all_sessions(*tx, viewer, /*keep_current=*/false);
    tx->commit();
    CHECK_FALSE(viewer_of(db, here).person);
}

ROOM_TEST_CASE("nobody ends another person's session", db) {
    const auto mari = member(db), kenji = member(db, "kenji@example.org");
    const base::Viewer hers = viewer_of(db, begin(db, mari)), his = viewer_of(db, begin(db, kenji));
    auto tx = db.write();
    CHECK_THROWS_AS(people::end_session(*tx, hers, *his.session), base::Missing);
    people::end_all_sessions(*tx, hers, false);
    CHECK(people::list_sessions(*tx, his).size() == 1);
    CHECK_THROWS_AS(people::list_sessions(*tx, base::Viewer{}), base::Denied);
}

ROOM_TEST_CASE("a day is noted once", db) {
    db.freeze(noon);
    const std::string session = begin(db, member(db));
    CHECK_FALSE(viewer_of(db, session).first_today);
    db.freeze({noon.ms + day});
    const base::Viewer viewer = viewer_of(db, session);
    CHECK(viewer.first_today);
    auto tx = db.write();
    CHECK(people::touch_session(*tx, viewer));
    CHECK_FALSE(people::touch_session(*tx, viewer));
    tx->commit();
    CHECK_FALSE(viewer_of(db, session).first_today);
    CHECK_FALSE(people::touch_session(*db.write(), base::Viewer{}));
}

ROOM_TEST_CASE("once an editor has a passkey, the rights of an editor wait until it was shown, for a day", db) {
    db.freeze(noon);
    World world(db);
    const auto mari = member(db);
    {
        auto tx = db.write();
        people::give_role(*tx, world.keeper, mari, {people::Role::editor, "site", {}, {}});
        tx->commit();
    }
    const std::string session = begin(db, mari);
    CHECK(people::may(viewer_of(db, session), people::Right::publish));
    {
        auto tx = db.write();
        people::Passkey key;
        key.person = mari;
        key.credential_id = "one";
        key.public_key = "key";
        REQUIRE(people::add_passkey(*tx, viewer_of(db, session), key));
        tx->commit();
    }
    const base::Viewer before = viewer_of(db, session);
    CHECK_FALSE(people::may_somewhere(before, people::Right::publish));
    CHECK(people::waits_for_passkey(before, people::Right::publish));
    CHECK(people::may(before, people::Right::pitch));
    {
        auto tx = db.write();
        people::raise_session(*tx, before);
        tx->commit();
    }
    CHECK(people::may(viewer_of(db, session), people::Right::publish));
    db.freeze({noon.ms + day});
    CHECK_FALSE(people::may(viewer_of(db, session), people::Right::publish));
    CHECK(people::may(viewer_of(db, begin(db, mari, /*with_passkey=*/true)), people::Right::publish));
}

TEST_SUITE_END();
