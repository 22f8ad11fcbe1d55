#include "editorial/test_stages.hpp"

using namespace editorial_test;

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a text is offered for a yes to whoever may say it, and not to who wrote it or said it already", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    const auto offered = [&](const base::Viewer& viewer) { return editorial::may_approve(*desk.db.read(), viewer, desk.copy_of(text)); };
    CHECK_FALSE(offered(desk.second));
    desk.hand_over(text);
    CHECK(offered(desk.second));
    CHECK_FALSE(offered(desk.mari));
    CHECK_FALSE(offered(desk.reader));
    desk.approve(text, desk.second);
    CHECK_FALSE(offered(desk.second));
    CHECK(offered(desk.editor));
    desk.write_words(text, desk.editor, "More. ");
    CHECK(offered(desk.second));
    CHECK_FALSE(offered(desk.editor));
}

ROOM_TEST_CASE("a version that somebody saw can be read again as long as its steps are there", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    const auto before = desk.copy_of(text);
    desk.write_words(text, desk.mari, "Wait. ");
    desk.write_words(text, desk.mari, "Smile. ");
    auto tx = desk.db.read();
    const auto body = editorial::body_at(*tx, desk.mari, text, before.version);
    REQUIRE(body);
    CHECK(*body == before.body);
    CHECK(doc::plain_text(*editorial::body_at(*tx, desk.mari, text, before.version + 1)) == "Wait. " + doc::plain_text(before.body));
    CHECK(*editorial::body_at(*tx, desk.mari, text, desk.copy_of(text).version) == desk.copy_of(text).body);
    CHECK_FALSE(editorial::body_at(*tx, desk.mari, text, desk.copy_of(text).version + 1));
    CHECK_THROWS_AS(editorial::body_at(*tx, desk.reader, text, before.version), base::Denied);
}

ROOM_TEST_CASE("a version of a correction begins from what readers see", db) {
    Desk desk(db);
    const TextId text = desk.correcting();
    const auto version = desk.copy_of(text).version;
    auto tx = desk.db.read();
    const auto body = editorial::body_at(*tx, desk.mari, text, version - 1);
    REQUIRE(body);
    CHECK("Hello: " + doc::plain_text(*body) == desk.seen());
    CHECK(editorial::count_published(*tx, text) == 1);
}

ROOM_TEST_CASE("the piece of an act is told to its people alone", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    const ActId act = desk.hand_over(text);
    CHECK(editorial::piece_of(*desk.db.read(), desk.mari, act) == desk.piece);
    CHECK_THROWS_AS(editorial::piece_of(*desk.db.read(), desk.reader, act), base::Denied);
    CHECK_THROWS_AS(editorial::piece_of(*desk.db.read(), desk.mari, ActId{1}), base::Missing);
}

ROOM_TEST_CASE("a text is withdrawn from when it was taken from readers until they see it again", db) {
    Desk desk(db);
    const TextId text = desk.draft();
    CHECK_FALSE(editorial::is_withdrawn(*desk.db.read(), text));
    desk.write([&](db::Tx& tx) { editorial::drop_copy(tx, desk.editor, text); });
    const TextId live = desk.live();
    CHECK_FALSE(editorial::is_withdrawn(*desk.db.read(), live));
    desk.withdraw(live);
    CHECK(editorial::is_withdrawn(*desk.db.read(), live));
    desk.write([&](db::Tx& tx) { REQUIRE(editorial::restore(tx, desk.editor, live).has_value()); });
    CHECK_FALSE(editorial::is_withdrawn(*desk.db.read(), live));
}

ROOM_TEST_CASE("live pieces are found by words of their title and by their address", db) {
    Desk desk(db);
    desk.live();
    const auto found = [&](std::string_view words) {
        std::string titles;
        for (const auto& entry : editorial::search_live(*desk.db.read(), desk.editor, words, Lang::en, 20)) titles += entry.title + ";";
        return titles;
    };
    CHECK(found("hELL") == "Hello;");
    CHECK(found("nothing").empty());
    CHECK(found("/note/hello") == "Hello;");
    CHECK(found("https://altto.example/ja/note/hello/?x=1#top") == "Hello;");
    CHECK(found("https://altto.example/other/hello").empty());
    CHECK(found("https://altto.example").empty());
    desk.retire();
    CHECK(found("hello").empty());
    CHECK_FALSE(found("").size() > 0);
}

TEST_SUITE_END();
