// Pictures in texts and readings of Japanese, as browsers with and without script ask for them.
#include "desk/desk.hpp"
#include "kit/base/json.hpp"
#include "kit/image/image.hpp"
#include "kit/image/test_pictures.hpp"
#include "kit/japanese/japanese.hpp"
#include "site/test_site.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

using base::Lang;
using site_test::has;
using site_test::header;
using site_test::Site;

namespace {

/// The test program is its own child: started with one of these arguments it does the child's work before any test or main() begins.
[[maybe_unused]] const bool is_parent = [] {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    const std::string line{std::istreambuf_iterator<char>(file), {}};
    const std::string_view arguments = std::string_view(line).substr(std::min(line.find('\0') + 1, line.size()));
    using namespace std::string_view_literals;
    if (arguments == "--site-render\0"sv) _exit(image::render_from_stdin());
    if (arguments == "--site-readings\0"sv) _exit(japanese::suggest_from_stdin());
    return true;
}();

std::string self() { return std::filesystem::read_symlink("/proc/self/exe"); }

struct Desk : Site {
    explicit Desk(support::Database& database) : Site(database) {
        services.desk = {.images = &images, .readings = &readings};
        piece = publish("post", "hello", Lang::en, "Hello", "Text.");
        path = "/desk/" + std::to_string(static_cast<std::int64_t>(piece)) + "/en";
        writer = cookie_of(member("writer@example.org", people::Role::contributor, people::piece_scope(static_cast<std::int64_t>(piece))));
        stranger = cookie_of(member("stranger@example.org"));
    }

    http::Response upload(const std::string& cookie, const std::string& bytes, const std::string& alt, bool people_ok, bool script,
                          const std::string& lang = "") {
        const auto field = [](const std::string& name, const std::string& value) {
            return "--bound\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
        };
        std::string body = field("alt", alt);
        if (people_ok) body += field("people_ok", "1");
        body += "--bound\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + std::string(bytes.empty() ? "" : "a.jpg") +
                "\"\r\nContent-Type: image/jpeg\r\n\r\n" + bytes + "\r\n--bound--\r\n";
        return send("POST", lang + path + "/pictures",
                    {{"sec-fetch-site", "same-origin"},
                     {"content-type", "multipart/form-data; boundary=bound"},
                     {"accept", script ? "application/json" : "text/html"},
                     {"cookie", cookie}},
                    body);
    }

    image::Renderer images{self(), {"--site-render"}};
    japanese::Suggester readings{self(), {"--site-readings"}};
    editorial::PieceId piece{};
    std::string path, writer, stranger;
};

std::string member_of(const http::Response& response, std::string_view name) {
    const auto json = base::parse_json(response.body);
    REQUIRE(json.has_value());
    const base::Json* const found = json->find(name);
    REQUIRE(found);
    return found->text() ? *found->text() : std::to_string(found->integer().value_or(-1));
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a script sends a picture and gets its address and size; metadata is gone", db) {
    Desk site(db);
    const auto done = site.upload(site.writer, image::testing::with_metadata(image::testing::jpeg, 6), "Four fields.", true, true);
    REQUIRE(done.status == 200);
    const std::string src = member_of(done, "src");
    CHECK(src.starts_with("/pictures/"));
    CHECK(member_of(done, "width") == "32");
    CHECK(member_of(done, "height") == "48");

    CHECK(site.get(src + "/32.jpg", site.stranger).status == 404);
    CHECK(site.get(src + "/32.jpg").status == 404);
    const auto own = site.get(src + "/32.jpg", site.writer);
    CHECK(own.status == 200);
    CHECK(own.body.find("A. Person") == std::string::npos);
    CHECK(header(own, "Content-Type") == "image/jpeg");
    CHECK(header(own, "Cache-Control") == "private, max-age=3600");
    CHECK(site.get(src + "/32.avif", site.writer).status == 200);
    CHECK(site.get(src, site.writer).body == own.body);
    for (const char* const other : {"/480.jpg", "/32.png", "/32", "/.jpg", "/-32.jpg", "/99999999999999999999.jpg"})
        CHECK(site.get(src + other, site.writer).status == 404);
}

ROOM_TEST_CASE("a picture that a live text shows is everybody's, for ever, and drawn in its widths", db) {
    Desk site(db);
    const std::string src = member_of(site.upload(site.writer, image::testing::fields_png(1000, 20), "Four fields.", true, true), "src");
    site.publish("post", "hello", Lang::en, "Hello", "![](" + src + ")\n\n![Its own words.](" + src + ")");
    {
        auto tx = db.write();
        editorial::note_live_pictures(*tx, *editorial::find_text_id(*tx, site.piece, Lang::en), site.document("![](" + src + ")"));
        tx->commit();
    }
    const auto shown = site.get(src + "/960.jpg");
    CHECK(shown.status == 200);
    CHECK(header(shown, "Cache-Control") == "public, max-age=31536000, immutable");
    const auto page = site.get("/blog/hello");
    CHECK(page.status == 200);
    CHECK(has(page, "<picture><source type=\"image/avif\" srcset=\"" + src + "/480.avif 480w, " + src + "/960.avif 960w, " + src +
                        "/1000.avif 1000w\""));
    CHECK(has(page, "<img src=\"" + src + "/1000.jpg\" srcset=\"" + src + "/480.jpg 480w, "));
    CHECK(has(page, "width=\"1000\" height=\"20\" alt=\"Four fields.\" loading=\"lazy\""));
    CHECK(has(page, "alt=\"Its own words.\""));
}

ROOM_TEST_CASE("a picture is refused with the reason, in the language of the page, and what was typed comes back", db) {
    Desk site(db);
    const auto no_words = site.upload(site.writer, image::testing::jpeg, "", true, true);
    CHECK(no_words.status == 422);
    CHECK(member_of(no_words, "message") == design::tr(Lang::en, "problem.picture_alt"));
    CHECK(member_of(site.upload(site.writer, image::testing::jpeg, "Four fields.", false, true, "/ja"), "message") ==
          design::tr(Lang::ja, "problem.picture_people"));
    CHECK(member_of(site.upload(site.writer, "", "Four fields.", true, true), "message") ==
          design::tr(Lang::en, "problem.picture_missing"));
    CHECK(member_of(site.upload(site.writer, "<svg/>", "Four fields.", true, true), "message") ==
          design::tr(Lang::en, "problem.photo_format"));
    CHECK(member_of(site.upload(site.writer, image::testing::jpeg + std::string(image::max_bytes, '\0'), "Four fields.", true, true),
                    "message") == design::tr(Lang::en, "problem.picture_too_large"));

    const auto page = site.upload(site.writer, image::testing::jpeg, "Four \"fields\" <b>", false, false, "/ja");
    CHECK(page.status == 422);
    CHECK(has(page, design::tr(Lang::ja, "problem.picture_people")));
    CHECK(has(page, "value=\"Four &quot;fields&quot; &lt;b&gt;\""));
    const auto ticked = site.upload(site.writer, "", "", true, false);
    CHECK(has(ticked, "checked"));
}

ROOM_TEST_CASE("without a script the page shows the line to copy", db) {
    Desk site(db);
    CHECK(has(site.get(site.path + "/pictures", site.writer), "enctype=\"multipart/form-data\""));
    const auto done = site.upload(site.writer, image::testing::jpeg, "Four [fields] *and* more", true, false);
    REQUIRE(done.status == 303);
    const auto page = site.get(header(done, "Location"), site.writer);
    CHECK(page.status == 200);
    const std::size_t from = page.body.find("readonly value=\"") + std::string_view("readonly value=\"").size();
    const std::string line = page.body.substr(from, page.body.find('"', from) - from);
    const auto document = doc::from_markdown(line);
    REQUIRE(document.has_value());
    const auto pictures = editorial::pictures_in(*document);
    REQUIRE(pictures.size() == 1);
    CHECK(header(done, "Location").ends_with(pictures.front()));
    CHECK(document->content.front().content.front().text_attr("alt") == "Four [fields] *and* more");
    // Another one's uid in the address shows nothing of it.
    CHECK(site.get(site.path + "/pictures?uid=" + std::string(32, '0'), site.writer).status == 200);
}

ROOM_TEST_CASE("who may not edit the piece sends no pictures to it and asks for no readings", db) {
    Desk site(db);
    for (const std::string& cookie : {site.stranger, site.cookie_of(site.member("proof@example.org", people::Role::proofreader))}) {
        CHECK(site.upload(cookie, image::testing::jpeg, "Four fields.", true, true).status == 403);
        CHECK(site.get(site.path + "/pictures", cookie).status == 403);
        CHECK(site.get(site.path + "/readings?text=x", cookie).status == 403);
    }
    CHECK(site.get("/desk/1/en/pictures", site.writer).status == 404);
    CHECK(site.get("/desk/x/en/pictures", site.writer).status == 404);
    CHECK(site.get(site.path.substr(0, site.path.size() - 2) + "fr/pictures", site.writer).status == 404);
}

ROOM_TEST_CASE("readings are suggested for the words of a text", db) {
    Desk site(db);
    const std::string encoded = "%E5%8F%96%E3%82%8A%E7%B5%84%E3%82%80";  // 取り組む
    const std::string expected = R"({"parts":[{"base":"取","reading":"と"},{"text":"り"},{"base":"組","reading":"く"},{"text":"む"}]})";
    const auto asked = site.get(site.path + "/readings?text=" + encoded, site.writer);
    CHECK(asked.status == 200);
    CHECK(asked.body == expected);
    CHECK(site.post(site.path + "/readings", "text=" + encoded, site.writer).body == expected);
    CHECK(site.get(site.path + "/readings", site.writer).body == R"({"parts":[]})");
    CHECK(site.get(site.path + "/readings?text=ABC", site.writer).body == R"({"parts":[{"text":"ABC"}]})");
    const auto too_long = site.post(site.path + "/readings", "text=" + std::string(japanese::max_bytes + 1, 'x'), site.writer);
    CHECK(too_long.status == 422);
    CHECK(member_of(too_long, "message") == design::tr(Lang::en, "problem.readings_long"));

    site.services.desk.readings = nullptr;
    const auto none = site.get("/ja" + site.path + "/readings?text=" + encoded, site.writer);
    CHECK(none.status == 200);
    CHECK(has(none, R"({"parts":[{"text":"取り組む"}],"message":)"));
    CHECK(member_of(none, "message") == design::tr(Lang::ja, "problem.readings_none"));
}

TEST_SUITE_END();
