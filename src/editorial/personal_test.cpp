#include "editorial/editorial.hpp"
#include "editorial/test_writers.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using base::Lang;
using support::World;

namespace {
base::Viewer as(people::PersonId person) {
    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    return viewer;
}

std::string file(const people::Files& files, std::string_view name) {
    const auto found = std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.first == name; });
    return found == files.end() ? "" : found->second;
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a person takes every live text with their name on it along, in both languages", db) {
    World world(db);
    world.publish("post", "hello", Lang::en, "Hello", "Text **in bold**.");
    world.publish("post", "hello", Lang::ja, "こんにちは", "本文です。");
    world.publish("page", "about", Lang::en, "About", "About us.");
    auto tx = db.write();
    const auto files = editorial::export_works(*tx, as(world.ada.id));
    CHECK(file(files, "works/post-hello.en.md") == "# Hello\n\nAbout Hello.\n\nText **in bold**.\n");
    CHECK(file(files, "works/post-hello.ja.md").starts_with("# こんにちは\n"));
    CHECK(file(files, "credits.json").find("\"line\":\"Taught in a test at the time.\"") != std::string::npos);
    CHECK(files.size() == 5);
    CHECK(editorial::export_works(*tx, as(world.quiet.id)).size() == 2);  // the empty lists of credits and of what was written
    CHECK_THROWS_AS(editorial::export_works(*tx, world.reader), base::Denied);
}

ROOM_TEST_CASE("the line about a former contributor goes, the text and the other lines stay", db) {
    World world(db);
    const auto piece = world.publish("post", "hello", Lang::en, "Hello", "Text.");
    std::vector<std::string> dropped;
    editorial::on_change([&](db::Tx&, const std::vector<std::string>& tags) { dropped = tags; });
    auto tx = db.write();
    editorial::set_credits(*tx, world.keeper, piece,
                           {{"writer", world.ada.id, "Line of Ada", "エイダの紹介"}, {"editor", world.quiet.id, "Line of Quiet", ""}});
    editorial::forget_person(*tx, as(world.ada.id), world.ada.id, people::SignedAs::name);
    CHECK(editorial::list_credits(*tx, piece)[0].line == "Line of Ada");
    editorial::forget_person(*tx, as(world.ada.id), world.ada.id, people::SignedAs::former);
    const auto credits = editorial::list_credits(*tx, piece);
    CHECK(credits[0].line == "");
    CHECK(credits[0].line_ja == "");
    CHECK(credits[1].line == "Line of Quiet");
    CHECK(editorial::find_text(*tx, world.reader, "post", "hello", Lang::en));
    CHECK(std::find(dropped.begin(), dropped.end(), editorial::piece_tag(piece)) != dropped.end());
    CHECK_THROWS_AS(editorial::forget_person(*tx, as(world.ada.id), world.quiet.id, people::SignedAs::former), base::Denied);
    editorial::on_change(nullptr);
}

ROOM_TEST_CASE("what somebody typed goes along with them, and stays without their name when they leave", db) {
    editorial_test::Writers desk(db);
    using editorial_test::Writers;
    const auto text = desk.open(desk.mari);
    auto version = desk.must_save(desk.mari, text, 0, {Writers::insert(1, "Hello")}, "maris-phone");
    version = desk.must_save(desk.ken, text, version, {Writers::insert(6, " all")});
    const auto mari = Writers::person_of(desk.mari), ken = Writers::person_of(desk.ken);
    auto tx = db.write();
    desk.name(*tx, desk.ken, "Ken Example");
    for (const auto* viewer : {&desk.mari, &desk.ken})
        editorial::record_act(*tx, *viewer, {.piece = desk.piece, .text = text, .act = "moved", .note = "From me."});
    editorial::cut_revision(*tx, text, ken, "handed_over");
    const std::string exported = file(editorial::export_works(*tx, desk.mari), "writing.json");
    CHECK(exported.find("maris-phone") != std::string::npos);
    CHECK(exported.find("Hello") != std::string::npos);
    CHECK(exported.find("From me.") != std::string::npos);
    CHECK(exported.find(" all") == std::string::npos);

    editorial::forget_person(*tx, desk.mari, mari, people::SignedAs::former);
    editorial::forget_person(*tx, desk.ken, ken, people::SignedAs::name);
    const std::string left = file(editorial::export_works(*tx, desk.mari), "writing.json");
    CHECK(left ==
          R"({"steps":[],"revisions":[],"working_copies":[],"acts":[],"approvals":[],"duties":[],"scheduled":[],"desk_closures":[]})");
    const auto since = editorial::steps_since(*tx, desk.ken, text, 0);
    REQUIRE(since);
    for (const std::string& client : since->clients) CHECK(client == "former");
    CHECK(doc::plain_text(editorial::find_copy(*tx, desk.editor, text)->body) == "Hello all");
    for (const auto& act : editorial::list_acts(*tx, desk.editor, desk.piece)) {
        CHECK((!act.person || act.person->id == ken));
        if (act.act == "moved") CHECK(act.note == (act.person ? "From me." : ""));
    }
    const auto revisions = editorial::list_revisions(*tx, desk.editor, text);
    REQUIRE(revisions.size() == 2);
    for (const auto& revision : revisions) {
        CAPTURE(revision.reason);
        CHECK(revision.made_by.has_value() == (revision.reason == "handed_over"));
    }
}

ROOM_TEST_CASE("the line of whoever left does not come back with an undo", db) {
    World world(db);
    const auto piece = world.publish("post", "hello", Lang::en, "Hello", "Text.");
    auto tx = db.write();
    const auto arranged = [&](people::PersonId id) {
        return editorial::record_act(*tx, world.keeper, {.piece = piece, .act = "changed", .stage_to = "credits"},
                                     R"({"setting":"credits","was":"[{\"role\":\"writer\",\"person\":)" +
                                         std::to_string(static_cast<std::int64_t>(id)) + R"(,\"line\":\"Line of hers\"}]","is":"[]"})");
    };
    const auto hers = arranged(world.ada.id), others = arranged(world.quiet.id);
    editorial::forget_person(*tx, as(world.ada.id), world.ada.id, people::SignedAs::former);
    const auto undone = editorial::undo(*tx, world.keeper, hers);
    REQUIRE_FALSE(undone.has_value());
    CHECK(undone.error().front().word == "publish.problem.undo_late");
    // No settings are known in this test, which is another reason.
    CHECK(editorial::undo(*tx, world.keeper, others).error().front().word == "publish.problem.no_undo");
}

TEST_SUITE_END();
