// Versions of a text for its people, and for everybody how a page was made.
#include "site/test_site.hpp"

using base::Lang;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {

constexpr db::Query forget_acts{"test.forget_acts", "delete from acts"};

struct Desk : FullSite {
    explicit Desk(support::Database& database) : FullSite(database) {
        path = "/desk/" + std::to_string(static_cast<std::int64_t>(post)) + "/en";
        const std::string scope = people::piece_scope(static_cast<std::int64_t>(post));
        writer = cookie_of(member("writer@example.org", Role::contributor, scope));
        proofreader = cookie_of(member("pat@example.org", Role::proofreader, scope));
        editor = cookie_of(member("editor@example.org", Role::editor));
        for (const char* more : {"second@example.org", "third@example.org"}) others.push_back(cookie_of(member(more, Role::editor)));
        stranger = cookie_of(member("stranger@example.org"));
    }
    template <class Work>
    void write(const Work& work) {
        auto tx = db.write();
        work(*tx);
        tx->commit();
    }
    void change(const std::string& cookie, std::string_view markdown) {
        write([&](db::Tx& tx) {
            const auto copy = editorial::open_copy(tx, viewer_of(cookie), post, Lang::en);
            REQUIRE(std::holds_alternative<editorial::Saved>(
                editorial::save_document(tx, viewer_of(cookie), copy.text, copy.version, copy.body, document(markdown))));
        });
    }
    void rename(const std::string& cookie, const std::string& title) {
        write([&](db::Tx& tx) {
            const auto here = copy();
            editorial::save_heading(tx, viewer_of(cookie), here->text, {.title = std::pair(here->title, title), .summary = {}});
        });
    }
    std::optional<editorial::Copy> copy() { return editorial::find_copy(*db.read(), keeper, post, Lang::en); }
    std::string live_id() {
        auto tx = db.read();
        for (const auto& revision : editorial::list_revisions(*tx, keeper, *editorial::find_text_id(*tx, post, Lang::en)))
            if (revision.live) return std::to_string(static_cast<std::int64_t>(revision.id));
        return "";
    }
    /// The correction goes through every hand and is live.
    void go_live() {
        write([&](db::Tx& tx) {
            const auto text = copy()->text;
            REQUIRE(editorial::hand_over(tx, viewer_of(writer), text, "A note that stays here.", true).has_value());
            for (const char* name : {"privacy", "house_words"}) editorial::tick(tx, viewer_of(editor), text, name, true);
            REQUIRE(editorial::approve(tx, viewer_of(others.front()), text, copy()->version).has_value());
            editorial::set_copy_facts(tx, viewer_of(editor), text, {}, "The bell rings later.");
            const auto done = editorial::go_live(tx, viewer_of(editor), text, {{}, "", copy()->version});
            if (!done)
                for (const auto& problem : done.error()) MESSAGE(problem.word);
            REQUIRE(done.has_value());
        });
    }

    std::string path, writer, proofreader, editor, stranger;
    std::vector<std::string> others;
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("versions are listed with day, person and reason, and any two of them compared", db) {
    Desk desk(db);
    const auto first = desk.get(desk.path + "/history", desk.writer);
    CHECK(first.status == 200);
    CHECK(has(first, "Published"));
    CHECK(has(first, "check\"") == false);
    desk.change(desk.writer, "Text of the post, and three words.\n\n:::note\nA note.\n:::");
    desk.change(desk.editor, "Text of the letter, and three words.\n\n:::note\nA note.\n:::");
    desk.rename(desk.editor, "Hello again");
    const auto list = desk.get(desk.path + "/history", desk.proofreader);
    CHECK(has(list, "Being written: version " + std::to_string(desk.copy()->version)));
    CHECK(has(list, "Before somebody else went on writing"));
    CHECK(has(list, "23 November 2026, 23:00"));
    CHECK(has(list, "name=\"from\" value=\"" + desk.live_id() + "\" checked"));
    CHECK(has(list, "name=\"to\" value=\"copy\" checked"));
    CHECK(has(list, "/history/compare?from=live&amp;to=copy"));
    CHECK(has(desk.get("/ja" + desk.path + "/history", desk.writer), "ほかの人が続きを書く前"));
    CHECK(has(list, ">Somebody who is not named</td>"));
    CHECK(has(desk.get(desk.path + "/history", desk.writer), ">You</td>"));

    // Without a choice: with what readers see.
    const auto compared = desk.get(desk.path + "/history/compare", desk.writer);
    CHECK(compared.status == 200);
    CHECK(has(compared, "4 words added"));
    CHECK(has(compared, "One word taken away"));
    CHECK(has(compared, "Another title"));
    CHECK(has(compared, "compare-ins"));
    CHECK(has(compared, "Restore as a new version: what readers see, of"));
    const auto japanese = desk.get("/ja" + desk.path + "/history/compare?from=live&to=copy", desk.writer);
    CHECK(has(japanese, "英単語4語を追加"));
    CHECK(has(desk.get(desk.path + "/history/compare?from=copy&to=copy", desk.writer), "No difference"));
    CHECK_FALSE(has(desk.get(desk.path + "/history/compare", desk.proofreader), "Restore as a new version"));
}

ROOM_TEST_CASE("an earlier version is brought back as a new one, and readers see nothing of it", db) {
    Desk desk(db);
    desk.change(desk.writer, "Quite another text.");
    const std::string live = desk.live_id();
    CHECK(desk.Site::post(desk.path + "/history/restore", "revision=" + live, desk.proofreader).status == 403);
    CHECK(desk.Site::post(desk.path + "/history/restore", "revision=" + live, desk.stranger).status == 403);
    const auto done = desk.Site::post(desk.path + "/history/restore", "revision=" + live + "&from=live&to=copy", desk.writer);
    CHECK(done.status == 303);
    CHECK(header(done, "Location") == desk.path + "?done=version_restored");
    CHECK(doc::plain_text(desk.copy()->body).starts_with("Text of the post."));
    CHECK(has(desk.get(desk.path + "/history", desk.writer), "Before an earlier version was brought back"));

    // In other hands nothing changes, and it says so.
    desk.write(
        [&](db::Tx& tx) { REQUIRE(editorial::hand_over(tx, desk.viewer_of(desk.writer), desk.copy()->text, "", true).has_value()); });
    const auto closed = desk.Site::post(desk.path + "/history/restore", "revision=" + live + "&from=live&to=copy", desk.writer);
    CHECK(closed.status == 422);
    CHECK(has(closed, "Nothing was changed: the text is in other hands"));
}

ROOM_TEST_CASE("versions are for the people of the text, and of this text alone", db) {
    Desk desk(db);
    desk.change(desk.writer, "Another text.");
    for (const std::string tail : {"/history", "/history/compare", "/history/compare?from=live&to=copy"}) {
        CHECK_MESSAGE(desk.get(desk.path + tail, desk.stranger).status == 403, tail);
        CHECK_MESSAGE(header(desk.get(desk.path + tail), "Location").find("/sign-in") != std::string::npos, tail);
    }
    std::string foreign;
    {
        auto tx = db.read();
        foreign = std::to_string(static_cast<std::int64_t>(
            editorial::list_revisions(*tx, desk.keeper, *editorial::find_text_id(*tx, desk.lesson, Lang::en)).front().id));
    }
    for (const std::string& from :
         {foreign, std::string("x"), std::string("v"), std::string("v99"), std::string("-1"), std::string("99999999999999999999")})
        CHECK_MESSAGE(desk.get(desk.path + "/history/compare?from=" + from + "&to=copy", desk.editor).status == 404, from);
    CHECK(desk.Site::post(desk.path + "/history/restore", "revision=" + foreign, desk.editor).status == 404);
    CHECK(desk.Site::post(desk.path + "/history/restore", "revision=", desk.editor).status == 404);
}

ROOM_TEST_CASE("every page leads to how it was made, in both languages", db) {
    Desk desk(db);
    for (const auto& [page, made] : {std::pair<std::string, std::string>{"/learn/first-week/greet", "/learn/first-week/greet/made"},
                                     {"/learn/first-week", "/made/learn/first-week"},
                                     {"/blog/hello", "/blog/hello/made"},
                                     {"/about", "/made/about"}})
        for (const std::string lang : {"", "/ja"}) {
            INFO(lang, made);
            CHECK(has(desk.get(lang + page), "href=\"" + lang + made + "\""));
            const auto shown = desk.get(lang + made);
            CHECK(shown.status == 200);
            CHECK(has(shown, lang.empty() ? "How this page was made" : "このページができるまで"));
            CHECK(has(shown, "href=\"" + lang + page + "\""));
            CHECK(has(shown, "https://creativecommons.org/licenses/by/4.0/"));
            CHECK(has(shown, lang.empty() ? "Ada Example" : "エイダ"));
        }
    CHECK(has(desk.get("/ja/made/board"), "このページができるまで"));
    CHECK_FALSE(has(desk.get("/learn/first-week/greet/print"), "/made"));
    for (const char* nothing :
         {"/blog/nothing/made", "/made/nothing", "/made/learn/nothing", "/learn/first-week/nothing/made", "/made/closing-call"})
        CHECK_MESSAGE(desk.get(nothing).status == 404, std::string(nothing));
    desk.write([&](db::Tx& tx) { editorial::rename_piece(tx, desk.keeper, desk.post, "good-morning"); });
    CHECK(header(desk.get("/blog/hello/made"), "Location") == "/blog/good-morning/made");
}

ROOM_TEST_CASE("how a page was made names nobody who has not said yes, and keeps notes to itself", db) {
    Desk desk(db);
    desk.change(desk.writer, "Corrected text of the post.");
    const std::string before = desk.get("/blog/hello/made").body;
    CHECK(before.find("It was published.") != std::string::npos);
    CHECK(before.find("handed it over") == std::string::npos);
    desk.go_live();
    const auto made = desk.get("/blog/hello/made");
    CHECK(has(made, "A guest writer handed it over."));
    CHECK(has(made, "An editor read it and said yes."));
    CHECK(has(made, "A correction was published."));
    CHECK(has(made, "Corrected on 23 November 2026: The bell rings later."));
    CHECK(has(made, "Readers have seen 2 versions."));
    CHECK(has(made, "a guest writer"));
    CHECK_FALSE(has(made, "A note that stays here."));
    CHECK_FALSE(has(made, "writer@example.org"));
    CHECK(has(desk.get("/ja/blog/hello/made"), "これまでに1つの版を公開しました。"));

    desk.write([&](db::Tx& tx) {
        people::Profile profile;
        profile.name = "Mari Example";
        profile.named = true;
        REQUIRE(people::save_profile(tx, desk.viewer_of(desk.writer), profile).has_value());
    });
    CHECK(has(desk.get("/blog/hello/made"), "Mari Example handed it over."));
    desk.write([](db::Tx& tx) { tx.run(forget_acts); });
    CHECK(has(desk.get("/blog/hello/made"), "Nothing was written down while it was made."));
}

TEST_SUITE_END();
