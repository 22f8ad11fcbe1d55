// "Waiting for me" on a person's own page, and the mail that leaves when somebody waits.
#include "kit/jobs/jobs.hpp"
#include "site/test_site.hpp"

using base::Lang;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {
constexpr std::int64_t day_ms = 24LL * 3600 * 1000, hour_ms = 3600 * 1000;
constexpr base::Instant monday{1795446000000 - 3600000}; // 23 November 2026, 23:00 in Tokyo
constexpr base::Instant next_monday_at_seven{monday.ms + 6 * day_ms + 8 * hour_ms};

struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database) {
        writer_id = member("writer@example.org", Role::contributor, people::piece_scope(static_cast<std::int64_t>(post)));
        writer = cookie_of(writer_id);
        editor_id = member("editor@example.org", Role::editor);
        editor = cookie_of(editor_id);
        second_id = member("second@example.org", Role::editor);
        second = cookie_of(second_id);
        kim = cookie_of(member("kim@example.org", Role::keeper));
        name(editor_id, "Emi Editor", Lang::en);
        path = "/desk/" + std::to_string(static_cast<std::int64_t>(post)) + "/en";
        run();
        forget_mail();
    }
    void name(people::PersonId person, const std::string& called, Lang lang) {
        auto tx = db.write();
        people::Profile profile;
        profile.name = called;
        profile.named = true;
        profile.lang = lang;
        REQUIRE(people::save_profile(*tx, people::viewer_of(*tx, person), profile).has_value());
        tx->commit();
    }
    editorial::TextId begin() {
        auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, viewer_of(writer), post, Lang::en);
        tx->commit();
        return copy.text;
    }
    std::int64_t ask(editorial::TextId text, people::PersonId person, editorial::Duty duty, const std::string& note,
                     std::optional<base::Day> due = {}) {
        auto tx = db.write();
        const auto id = editorial::ask(*tx, viewer_of(editor), text, {.person = person, .duty = duty, .due_on = due, .note = note});
        REQUIRE(id.has_value());
        tx->commit();
        return *id;
    }
    void hand_over(editorial::TextId text, const std::string& note = "") {
        auto tx = db.write();
        const auto done = editorial::hand_over(*tx, viewer_of(writer), text, note, true);
        REQUIRE(done.has_value());
        tx->commit();
    }
    void send_back(editorial::TextId text, const std::string& notes) {
        auto tx = db.write();
        REQUIRE(editorial::send_back(*tx, viewer_of(editor), text, notes).has_value());
        tx->commit();
    }
    void publish_now(editorial::TextId text) {
        auto tx = db.write();
        const auto viewer = people::viewer_of(*tx, editor_id);
        for (const char* tick : {"privacy", "house_words"}) editorial::tick(*tx, viewer, text, tick, true);
        const auto version = editorial::find_copy(*tx, viewer, text)->version;
        REQUIRE(editorial::approve(*tx, people::viewer_of(*tx, second_id), text, version).has_value());
        REQUIRE(editorial::move_to(*tx, viewer, text, editorial::Stage::ready).has_value());
        REQUIRE(editorial::go_live(*tx, viewer, text, {.when = {}, .wall = "", .version = version}).has_value());
        tx->commit();
    }

    /// Does what is due, as the program would but for delivering mail and drawing pictures.
    void run() {
        auto all = desk::handlers([this] { return facts.frame; });
        all.push_back({.kind = "editorial.published",
                       .work = [](db::Tx& tx, const jobs::Job& job) { jobs::later(tx, desk::live_letter_job, job.payload); }});
        jobs::run_due(db.pool(), all, db.read()->now());
    }
    void begin_week(base::Instant at) {
        db.freeze(at);
        jobs::plan(db.pool(), desk::schedules(), at);
        run();
    }
    void forget_mail() {
        auto tx = db.write();
        tx->script("delete from mails");
        tx->commit();
    }
    std::vector<mail::Message> mails() {
        std::vector<mail::Message> all;
        for (const mail::Mail& one : mail::list_outbox(*db.read(), 50)) all.push_back(one.message);
        return all;
    }
    std::vector<std::string> receivers() {
        std::vector<std::string> all;
        for (const mail::Message& one : mails()) all.push_back(one.to.address);
        std::sort(all.begin(), all.end());
        return all;
    }

    std::string writer, editor, second, kim, path;
    people::PersonId writer_id{}, editor_id{}, second_id{};
};

bool in(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// "Waiting for me" alone.
std::string waiting(const http::Response& page) {
    const std::size_t at = page.body.find("id=\"waiting\"");
    REQUIRE(at != std::string::npos);
    return page.body.substr(at, page.body.find("</section>", at) - at);
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("what waits for a person says what, by whose wish, since when, and leads there", db) {
    Desk desk(db);
    const auto text = desk.begin();
    desk.ask(text, desk.writer_id, editorial::Duty::write, "Begin with the door.", base::Day{base::day_of(monday).days + 9});
    std::string part = waiting(desk.get("/me", desk.writer));
    CHECK(in(part, "<strong>Hello</strong>"));
    CHECK(in(part, "Emi Editor asks you to write it, until 2 December"));
    CHECK(in(part, "(since 23 November)"));
    CHECK(in(part, "Begin with the door."));
    CHECK(in(part, "href=\"" + desk.path + "\""));
    CHECK(in(waiting(desk.get("/ja/me", desk.writer)), "Emi Editorさんから執筆を頼まれています（12月2日まで）"));

    // Handed over, it waits for the editors; sent back, for the writer again, with the latest note.
    desk.hand_over(text, "Is it too long?");
    CHECK_FALSE(in(waiting(desk.get("/me", desk.writer)), "Hello"));
    part = waiting(desk.get("/me", desk.second));
    CHECK(in(part, "A writer handed it over for a first read"));
    CHECK(in(part, "Is it too long?"));
    db.freeze({monday.ms + day_ms});
    desk.send_back(text, "Shorter.\nAnd a source.");
    part = waiting(desk.get("/me", desk.writer));
    CHECK(in(part, "Emi Editor sent it back with notes"));
    CHECK(in(part, "(since 24 November)"));
    CHECK(in(part, "Shorter.\nAnd a source."));
    CHECK_FALSE(in(part, "Begin with the door."));
    CHECK_FALSE(in(waiting(desk.get("/me", desk.second)), "Hello"));
}

ROOM_TEST_CASE("one's page lists the texts that one writes and what one did, and an empty one says what to do", db) {
    Desk desk(db);
    CHECK(in(waiting(desk.get("/me", desk.writer)), "We do not know what to call you."));
    desk.name(desk.writer_id, "Mari Okabe", Lang::en);
    const std::string part = waiting(desk.get("/me", desk.writer));
    CHECK(in(part, "Nothing waits for you."));
    CHECK(in(part, "href=\"/write\""));

    const auto text = desk.begin();
    desk.ask(text, desk.writer_id, editorial::Duty::write, "");
    db.freeze({monday.ms + 2 * day_ms});
    const auto mine = desk.get("/me", desk.writer);
    CHECK(has(mine, "My texts"));
    CHECK(has(mine, "Draft, for 2 days"));
    CHECK(has(mine, "href=\"/edit/board\""));
    CHECK_FALSE(has(mine, "What I did"));
    desk.hand_over(text);
    desk.publish_now(text);
    const auto did = desk.get("/me", desk.second);
    CHECK(has(did, "What I did"));
    CHECK(has(did, "href=\"/blog/hello\""));
    CHECK(has(did, "/resume\""));
    CHECK(in(waiting(did), "One credit of yours waits for your yes"));
    CHECK(in(waiting(desk.get("/ja/me", desk.second)), "あなたの担当の記録が1件、確認を待っています"));
}

ROOM_TEST_CASE("a ready text waits for whoever publishes, and one that missed its time says why", db) {
    Desk desk(db);
    const auto text = desk.begin();
    desk.hand_over(text);
    {
        auto tx = db.write();
        REQUIRE(editorial::move_to(*tx, desk.viewer_of(desk.editor), text, editorial::Stage::ready).has_value());
        tx->commit();
    }
    std::string part = waiting(desk.get("/me", desk.second));
    CHECK(in(part, "It has 0 of 1 approvals"));
    CHECK(in(part, "href=\"" + desk.path + "/publish\""));
    {
        auto tx = db.write();
        const auto viewer = people::viewer_of(*tx, desk.editor_id);
        for (const char* tick : {"privacy", "house_words"}) editorial::tick(*tx, viewer, text, tick, true);
        const auto version = editorial::find_copy(*tx, viewer, text)->version;
        REQUIRE(editorial::approve(*tx, people::viewer_of(*tx, desk.second_id), text, version).has_value());
        REQUIRE(editorial::go_live(*tx, viewer, text,
                                   {.when = base::Instant{monday.ms + day_ms}, .wall = "2026-11-24 23:00", .version = version})
                    .has_value());
        people::end_member(*tx, desk.keeper, desk.editor_id);
        tx->commit();
    }
    CHECK_FALSE(in(waiting(desk.get("/me", desk.second)), "Hello"));
    db.freeze({monday.ms + day_ms});
    {
        auto tx = db.write();
        editorial::go_live_when_due(*tx, text);
        tx->commit();
    }
    part = waiting(desk.get("/me", desk.second));
    CHECK(in(part, "It did not go live at its time"));
    CHECK(in(part, "Whoever set the time may no longer publish."));
}

ROOM_TEST_CASE("whoever is asked gets a mail at once, in their language, with the note and the way there", db) {
    Desk desk(db);
    desk.name(desk.second_id, "Sato", Lang::ja);
    const auto text = desk.begin();
    desk.ask(text, desk.writer_id, editorial::Duty::write, "Begin with the door.\nThen the bell.",
             base::Day{base::day_of(monday).days + 9});
    desk.run();
    REQUIRE(desk.mails().size() == 1);
    const mail::Message message = desk.mails().front();
    CHECK(message.to.address == "writer@example.org");
    CHECK(message.subject == "Would you write “Hello”?");
    CHECK(in(message.text, "Emi Editor asks you to write “Hello”."));
    CHECK(in(message.text, "It should be done by 2 December 2026."));
    CHECK(in(message.text, "> Begin with the door.\n\n> Then the bell."));
    CHECK(in(message.text, "https://altto.example" + desk.path));
    desk.forget_mail();

    // For the second one the text is in a language that is not theirs; the mail is in theirs.
    desk.ask(text, desk.second_id, editorial::Duty::read, "");
    desk.run();
    REQUIRE(desk.mails().size() == 1);
    CHECK(desk.mails().front().subject == "「Hello」を読んでいただけますか");
    CHECK(in(desk.mails().front().text, "Emi Editorさんが、「Hello」を読んで"));
    CHECK(in(desk.mails().front().text, "https://altto.example/ja" + desk.path));
    desk.forget_mail();

    // Nobody writes to themself, and what was taken back meanwhile is not asked.
    desk.ask(text, desk.editor_id, editorial::Duty::read, "");
    const auto id = desk.ask(text, desk.second_id, editorial::Duty::proof, "");
    {
        auto tx = db.write();
        editorial::end_turn(*tx, desk.viewer_of(desk.editor), id);
        tx->commit();
    }
    desk.run();
    CHECK(desk.mails().empty());
}

ROOM_TEST_CASE("a text that is handed over is mailed to who was asked to read it, and to nobody if nobody was", db) {
    Desk desk(db);
    const auto text = desk.begin();
    desk.hand_over(text);
    desk.run();
    CHECK(desk.mails().empty());
    desk.send_back(text, "Shorter.");
    desk.ask(text, desk.second_id, editorial::Duty::read, "");
    desk.run();
    desk.forget_mail();
    desk.hand_over(text, "Better now?");
    desk.run();
    REQUIRE(desk.receivers() == std::vector<std::string>{"second@example.org"});
    CHECK(in(desk.mails().front().text, "A writer handed “Hello” over") == false);
    CHECK(in(desk.mails().front().text, "handed “Hello” over. You were asked to read it"));
    CHECK(in(desk.mails().front().text, "> Better now?"));
}

ROOM_TEST_CASE("notes go to who writes the text, and not to who sent it back", db) {
    Desk desk(db);
    const auto text = desk.begin();
    desk.ask(text, desk.writer_id, editorial::Duty::write, "");
    desk.hand_over(text);
    desk.run();
    desk.forget_mail();
    desk.send_back(text, "Shorter, please.");
    desk.run();
    REQUIRE(desk.receivers() == std::vector<std::string>{"writer@example.org"});
    CHECK(desk.mails().front().subject == "“Hello” is back with notes");
    CHECK(in(desk.mails().front().text, "> Shorter, please."));
    // Done again, the work is the same, and nothing is sent twice.
    desk.run();
    CHECK(desk.mails().size() == 1);
}

ROOM_TEST_CASE("when a text goes live, those who made it hear of it with a text to share, but not who published it", db) {
    Desk desk(db);
    const auto piece = [&] {
        auto tx = db.write();
        const auto made = editorial::make_piece(*tx, desk.keeper, {"post", "fresh", "CC-BY-4.0"});
        people::give_role(*tx, desk.keeper, desk.writer_id,
                          {Role::contributor, people::piece_scope(static_cast<std::int64_t>(made)), {}, {}});
        tx->commit();
        return made;
    }();
    auto tx = db.write();
    const auto viewer = people::viewer_of(*tx, desk.writer_id);
    const auto copy = editorial::open_copy(*tx, viewer, piece, Lang::en);
    const auto words = doc::from_markdown("A fresh text.", doc::Dialect::site);
    REQUIRE(std::holds_alternative<editorial::Saved>(editorial::save_document(*tx, viewer, copy.text, copy.version, copy.body, *words)));
    editorial::save_heading(
        *tx, viewer, copy.text,
        {.title = std::pair<std::string, std::string>("", "Fresh"), .summary = std::pair<std::string, std::string>("", "In a sentence.")});
    tx->commit();
    tx.reset();
    desk.hand_over(copy.text);
    desk.run();
    desk.forget_mail();
    desk.publish_now(copy.text);
    desk.run();
    REQUIRE(desk.receivers() == std::vector<std::string>{"second@example.org", "writer@example.org"});
    const auto mails = desk.mails();
    const auto& message = mails.front();
    CHECK(message.subject == "“Fresh” is live");
    CHECK(in(message.text, "https://altto.example/blog/fresh"));
    CHECK(in(message.text, "New on the blog: Fresh\n\nIn a sentence.\n\nhttps://altto.example/blog/fresh"));

    // A correction is told to who handed it over, and to nobody else.
    desk.forget_mail();
    const auto text = desk.begin();
    desk.hand_over(text);
    desk.run();
    desk.forget_mail();
    desk.publish_now(text);
    desk.run();
    REQUIRE(desk.receivers() == std::vector<std::string>{"writer@example.org"});
    CHECK(desk.mails().front().subject == "Your correction of “Hello” is live");
}

ROOM_TEST_CASE("one mail a week comes on Monday at seven to those for whom something waits, once", db) {
    Desk desk(db);
    const auto text = desk.begin();
    desk.ask(text, desk.writer_id, editorial::Duty::write, "");
    desk.run();
    desk.forget_mail();
    desk.begin_week({next_monday_at_seven.ms - 15 * 60 * 1000});
    CHECK(desk.mails().empty());
    desk.begin_week(next_monday_at_seven);
    REQUIRE(desk.receivers() == std::vector<std::string>{"writer@example.org"});
    const mail::Message message = desk.mails().front();
    CHECK(message.subject == "One thing waits for you at Test Site");
    CHECK(in(message.text, "“Hello”: Emi Editor asks you to write it."));
    CHECK(in(message.text, "https://altto.example/me\n"));
    CHECK(in(message.text, "https://altto.example/me/mail"));
    REQUIRE(message.headers.size() == 1);
    CHECK(message.headers.front() == std::pair<std::string, std::string>{"List-Unsubscribe", "<https://altto.example/me/mail>"});
    desk.begin_week({next_monday_at_seven.ms + hour_ms});
    CHECK(desk.mails().size() == 1);
    desk.begin_week({next_monday_at_seven.ms + day_ms});
    CHECK(desk.mails().size() == 1);
    desk.begin_week({next_monday_at_seven.ms + 7 * day_ms});
    CHECK(desk.mails().size() == 2);
}

ROOM_TEST_CASE("the weekly mail can be switched off and on, and rests while the desk is closed", db) {
    Desk desk(db);
    const auto text = desk.begin();
    desk.ask(text, desk.writer_id, editorial::Duty::write, "");
    desk.run();
    desk.forget_mail();
    CHECK(has(desk.get("/me", desk.writer), "href=\"/me/mail\""));
    CHECK(has(desk.get("/me/mail", desk.writer), "name=\"weekly\" value=\"1\" checked"));
    CHECK(header(desk.Site::post("/ja/me/mail", "", desk.writer), "Location") == "/ja/me/mail?done=saved");
    CHECK_FALSE(has(desk.get("/ja/me/mail", desk.writer), "checked"));
    CHECK(desk.get("/me/mail").status == 303);
    desk.begin_week(next_monday_at_seven);
    CHECK(desk.mails().empty());

    CHECK(desk.Site::post("/me/mail", "weekly=1", desk.writer).status == 303);
    {
        auto tx = db.write();
        REQUIRE(editorial::close_desk(*tx, desk.keeper, base::day_of({next_monday_at_seven.ms + 6 * day_ms}),
                                      base::day_of({next_monday_at_seven.ms + 8 * day_ms}))
                    .has_value());
        tx->commit();
    }
    desk.begin_week({next_monday_at_seven.ms + 7 * day_ms});
    CHECK(desk.mails().empty());
    // What a person waits for leaves all the same.
    desk.hand_over(text);
    desk.send_back(text, "Good. One thing.");
    desk.run();
    CHECK(desk.receivers() == std::vector<std::string>{"writer@example.org"});
    desk.forget_mail();
    desk.begin_week({next_monday_at_seven.ms + 14 * day_ms});
    CHECK(desk.receivers() == std::vector<std::string>{"writer@example.org"});
}

TEST_SUITE_END();
