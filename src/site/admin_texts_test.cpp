#include "site/own_settings.hpp"
#include "site/test_keeper.hpp"

using site_test::FullSite;
using site_test::has;
using site_test::Kept;
using site_test::Site;

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("name and contact are kept in the database, and an empty field takes the setting of the machine again", db) {
    Kept<Site> site(db);
    int reloads = 0;
    site.services.reload = [&] { ++reloads; };
    site.services.in_file = [](std::string_view key) { return key == "site.name" ? "From the file" : ""; };
    CHECK(has(site.get("/admin/site", site.cookie), "From the file"));
    CHECK(site.post("/admin/site",
                    "name=Our+site&contact=us%40example.org&operator=%E8%A9%A6%E9%A8%93%E3%81%AE%E4%BC%9A&data_location=", site.cookie)
              .status == 303);
    CHECK(reloads == 1);
    CHECK(site::find_own_setting(*db.read(), "site.name") == "Our site");
    CHECK(site::find_own_setting(*db.read(), "site.operator") == "試験の会");
    CHECK_FALSE(site::find_own_setting(*db.read(), "site.data_location"));
    CHECK(has(site.get("/admin/site", site.cookie), "value=\"Our site\""));

    const auto refused = site.post("/admin/site", "name=Two%0Alines&contact=nobody&operator=&data_location=", site.cookie);
    CHECK(refused.status == 422);
    CHECK(has(refused, "value=\"nobody\""));
    CHECK(site::find_own_setting(*db.read(), "site.name") == "Our site");
    CHECK(site.post("/admin/site", "name=&contact=us%40example.org&operator=&data_location=", site.cookie).status == 303);
    CHECK_FALSE(site::find_own_setting(*db.read(), "site.name"));
}

ROOM_TEST_CASE("a keeper's own words take the place of the program's, and only where they may", db) {
    Kept<Site> site(db);
    CHECK(has(site.get("/admin/texts/words", site.cookie), "Teach a better lesson tomorrow."));
    CHECK(site.post("/admin/texts/words",
                    "en.home.title=Teach+well+in+our+town&ja.home.title=&en.home.blog=From+the+blog&en.nav.learn=Hacked", site.cookie)
              .status == 303);
    const auto own = site::list_own_settings(*db.read());
    CHECK(own.size() == 1);
    CHECK(own.at("word.en.home.title") == "Teach well in our town");
    site::set_words(own);
    CHECK(has(site.get("/"), "Teach well in our town"));
    CHECK(site.post("/admin/texts/words", "en.home.title=" + std::string(1001, 'a'), site.cookie).status == 422);
    CHECK(has(site.get("/admin/texts/words", site.cookie), "name=\"was.en.home.title\" value=\"Teach well in our town\""));
    CHECK(site.post("/admin/texts/words", "en.home.title=&was.en.home.title=Teach+well+in+our+town", site.cookie).status == 303);
    site::set_words(site::list_own_settings(*db.read()));
    CHECK(has(site.get("/"), "Teach a better lesson tomorrow."));
}

ROOM_TEST_CASE("two keepers who change words at once each change their own", db) {
    Kept<Site> site(db);
    // Both opened the form before anything was changed.
    CHECK(site.post("/admin/texts/words", "en.home.title=From+the+first&en.site.tagline=", site.cookie).status == 303);
    CHECK(site.post("/admin/texts/words", "en.home.title=&en.site.tagline=From+the+second", site.cookie).status == 303);
    const auto own = site::list_own_settings(*db.read());
    CHECK(own.size() == 2);
    CHECK(own.at("word.en.home.title") == "From the first");
}

ROOM_TEST_CASE("what a word was is kept, and taken back as long as nothing newer is there", db) {
    Kept<Site> site(db);
    CHECK(site.post("/admin/texts/words", "en.home.title=First", site.cookie).status == 303);
    CHECK(site.post("/admin/texts/words", "en.home.title=Second", site.cookie).status == 303);
    const auto page = site.get("/admin/texts/words", site.cookie);
    const std::size_t at = page.body.find("/undo\"");
    REQUIRE(at != std::string::npos);
    // Only the newest one can be taken back.
    CHECK(page.body.find("/undo\"", at + 1) == std::string::npos);
    const std::size_t begin = page.body.rfind('"', at) + 1;
    CHECK(site.post(page.body.substr(begin, at + 5 - begin), "", site.cookie).status == 303);
    CHECK(site::list_own_settings(*db.read()).at("word.en.home.title") == "First");
}

ROOM_TEST_CASE("every text of the site leads to where it is written, and one that is missing is begun with one press", db) {
    Kept<FullSite> site(db);
    const auto list = site.get("/admin/texts", site.cookie);
    const auto about = editorial::find_piece(*db.read(), site.keeper, "page", "about");
    REQUIRE(about);
    CHECK(has(list, "/desk/" + std::to_string(static_cast<std::int64_t>(about->id)) + "/en"));
    CHECK(has(list, "action=\"/admin/texts/privacy/ja\""));
    const auto begun = site.Site::post("/admin/texts/privacy/ja", "", site.cookie);
    CHECK(begun.status == 303);
    const auto piece = editorial::find_piece(*db.read(), site.keeper, "page", "privacy");
    REQUIRE(piece);
    CHECK(site_test::header(begun, "Location") == "/desk/" + std::to_string(static_cast<std::int64_t>(piece->id)) + "/ja");
    CHECK(site.get("/privacy").status == 404);
    CHECK(site.Site::post("/admin/texts/nowhere/en", "", site.cookie).status == 404);
    CHECK(site.Site::post("/admin/texts/board/en", "", site.cookie).status == 404);
}

TEST_SUITE_END();
