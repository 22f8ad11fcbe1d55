#include "kit/base/error.hpp"
#include "support/database.hpp"
#include "trade/sample_test.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("room");

using namespace trade;

namespace {
const base::Viewer keeper = people::keeper_at_the_terminal();

void load_sample(support::Database& db, const Folder& folder = sample::folder()) {
    sample::set_kinds();
    const auto tx = db.write();
    const auto loaded = load(*tx, keeper, folder);
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : sample::all(loaded.error())));
    tx->commit();
}

Folder exported(support::Database& db) {
    const auto tx = db.read();
    return export_folder(*tx, keeper);
}
}

ROOM_TEST_CASE("what is loaded can be read", db) {
    load_sample(db);
    const auto tx = db.read();
    const auto lesson = editorial::find_text(*tx, keeper, "lesson", "who-to-ask", base::Lang::ja);
    REQUIRE(lesson);
    CHECK(lesson->title == "誰に聞くか");
    CHECK(lesson->check_by == base::parse_day("2027-03-31"));
    CHECK_FALSE(lesson->native_read);
    const auto credits = editorial::list_credits(*tx, lesson->piece.id);
    REQUIRE(credits.size() == 1);
    CHECK(credits[0].person.slug == "starter-text");
    CHECK(credits[0].line == "taught in Akita, 2019");
    CHECK(credits[0].line_ja == "2019年まで秋田で勤務");
    CHECK(learn::list_levels(*tx, lesson->piece.id) == std::vector<std::string>{"es34", "jhs"});
    const auto course = learn::find_course(*tx, keeper, "first-week");
    REQUIRE(course);
    CHECK(course->lessons == std::vector{lesson->piece.id});
    CHECK(editorial::url_of(*tx, lesson->piece) == "/learn/first-week/who-to-ask");
    CHECK(editorial::list_citing(*tx, keeper, "cotter2011cultural", base::Lang::ja).size() == 1);
    const auto source = research::find_source(*tx, keeper, "mext2009notice");
    REQUIRE(source);
    CHECK(source->authors == "文部科学省 (MEXT)");
    CHECK(source->seen == research::Seen::full);
    const auto ada = people::find_person(*tx, keeper, "ada");
    REQUIRE(ada);
    CHECK(ada->agreed_on == base::parse_day("2026-11-01"));
    const auto starter = editorial::find_starter(*tx, lesson->piece.id, base::Lang::ja);
    REQUIRE(starter);
    CHECK(starter->path == "lessons/first-week/who-to-ask.ja.md");
}

ROOM_TEST_CASE("what was loaded is exported byte for byte", db) {
    load_sample(db);
    const Folder out = exported(db);
    const Folder in = sample::folder();
    REQUIRE(out.faults.empty());
    REQUIRE(out.files.size() == in.files.size());
    for (std::size_t i = 0; i < in.files.size(); ++i) {
        CAPTURE(in.files[i].path);
        CHECK(out.files[i] == in.files[i]);
    }
}

ROOM_TEST_CASE("a folder with one fault changes nothing", db) {
    sample::set_kinds();
    const auto tx = db.write();
    const auto loaded = load(*tx, keeper, sample::with("posts/empty-hour.en.md", "[planning, at-your-desk]", "[cooking]"));
    REQUIRE_FALSE(loaded.has_value());
    CHECK(sample::all(loaded.error()) == "posts/empty-hour.en.md:4: has the tag cooking; expected one of tags.yaml\n");
    tx->commit();
    CHECK(exported(db).files.empty());
}

ROOM_TEST_CASE("only a viewer who may publish loads", db) {
    sample::set_kinds();
    const auto tx = db.write();
    CHECK_THROWS_AS(load(*tx, {}, sample::folder()), base::Denied);
}

ROOM_TEST_CASE("loading tells how far it has come", db) {
    sample::set_kinds();
    const auto tx = db.write();
    std::vector<std::size_t> seen;
    REQUIRE(load(*tx, keeper, sample::folder(), [&](std::size_t done, std::size_t total) {
        CHECK(total == 7);
        seen.push_back(done);
    }).has_value());
    CHECK(seen == std::vector<std::size_t>{1, 2, 3, 4, 5, 6, 7});
}

ROOM_TEST_CASE("a withdrawn person's consent is part of what is exported", db) {
    load_sample(db);
    {
        const auto tx = db.write();
        auto ada = people::find_person(*tx, keeper, "ada");
        REQUIRE(ada);
        ada->agreed_on.reset();
        people::save_person(*tx, keeper, *ada);
        tx->commit();
    }
    const Folder out = exported(db);
    REQUIRE(out.find("people/ada.yaml"));
    CHECK(out.find("people/ada.yaml")->bytes == "name: Ada\n");
}

TEST_SUITE_END();
