#include "people/people.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using support::World;

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("nobody is named, listed or has a page before they said yes", db) {
    World world(db);
    auto tx = db.write();
    CHECK(people::find_person(*tx, world.reader, "ada"));
    CHECK_FALSE(people::find_person(*tx, world.reader, "quiet"));
    const auto listed = people::list_people(*tx, world.reader);
    REQUIRE(listed.size() == 1);
    CHECK(listed.front().slug == "ada");

    world.quiet.agreed_on = base::parse_day("2026-11-01");
    people::save_person(*tx, world.keeper, world.quiet);
    CHECK(people::find_person(*tx, world.reader, "quiet"));
}

ROOM_TEST_CASE("a collective signature has a page and is never listed as a person", db) {
    World world(db);
    auto tx = db.write();
    people::save_person(*tx, world.keeper, {.id = {}, .slug = "starter-text", .name = "Starter text", .name_ja = "はじめの文章", .bio = "b", .bio_ja = "", .collective = true, .agreed_on = {}});
    CHECK(people::find_person(*tx, world.reader, "starter-text"));
    CHECK(people::list_people(*tx, world.reader).size() == 1);
}

ROOM_TEST_CASE("only who keeps the site may write down people or see all of them", db) {
    World world(db);
    auto tx = db.write();
    CHECK_THROWS_AS(people::save_person(*tx, world.reader, world.ada), base::Denied);
    CHECK_THROWS_AS(people::list_all_people(*tx, world.reader), base::Denied);
    CHECK(people::list_all_people(*tx, world.keeper).size() == 2);
}

ROOM_TEST_CASE("a name stands in the reader's language, or in the one there is", db) {
    World world(db);
    CHECK(people::name_in(base::Lang::ja, world.ada) == "エイダ");
    CHECK(people::name_in(base::Lang::ja, world.quiet) == "Quiet Example");
    CHECK(people::bio_in(base::Lang::en, world.ada) == "Teaches in a test.");
}

TEST_SUITE_END();
