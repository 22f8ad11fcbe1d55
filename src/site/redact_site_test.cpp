// Taking words out for privacy, from the form to the files of the database.
#include "kit/base/json.hpp"
#include "site/test_site.hpp"
#include "support/files.hpp"
#include "trade/trade.hpp"

#include <deque>
#include <filesystem>
#include <set>

using base::Lang;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {
const std::string secret = "Zora Quimby";

struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database) {
        services.desk.scrub = [this] {
            ++scrubs;
            db.pool().scrub();
        };
        essay = publish("post", "essay", Lang::en, "About " + secret, "With **Zora** Quimby we greeted.\n\nThen we waited.");
        path = "/desk/" + std::to_string(static_cast<std::int64_t>(essay));
        writer_id = member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(essay)));
        writer = cookie_of(writer_id);
        editor = cookie_of(member("editor@example.org", Role::editor));
        keeper_cookie = cookie_of(member("kim@example.org", Role::keeper), /*with_passkey=*/true);
    }
    http::Response form(const std::string& body, const std::string& cookie, const std::string& lang = "") {
        return Site::post(lang + path + "/redaction", body, cookie);
    }
    http::Response redact() { return form("act=redact&understood=1&words=" + web::encode(secret), keeper_cookie); }
    /// Every address of the site on which the words might stand.
    std::string everything() {
        std::string all;
        for (const std::string& target :
             {std::string("/"), std::string("/blog"), std::string("/blog/essay"), std::string("/blog/tag/planning"),
              std::string("/feed.xml"), std::string("/blog/feed.xml"), std::string("/sitemap.xml"), std::string("/people/ada"),
              std::string("/research"), path + "/en", path + "/en/preview"})
            all += get(target, editor).body;
        return all;
    }

    editorial::PieceId essay{};
    people::PersonId writer_id{};
    std::string path, writer, editor, keeper_cookie;
    int scrubs = 0;
};

/// Tables in whose texts the words stand.
std::set<std::string> tables_with(db::Tx& tx, const std::string& words) {
    static std::deque<std::string> kept;
    static constexpr db::Query sqlite{"test.site_columns_sqlite", R"(
        select tables.name, columns.name from sqlite_master tables join pragma_table_info(tables.name) columns
         where tables.type = 'table' and tables.name not like 'sqlite%' and lower(columns.type) = 'text')"};
    static constexpr db::Query postgres{"test.site_columns_postgres", R"(
        select cast(columns.table_name as text), cast(columns.column_name as text)
          from information_schema.columns columns join information_schema.tables tables using (table_schema, table_name)
         where table_schema = current_schema() and table_type = 'BASE TABLE' and data_type = 'text')"};
    std::set<std::string> found;
    for (const db::Row& column : tx.all(tx.engine() == db::Engine::sqlite ? sqlite : postgres)) {
        const std::string& sql = kept.emplace_back("select " + column.text(1) + " from " + column.text(0));
        for (const db::Row& row : tx.all({"test.texts_of_site", sql}))
            if (!row.is_null(0) && row.text(0).find(words) != std::string::npos) found.insert(column.text(0) + "." + column.text(1));
    }
    return found;
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a keeper sees where words stand, takes them out, and they are nowhere any more", db) {
    Desk desk(db);
    // A correction, with the words in it, that was handed over with a note.
    REQUIRE(desk.Site::post(desk.path + "/en", "act=begin", desk.writer).status == 303);
    const std::string step = R"({"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"text","text":"Zora Quimby said. "}]}})";
    const auto send = [&](std::int64_t version, const std::string& cookie) {
        return desk.send("POST", desk.path + "/en/steps",
                         {{"sec-fetch-site", "same-origin"}, {"content-type", "application/json"}, {"cookie", cookie}},
                         R"({"version":)" + std::to_string(version) + R"(,"client":"tab","steps":[)" + step + "]}");
    };
    const auto copy = [&] { return *editorial::find_copy(*db.read(), desk.keeper, desk.essay, Lang::en); };
    const std::int64_t begun = copy().version;
    REQUIRE(send(begun, desk.writer).status == 200);
    REQUIRE(desk.Site::post(desk.path + "/en/hand-over", "agrees=1&note=" + web::encode("About " + secret), desk.writer).status == 303);
    CHECK(tables_with(*db.read(), secret).size() > 3);
    CHECK(desk.everything().find(secret) != std::string::npos);

    const auto empty = desk.get(desk.path + "/redaction", desk.keeper_cookie);
    CHECK(empty.status == 200);
    CHECK(has(empty, "Show where they stand"));
    CHECK(has(desk.get("/ja" + desk.path + "/redaction", desk.keeper_cookie), "どこにあるかを見る"));
    const auto shown = desk.form("act=look&words=" + web::encode(secret), desk.keeper_cookie);
    CHECK(shown.status == 200);
    CHECK(has(shown, "<mark>Zora Quimby</mark> we greeted."));
    CHECK(has(shown, "Note in the record"));
    CHECK(has(shown, "for good</button>"));
    CHECK(header(shown, "Cache-Control").find("no-store") != std::string::npos);
    const auto unread = desk.form("act=redact&words=" + web::encode(secret), desk.keeper_cookie);
    CHECK(unread.status == 422);
    CHECK(has(unread, "Tick that you have looked at the list."));
    CHECK(has(unread, "value=\"Zora Quimby\""));
    CHECK(tables_with(*db.read(), secret).size() > 3);

    const auto done = desk.redact();
    CHECK(done.status == 303);
    CHECK(header(done, "Location") == desk.path + "/redaction?done=redacted");
    CHECK(desk.scrubs == 1);
    CHECK(tables_with(*db.read(), secret).empty());
    CHECK(tables_with(*db.read(), "Quimby").empty());
    if (db.engine() == db::Engine::sqlite)
        for (const char* end : {"", "-wal"})
            if (const std::string file = db.url() + end; std::filesystem::exists(file))
                CHECK(support::read_file(file).find("Quimby") == std::string::npos);

    CHECK(desk.everything().find("Quimby") == std::string::npos);
    CHECK(has(desk.get("/blog/essay"), "About [removed for privacy]"));
    CHECK(has(desk.get("/blog/essay"), "With <strong>[removed for privacy]</strong> we greeted."));
    CHECK(has(desk.get("/feed.xml"), "[removed for privacy]"));
    {
        for (const trade::File& file : trade::export_folder(*db.read(), desk.keeper).files)
            CHECK(file.bytes.find("Quimby") == std::string::npos);
        auto tx = db.read();
        base::Viewer viewer;
        viewer.person = static_cast<std::int64_t>(desk.writer_id);
        for (const auto& [name, bytes] : site::export_more(*tx, viewer)) CHECK(bytes.find("Quimby") == std::string::npos);
    }
    // The record says that something was taken out, and never what. The comparison still works.
    CHECK(editorial::list_acts(*db.read(), desk.keeper, desk.essay).front().act == "redacted");
    const auto history = desk.get(desk.path + "/en/history", desk.editor);
    CHECK(history.status == 200);
    const auto revisions = editorial::list_revisions(*db.read(), desk.keeper, copy().text);
    REQUIRE(revisions.size() >= 2);
    const auto compared =
        desk.get(desk.path + "/en/history/compare?from=" + std::to_string(static_cast<std::int64_t>(revisions.back().id)) +
                     "&to=" + std::to_string(static_cast<std::int64_t>(revisions.front().id)),
                 desk.editor);
    CHECK(compared.status == 200);
    CHECK(has(compared, "[removed for privacy]"));

    // A tab that was open is told that it must read anew, and its words change nothing.
    const auto late = send(begun + 1, desk.editor);
    CHECK(late.status == 410);
    CHECK(has(late, "message"));
    CHECK(tables_with(*db.read(), secret).empty());
    const auto events = desk.get(desk.path + "/en/steps?since=" + std::to_string(begun + 1), desk.writer);
    CHECK(events.status == 410);
}

ROOM_TEST_CASE("words that stand nowhere, or in what takes their place, are refused, and what was typed comes back", db) {
    Desk desk(db);
    const auto nowhere = desk.form("act=look&words=Nobody", desk.keeper_cookie);
    CHECK(nowhere.status == 200);
    CHECK(has(nowhere, "They stand nowhere."));
    CHECK_FALSE(has(nowhere, "for good</button>"));
    CHECK(desk.form("act=redact&understood=1&words=Nobody", desk.keeper_cookie).status == 422);
    const auto missing = desk.form("act=look&words=", desk.keeper_cookie);
    CHECK(missing.status == 422);
    CHECK(has(missing, "Write the words, or choose a picture."));
    const auto own = desk.form("act=look&words=privacy", desk.keeper_cookie, "/ja");
    CHECK(own.status == 422);
    CHECK(has(own, "この言葉は、あとに入る文に含まれています。"));
    CHECK(has(own, "value=\"privacy\""));
    CHECK(desk.scrubs == 0);
}

ROOM_TEST_CASE("only who keeps the site takes words out", db) {
    Desk desk(db);
    for (const std::string& cookie : {desk.writer, desk.editor}) {
        CHECK(desk.get(desk.path + "/redaction", cookie).status == 403);
        CHECK(desk.form("act=redact&understood=1&words=waited", cookie).status == 403);
    }
    CHECK(desk.get(desk.path + "/redaction").status != 200);
    CHECK(desk.get("/desk/1/redaction", desk.keeper_cookie).status == 404);
}

ROOM_TEST_CASE("a picture goes with its bytes, out of every version", db) {
    Desk desk(db);
    std::string uid;
    {
        auto tx = db.write();
        const auto saved =
            editorial::save_picture(*tx, desk.viewer_of(desk.editor), desk.essay,
                                    {.files = {{480, 320, "image/jpeg", "bytes-of-a-face"}}, .alt = "A face", .people_ok = true});
        REQUIRE(saved.has_value());
        uid = saved->uid;
        tx->commit();
    }
    desk.publish("post", "essay", Lang::en, "A picture", "Look: ![A face](" + editorial::picture_src(uid) + ") here.");
    CHECK(has(desk.get(desk.path + "/redaction", desk.keeper_cookie), "name=\"picture\" value=\"" + uid + "\""));
    const auto shown = desk.form("act=look&words=&picture=" + uid, desk.keeper_cookie);
    CHECK(shown.status == 200);
    CHECK(has(shown, "one picture for good</button>"));
    CHECK(desk.form("act=redact&understood=1&words=&picture=" + uid, desk.keeper_cookie).status == 303);
    CHECK(tables_with(*db.read(), uid).empty());
    CHECK(has(desk.get("/blog/essay"), "Look: [removed for privacy] here."));
    CHECK(desk.get("/pictures/" + uid + "/480.jpg", desk.editor).status == 404);
    if (db.engine() == db::Engine::sqlite) CHECK(support::read_file(db.url()).find("bytes-of-a-face") == std::string::npos);
}

TEST_SUITE_END();
