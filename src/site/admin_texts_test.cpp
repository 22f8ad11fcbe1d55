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
    CHECK(site.post("/admin/texts/words", "en.home.title=", site.cookie).status == 303);
    site::set_words(site::list_own_settings(*db.read()));
    CHECK(has(site.get("/"), "Teach a better lesson tomorrow."));
}

ROOM_TEST_CASE("a text is shown before it is published, and publishing keeps its dates, licence and credits", db) {
    Kept<FullSite> site(db);
    const std::string path = "/admin/texts/about/en";
    const auto form = site.get(path, site.cookie);
    CHECK(has(form, "About us."));
    const std::size_t at = form.body.find("name=\"was\" value=\"");
    REQUIRE(at != std::string::npos);
    const std::string was = "&was=" + form.body.substr(at + 18, form.body.find('"', at + 18) - at - 18);
    const std::string text = "title=About+it&summary=In+short.&body=We+are+%2A%2Amany%2A%2A.%0D%0A%0D%0ATruly." + was;

    const auto preview = site.Site::post(path, text + "&act=show", site.cookie);
    CHECK(preview.status == 200);
    CHECK(has(preview, "<strong>many</strong>"));
    CHECK(has(preview, "value=\"About it\""));
    CHECK(has(site.get("/about"), "About us."));

    CHECK(site.Site::post(path, text + "&act=publish", site.cookie).status == 303);
    const auto page = site.get("/about");
    CHECK(has(page, "<strong>many</strong>"));
    CHECK(has(page, "Truly."));
    const auto live = editorial::find_text(*db.read(), site.reader, "page", "about", base::Lang::en);
    REQUIRE(live);
    CHECK(live->published_on == base::parse_day("2026-05-01"));
    CHECK(live->revised_on);
    CHECK(live->piece.licence == "CC-BY-4.0");
    CHECK(editorial::list_credits(*db.read(), live->piece.id).size() == 1);

    // The form was filled from a text that is no longer the live one.
    const auto late = site.Site::post(path, text + "&act=publish", site.cookie);
    CHECK(late.status == 422);
    CHECK(has(late, "Somebody published another version"));
    CHECK(has(late, "Truly."));
}

ROOM_TEST_CASE("faults of a text are told with their lines, and what was typed is kept", db) {
    Kept<FullSite> site(db);
    const auto refused = site.Site::post(
        "/admin/texts/privacy/ja", "title=&summary=&body=One%0A%0A%3A%3A%3Anothing%0ATwo%0A%3A%3A%3A%0A&act=publish&was=", site.cookie);
    CHECK(refused.status == 422);
    CHECK(has(refused, "Line 3:"));
    CHECK(has(refused, ":::nothing"));
    CHECK(has(refused, "href=\"#title\""));
    const auto uncited =
        site.Site::post("/admin/texts/privacy/ja", "title=T&summary=S&body=As+seen.%5B%40nobody2020%5D&act=publish&was=", site.cookie);
    CHECK(uncited.status == 422);
    CHECK(has(uncited, "nobody2020"));
    CHECK(site.get("/ja/privacy").status == 404);
    CHECK(site.Site::post("/admin/texts/privacy/ja",
                          "title=%E5%80%8B%E4%BA%BA%E6%83%85%E5%A0%B1&summary=S&body=%E6%9C%AC%E6%96%87&act=publish&was=", site.cookie)
              .status == 303);
    CHECK(has(site.get("/ja/privacy"), "個人情報"));
}

TEST_SUITE_END();
