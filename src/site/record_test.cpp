#include "record/record.hpp"

#include "site/test_site.hpp"

using site_test::FullSite;
using site_test::has;
using site_test::header;

TEST_SUITE_BEGIN("room");

namespace {
/// Somebody who is named and wrote the post.
struct Writer {
    explicit Writer(FullSite& site) : person(site.member("mari@example.org")) {
        cookie = site.cookie_of(person);
        REQUIRE(
            site.Site::post("/me/profile",
                            "name=Mari+Example&kanji=%E7%9C%9F%E7%90%86&kana=&romaji=&bio=&bio_ja=&languages=&contract=&named=1&lang=en",
                            cookie)
                .status == 303);
        auto tx = site.db.write();
        editorial::set_credits(*tx, site.keeper, site.post, {{"writer", person, "", ""}});
        slug = people::get_person(*tx, site.keeper, person).slug;
        tx->commit();
    }
    people::PersonId person;
    std::string cookie, slug;
};
}

ROOM_TEST_CASE("a record is issued by its person alone, and whoever has the code reads it in both languages until it is taken back", db) {
    FullSite site(db);
    Writer writer(site);
    const std::string path = "/people/" + writer.slug + "/resume";
    const auto page = site.get(path, writer.cookie);
    CHECK(page.status == 200);
    CHECK(has(page, "Mari Example"));
    CHECK(has(page, "Wrote one blog post."));
    CHECK(site.get(path).status != 200);
    CHECK(site.get(path, site.cookie_of(site.member("other@example.org"))).status == 404);

    const auto issued = site.Site::post(path, "", writer.cookie);
    REQUIRE(issued.status == 303);
    const std::string address = header(issued, "Location");
    const std::string code = address.substr(address.rfind('/') + 1);
    const auto english = site.get("/verify/" + code);
    CHECK(english.status == 200);
    CHECK(has(english, "Mari Example"));
    CHECK(has(english, "This record is valid."));
    const auto japanese = site.get("/ja/verify?code=" + record::shown_code(code));
    CHECK(has(japanese, "ボランティア活動証明書"));
    CHECK(has(japanese, "記事1本を執筆しました。"));
    CHECK(has(japanese, "真理"));

    CHECK(site.Site::post("/me/records/" + code + "/revocation", "", site.cookie_of(site.member("third@example.org"))).status == 404);
    CHECK(site.Site::post("/me/records/" + code + "/revocation", "", writer.cookie).status == 303);
    const auto revoked = site.get("/verify/" + code);
    CHECK(revoked.status == 200);
    CHECK_FALSE(has(revoked, "Mari Example"));
}

ROOM_TEST_CASE("an unknown code gets an answer that says what to try, and the code stays in the field", db) {
    FullSite site(db);
    const auto answer = site.get("/verify?code=7K2QM-4XW9A");
    CHECK(answer.status == 404);
    CHECK(has(answer, "value=\"7K2QM-4XW9A\""));
    CHECK(site.get("/verify").status == 200);
    CHECK(site.get("/verify/%3Cscript%3E").status == 404);
}

ROOM_TEST_CASE("a person corrects their own credit: another line, another part, or none", db) {
    FullSite site(db);
    Writer writer(site);
    const auto page = site.get("/me/credits", writer.cookie);
    CHECK(page.status == 200);
    CHECK(has(page, "Hello"));
    const std::string id = std::to_string(static_cast<std::int64_t>(site.post)), path = "/me/credits/" + id + "/writer",
                      field = "c" + id + "writer";
    CHECK(site.Site::post(path + "/confirmation", "", writer.cookie).status == 303);
    CHECK(site.Site::post(path, field + "-now=writer&" + field + "-line=Taught+then&" + field + "-line_ja=", writer.cookie).status == 303);
    CHECK(has(site.get("/blog/hello"), "Taught then"));
    const auto refused = site.Site::post(path, field + "-now=boss&" + field + "-line=Kept&" + field + "-line_ja=", writer.cookie);
    CHECK(refused.status == 422);
    CHECK(has(refused, "value=\"Kept\""));
    CHECK(site.Site::post(path, field + "-now=&" + field + "-line=&" + field + "-line_ja=", writer.cookie).status == 303);
    CHECK_FALSE(has(site.get("/blog/hello"), "Mari Example"));
    // Somebody else's is not there to be corrected.
    CHECK(site.Site::post(path, field + "-now=editor", site.cookie_of(site.member("other@example.org"))).status == 404);
}

TEST_SUITE_END();
