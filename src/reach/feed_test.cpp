#include "reach/feed_view.hpp"

#include "design/words.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using support::World;

namespace {
void use_post_kind() {
    editorial::set_kinds(
        {{.name = "post",
          .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/blog/" + piece.slug; },
          .ready = nullptr,
          .list_tags = {"blog:list"}}});
}

reach::FeedItem item_of(reach::FeedEntry entry, std::string author) {
    return {std::move(entry), "https://altto.example/blog/hello", {{std::move(author), ""}}};
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a feed holds what is live in its language, the newest first, and nothing that was withdrawn or retired", db) {
    use_post_kind();
    World world(db);
    world.publish("post", "one", Lang::en, "One", "First text.");
    world.publish("post", "two", Lang::en, "Two", "Second text.");
    world.publish("post", "two", Lang::ja, "二", "二つ目です。");
    auto tx = db.write();
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {}).size() == 2);
    CHECK(reach::list_feed(*tx, world.reader, Lang::ja, {}).size() == 1);
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {.kinds = {"lesson"}}).empty());
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {.person = world.ada.id}).size() == 2);
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {.person = world.quiet.id}).empty());
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {.tag = "nothing"}).empty());
    tx->script("update pieces set retired_at = 1 where slug = 'one'");
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {}).size() == 1);
    tx->script("update texts set withdrawn_at = 1");
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {}).empty());
}

ROOM_TEST_CASE("the feed of a person says nothing of a text that they work on and that is not live yet", db) {
    use_post_kind();
    World world(db);
    const auto piece = world.publish("post", "one", Lang::en, "One", "First text.");
    auto tx = db.write();
    editorial::open_copy(*tx, world.keeper, piece, Lang::ja);
    tx->script("insert into credits (piece_id, position, role, person_id, line, line_ja, by_act, live) values (" +
               std::to_string(static_cast<std::int64_t>(piece)) + ", 99, 'translator', " +
               std::to_string(static_cast<std::int64_t>(world.quiet.id)) + ", '', '', 1, 0)");
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {.person = world.quiet.id}).empty());
    tx->script("update credits set live = 1");
    CHECK(reach::list_feed(*tx, world.reader, Lang::en, {.person = world.quiet.id}).size() == 1);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("unit");

TEST_CASE("a feed is Atom: ids that outlast a new address, absolute links, text that is escaped once") {
    reach::FeedEntry entry;
    entry.piece = {.id = static_cast<editorial::PieceId>(42), .kind = "post", .slug = "hello", .licence = "CC-BY-4.0"};
    entry.title = "Tom & <Jerry>";
    entry.summary = "A & B";
    entry.body = World::document("See [this](/learn).\n\n:::note\nFrom the editor.\n:::");
    entry.published_on = *base::parse_day("2026-05-01");
    entry.updated_at = {1795446000000};
    design::Frame frame;
    frame.name = "Test Site";
    frame.public_url = "https://altto.example:8443";
    const std::string atom =
        reach::atom(frame, {.title = "All", .path = "/feed.xml", .page_path = "/", .items = {item_of(entry, "Ada & Co")}}).str();
    const auto has = [&](std::string_view part) { return atom.find(part) != std::string::npos; };
    CHECK(has("<id>tag:altto.example,2026-05-01:42/en</id>"));
    CHECK(has("<title>Tom &amp; &lt;Jerry&gt;</title>"));
    CHECK(has("<name>Ada &amp; Co</name>"));
    CHECK(has("rel=\"self\" type=\"application/atom+xml\" href=\"https://altto.example:8443/feed.xml\""));
    CHECK(has("&lt;a href=&quot;https://altto.example:8443/learn&quot;&gt;this&lt;/a&gt;"));
    CHECK(has("<updated>" + base::iso(entry.updated_at) + "</updated>"));
    CHECK_FALSE(has("From the editor"));
}

TEST_SUITE_END();
