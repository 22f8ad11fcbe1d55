#include "editorial/picture.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using editorial::NewPicture;
using editorial::Picture;
using support::World;

namespace {

NewPicture wanted(std::string alt = "A board with five words.", bool people_ok = true) {
    return {.files = {{480, 240, "image/avif", "small avif"},
                      {480, 240, "image/jpeg", "small jpeg"},
                      {700, 350, "image/avif", "large avif"},
                      {700, 350, "image/jpeg", "large jpeg"}},
            .alt = std::move(alt),
            .people_ok = people_ok};
}

std::string fields_of(const editorial::Problems& problems) {
    std::string out;
    for (const editorial::Problem& problem : problems) out += problem.field + " ";
    return out;
}

/// Somebody with a role.
base::Viewer with_role(World& world, const std::string& address, people::Role role, const std::string& scope) {
    auto tx = world.db.write();
    const auto secrets = people::begin_sign_in(*tx, address, "");
    const auto signed_in = people::redeem_link(*tx, secrets.token, "");
    REQUIRE(signed_in.has_value());
    people::give_role(*tx, world.keeper, signed_in->person, {role, scope, {}, {}});
    const std::string session = people::begin_session(*tx, signed_in->person, "Firefox/1 Linux", /*with_passkey=*/true);
    tx->commit();
    return people::find_viewer(*world.db.read(), session);
}

struct Desk : World {
    explicit Desk(support::Database& database) : World(database) {
        editorial::set_kinds(
            {{.name = "note",
              .url_of = [](db::Tx&, const editorial::Piece& note) -> std::optional<std::string> { return "/note/" + note.slug; },
              .ready = [](Lang, const doc::Node&) { return editorial::Problems{}; },
              .list_tags = {"note:list"}}});
        piece = publish("note", "one", Lang::en, "One", "Text.");
        other = publish("note", "other", Lang::en, "Other", "Text.");
        text = *editorial::find_text_id(*db.read(), piece, Lang::en);
        other_text = *editorial::find_text_id(*db.read(), other, Lang::en);
        writer = with_role(*this, "writer@example.org", people::Role::contributor, scope_of(piece));
        stranger = with_role(*this, "stranger@example.org", people::Role::contributor, scope_of(other));
    }
    static std::string scope_of(editorial::PieceId id) { return people::piece_scope(static_cast<std::int64_t>(id)); }

    Picture save(const base::Viewer& viewer) {
        auto tx = db.write();
        auto saved = editorial::save_picture(*tx, viewer, piece, wanted());
        REQUIRE(saved.has_value());
        tx->commit();
        return *std::move(saved);
    }
    static doc::Node document_with(const Picture& picture) { return document("![](" + editorial::picture_src(picture.uid) + ")"); }

    void go_live(editorial::TextId where, const doc::Node& document) {
        auto tx = db.write();
        editorial::note_live_pictures(*tx, where, document);
        tx->commit();
    }
    bool sees(const base::Viewer& viewer, const Picture& picture) {
        auto tx = db.read();
        const bool found = editorial::find_picture(*tx, viewer, picture.uid).has_value();
        CHECK(found == editorial::find_picture_file(*tx, viewer, picture.uid, 480, "image/jpeg").has_value());
        return found;
    }
    bool exists(const Picture& picture) { return sees(keeper, picture); }
    void sweep() {
        const auto finish = editorial::remove_unused_pictures(db.pool());
        auto tx = db.write();
        finish(*tx);
        tx->commit();
    }
    void days_later(std::int64_t days) {
        now.ms += days * 24 * 3600 * 1000;
        db.freeze(now);
    }

    base::Instant now{1795446000000};
    editorial::PieceId piece{}, other{};
    editorial::TextId text{}, other_text{};
    base::Viewer writer, stranger;
};

constexpr db::Query count_media{"test.media_of_pictures", "select count(*) from media"};
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("only an address of ours with a whole uid names a picture") {
    const std::string uid = "0123456789abcdef0123456789abcdef";
    CHECK(editorial::picture_uid(editorial::picture_src(uid)) == uid);
    for (const std::string& src :
         std::vector<std::string>{"/pictures/", "/pictures/" + uid + "/480.jpg", "/pictures/" + uid.substr(1), "/pictures/" + uid + "0",
                                  "/pictures/0123456789ABCDEF0123456789ABCDEF", "https://example.org/pictures/" + uid, "pictures/" + uid,
                                  "//pictures/" + uid, "/photos/" + uid, ""}) {
        CAPTURE(src);
        CHECK_FALSE(editorial::picture_uid(src).has_value());
    }
}

TEST_CASE("the pictures of a document are found wherever they stand, each once") {
    const std::string a(32, 'a'), b(32, 'b');
    const auto document = World::document("![x](/pictures/" + b + ") [a](/pictures/" + std::string(32, 'c') +
                                          ")\n\n:::try\n- ![y](/pictures/" + a + ")\n- ![z](/pictures/" + b + ") ![](/x.png)\n:::\n");
    CHECK(editorial::pictures_in(document) == std::vector<std::string>{b, a});
}

TEST_CASE("the widths of a picture are never above its own") {
    const auto widths = [](int width) {
        Picture picture;
        picture.width = width;
        return editorial::widths_of(picture);
    };
    CHECK(widths(1600) == std::vector<int>{480, 960, 1600});
    CHECK(widths(1000) == std::vector<int>{480, 960, 1000});
    CHECK(widths(960) == std::vector<int>{480, 960});
    CHECK(widths(100) == std::vector<int>{100});
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("who may edit a piece puts pictures into it, and nobody else", db) {
    Desk desk(db);
    const Picture picture = desk.save(desk.writer);
    CHECK(picture.width == 700);
    CHECK(picture.height == 350);
    CHECK(static_cast<std::int64_t>(*picture.by) == *desk.writer.person);
    auto tx = db.write();
    CHECK_THROWS_AS(editorial::save_picture(*tx, desk.stranger, desk.piece, wanted()), base::Denied);
    CHECK_THROWS_AS(editorial::save_picture(*tx, desk.reader, desk.piece, wanted()), base::Denied);
    CHECK_THROWS_AS(editorial::require_edit(*tx, desk.stranger, desk.piece), base::Denied);
    CHECK_THROWS_AS(editorial::save_picture(*tx, desk.keeper, editorial::PieceId{1}, wanted()), base::Missing);
}

ROOM_TEST_CASE("a picture needs a description, and the word that no pupil can be recognised", db) {
    Desk desk(db);
    auto tx = db.write();
    const auto refused = [&](const NewPicture& one) {
        const auto saved = editorial::save_picture(*tx, desk.writer, desk.piece, one);
        return saved ? std::string("saved") : fields_of(saved.error());
    };
    CHECK(refused(wanted("", true)) == "alt ");
    CHECK(refused(wanted(" \n\t ", false)) == "alt people_ok ");
    CHECK(refused(wanted("A board.", false)) == "people_ok ");
    std::string longest;
    for (std::size_t i = 0; i < editorial::longest_alt; ++i) longest += "字";
    CHECK(refused(wanted(longest, true)) == "saved");
    CHECK(refused(wanted(longest + "字", true)) == "alt ");
    NewPicture empty = wanted();
    empty.files.clear();
    CHECK(refused(empty) == "file ");
}

ROOM_TEST_CASE("a picture is seen by the people of its piece until a live text shows it, then by everybody", db) {
    Desk desk(db);
    const Picture picture = desk.save(desk.writer);
    CHECK(desk.sees(desk.writer, picture));
    CHECK(desk.sees(desk.keeper, picture));
    CHECK_FALSE(desk.sees(desk.stranger, picture));
    CHECK_FALSE(desk.sees(desk.reader, picture));

    // Another piece may show it, too.
    desk.go_live(desk.other_text, Desk::document_with(picture));
    CHECK(desk.sees(desk.reader, picture));
    {
        auto tx = db.read();
        const auto found = editorial::find_picture(*tx, desk.reader, picture.uid);
        REQUIRE(found.has_value());
        CHECK(found->alt == "A board with five words.");
        const auto file = editorial::find_picture_file(*tx, desk.reader, picture.uid, 700, "image/avif");
        REQUIRE(file.has_value());
        CHECK(file->bytes == "large avif");
        CHECK(file->height == 350);
        CHECK_FALSE(editorial::find_picture_file(*tx, desk.reader, picture.uid, 960, "image/avif").has_value());
        CHECK_FALSE(editorial::find_picture_file(*tx, desk.reader, picture.uid, 480, "image/png").has_value());
        CHECK_FALSE(editorial::find_picture(*tx, desk.keeper, std::string(32, '0')).has_value());
    }
    desk.go_live(desk.other_text, World::document("Nothing."));
    CHECK_FALSE(desk.sees(desk.reader, picture));
}

ROOM_TEST_CASE("a picture of a text that was withdrawn, or of a retired piece, is not shown to readers", db) {
    Desk desk(db);
    const Picture picture = desk.save(desk.writer);
    desk.go_live(desk.text, Desk::document_with(picture));
    CHECK(desk.sees(desk.reader, picture));
    const auto run = [&](const char* sql) {
        auto tx = db.write();
        tx->script(sql);
        tx->commit();
    };
    run("update texts set withdrawn_at = 1");
    CHECK_FALSE(desk.sees(desk.reader, picture));
    run("update texts set withdrawn_at = null");
    CHECK(desk.sees(desk.reader, picture));
    run("update pieces set retired_at = 1");
    CHECK_FALSE(desk.sees(desk.reader, picture));
    CHECK(desk.sees(desk.writer, picture));
}

ROOM_TEST_CASE("a document that names a picture which is not there goes live all the same", db) {
    Desk desk(db);
    Picture nobody;
    nobody.uid = std::string(32, 'f');
    desk.go_live(desk.text, Desk::document_with(nobody));
    CHECK_FALSE(desk.sees(desk.reader, nobody));
}

ROOM_TEST_CASE("a picture that nothing shows goes after seven days, with its bytes", db) {
    Desk desk(db);
    db.freeze(desk.now);
    const Picture unused = desk.save(desk.writer);
    desk.days_later(6);
    desk.sweep();
    CHECK(desk.exists(unused));
    desk.days_later(2);
    const Picture fresh = desk.save(desk.writer);
    const auto before = db.read()->first(count_media)->number(0);
    desk.sweep();
    CHECK_FALSE(desk.exists(unused));
    CHECK(desk.exists(fresh));
    CHECK(db.read()->first(count_media)->number(0) == before - 4);
    desk.sweep();
}

ROOM_TEST_CASE("a picture stays as long as a revision, a working copy or a step shows it", db) {
    Desk desk(db);
    db.freeze(desk.now);
    const Picture in_copy = desk.save(desk.writer), in_revision = desk.save(desk.writer), in_step = desk.save(desk.writer),
                  in_act = desk.save(desk.writer), unused = desk.save(desk.writer);
    {
        auto tx = db.write();
        editorial::put_working_copy(*tx, desk.keeper, desk.text, "One", "About One.", Desk::document_with(in_copy));
        const std::string text = std::to_string(static_cast<std::int64_t>(desk.text));
        const auto quoted = [](const Picture& picture) { return R"('{"src":")" + editorial::picture_src(picture.uid) + R"("}')"; };
        tx->script("insert into steps (text_id, version, client, step, at) values (" + text + ", 900, 'c', " + quoted(in_step) + ", 1)");
        tx->commit();
    }
    desk.publish("note", "one", Lang::en, "One", "![](" + editorial::picture_src(in_revision.uid) + ")");
    desk.publish("note", "one", Lang::en, "One", "Without it again.");
    desk.days_later(8);
    {
        auto tx = db.write();
        const std::string piece = std::to_string(static_cast<std::int64_t>(desk.piece));
        tx->script("insert into acts (id, piece_id, act, before, at) values (1, " + piece + ", 'dropped', '" +
                   editorial::picture_src(in_act.uid) + "', " + std::to_string(desk.now.ms) + ")");
        tx->commit();
    }
    desk.sweep();
    CHECK(desk.exists(in_copy));
    CHECK(desk.exists(in_revision));
    CHECK(desk.exists(in_step));
    CHECK(desk.exists(in_act));
    CHECK_FALSE(desk.exists(unused));
    // An act that can be undone no more brings nothing back.
    desk.days_later(3);
    desk.sweep();
    CHECK_FALSE(desk.exists(in_act));
    CHECK(desk.exists(in_copy));
}

ROOM_TEST_CASE("what begins to show a picture while unused ones are looked for keeps it", db) {
    Desk desk(db);
    db.freeze(desk.now);
    const Picture taken_up = desk.save(desk.writer), published = desk.save(desk.writer), unused = desk.save(desk.writer);
    desk.days_later(8);
    const auto finish = editorial::remove_unused_pictures(db.pool());
    {
        auto tx = db.write();
        editorial::put_working_copy(*tx, desk.keeper, desk.text, "One", "About One.", Desk::document_with(taken_up));
        tx->commit();
    }
    desk.publish("note", "other", Lang::en, "Other", "![](" + editorial::picture_src(published.uid) + ")");
    {
        auto tx = db.write();
        finish(*tx);
        tx->commit();
    }
    CHECK(desk.exists(taken_up));
    CHECK(desk.exists(published));
    CHECK_FALSE(desk.exists(unused));
}

ROOM_TEST_CASE("a picture that must go is gone at once, also from live texts", db) {
    Desk desk(db);
    const Picture picture = desk.save(desk.writer);
    desk.go_live(desk.text, Desk::document_with(picture));
    auto tx = db.write();
    CHECK_THROWS_AS(editorial::delete_picture(*tx, desk.writer, picture.uid), base::Denied);
    editorial::delete_picture(*tx, desk.keeper, picture.uid);
    CHECK_FALSE(editorial::find_picture(*tx, desk.keeper, picture.uid).has_value());
    CHECK(tx->first(count_media)->number(0) == 0);
    CHECK_THROWS_AS(editorial::delete_picture(*tx, desk.keeper, picture.uid), base::Missing);
}

ROOM_TEST_CASE("a person takes their pictures along; when they go, the pictures stay and nobody knows whose they are", db) {
    Desk desk(db);
    const Picture picture = desk.save(desk.writer);
    auto tx = db.write();
    const auto files = editorial::export_pictures(*tx, desk.writer);
    REQUIRE(files.size() == 2);
    CHECK(files[0].first == "pictures/" + picture.uid + ".jpg");
    CHECK(files[0].second == "large jpeg");
    CHECK(files[1].second.find("A board with five words.") != std::string::npos);
    CHECK(editorial::export_pictures(*tx, desk.stranger).size() == 1);
    const auto person = static_cast<people::PersonId>(*desk.writer.person);
    CHECK_THROWS_AS(editorial::forget_picture_person(*tx, desk.stranger, person, people::SignedAs::former), base::Denied);
}

ROOM_TEST_CASE("a forgotten person is nobody's author of pictures", db) {
    Desk desk(db);
    const Picture picture = desk.save(desk.writer);
    auto tx = db.write();
    editorial::forget_picture_person(*tx, desk.writer, static_cast<people::PersonId>(*desk.writer.person), people::SignedAs::former);
    const auto found = editorial::find_picture(*tx, desk.keeper, picture.uid);
    REQUIRE(found.has_value());
    CHECK_FALSE(found->by.has_value());
}

TEST_SUITE_END();
