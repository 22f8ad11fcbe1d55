// The board: who sees what on it, moving, what a column should hold, days off; and how the keeper sets the stages of a kind.
#include "site/test_site.hpp"

#include <chrono>

using base::Lang;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {
constexpr std::int64_t day_ms = 24LL * 3600 * 1000;
constexpr base::Instant monday{1795446000000 - 3600000}; // 23 November 2026, 23:00 in Tokyo

struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database) {
        writer_id = member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(post)));
        writer = cookie_of(writer_id);
        editor_id = member("editor@example.org", Role::editor);
        editor = cookie_of(editor_id);
        member("second@example.org", Role::editor);
        kim = cookie_of(member("kim@example.org", Role::keeper));
        stranger = cookie_of(member("stranger@example.org"));
    }
    static std::string path(editorial::PieceId piece, Lang lang = Lang::en) {
        return "/desk/" + std::to_string(static_cast<std::int64_t>(piece)) + "/" + std::string(base::tag(lang));
    }
    editorial::TextId begin(editorial::PieceId piece, Lang lang = Lang::en) {
        auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, viewer_of(editor), piece, lang);
        tx->commit();
        return copy.text;
    }
    void ask(editorial::TextId text, people::PersonId person, editorial::Duty duty, std::optional<base::Day> due = {}) {
        auto tx = db.write();
        REQUIRE(editorial::ask(*tx, viewer_of(editor), text, {.person = person, .duty = duty, .due_on = due, .note = ""}).has_value());
        tx->commit();
    }
    void name(people::PersonId person, const std::string& called) {
        auto tx = db.write();
        people::Profile profile;
        profile.name = called;
        profile.named = true;
        REQUIRE(people::save_profile(*tx, people::viewer_of(*tx, person), profile).has_value());
        tx->commit();
    }
    http::Response move(editorial::PieceId piece, const std::string& body, const std::string& cookie) {
        return Site::post(path(piece) + "/stage", body, cookie);
    }
    editorial::Stage stage(editorial::PieceId piece, Lang lang = Lang::en) {
        return editorial::find_copy(*db.read(), keeper, piece, lang)->stage;
    }

    std::string writer, editor, kim, stranger;
    people::PersonId writer_id{}, editor_id{};
};

/// From the heading of a column to that of the next one.
std::string column(const http::Response& page, const std::string& stage) {
    const std::size_t at = page.body.find("id=\"stage-" + stage + "\"");
    REQUIRE(at != std::string::npos);
    return page.body.substr(at, page.body.find("</section>", at) - at);
}
bool in(const std::string& part, std::string_view words) { return part.find(words) != std::string::npos; }
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a card says what it is, whose turn, since when, until when, and what readers see meanwhile", db) {
    Desk desk(db);
    desk.name(desk.writer_id, "Mari Okabe");
    const auto text = desk.begin(desk.post);
    desk.ask(text, desk.writer_id, editorial::Duty::write, base::Day{base::day_of(monday).days + 2});
    db.freeze({monday.ms + 3 * day_ms});
    const auto page = desk.get("/edit/board", desk.editor);
    CHECK(page.status == 200);
    const std::string draft = column(page, "draft");
    CHECK(in(draft, "<a href=\"" + Desk::path(desk.post) + "\">Hello</a>"));
    CHECK(in(draft, "Post · English"));
    CHECK(in(draft, "Correction of a live text"));
    CHECK(in(draft, "Waits for Mari Okabe"));
    CHECK(in(draft, "until 25 November; that has passed"));
    CHECK(in(draft, "3 days here"));
    CHECK(in(column(page, "proof"), "Nothing here."));
    CHECK(header(page, "Cache-Control").find("no-store") != std::string::npos);

    const auto japanese = desk.get("/ja/edit/board", desk.editor);
    CHECK(has(japanese, "進行ボード"));
    CHECK(in(column(japanese, "draft"), "Mari Okabeの番です"));
    CHECK(in(column(japanese, "draft"), "3日経過"));
    // Whose it is, is told to themself.
    CHECK(in(column(desk.get("/edit/board", desk.writer), "draft"), "Waits for you"));
}

ROOM_TEST_CASE("a card is moved by its form, the move is said with its column, and taken back", db) {
    Desk desk(db);
    desk.begin(desk.post);
    const auto moved = desk.move(desk.post, "to=first_read&kind=post&who=", desk.editor);
    REQUIRE(moved.status == 303);
    const std::string back = header(moved, "Location");
    CHECK(back.starts_with("/edit/board?kind=post&stage=first_read&moved="));
    CHECK(desk.stage(desk.post) == editorial::Stage::first_read);
    const auto page = desk.get(back, desk.editor);
    CHECK(has(page, "<p role=\"status\">"));
    CHECK(has(page, "“Hello” is now at First read, where it is the only one."));
    const std::string undo = "/desk/acts/" + back.substr(back.rfind('=') + 1) + "/undo";
    CHECK(has(page, "action=\"" + undo + "\""));
    // The way there stays the same a day later; the button does not.
    db.freeze({monday.ms + day_ms + 1000});
    CHECK_FALSE(has(desk.get(back, desk.editor), undo));
    db.freeze(monday);
    // Whoever is none of the piece's people learns nothing from the address.
    CHECK_FALSE(has(desk.get(back, desk.stranger), "Hello"));
    REQUIRE(desk.Site::post(undo, "", desk.editor).status == 303);
    CHECK(desk.stage(desk.post) == editorial::Stage::draft);
    CHECK_FALSE(has(desk.get(back, desk.editor), "is now at"));
}

ROOM_TEST_CASE("a move that cannot be made says why on the card, and changes nothing", db) {
    Desk desk(db);
    const auto text = desk.begin(desk.post);
    const std::string field = "to-" + std::to_string(static_cast<std::int64_t>(text));
    for (const char* body : {"to=", "to=elsewhere", "to=proof", "to=draft", "to=scheduled"}) {
        INFO(body);
        const auto page = desk.move(desk.post, body, desk.editor);
        CHECK(page.status == 422);
        CHECK(has(page, "href=\"#" + field + "\""));
        CHECK(has(page, "id=\"" + field + "-error\""));
        CHECK(has(page, "<details class=\"move\" open>"));
    }
    CHECK(has(desk.Site::post("/ja" + Desk::path(desk.post) + "/stage", "to=proof", desk.editor), "この種類の文章"));
    CHECK(desk.stage(desk.post) == editorial::Stage::draft);
    CHECK(desk.move(desk.post, "to=ready", desk.writer).status == 403);
    CHECK(desk.move(desk.post, "to=", desk.writer).status == 403);
    CHECK(desk.move(desk.post, "to=ready", desk.stranger).status == 403);
    CHECK(desk.move(desk.lesson, "to=ready", desk.editor).status == 404);
    CHECK(desk.Site::post("/desk/12/en/stage", "to=ready", desk.editor).status == 404);
}

ROOM_TEST_CASE("contributors see their own pieces and no form to move them; others see an empty board with one thing to do", db) {
    Desk desk(db);
    desk.begin(desk.post);
    desk.begin(desk.lesson);
    const auto page = desk.get("/edit/board", desk.writer);
    CHECK(has(page, ">Hello</a>"));
    CHECK_FALSE(has(page, "Greet one person"));
    CHECK_FALSE(has(page, "name=\"to\""));
    CHECK_FALSE(has(page, "Days off"));
    const auto empty = desk.get("/edit/board", desk.stranger);
    CHECK(has(empty, "You have no text on the desk."));
    CHECK(has(empty, "href=\"/write\""));
    CHECK(desk.get("/edit/board").status == 303);
}

ROOM_TEST_CASE("an empty board leads to something new, and a choice that fits nothing leads back to everything", db) {
    Desk desk(db);
    auto page = desk.get("/edit/board", desk.editor);
    CHECK(has(page, "Nothing is being written."));
    CHECK(has(page, "href=\"/edit/new\""));
    desk.begin(desk.post);
    page = desk.get("/edit/board?kind=lesson", desk.editor);
    CHECK(has(page, "No text is like that."));
    CHECK(has(page, "href=\"/edit/board\""));
    CHECK(has(desk.get("/ja/edit/board?lang=ja", desk.editor), "当てはまる文章はありません。"));
    // What is no choice counts as none.
    CHECK(has(desk.get("/edit/board?kind=%3Cb%3E&lang=xx&who=x&stage=9", desk.editor), ">Hello</a>"));
}

ROOM_TEST_CASE("the board is narrowed down to a kind, a language and a person", db) {
    Desk desk(db);
    desk.name(desk.writer_id, "Mari Okabe");
    const auto text = desk.begin(desk.post);
    desk.begin(desk.lesson);
    desk.begin(desk.lesson, Lang::ja);
    desk.ask(text, desk.writer_id, editorial::Duty::write);
    const auto titles = [&](const std::string& query, const std::string& cookie) {
        const std::string draft = column(desk.get("/edit/board?stage=draft&" + query, cookie), "draft");
        std::string found;
        for (const char* title : {"Hello", "Greet one person", "一人にあいさつする"})
            if (in(draft, title)) found += std::string(found.empty() ? "" : ", ") + title;
        return found;
    };
    CHECK(titles("kind=post", desk.editor) == "Hello");
    CHECK(titles("lang=ja", desk.editor) == "一人にあいさつする");
    CHECK(titles("kind=lesson&lang=en", desk.editor) == "Greet one person");
    CHECK(titles("who=" + std::to_string(static_cast<std::int64_t>(desk.writer_id)), desk.editor) == "Hello");
    CHECK(titles("who=me", desk.writer) == "Hello");
    const auto page = desk.get("/edit/board?who=me&kind=post", desk.writer);
    CHECK(has(page, "<option value=\"me\" selected>"));
    CHECK(has(page, "?kind=post&amp;who=me&amp;stage=proof"));
}

ROOM_TEST_CASE("a phone shows the column where something waits for the reader, or the one that was chosen", db) {
    Desk desk(db);
    desk.begin(desk.lesson);
    const auto text = desk.begin(desk.post);
    REQUIRE(desk.move(desk.post, "to=first_read", desk.editor).status == 303);
    CHECK(has(desk.get("/edit/board", desk.editor), "<section class=\"stage now\" aria-labelledby=\"stage-draft\""));
    desk.ask(text, desk.editor_id, editorial::Duty::read);
    CHECK(has(desk.get("/edit/board", desk.editor), "<section class=\"stage now\" aria-labelledby=\"stage-first_read\""));
    const auto page = desk.get("/edit/board?stage=live", desk.editor);
    CHECK(has(page, "<section class=\"stage now\" aria-labelledby=\"stage-live\""));
    CHECK(has(page, "href=\"/edit/board?stage=live\" aria-current=\"page\""));
}

ROOM_TEST_CASE("a column says in words when it holds more than it should", db) {
    Desk desk(db);
    CHECK(desk.Site::post("/admin/workflow/lesson", "stage=first_read&stage=proof&lesson-approvals=1&lesson-limit-draft=1", desk.kim)
              .status == 303);
    desk.begin(desk.lesson);
    CHECK(in(column(desk.get("/edit/board", desk.editor), "draft"), "Lesson: 1 of 1"));
    CHECK_FALSE(in(column(desk.get("/edit/board", desk.editor), "draft"), "Help here first"));
    desk.begin(desk.lesson, Lang::ja);
    // Counted as they are, whatever was chosen.
    CHECK(in(column(desk.get("/edit/board?lang=ja", desk.editor), "draft"), "Lesson: 2 of 1. Help here first."));
    CHECK(in(column(desk.get("/ja/edit/board", desk.editor), "draft"), "まずここを手伝ってください"));
    desk.begin(desk.post);
    CHECK_FALSE(in(column(desk.get("/edit/board?kind=post", desk.editor), "draft"), "Help here first"));
    // Who sees only their own learns nothing of it.
    CHECK_FALSE(has(desk.get("/edit/board", desk.writer), "of 1"));
}

ROOM_TEST_CASE("what went live in the last fourteen days is the last column", db) {
    Desk desk(db);
    const auto text = desk.begin(desk.post);
    {
        auto tx = db.write();
        const auto viewer = desk.viewer_of(desk.kim);
        for (const char* tick : {"privacy", "house_words"}) editorial::tick(*tx, viewer, text, tick, true);
        REQUIRE(editorial::move_to(*tx, viewer, text, editorial::Stage::ready).has_value());
        const auto second = people::viewer_of(*tx, people::find_member(*tx, desk.keeper, "second@example.org").value());
        const auto version = editorial::find_copy(*tx, viewer, text)->version;
        REQUIRE(editorial::approve(*tx, second, text, version).has_value());
        const auto live = editorial::go_live(*tx, viewer, text, {.when = {}, .wall = "", .version = version});
        if (!live)
            for (const auto& problem : live.error()) MESSAGE(problem.word);
        REQUIRE(live.has_value());
        tx->commit();
    }
    const std::string live = column(desk.get("/edit/board", desk.editor), "live");
    CHECK(in(live, "<a href=\"/blog/hello\">Hello</a>"));
    CHECK(in(live, "Corrected on 23 November"));
    db.freeze({monday.ms + 15 * day_ms});
    CHECK_FALSE(has(desk.get("/edit/board", desk.editor), "Corrected on"));
}

ROOM_TEST_CASE("days off stop the clock and are said on the board, to writers and to whoever wants to help", db) {
    Desk desk(db);
    for (const Lang lang : base::languages)
        desk.publish("page", "write", lang, lang == Lang::en ? "Write with us" : "いっしょに書く", "How to.");
    {
        auto tx = db.write();
        people::save_call(*tx, desk.keeper,
                          {.id = 0,
                           .role = Role::proofreader,
                           .title = "Proofreaders",
                           .title_ja = "校正",
                           .text = "Two.",
                           .text_ja = "二つ。",
                           .opened_at = {},
                           .closed_at = {}});
        tx->commit();
    }
    desk.begin(desk.post);
    auto page = desk.Site::post("/edit/board/closures", "from=2026-12-28&until=soon", desk.editor);
    CHECK(page.status == 422);
    CHECK(has(page, "Choose a day, such as 2026-12-28."));
    CHECK(has(page, "value=\"soon\""));
    page = desk.Site::post("/edit/board/closures", "from=2026-11-20&until=2026-11-30", desk.editor);
    CHECK(page.status == 422);
    CHECK(has(page, "This day has passed."));
    CHECK(desk.Site::post("/edit/board/closures", "from=2026-11-24&until=2026-11-26", desk.writer).status == 403);

    const auto done = desk.Site::post("/edit/board/closures", "from=2026-11-24&until=2026-11-26", desk.editor);
    CHECK(header(done, "Location") == "/edit/board?done=desk_closed");
    CHECK(has(desk.get("/edit/board", desk.editor), "The desk will be closed from 24 November 2026 until 26 November 2026."));
    db.freeze({monday.ms + 4 * day_ms});
    CHECK(in(column(desk.get("/edit/board", desk.editor), "draft"), "1 day here"));

    db.freeze({monday.ms + 2 * day_ms});
    CHECK(has(desk.get("/edit/board", desk.writer), "The desk is closed until 26 November 2026."));
    CHECK(has(desk.get("/ja/edit/board", desk.writer), "編集部は2026年11月26日まで休みです。"));
    CHECK(has(desk.get("/write"), "Our desk is closed from 24 November 2026 until 26 November 2026."));
    const std::string body = desk.get("/write").body;
    const std::size_t call = body.find("/write/calls/");
    CHECK(has(desk.get(body.substr(call, body.find('"', call) - call)), "We answer after that."));

    const auto again = desk.get("/edit/board", desk.editor).body;
    const std::size_t at = again.find("/edit/board/closures/");
    REQUIRE(at != std::string::npos);
    const std::string end = again.substr(at, again.find('"', at) - at);
    CHECK(desk.Site::post(end, "", desk.writer).status == 403);
    CHECK(header(desk.Site::post(end, "", desk.editor), "Location") == "/edit/board?done=desk_opened");
    CHECK_FALSE(has(desk.get("/write"), "Our desk is closed"));
    CHECK(desk.Site::post(end, "", desk.editor).status == 404);
}

ROOM_TEST_CASE("the keeper sets stages, approvals and limits of a kind, and reads what a small desk means", db) {
    Desk desk(db);
    auto page = desk.get("/admin/workflow", desk.kim);
    CHECK(page.status == 200);
    CHECK(has(page, "3 people may approve texts here."));
    CHECK(has(page, "id=\"post-first_read\" name=\"stage\" value=\"first_read\" checked"));
    CHECK_FALSE(has(page, "id=\"post-proof\" name=\"stage\" value=\"proof\" checked"));
    CHECK(has(desk.get("/admin", desk.kim), "href=\"/admin/workflow\""));
    CHECK(desk.get("/admin/workflow", desk.editor).status == 403);
    CHECK(desk.Site::post("/admin/workflow/post", "post-approvals=1", desk.editor).status == 403);
    CHECK(desk.Site::post("/admin/workflow/poem", "poem-approvals=1", desk.kim).status == 404);

    page = desk.Site::post("/admin/workflow/post", "stage=proof&post-approvals=many&post-limit-proof=0&post-limit-draft=8", desk.kim);
    CHECK(page.status == 422);
    CHECK(has(page, "href=\"#post-approvals\""));
    CHECK(has(page, "href=\"#post-limit-proof\""));
    CHECK(has(page, "value=\"many\""));
    CHECK(has(page, "id=\"post-proof\" name=\"stage\" value=\"proof\" checked"));
    CHECK(editorial::workflow_of(*db.read(), "post").approvals == 1);

    CHECK(header(desk.Site::post("/ja/admin/workflow/post", "stage=proof&post-approvals=2&post-limit-proof=4", desk.kim), "Location") ==
          "/ja/admin/workflow?done=saved");
    const auto workflow = editorial::workflow_of(*db.read(), "post");
    CHECK(workflow.stages == std::vector{editorial::Stage::draft, editorial::Stage::proof, editorial::Stage::ready});
    CHECK(workflow.approvals == 2);
    CHECK(workflow.limits == std::vector<std::pair<editorial::Stage, int>>{{editorial::Stage::proof, 4}});
    CHECK(has(desk.get("/ja/admin/workflow", desk.kim), "承認できる人は3人です。"));

    site_test::Site small(db);
    const auto alone = small.cookie_of(small.member("kim@example.org"));
    {
        auto tx = db.write();
        for (const char* address : {"editor@example.org", "second@example.org"})
            people::end_member(*tx, small.keeper, people::find_member(*tx, small.keeper, address).value());
        tx->commit();
    }
    page = small.get("/admin/workflow", alone);
    CHECK(has(page, "One person may approve texts here. With fewer than three, whoever publishes may do so alone"));
}

ROOM_TEST_CASE("a board of five hundred cards is drawn at once, in short columns that can be shown whole", db) {
    Desk desk(db);
    {
        auto tx = db.write();
        for (int i = 0; i < 500; ++i) {
            const auto piece = editorial::make_piece(*tx, desk.keeper, {"post", "p" + std::to_string(i), "CC-BY-4.0"});
            editorial::open_copy(*tx, desk.keeper, piece, Lang::en);
        }
        tx->commit();
    }
    std::chrono::duration<double, std::milli> best{1e9};
    http::Response page;
    for (int i = 0; i < 5; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        page = desk.get("/edit/board", desk.editor);
        best = std::min<std::chrono::duration<double, std::milli>>(best, std::chrono::steady_clock::now() - begin);
    }
    MESSAGE("board of 500 cards: ", best.count(), " ms, ", page.body.size() / 1024, " kB");
    CHECK(has(page, "Show all 500"));
    const auto slips = [](const http::Response& shown) {
        std::size_t count = 0;
        for (std::size_t at = shown.body.find("class=\"slip\""); at != std::string::npos; at = shown.body.find("class=\"slip\"", at + 1))
            ++count;
        return count;
    };
    CHECK(slips(page) == 40);
    CHECK(slips(desk.get("/edit/board?stage=draft&whole=1", desk.editor)) == 500);
}

TEST_SUITE_END();
