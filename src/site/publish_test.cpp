// The page on which a text is checked, published and taken from readers again, and what retires a piece.
#include "site/test_site.hpp"

using base::Lang;
using editorial::Stage;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {

/// A post with a correction in it, and people enough that nobody publishes alone.
struct Desk : FullSite {
    explicit Desk(support::Database& database, bool small = false) : FullSite(database) {
        piece_path = "/desk/" + std::to_string(static_cast<std::int64_t>(post));
        path = piece_path + "/en";
        page = path + "/publish";
        writer_id = member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(post)));
        writer = cookie_of(writer_id);
        stranger = cookie_of(member("stranger@example.org"));
        editor = cookie_of(member("editor@example.org", small ? Role::keeper : Role::editor));
        if (!small) {
            second = cookie_of(member("second@example.org", Role::editor));
            member("third@example.org", Role::keeper);
        }
        write([&](db::Tx& tx) { editorial::open_copy(tx, viewer_of(writer), post, Lang::en); });
        change("Other text of the post.");
        write([&](db::Tx& tx) { editorial::tick(tx, viewer_of(writer), copy()->text, "agreement", true); });
    }
    template <class Work>
    void write(const Work& work) {
        auto tx = db.write();
        work(*tx);
        tx->commit();
    }
    void change(std::string_view markdown, const std::string& who = "") {
        write([&](db::Tx& tx) {
            const auto here = copy();
            REQUIRE(std::holds_alternative<editorial::Saved>(editorial::save_document(tx, viewer_of(who.empty() ? writer : who), here->text,
                                                                                      here->version, here->body, document(markdown))));
        });
    }
    void move(Stage stage) {
        write([&](db::Tx& tx) { REQUIRE(editorial::move_to(tx, viewer_of(editor), copy()->text, stage).has_value()); });
    }
    /// Ticked, read by a second person, ready.
    void make_ready() {
        move(Stage::ready);
        CHECK(post_form("/ticks", "tick=privacy&tick=house_words&version=" + version(), editor).status == 303);
        CHECK(post_form("/approvals", "version=" + version(), second).status == 303);
    }
    std::optional<editorial::Copy> copy() { return editorial::find_copy(*db.read(), keeper, post, Lang::en); }
    std::string version() { return std::to_string(copy()->version); }
    http::Response post_form(const std::string& tail, const std::string& body, const std::string& cookie) {
        return Site::post(path + tail, body, cookie);
    }
    /// The act that the page offers to take back.
    std::string undo_path(const http::Response& shown) {
        const std::size_t at = shown.body.find("/desk/acts/");
        REQUIRE(at != std::string::npos);
        return shown.body.substr(at, shown.body.find('"', at) - at);
    }

    std::string piece_path, path, page, writer, editor, second, stranger;
    people::PersonId writer_id{};
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the checklist says what is open and where it is settled, to the people of the text", db) {
    Desk desk(db);
    const auto shown = desk.get(desk.page, desk.editor);
    CHECK(shown.status == 200);
    CHECK(header(shown, "Cache-Control").find("no-store") != std::string::npos);
    CHECK(has(shown, "Check and publish: Hello"));
    CHECK(has(shown, "Somebody must see that no pupil and no school can be recognised."));
    CHECK(has(shown, "href=\"#ticks\""));
    CHECK(has(shown, "One person other than the writer must have said yes to this version; so far 0."));
    CHECK(has(shown, desk.path + "/turns"));
    CHECK(has(shown, "points to settle first"));
    CHECK_FALSE(has(shown, ">Publish now<"));
    // A draft is not offered for a yes.
    CHECK_FALSE(has(shown, "and say yes</button>"));
    const auto japanese = desk.get("/ja" + desk.page, desk.editor);
    CHECK(has(japanese, "児童・生徒のプライバシー"));
    CHECK(has(japanese, "済ませてください"));

    // Who writes sees it, without the button.
    const auto written = desk.get(desk.page, desk.writer);
    CHECK(written.status == 200);
    CHECK(has(written, "Look, and tick it below"));
    CHECK_FALSE(has(written, "points to settle first"));
    CHECK_FALSE(has(written, "Take it from readers"));
    CHECK(has(written, "Save without publishing"));
    for (const char* tail : {"/publish", "/schedule", "/ticks", "/approvals", "/withdrawal", "/restoration"})
        CHECK_MESSAGE(desk.post_form(tail, "act=now&why=x&version=" + desk.version(), desk.stranger).status == 403, std::string(tail));
    CHECK(desk.get(desk.page, desk.stranger).status == 403);
    CHECK(header(desk.get(desk.page), "Location").find("/sign-in") != std::string::npos);
    CHECK(desk.post_form("/publish", "act=now&version=" + desk.version(), desk.writer).status == 403);
    CHECK(desk.post_form("/withdrawal", "why=x", desk.writer).status == 403);
    CHECK(desk.post_form("/approvals", "version=" + desk.version(), desk.writer).status == 403);
    CHECK(desk.get("/desk/1/en/publish", desk.editor).status == 404);
    CHECK(desk.get(desk.piece_path + "/fr/publish", desk.editor).status == 404);
}

ROOM_TEST_CASE("a text that was ticked and approved is published at once, and that is taken back for a day", db) {
    Desk desk(db);
    desk.move(Stage::first_read);
    const auto asked = desk.get(desk.page, desk.second);
    CHECK(has(asked, desk.path + "/stage"));
    CHECK(has(asked, "<option value=\"ready\">Ready</option>"));
    CHECK_FALSE(has(desk.get(desk.page, desk.writer), desk.path + "/stage"));
    CHECK(has(asked, "I have read version " + desk.version() + " and say yes"));
    desk.make_ready();
    const auto ready = desk.get(desk.page + "?done=ticked", desk.editor);
    CHECK(has(ready, "The ticks are saved."));
    CHECK(has(ready, "name=\"act\" value=\"now\">Publish now</button>"));
    CHECK(has(ready, "id=\"tick-privacy\" name=\"tick\" value=\"privacy\" checked"));
    CHECK(has(ready, "said yes to version " + desk.version()));
    CHECK_FALSE(has(ready, "tick-japanese_read"));

    CHECK(desk.post_form("/publish", "act=now&version=" + desk.version() + "&check_by=2027-04-01&correction=The+greeting+was+%3Cwrong%3E.",
                         desk.editor)
              .status == 303);
    const auto live = desk.get("/blog/hello");
    CHECK(has(live, "Other text of the post."));
    CHECK(has(live, "Corrected on 23 November 2026: The greeting was &lt;wrong&gt;."));
    const auto after = desk.get(desk.page + "?done=published", desk.editor);
    CHECK(has(after, "Published. Readers see it now."));
    CHECK(has(after, "href=\"/blog/hello\""));
    CHECK(has(after, desk.path + "/share"));
    CHECK(has(after, "Take the publication back"));
    CHECK_FALSE(has(after, "id=\"checks\""));

    const auto undone = desk.Site::post(desk.undo_path(after), "", desk.editor);
    CHECK(undone.status == 303);
    CHECK(header(undone, "Location") == desk.piece_path + "?done=undone");
    CHECK(has(desk.get("/blog/hello"), "Text of the post."));
    CHECK(desk.copy()->stage == Stage::ready);
    CHECK(desk.copy()->correction == "The greeting was <wrong>.");
    const auto again = desk.Site::post("/ja" + desk.undo_path(after), "", desk.editor);
    CHECK(again.status == 422);
    CHECK(has(again, "すでに取り消されています。"));
    CHECK(desk.Site::post(desk.undo_path(after), "", desk.stranger).status == 403);
    CHECK(desk.Site::post("/desk/acts/1/undo", "", desk.editor).status == 404);
}

ROOM_TEST_CASE("a time that is typed publishes nothing before a button has named it", db) {
    Desk desk(db);
    desk.make_ready();
    const auto send = [&](const std::string& body) { return desk.post_form("/publish", body + "&version=" + desk.version(), desk.editor); };
    const auto typed = send("act=now&at=2026-12-01T06%3A30&check_by=2027-04-01");
    CHECK(typed.status == 422);
    CHECK(has(typed, "You set a time. Nothing is published yet"));
    CHECK(has(typed, "value=\"at 2026-12-01T06:30\">Publish on 1 December 2026, 6:30</button>"));
    CHECK(has(typed, "name=\"at\" type=\"datetime-local\" value=\"2026-12-01T06:30\""));
    CHECK(has(typed, "value=\"2027-04-01\""));
    CHECK(has(desk.get("/ja" + desk.page + "?at=2026-12-01T06:30", desk.editor), "2026年12月1日 6:30に公開する"));
    CHECK_FALSE(desk.copy()->check_by);
    CHECK(send("act=at+2026-12-01T06%3A30&at=").status == 422);
    CHECK(send("act=at+2026-12-01T06%3A30&at=2026-12-02T06%3A30").status == 422);
    // Saved, the button is there at once.
    CHECK(header(send("act=save&at=2026-12-01+06:30"), "Location") == desk.page + "?at=2026-12-01T06:30&done=saved");

    CHECK(send("act=at+2026-12-01T06%3A30&at=2026-12-01T06%3A30").status == 303);
    CHECK(desk.copy()->stage == Stage::scheduled);
    CHECK(desk.copy()->go_live_at->ms == 1796074200000); // 2026-11-30T21:30:00Z
    CHECK(desk.copy()->go_live_wall == "2026-12-01 06:30");
    const auto waiting = desk.get(desk.page + "?done=scheduled", desk.editor);
    CHECK(has(waiting, "It goes live by itself on 1 December 2026, 6:30."));
    CHECK(has(waiting, "Take the time back</button>"));
    CHECK_FALSE(has(waiting, "Save without publishing"));
    CHECK(desk.post_form("/ticks", "tick=privacy&version=" + desk.version(), desk.editor).status == 422);
    CHECK(desk.post_form("/schedule", "", desk.writer).status == 403);
    CHECK(desk.post_form("/schedule", "", desk.editor).status == 303);
    CHECK(desk.copy()->stage == Stage::ready);
    CHECK(desk.post_form("/schedule", "", desk.editor).status == 422);
}

ROOM_TEST_CASE("times that the site's clock does not show, and days that there are not, are refused with what was typed", db) {
    Desk desk(db);
    desk.make_ready();
    const auto send = [&](const std::string& body, const std::string& lang = "") {
        return desk.Site::post(lang + desk.page, "act=now&version=" + desk.version() + "&" + body, desk.editor);
    };
    for (const char* at :
         {"tomorrow", "2026-02-30T06:30", "2026-12-01T24:00", "2026-12-01T6:30", "2026-12-01T06:60", "2026-12-01T06:30:01", "\xE3\x81\x82"})
        CHECK_MESSAGE(has(send("at=" + web::encode(at)), "There is no such time"), std::string(at));
    const auto past = send("at=2026-11-23T22%3A59&correction=Kept+words.");
    CHECK(past.status == 422);
    CHECK(has(past, "This time has passed."));
    CHECK(has(past, "value=\"2026-11-23T22:59\""));
    CHECK(has(past, "value=\"Kept words.\""));
    CHECK(has(send("at=2026-02-30T06%3A30", "/ja"), "サイトの時計にない日時です。"));
    CHECK(has(send("act=save&check_by=2027-02-30"), "There is no such day."));
    CHECK(has(send("check_by=1999-01-01"), "The day for looking at it again has passed."));
    CHECK(send("correction=" + std::string(301, 'x')).status == 422);
    CHECK(has(desk.get(desk.page + "?at=%3Cx", desk.editor), "value=\"&lt;x\""));
    // An hour that is left out when clocks are put forward.
    base::set_zone("America/New_York");
    CHECK(has(send("at=2027-03-14T02%3A30"), "There is no such time"));
    base::set_zone("Asia/Tokyo");
    CHECK(has(desk.get("/blog/hello"), "Text of the post."));
    CHECK(desk.copy()->stage == Stage::ready);
}

ROOM_TEST_CASE("whoever decides about a version that there is no more is shown what changed", db) {
    Desk desk(db);
    desk.make_ready();
    const std::string seen = desk.version();
    desk.change("Other text of the post, and more.", desk.editor);
    const std::string link = "/history/compare?from=v" + seen + "&amp;to=copy";
    for (const auto& [tail, body] :
         {std::pair<std::string, std::string>{"/publish", "act=now"}, {"/approvals", ""}, {"/ticks", "tick=privacy"}}) {
        INFO(tail);
        const auto refused = desk.post_form(tail, body + "&version=" + seen, desk.second);
        CHECK(refused.status == 422);
        CHECK(has(refused, "The text has changed since you looked at it."));
        CHECK(has(refused, desk.path + link));
    }
    const auto compared = desk.get(desk.path + "/history/compare?from=v" + seen + "&to=copy", desk.second);
    CHECK(compared.status == 200);
    CHECK(has(compared, "2 words added"));
    CHECK(has(compared, "From version " + seen));
    const auto now = desk.get(desk.page, desk.editor);
    CHECK(has(now, "to an earlier version. The text has changed since."));
    CHECK(has(desk.get("/blog/hello"), "Text of the post."));
}

ROOM_TEST_CASE("on a small desk one person publishes, and reads beforehand what readers are told", db) {
    Desk desk(db, /*small=*/true);
    CHECK(desk.post_form("/ticks", "tick=privacy&tick=house_words&version=" + desk.version(), desk.editor).status == 303);
    const auto page = desk.get(desk.page, desk.editor);
    CHECK(has(page, "<q lang=\"en\">Not yet checked by a second person.</q>"));
    CHECK(has(page, "Publish now"));
    CHECK(has(desk.get("/ja" + desk.page, desk.editor), "<q lang=\"en\">Not yet checked by a second person.</q>"));
    CHECK(desk.post_form("/publish", "act=now&version=" + desk.version(), desk.editor).status == 303);
    CHECK(has(desk.get("/blog/hello"), "Not yet checked by a second person."));
}

ROOM_TEST_CASE("who wrote in a text agrees to publishing it on this page", db) {
    Desk desk(db);
    desk.change("Other text, by an editor.", desk.editor);
    const auto page = desk.get(desk.page, desk.editor);
    CHECK(has(page, "href=\"#agreement\""));
    CHECK(has(page, "Some contracts restrict publishing"));
    CHECK(desk.post_form("/ticks", "agreement=1", desk.editor).status == 303);
    CHECK_FALSE(has(desk.get(desk.page, desk.editor), "href=\"#agreement\""));
}

ROOM_TEST_CASE("a text is taken from readers with a reason, and shown again", db) {
    Desk desk(db);
    const auto without = desk.post_form("/withdrawal", "why=+", desk.editor);
    CHECK(without.status == 422);
    CHECK(has(without, "Write in a sentence why."));
    CHECK(has(without, "href=\"#why\""));
    CHECK(has(without, "<details class=\"desk-fold\" open>"));
    const std::string much(5000, 'x');
    CHECK(has(desk.post_form("/withdrawal", "why=" + much, desk.editor), much));
    CHECK(desk.post_form("/withdrawal", "why=A+price+is+wrong.", desk.editor).status == 303);
    CHECK(desk.get("/blog/hello").status == 404);
    const auto page = desk.get(desk.page + "?done=withdrawn", desk.editor);
    CHECK(has(page, "It was taken from readers."));
    CHECK(has(page, "Show it to readers again</button>"));
    CHECK(desk.post_form("/restoration", "", desk.writer).status == 403);
    CHECK(desk.post_form("/restoration", "", desk.editor).status == 303);
    CHECK(desk.get("/blog/hello").status == 200);
    CHECK(desk.post_form("/restoration", "", desk.editor).status == 422);
    CHECK(has(desk.get("/ja" + desk.page + "?done=shown_again", desk.editor), "再び公開しました。"));
}

ROOM_TEST_CASE("a piece is retired in favour of another one that was found by its title, and brought back", db) {
    Desk desk(db);
    const std::string path = desk.piece_path + "/retirement";
    CHECK(has(desk.get(desk.piece_path, desk.editor), "href=\"" + path + "\""));
    CHECK(desk.get(path, desk.writer).status == 403);
    CHECK(desk.Site::post(path, "act=retire", desk.writer).status == 403);
    CHECK(desk.get(path, desk.stranger).status == 403);
    const auto found = desk.get(path + "?q=greet", desk.editor);
    CHECK(has(found, "Greet one person"));
    CHECK(has(found, "Lesson, /learn/first-week/greet"));
    CHECK_FALSE(has(found, "Post, /blog/hello"));
    CHECK(has(desk.get(path + "?q=https://altto.example/ja/learn/first-week/greet", desk.editor), "Greet one person"));
    CHECK(has(desk.get(path + "?q=%3Cnothing", desk.editor), "value=\"&lt;nothing\""));
    CHECK(has(desk.get("/ja" + path + "?q=nothing", desk.editor), "この言葉を題に含むもの"));
    const std::string id = std::to_string(static_cast<std::int64_t>(desk.lesson));

    const auto wrong = desk.Site::post(path, "act=retire&q=greet&instead=12345", desk.editor);
    CHECK(wrong.status == 422);
    CHECK(has(wrong, "Choose another piece that readers can see."));
    CHECK(has(wrong, "value=\"greet\""));
    CHECK(desk.Site::post(path, "act=retire&instead=x", desk.editor).status == 422);
    CHECK(desk.Site::post(path, "act=retire&instead=" + id, desk.editor).status == 303);
    CHECK(has(desk.get("/blog/hello"), "Read instead: Greet one person"));
    const auto retired = desk.get(path + "?done=retired", desk.editor);
    CHECK(has(retired, "It is retired since 23 November 2026."));
    CHECK(has(retired, "href=\"/learn/first-week/greet\""));
    CHECK(has(desk.get(desk.page, desk.editor), "The piece is retired"));
    CHECK(desk.Site::post(path, "act=retire", desk.editor).status == 422);
    CHECK(desk.Site::post(path, "act=back", desk.editor).status == 303);
    CHECK(desk.get("/blog/hello").status == 200);
    CHECK(has(desk.get(path, desk.editor), "Retire it again, as it was"));
    CHECK(desk.Site::post(path, "act=back", desk.editor).status == 422);
}

TEST_SUITE_END();
