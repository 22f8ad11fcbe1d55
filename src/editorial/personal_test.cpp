#include "editorial/editorial.hpp"
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
    CHECK(files.size() == 4);
    CHECK(editorial::export_works(*tx, as(world.quiet.id)).size() == 1);  // the empty list of credits
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

TEST_SUITE_END();
