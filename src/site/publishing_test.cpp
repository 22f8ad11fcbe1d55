#include "site/gates.hpp"
#include "site/test_site.hpp"

using namespace site_test;

namespace {
bool has(const std::string& page, std::string_view words) { return page.find(words) != std::string::npos; }

/// A post as its people have it on the desk.
editorial::Copy copy_with(std::string_view markdown, Lang lang = Lang::en) {
    editorial::Copy copy;
    copy.piece = {.id = editorial::PieceId{1}, .kind = "post", .slug = "new", .licence = "CC-BY-4.0"};
    copy.lang = lang;
    copy.body = World::document(markdown);
    return copy;
}

/// done, open, advice, or "" where the line does not concern the text.
std::string state_of(db::Tx& tx, std::string_view name, const editorial::Copy& copy) {
    for (const editorial::Gate& gate : site::gates())
        if (gate.name == name)
            if (const auto check = gate.check(tx, copy)) {
                CHECK(check->name == name);
                for (const auto& problem : check->problems)
                    for (const Lang lang : base::languages) CHECK_FALSE(design::tr(lang, problem.word, problem.args).empty());
                return check->state == editorial::Check::State::done   ? "done"
                       : check->state == editorial::Check::State::open ? "open"
                                                                       : "advice";
            }
    return "";
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a text rests on sources that are in the library", db) {
    FullSite site(db);
    auto tx = db.read();
    CHECK(state_of(*tx, "sources", copy_with("Nothing.")).empty());
    CHECK(state_of(*tx, "sources", copy_with("Known [@king2013silence].")) == "done");
    CHECK(state_of(*tx, "sources", copy_with("Known [@king2013silence] and not [@nobody2020].")) == "open");
}

ROOM_TEST_CASE("links to pages of the site lead somewhere", db) {
    FullSite site(db);
    auto tx = db.read();
    CHECK(state_of(*tx, "pages", copy_with("No link, and [mail](mailto:a@example.org).")).empty());
    for (const char* known : {"/", "/ja", "/learn", "/learn/first-week", "/ja/learn/first-week/greet#aim", "/learn/first-week/greet/print",
                              "/learn/first-week/greet/partner", "/blog", "/blog/hello?x=1", "/research/king2013silence", "/people",
                              "/about", "/write", "/feed.xml", "/blog/feed.xml"})
        CHECK_MESSAGE(state_of(*tx, "pages", copy_with("[a](" + std::string(known) + ")")) == "done", std::string(known));
    for (const char* unknown : {"/learn/second-week", "/learn/first-week/nothing", "/learn/first-week/greet/other", "/blog/nothing",
                                "/blog/tag/nothing", "/research/nobody2020", "/people/nobody", "/nothing"})
        CHECK_MESSAGE(state_of(*tx, "pages", copy_with("[a](" + std::string(unknown) + ")")) == "open", std::string(unknown));
}

ROOM_TEST_CASE("links to other sites that nobody has tried yet are worth a look", db) {
    FullSite site(db);
    auto tx = db.read();
    CHECK(state_of(*tx, "links", copy_with("[a](/about)")).empty());
    CHECK(state_of(*tx, "links", copy_with("[a](https://example.org/)")) == "advice");
}

ROOM_TEST_CASE("the address of a retired piece says what it was and what to read instead, under its old names too", db) {
    FullSite site(db);
    {
        auto tx = db.write();
        editorial::rename_piece(*tx, site.keeper, site.post, "good-morning");
        REQUIRE(editorial::retire(*tx, site.keeper, site.post, site.lesson).has_value());
        REQUIRE(editorial::retire(*tx, site.keeper, editorial::find_piece(*tx, site.reader, "page", "about")->id, {}).has_value());
        tx->commit();
    }
    const auto moved = site.get("/blog/hello");
    CHECK(moved.status == 308);
    const auto gone = site.get("/blog/good-morning");
    CHECK(gone.status == 410);
    CHECK(has(gone.body, "“Hello” was here until 23 November 2026."));
    CHECK(has(gone.body, "Read instead: Greet one person"));
    CHECK(has(gone.body, "href=\"/learn/first-week/greet\""));
    CHECK(has(gone.body, "noindex"));
    CHECK(has(site.get("/ja/blog/good-morning").body, "代わりにこちらをお読みください：一人にあいさつする"));
    CHECK_FALSE(has(site.get("/blog").body, "good-morning"));
    CHECK(site.get("/about").status == 410);
    {
        auto tx = db.write();
        REQUIRE(editorial::retire(*tx, site.keeper, site.lesson, {}).has_value());
        tx->commit();
    }
    for (const char* path : {"/learn/first-week/greet", "/learn/first-week/greet/print", "/ja/learn/first-week/greet/partner"})
        CHECK_MESSAGE(site.get(path).status == 410, std::string(path));
    CHECK_FALSE(has(site.get("/blog/good-morning").body, "Read instead"));
    {
        auto tx = db.write();
        REQUIRE(editorial::unretire(*tx, site.keeper, site.lesson).has_value());
        REQUIRE(editorial::retire(*tx, site.keeper, site.course, {}).has_value());
        tx->commit();
    }
    CHECK(site.get("/learn/first-week").status == 410);
}

ROOM_TEST_CASE("a page says what was corrected since, and that one person alone has checked it", db) {
    FullSite site(db);
    const auto founder = people::viewer_of(*db.read(), site.member("founder@example.org", people::Role::keeper));
    {
        auto tx = db.write();
        const auto copy = editorial::open_copy(*tx, founder, site.post, Lang::en);
        const auto after = World::document("Other text of the post.");
        REQUIRE(
            std::holds_alternative<editorial::Saved>(editorial::save_document(*tx, founder, copy.text, copy.version, copy.body, after)));
        editorial::set_copy_facts(*tx, founder, copy.text, {}, "The greeting was wrong.");
        for (const char* tick : {"privacy", "house_words", "agreement"}) editorial::tick(*tx, founder, copy.text, tick, true);
        const auto version = editorial::find_copy(*tx, founder, copy.text)->version;
        const auto done = editorial::go_live(*tx, founder, copy.text, {{}, "", version});
        if (!done)
            for (const auto& problem : done.error()) MESSAGE(problem.word);
        REQUIRE(done.has_value());
        tx->commit();
    }
    const auto page = site.get("/blog/hello");
    CHECK(page.status == 200);
    CHECK(has(page.body, "Other text of the post."));
    CHECK(has(page.body, "Corrected on 23 November 2026: The greeting was wrong."));
    CHECK(has(page.body, "Not yet checked by a second person."));
    CHECK_FALSE(has(site.get("/ja/blog/hello").body, "2人目による確認"));
}

TEST_SUITE_END();
