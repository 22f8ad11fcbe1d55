#include "site/test_site.hpp"

using site_test::FullSite;
using site_test::has;
using site_test::header;
using site_test::Site;

TEST_SUITE_BEGIN("room");

namespace {
std::string desk_of(editorial::PieceId id) { return "/desk/" + std::to_string(static_cast<std::int64_t>(id)); }

/// Signed in as somebody with this role on this part of the site.
std::string as(Site& site, people::Role role, const std::string& scope = "site") {
    static int number = 0;
    return site.cookie_of(site.member("somebody" + std::to_string(++number) + "@example.org", role, scope), /*with_passkey=*/true);
}

std::string id_of(const std::string& location) {
    const std::size_t at = location.find("/desk/") + 6;
    return location.substr(at, location.find_first_of("?/", at) - at);
}

/// The way of the newest "take it back" on a page.
std::string undo_on(const http::Response& page) {
    const std::size_t at = page.body.find("/undo\"");
    REQUIRE(at != std::string::npos);
    const std::size_t begin = page.body.rfind('"', at) + 1;
    return page.body.substr(begin, at + 5 - begin);
}
}

ROOM_TEST_CASE("an editor makes a course and an empty lesson in it, and readers see nothing of either", db) {
    Site site(db);
    const std::string editor = as(site, people::Role::editor);
    const auto made = site.post("/edit/new", "kind=course&title=Team+teaching&lang=en", editor);
    REQUIRE(made.status == 303);
    const std::string course = id_of(header(made, "Location"));
    const auto lesson = site.post("/edit/new", "kind=lesson&title=Whom+to+ask&lang=en&course=" + course, editor);
    REQUIRE(lesson.status == 303);
    CHECK(site.get("/learn/team-teaching").status == 404);
    CHECK(site.get("/learn/team-teaching/whom-to-ask").status == 404);
    const auto page = site.get("/desk/" + course + "/parts", editor);
    CHECK(page.status == 200);
    CHECK(has(page, "Whom to ask"));
    CHECK(has(site.get("/desk/" + id_of(header(lesson, "Location")), editor), "/en\""));
}

ROOM_TEST_CASE("a Japanese title asks for an address, and what was typed comes back with the question", db) {
    Site site(db);
    const std::string editor = as(site, people::Role::editor);
    const std::string form = "kind=post&title=%E6%8E%88%E6%A5%AD&lang=ja";
    const auto asked = site.post("/ja/edit/new", form, editor);
    CHECK(asked.status == 422);
    CHECK(has(asked, "value=\"授業\""));
    CHECK(has(asked, "name=\"slug\""));
    CHECK(site.post("/ja/edit/new", form + "&slug=Not+One", editor).status == 422);
    CHECK(site.post("/ja/edit/new", form + "&slug=lessons", editor).status == 303);
    // An address that a piece ever had is never used again.
    CHECK(site.post("/ja/edit/new", form + "&slug=lessons", editor).status == 422);
    CHECK(site.post("/edit/new", "kind=page&title=X&slug=x&lang=en", editor).status == 422);
    CHECK(site.post("/edit/new", "kind=post&title=&lang=en", editor).status == 422);
}

ROOM_TEST_CASE("an editor of the blog makes posts and no lessons", db) {
    Site site(db);
    const std::string editor = as(site, people::Role::blog_editor, "section:blog");
    CHECK(site.post("/edit/new", "kind=lesson&title=One&lang=en", editor).status == 422);
    CHECK(site.post("/edit/new", "kind=post&title=One&lang=en", editor).status == 303);
    CHECK(site.get("/edit/courses", editor).status == 403);
    CHECK(site.get("/edit/new", as(site, people::Role::contributor)).status == 403);
}

ROOM_TEST_CASE("a new address leads readers on from the old one, and is taken back within a day", db) {
    FullSite site(db);
    const std::string editor = as(site, people::Role::editor);
    const std::string path = desk_of(site.post);
    CHECK(site.Site::post(path + "/settings/slug", "slug=hello-again", editor).status == 303);
    CHECK(header(site.get("/blog/hello"), "Location") == "/blog/hello-again");
    CHECK(site.get("/blog/hello-again").status == 200);
    CHECK(site.Site::post(path + "/settings/slug", "slug=No+slug", editor).status == 422);
    CHECK(site.Site::post(undo_on(site.get(path, editor)), "", editor).status == 303);
    CHECK(site.get("/blog/hello").status == 200);
    CHECK(header(site.get("/blog/hello-again"), "Location") == "/blog/hello");
}

ROOM_TEST_CASE("lessons are put in order, taken out, put in again, and each change can be taken back", db) {
    FullSite site(db);
    const std::string editor = as(site, people::Role::editor);
    const auto second = site.publish("lesson", "listen", base::Lang::en, "Listen", support::lesson_text(base::Lang::en, "Listen."));
    const std::string path = desk_of(site.course) + "/parts";
    const auto order = [&] {
        std::string names;
        const auto course = *learn::find_course(*db.read(), site.keeper, site.course);
        for (const auto lesson : course.lessons) names += lesson == site.lesson ? "g" : lesson == second ? "l" : "?";
        return names;
    };
    const auto id = [](editorial::PieceId piece) { return std::to_string(static_cast<std::int64_t>(piece)); };
    CHECK(site.Site::post(path, "act=add&id=" + id(second), editor).status == 303);
    CHECK(order() == "gl");
    CHECK(site.get("/learn/first-week/listen").status == 200);
    CHECK(site.Site::post(path, "act=up&id=" + id(second), editor).status == 303);
    CHECK(order() == "lg");
    CHECK(site.Site::post(path, "act=to&at=2&id=" + id(second), editor).status == 303);
    CHECK(order() == "gl");
    CHECK(site.Site::post(path, "act=to&at=nowhere&id=" + id(second), editor).status == 422);
    CHECK(site.Site::post(path, "act=out&id=" + id(second), editor).status == 303);
    CHECK(order() == "g");
    CHECK(site.get("/learn/first-week/listen").status == 404);
    CHECK(site.Site::post(undo_on(site.get(desk_of(site.course), editor)), "", editor).status == 303);
    CHECK(order() == "gl");
    // A post is no lesson.
    CHECK(site.Site::post(path, "act=add&id=" + id(site.post), editor).status == 422);
    CHECK(order() == "gl");
}

ROOM_TEST_CASE("a lesson moves to another course and back", db) {
    FullSite site(db);
    const std::string editor = as(site, people::Role::editor);
    const auto other = site.publish("course", "second-week", base::Lang::en, "Your second week", ":::aim\nYou can go on.\n:::\n\nFor you.");
    {
        auto tx = db.write();
        learn::save_course(*tx, site.keeper, other, "blue", {});
        tx->commit();
    }
    const std::string path = desk_of(site.lesson) + "/settings/place";
    const std::string to = "course=" + std::to_string(static_cast<std::int64_t>(other)) + "&course-at=";
    CHECK(site.Site::post(path, to, editor).status == 303);
    CHECK(site.get("/learn/second-week/greet").status == 200);
    CHECK(header(site.get("/learn/first-week/greet"), "Location") == "/learn/second-week/greet");
    CHECK(site.Site::post(path, "course=12345&course-at=1", editor).status == 422);
    CHECK(site.Site::post(undo_on(site.get(desk_of(site.lesson), editor)), "", editor).status == 303);
    CHECK(site.get("/learn/first-week/greet").status == 200);
}

ROOM_TEST_CASE("credits are added, put in order, given a line and taken off, and each can be taken back", db) {
    FullSite site(db);
    const std::string editor = as(site, people::Role::editor);
    const std::string path = desk_of(site.post) + "/credits";
    const auto id = std::to_string(static_cast<std::int64_t>(site.ada.id));
    CHECK(site.Site::post(path, "act=add&role=editor&person=" + id, editor).status == 303);
    CHECK(site.Site::post(path, "act=add&role=editor&person=" + id, editor).status == 422);
    CHECK(site.Site::post(path, "act=add&role=boss&person=" + id, editor).status == 422);
    // Whoever did not agree to be named cannot be picked.
    CHECK(site.Site::post(path, "act=add&role=editor&person=" + std::to_string(static_cast<std::int64_t>(site.quiet.id)), editor).status ==
          422);
    const std::string writer = "&role=writer&person=" + id;
    CHECK(site.Site::post(path, "act=line&number=0&credit-0-line=In+one+line&credit-0-line_ja=" + writer, editor).status == 303);
    CHECK(has(site.get("/blog/hello"), "In one line"));
    CHECK(site.Site::post(path, "act=remove&number=0" + writer, editor).status == 303);
    CHECK_FALSE(has(site.get("/blog/hello"), "In one line"));
    // Sent from a page that is older than that: no other credit goes in its place.
    const auto late = site.Site::post(path, "act=remove&number=0" + writer, editor);
    CHECK(late.status == 422);
    CHECK(has(late, "is not there any more"));
    CHECK(has(site.get(desk_of(site.post), editor), "name=\"role\" value=\"editor\""));
    CHECK(site.Site::post(undo_on(site.get(desk_of(site.post), editor)), "", editor).status == 303);
    CHECK(has(site.get("/blog/hello"), "In one line"));
}

ROOM_TEST_CASE("tags get names in both languages, and a post carries them", db) {
    FullSite site(db);
    const std::string editor = as(site, people::Role::blog_editor, "section:blog");
    CHECK(site.Site::post("/edit/tags", "slug=&new-name=Team+teaching&new-name_ja=%E5%8D%94%E5%90%8C", editor).status == 303);
    CHECK(site.Site::post("/edit/tags", "slug=&new-name=Team+teaching&new-name_ja=x", editor).status == 422);
    const auto refused = site.Site::post("/edit/tags", "slug=planning&planning-name=&planning-name_ja=kept", editor);
    CHECK(refused.status == 422);
    CHECK(has(refused, "value=\"kept\""));
    CHECK(site.Site::post(desk_of(site.post) + "/settings/tags", "tag=planning&tag=team-teaching", editor).status == 303);
    CHECK(site.get("/blog/tag/team-teaching").status == 200);
    CHECK(has(site.get("/ja/blog/hello"), "協同"));
    CHECK(site.Site::post(desk_of(site.post) + "/settings/tags", "tag=no-such-tag", editor).status == 422);
}

ROOM_TEST_CASE("a writer of another piece sees no settings of this one", db) {
    FullSite site(db);
    const std::string writer = as(site, people::Role::contributor, people::piece_scope(static_cast<std::int64_t>(site.lesson)));
    CHECK(site.get(desk_of(site.post), writer).status == 403);
    const auto own = site.get(desk_of(site.lesson), writer);
    CHECK(own.status == 200);
    CHECK_FALSE(has(own, "/settings/"));
    CHECK(site.Site::post(desk_of(site.lesson) + "/settings/slug", "slug=mine", writer).status == 403);
    CHECK(site.get("/desk/12345", writer).status == 404);
    CHECK(site.get("/desk/x", writer).status == 404);
}

TEST_SUITE_END();
