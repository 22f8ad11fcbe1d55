#include "editorial/editorial.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using support::World;

TEST_SUITE_BEGIN("room");

namespace {
/// A kind that wants the word "ready" in its text.
void use_note_kind() {
    editorial::set_kinds(
        {{.name = "note",
          .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/note/" + piece.slug; },
          .ready =
              [](Lang, const doc::Node& body) {
                  editorial::Problems problems;
                  if (doc::plain_text(body).find("ready") == std::string::npos) problems.push_back({"body", "test.ready_missing"});
                  return problems;
              },
          .list_tags = {"note:list"}}});
}
}

ROOM_TEST_CASE("a reader sees a text from the moment it is published, in its language only", db) {
    use_note_kind();
    World world(db);
    {
        auto tx = db.write();
        editorial::make_piece(*tx, world.keeper, {"note", "hello", "CC-BY-4.0"});
        CHECK_FALSE(editorial::find_text(*tx, world.reader, "note", "hello", Lang::en));
        tx->commit();
    }
    world.publish("note", "hello", Lang::en, "Hello", "ready **now**");
    auto tx = db.read();
    const auto text = editorial::find_text(*tx, world.reader, "note", "hello", Lang::en);
    REQUIRE(text);
    CHECK(text->title == "Hello");
    CHECK(doc::to_markdown(text->body) == "ready **now**\n");
    CHECK_FALSE(editorial::find_text(*tx, world.reader, "note", "hello", Lang::ja));
    CHECK(editorial::count_texts(*tx, world.reader, "note", Lang::en) == 1);
    CHECK(editorial::url_of(*tx, text->piece) == "/note/hello");
}

ROOM_TEST_CASE("correcting a published text never changes what readers see until it is published again", db) {
    use_note_kind();
    World world(db);
    const auto piece = world.publish("note", "hello", Lang::en, "Hello", "ready");
    {
        auto tx = db.write();
        const auto text = editorial::find_text_id(*tx, piece, Lang::en);
        REQUIRE(text);
        editorial::put_working_copy(*tx, world.keeper, *text, "Changed", "Changed.", World::document("ready and changed"));
        tx->commit();
    }
    auto tx = db.read();
    CHECK(editorial::find_text(*tx, world.reader, "note", "hello", Lang::en)->title == "Hello");
    tx.reset();
    world.publish("note", "hello", Lang::en, "Changed", "ready and changed");
    tx = db.read();
    CHECK(editorial::find_text(*tx, world.reader, "note", "hello", Lang::en)->title == "Changed");
}

ROOM_TEST_CASE("what is not ready is refused with what is missing, and nothing changes", db) {
    use_note_kind();
    World world(db);
    auto tx = db.write();
    const auto piece = editorial::make_piece(*tx, world.keeper, {"note", "early", "CC-BY-4.0"});
    const auto refused = editorial::publish(*tx, world.keeper, piece, Lang::en, World::publication("Early", "not yet"));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().front().word == "test.ready_missing");
    CHECK_FALSE(editorial::has_text(*tx, world.reader, piece, Lang::en));
}

ROOM_TEST_CASE("who may not publish changes nothing, whatever the route let through", db) {
    use_note_kind();
    World world(db);
    const auto piece = world.publish("note", "hello", Lang::en, "Hello", "ready");
    auto tx = db.write();
    CHECK_THROWS_AS(editorial::publish(*tx, world.reader, piece, Lang::en, World::publication("Mine", "ready")), base::Denied);
    CHECK_THROWS_AS(editorial::make_piece(*tx, world.reader, {"note", "x", "CC-BY-4.0"}), base::Denied);
    CHECK_THROWS_AS(editorial::rename_piece(*tx, world.reader, piece, "y"), base::Denied);
    CHECK_THROWS_AS(editorial::set_credits(*tx, world.reader, piece, {}), base::Denied);
}

ROOM_TEST_CASE("every slug that a piece ever had leads to it, and no other piece may take one", db) {
    use_note_kind();
    World world(db);
    const auto piece = world.publish("note", "first", Lang::en, "Hello", "ready");
    auto tx = db.write();
    editorial::rename_piece(*tx, world.keeper, piece, "second");
    editorial::rename_piece(*tx, world.keeper, piece, "third");
    CHECK(editorial::find_moved(*tx, "note", "first") == "third");
    CHECK(editorial::find_moved(*tx, "note", "second") == "third");
    CHECK_FALSE(editorial::find_moved(*tx, "note", "third"));
    CHECK_THROWS_AS(editorial::make_piece(*tx, world.keeper, {"note", "first", "CC-BY-4.0"}), base::Error);
    editorial::rename_piece(*tx, world.keeper, piece, "first");  // its own name again
    CHECK(editorial::find_moved(*tx, "note", "third") == "first");
}

ROOM_TEST_CASE("the day of the first publication stays, a later one is told apart", db) {
    use_note_kind();
    World world(db);
    world.publish("note", "hello", Lang::en, "Hello", "ready");
    db.freeze({1795446000000});  // 24 November 2026 in Tokyo
    base::set_zone("Asia/Tokyo");
    world.publish("note", "hello", Lang::en, "Hello", "ready again");
    auto tx = db.read();
    const auto text = editorial::find_text(*tx, world.reader, "note", "hello", Lang::en);
    CHECK(base::iso(text->published_on) == "2026-05-01");
    REQUIRE(text->revised_on);
    CHECK(base::iso(*text->revised_on) == "2026-11-24");
}

ROOM_TEST_CASE("a publication names the pages that it makes stale: the piece, its lists, the sources it rests on", db) {
    use_note_kind();
    World world(db);
    std::vector<std::string> dropped;
    editorial::on_change([&](db::Tx& tx, const std::vector<std::string>& tags) {
        tx.after_commit([&dropped, tags] { dropped.insert(dropped.end(), tags.begin(), tags.end()); });
    });
    const auto piece = world.publish("note", "hello", Lang::en, "Hello", "ready [@king2013silence]");
    editorial::on_change(nullptr);
    const auto has = [&](const std::string& tag) { return std::find(dropped.begin(), dropped.end(), tag) != dropped.end(); };
    CHECK(has(editorial::piece_tag(piece)));
    CHECK(has("note:list"));
    CHECK(has("source:king2013silence"));
}

ROOM_TEST_CASE("a source knows the live texts that rest on it, and forgets them when they no longer do", db) {
    use_note_kind();
    World world(db);
    world.publish("note", "hello", Lang::en, "Hello", "ready [@king2013silence] and [@king2013silence, p. 3]");
    auto tx = db.read();
    CHECK(editorial::list_citing(*tx, world.reader, "king2013silence", Lang::en).size() == 1);
    CHECK(editorial::list_citing(*tx, world.reader, "king2013silence", Lang::ja).empty());
    tx.reset();
    world.publish("note", "hello", Lang::en, "Hello", "ready without");
    tx = db.read();
    CHECK(editorial::list_citing(*tx, world.reader, "king2013silence", Lang::en).empty());
}

ROOM_TEST_CASE("both languages of a piece are one work on a person's page, and the line stays as it was written", db) {
    use_note_kind();
    World world(db);
    const auto piece = world.publish("note", "hello", Lang::en, "Hello", "ready");
    world.publish("note", "hello", Lang::ja, "こんにちは", "ready");
    auto tx = db.read();
    const auto works = editorial::list_works(*tx, world.reader, world.ada.id, Lang::ja);
    REQUIRE(works.size() == 1);
    CHECK(works.front().entry.title == "こんにちは");
    CHECK(works.front().role == "writer");
    const auto credits = editorial::list_credits(*tx, piece);
    REQUIRE(credits.size() == 1);
    CHECK(credits.front().line == "Taught in a test at the time.");
}

TEST_SUITE_END();
