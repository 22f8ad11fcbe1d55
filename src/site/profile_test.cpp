#include "kit/image/image.hpp"
#include "kit/image/test_pictures.hpp"
#include "site/test_site.hpp"
#include "site/wiring.hpp"
#include "support/files.hpp"
#include "trade/trade.hpp"

#include <filesystem>
#include <unistd.h>

using people::PersonId;
using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;

namespace {
constexpr std::string_view as_child = "render-for-profile-test";

/// The test program is its own child, as the program is: started with this argument it draws one photo.
[[maybe_unused]] const bool is_parent = [] {
    const std::string line = support::read_file("/proc/self/cmdline");
    const std::size_t first = line.find('\0') + 1;
    if (line.substr(std::min(first, line.size())) == std::string(as_child) + '\0') _exit(image::render_from_stdin());
    return true;
}();

struct Profiles : FullSite {
    explicit Profiles(support::Database& database) : FullSite(database) {
        services.people.images = &images;
        services.people.export_more = site::export_more;
        services.people.forget = site::forget_everywhere;
        services.people.changed = [this](db::Tx& tx, std::string_view tag) {
            changed.emplace_back(tag);
            editorial::changed(tx, {std::string(tag)});
        };
        ada_id = member("ada@example.org");
        cookie = cookie_of(ada_id);
    }

    http::Response form(const std::string& target, const std::string& body, const std::string& with = "") {
        return Site::post(target, body, with);
    }
    /// Saves the form as it would be sent with these fields beside a name.
    http::Response save(const std::string& fields) { return form("/me/profile", fields, cookie); }
    std::string slug() { return people::get_person(*db.read(), viewer_of(cookie), ada_id).slug; }
    http::Response page_of(const std::string& who) { return get("/people/" + who); }
    http::Response upload(std::string_view bytes) {
        const std::string body =
            "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"me.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n" +
            std::string(bytes) + "\r\n--x--\r\n";
        return send("POST", "/me/photo",
                    {{"sec-fetch-site", "same-origin"}, {"content-type", "multipart/form-data; boundary=x"}, {"cookie", cookie}}, body);
    }
    std::string photo() { return people::find_own_photo(*db.read(), viewer_of(cookie)); }

    image::Renderer images{std::filesystem::read_symlink("/proc/self/exe"), {std::string(as_child)}};
    std::vector<std::string> changed;
    PersonId ada_id{};
    void give_role() {
        auto tx = db.write();
        people::give_role(*tx, keeper, ada_id, {people::Role::contributor, "site", {}, {}});
        tx->commit();
    }

    std::string cookie;
};

const std::string everything =
    "name=Ada+Tester&kanji=%E8%A9%A6%E9%A8%93&kana=%E3%81%97%E3%81%91%E3%82%93&romaji=Shiken&bio=Teaches+somewhere.&bio_ja=%E6%95%99%E3%81%88%E3%81%A6%E3%81%84%E3%81%BE%E3%81%99%E3%80%82"
    "&languages=Klingon&levels=kg&contract=jet&link_label_1=My+garden&link_1=https%3A%2F%2Fexample.org%2Fgarden&lang=ja";
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("what is written in a profile is kept, and nobody sees it before its person may be named", db) {
    Profiles site(db);
    const auto saved = site.save(everything);
    CHECK(saved.status == 303);
    CHECK(header(saved, "Location") == "/me/profile?done=saved");
    CHECK(site.changed == std::vector<std::string>{"people"});
    const auto own = site.get("/me/profile?done=saved", site.cookie);
    for (const char* kept : {"value=\"Ada Tester\"", "Teaches somewhere.</textarea>", "value=\"Klingon\"", "value=\"kg\" checked",
                             "<option value=\"jet\" selected>", "value=\"My garden\"", "<option value=\"ja\" selected>", "Saved."})
        CHECK_MESSAGE(has(own, kept), kept);
    CHECK(site.page_of(site.slug()).status == 404);
    CHECK(site.page_of("ada-tester").status == 404);
    CHECK_FALSE(has(site.get("/people"), "Ada Tester"));
}

ROOM_TEST_CASE("a named person's page shows what was shared, and nothing else", db) {
    Profiles site(db);
    REQUIRE(site.save(everything + "&named=1").status == 303);
    CHECK(site.slug() == "shiken");
    // Not before a person has seen it: with a role, or with a published work.
    CHECK(site.page_of("shiken").status == 404);
    site.give_role();
    auto page = site.page_of("shiken");
    CHECK(page.status == 200);
    for (const char* shown : {"Ada Tester", "試験", "しけん", "Shiken", "Teaches somewhere.",
                              "rel=\"me noopener\" href=\"https://example.org/garden\">My garden"})
        CHECK_MESSAGE(has(page, shown), shown);
    for (const char* hidden : {"Klingon", "Kindergarten", "JET Programme", "ada@example.org", "/photos/"})
        CHECK_MESSAGE(!has(page, hidden), hidden);
    REQUIRE(site.save(everything + "&named=1&shared=languages&shared=levels&shared=contract").status == 303);
    page = site.page_of("shiken");
    for (const char* shown : {"Klingon", "Kindergarten", "JET Programme"}) CHECK_MESSAGE(has(page, shown), shown);
    // The name is taken back.
    REQUIRE(site.save(everything).status == 303);
    CHECK(site.page_of("shiken").status == 404);
}

ROOM_TEST_CASE("what others would see is shown before anything is saved", db) {
    Profiles site(db);
    auto shown = site.save(everything + "&named=1&shared=languages&show=1");
    CHECK(shown.status == 200);
    CHECK(has(shown, "class=\"others-see\""));
    const std::string preview =
        shown.body.substr(shown.body.find("others-see"), shown.body.find("<form class=\"desk-form\"") - shown.body.find("others-see"));
    for (const char* seen : {"Ada Tester", "Klingon", "My garden"}) CHECK_MESSAGE(preview.find(seen) != std::string::npos, seen);
    for (const char* unseen : {"Kindergarten", "JET Programme"}) CHECK_MESSAGE(preview.find(unseen) == std::string::npos, unseen);
    CHECK(has(shown, "value=\"kg\" checked"));  // still in the form
    CHECK(site.changed.empty());
    CHECK(people::get_profile(*db.read(), site.viewer_of(site.cookie)).name.empty());
    shown = site.save(everything + "&show=1");
    CHECK(has(shown, "Nothing: you have no page."));
}

ROOM_TEST_CASE("a profile that cannot be is refused with its problems, and what was typed is still there", db) {
    Profiles site(db);
    for (const char* button : {"", "&show=1"}) {
        const auto refused =
            site.save("named=1&link_label_1=Bad&link_1=javascript%3Aalert(1)&bio=" + std::string(601, 'x') + "&levels=nowhere" + button);
        CHECK(refused.status == 422);
        for (const char* part : {"href=\"#name\"", "href=\"#link_1\"", "href=\"#bio\"", "href=\"#levels\"",
                                 "Write a whole address that begins with https://.", "value=\"javascript:alert(1)\""})
            CHECK_MESSAGE(has(refused, part), part);
        CHECK_FALSE(has(refused, "others-see"));
    }
    CHECK(site.changed.empty());
}

ROOM_TEST_CASE("the name behind a pen name stands on no page, in no map of the site and in no export of its content", db) {
    Profiles site(db);
    const PersonId editor = site.member("ed@example.org", Role::editor);
    const std::string ed = site.cookie_of(editor), other = site.cookie_of(site.member("ot@example.org", Role::editor));
    REQUIRE(site.form("/me/profile", "name=Edith&named=1", ed).status == 303);
    {
        auto tx = db.write();
        editorial::set_credits(*tx, site.keeper, site.lesson, {{"writer", site.ada_id, "Taught in a test.", ""}});
        editorial::set_credits(*tx, site.keeper, site.post, {{"writer", site.ada_id, "Taught in a test.", ""}});
        tx->commit();
    }
    CHECK(has(site.get("/me/profile", site.cookie), "Edith</option>"));
    REQUIRE(site.save("name=Zelda+Behind&kanji=%E8%A3%8F&kana=%E3%81%86%E3%82%89&romaji=Ura&pen_name=Inky&named=1&pen_keeper=" +
                      std::to_string(static_cast<std::int64_t>(editor)))
                .status == 303);
    CHECK(site.slug() == "inky");
    for (const char* path : {"/", "/people", "/people/inky", "/ja/people/inky", "/learn/first-week", "/learn/first-week/greet",
                             "/learn/first-week/greet/print", "/ja/learn/first-week/greet/partner", "/blog", "/blog/hello",
                             "/ja/blog/hello", "/sitemap.xml"}) {
        const auto page = site.get(path);
        CAPTURE(path);
        CHECK(page.status == 200);
        for (const char* name : {"Zelda", "裏", "うら", "Ura"}) CHECK_MESSAGE(!has(page, name), name);
    }
    CHECK(has(site.get("/learn/first-week/greet"), "Inky"));
    auto tx = db.read();
    for (const auto& file : trade::export_folder(*tx, site.keeper).files)
        CHECK_MESSAGE(file.bytes.find("Zelda") == std::string::npos, file.path);
    for (const auto& line : people::list_audit(*tx, site.keeper, 0, 100))
        CHECK((line.action + line.target).find("Zelda") == std::string::npos);
    CHECK(people::find_name_behind(*tx, site.viewer_of(ed), site.ada_id) == "Zelda Behind");
    CHECK_FALSE(people::find_name_behind(*tx, site.viewer_of(other), site.ada_id).has_value());
}

ROOM_TEST_CASE("a photo is its person's alone until it is shared by somebody who may be named", db) {
    Profiles site(db);
    const auto saved = site.upload(image::testing::jpeg);
    CHECK(saved.status == 303);
    CHECK(header(saved, "Location") == "/me/photo?done=photo_saved");
    const std::string uid = site.photo();
    REQUIRE(uid.size() == 32);
    const std::string eve = site.cookie_of(site.member("eve@example.org"));
    const auto statuses = [&](const std::string& file) {
        const std::string path = "/photos/" + uid + "/" + file;
        return std::vector{site.get(path, site.cookie).status, site.get(path).status, site.get(path, eve).status};
    };
    using List = std::vector<int>;
    CHECK(statuses("160.jpg") == List{200, 404, 404});
    REQUIRE(site.save("name=Ada&shared=photo").status == 303);
    CHECK(statuses("160.jpg") == List{200, 404, 404});
    REQUIRE(site.save("name=Ada&named=1").status == 303);
    CHECK(statuses("160.jpg") == List{200, 404, 404});
    REQUIRE(site.save("name=Ada&named=1&shared=photo").status == 303);
    CHECK(statuses("160.jpg") == List{200, 404, 404});
    site.give_role();
    for (const char* file : {"160.jpg", "320.avif", "640.jpg"}) CHECK(statuses(file) == List{200, 200, 200});
    for (const char* file : {"161.jpg", "160.png", "160", ".jpg", "x160.jpg", "160.jpg.jpg", "-160.jpg"}) {
        CAPTURE(file);
        CHECK(statuses(file) == List{404, 404, 404});
    }
    const auto bytes = site.get("/photos/" + uid + "/160.jpg");
    CHECK(header(bytes, "Content-Type") == "image/jpeg");
    CHECK(header(bytes, "Cache-Control") == "private, max-age=3600");
    CHECK(bytes.body.starts_with("\xff\xd8"));
    CHECK(bytes.body.find("Exif") == std::string::npos);
    CHECK(has(site.page_of("ada-2"), "<source type=\"image/avif\" srcset=\"/photos/" + uid + "/160.avif, /photos/" + uid +
                                         "/320.avif 2x\"><img src=\"/photos/" + uid + "/160.jpg\""));
    CHECK(has(site.page_of("ada-2"), "alt=\"Ada\""));

    REQUIRE(site.form("/me/photo/deletion", "", site.cookie).status == 303);
    CHECK(statuses("160.jpg") == List{404, 404, 404});
    CHECK(site.photo().empty());
}

ROOM_TEST_CASE("what is no photo is refused with a sentence, and the photo before stays", db) {
    Profiles site(db);
    REQUIRE(site.upload(image::testing::jpeg).status == 303);
    const std::string uid = site.photo();
    const auto refused = site.upload("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");
    CHECK(refused.status == 422);
    CHECK(has(refused, "This is no picture that we can read."));
    CHECK(has(refused, "href=\"#photo\""));
    CHECK(has(site.upload(image::testing::jpeg.substr(0, 200)), "This picture is damaged"));
    CHECK(has(site.upload(""), "Choose a photo first."));
    CHECK(site.form("/me/photo", "photo=x", site.cookie).status == 422);
    CHECK(site.send("POST", "/me/photo", {{"sec-fetch-site", "same-origin"}, {"content-type", "multipart/form-data; boundary=x"}}, "")
              .status == 403);
    CHECK(site.photo() == uid);
}

ROOM_TEST_CASE("one's data comes as one file, and is nobody else's", db) {
    Profiles site(db);
    REQUIRE(site.save(everything).status == 303);
    const auto file = site.form("/me/data/export", "", site.cookie);
    CHECK(file.status == 200);
    CHECK(header(file, "Content-Type") == "application/zip");
    CHECK(header(file, "Content-Disposition") == "attachment; filename=\"my-data.zip\"");
    CHECK(header(file, "Cache-Control") == "no-store");
    CHECK(file.body.starts_with("PK\x03\x04"));
    CHECK(has(file, "account.json"));
    CHECK(people::list_audit(*db.read(), site.keeper, 0, 1).at(0).action == "data.exported");
    CHECK(site.form("/me/data/export", "").status == 403);
}

ROOM_TEST_CASE("an account is deleted at once, after a tick, and its browser is signed out", db) {
    Profiles site(db);
    REQUIRE(site.save(everything + "&named=1").status == 303);
    REQUIRE(site.upload(image::testing::jpeg).status == 303);
    CHECK(has(site.get("/me/data", site.cookie), "Ada Tester</span>"));
    const auto refused = site.form("/me/data/deletion", "signed_as=name", site.cookie);
    CHECK(refused.status == 422);
    CHECK(has(refused, "Tick this first. Nothing was deleted."));
    CHECK(has(refused, "value=\"name\" checked"));
    CHECK(site.form("/me/data/deletion", "signed_as=x&understood=1", site.cookie).status == 422);
    site.give_role();
    CHECK(site.page_of("shiken").status == 200);

    const std::string uid = site.photo();
    site.changed.clear();
    const auto gone = site.form("/me/data/deletion", "signed_as=former&understood=1", site.cookie);
    CHECK(gone.status == 303);
    CHECK(header(gone, "Location") == "/");
    CHECK(header(gone, "Set-Cookie").starts_with("__Host-session=; "));
    CHECK(header(gone, "Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(site.changed == std::vector<std::string>{"people"});
    CHECK(site.page_of("shiken").status == 404);
    CHECK(site.get("/me", site.cookie).status == 303);
    CHECK(site.get("/photos/" + uid + "/160.jpg").status == 404);
    CHECK_FALSE(people::find_main_address(*db.read(), site.ada_id).has_value());
}

ROOM_TEST_CASE("the last keeper cannot delete their account, and the next to last can", db) {
    Profiles site(db);
    const std::string kim = site.cookie_of(site.member("kim@example.org", Role::keeper));
    const auto refused = site.form("/me/data/deletion", "signed_as=former&understood=1", kim);
    CHECK(refused.status == 422);
    CHECK(has(refused, "This is the last keeper."));
    CHECK(site.get("/me", kim).status == 200);
    site.member("lee@example.org", Role::keeper);
    CHECK(site.form("/me/data/deletion", "signed_as=former&understood=1", kim).status == 303);
}
