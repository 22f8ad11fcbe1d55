#include "blog/blog.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using support::World;

TEST_SUITE_BEGIN("room");

namespace {
struct Blog : World {
    explicit Blog(support::Database& database) : World(database) {
        editorial::set_kinds({blog::post_kind(), blog::series_kind()});
        first = publish("post", "first", Lang::en, "First", "Text.");
        second = publish("post", "second", Lang::en, "Second", "Text.");
        series = publish("series", "both", Lang::en, "Both", "About both.");
        auto tx = db.write();
        blog::save_tag(*tx, keeper, {"planning", "Planning", "授業の準備"});
        blog::save_tag(*tx, keeper, {"unused", "Unused", "未使用"});
        blog::set_tags(*tx, keeper, first, {"planning"});
        blog::save_series(*tx, keeper, series, {second, first});
        tx->commit();
    }
    editorial::PieceId first{}, second{}, series{};
};
}

ROOM_TEST_CASE("a series is in the order given by hand, and each part knows its place", db) {
    Blog blog(db);
    auto tx = db.read();
    const auto series = blog::find_series_of(*tx, blog.reader, blog.first, Lang::en);
    REQUIRE(series);
    CHECK(series->entry.title == "Both");
    CHECK(series->current == 2);
    REQUIRE(series->parts.size() == 2);
    CHECK(series->parts[0].slug == "second");
}

ROOM_TEST_CASE("only tags with something to read in this language are shown", db) {
    Blog blog(db);
    auto tx = db.read();
    const auto used = blog::list_used_tags(*tx, blog.reader, Lang::en);
    REQUIRE(used.size() == 1);
    CHECK(blog::name_in(Lang::ja, used.front()) == "授業の準備");
    CHECK(blog::list_used_tags(*tx, blog.reader, Lang::ja).empty());
    CHECK(blog::list_tagged(*tx, blog.reader, "planning", Lang::en).size() == 1);
    CHECK(blog::list_tagged(*tx, blog.reader, "planning", Lang::ja).empty());
}

ROOM_TEST_CASE("a post has text besides the editor's note", db) {
    Blog blog(db);
    CHECK(blog::post_kind().ready(Lang::en, World::document(":::note\nOnly a note.\n:::")).size() == 1);
    CHECK(blog::post_kind().ready(Lang::en, World::document(":::note\nA note.\n:::\n\nText.")).empty());
}

TEST_SUITE_END();
