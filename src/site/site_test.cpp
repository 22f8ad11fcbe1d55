#include "site/test_site.hpp"
#include "support/golden.hpp"

using base::Lang;
using site_test::FullSite;
using site_test::has;
using site_test::header;
using site_test::Site;

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a site without people, posts, courses and sources has its form on every page", db) {
    Site site(db);
    for (const char* path : {"/", "/learn", "/research", "/blog", "/people", "/ja", "/ja/learn", "/ja/research", "/ja/blog", "/ja/people",
                             "/sitemap.xml", "/robots.txt", "/parts"}) {
        INFO(std::string(path));
        CHECK(site.get(path).status == 200);
    }
    for (const char* path : {"/learn/x", "/blog/x", "/research/x", "/people/x", "/about", "/ja/board", "/nowhere", "/learn/a/b/c/d"}) {
        INFO(std::string(path));
        CHECK(site.get(path).status == 404);
    }
}

ROOM_TEST_CASE("every page of a small site answers in both languages", db) {
    FullSite site(db);
    for (const char* path :
         {"/", "/learn", "/learn/first-week", "/learn/first-week/greet", "/learn/first-week/greet/print",
          "/ja/learn/first-week/greet/partner", "/research", "/research/king2013silence", "/blog", "/blog/hello", "/blog/tag/planning",
          "/people", "/people/ada", "/about", "/ja/about", "/ja/board", "/ja", "/ja/learn/first-week/greet"}) {
        INFO(std::string(path));
        CHECK(site.get(path).status == 200);
    }
    CHECK(site.get("/learn/first-week/greet/partner").status == 404);  // the sheet is Japanese
    CHECK(site.get("/board").status == 404);
}

ROOM_TEST_CASE("an answer carries the headers that keep it safe", db) {
    Site site(db);
    for (const char* path : {"/", "/nowhere", "/robots.txt"}) {
        const auto response = site.get(path);
        CHECK(header(response, "X-Content-Type-Options") == "nosniff");
        CHECK(header(response, "Content-Security-Policy").find("script-src 'self'") != std::string::npos);
        CHECK(header(response, "Content-Security-Policy").find("unsafe") == std::string::npos);
        CHECK(header(response, "Cross-Origin-Opener-Policy") == "same-origin");
    }
}

ROOM_TEST_CASE("a form from another site is refused, one from this site is not", db) {
    Site site(db);
    const std::string form = "application/x-www-form-urlencoded";
    const auto post = [&](http::Headers headers) {
        headers.emplace_back("content-type", form);
        return site.send("POST", "/look", headers, "theme=dark&furigana=all&back=%2Fja%2Flearn");
    };
    CHECK(post({{"sec-fetch-site", "same-origin"}}).status == 303);
    CHECK(post({{"origin", "https://altto.example"}}).status == 303);
    CHECK(post({{"sec-fetch-site", "cross-site"}, {"origin", "https://altto.example"}}).status == 403);
    CHECK(post({{"sec-fetch-site", "same-site"}}).status == 403);
    CHECK(post({{"origin", "https://evil.example"}}).status == 403);
    CHECK(post({{"origin", "null"}}).status == 403);
    CHECK(post({}).status == 403);
}

ROOM_TEST_CASE("a look is remembered in one cookie, comes back in the page, and the way back stays on this site", db) {
    Site site(db);
    const auto set = [&](const std::string& body) {
        return site.send("POST", "/look", {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}}, body);
    };
    const auto response = set("theme=dark&furigana=hard&back=%2Fja%2Flearn");
    CHECK(header(response, "Location") == "/ja/learn");
    CHECK(header(response, "Set-Cookie").starts_with("__Host-look=dark.hard; Path=/; Max-Age=31536000; SameSite=Lax"));
    CHECK(header(response, "Set-Cookie").find("Secure") != std::string::npos);
    CHECK(header(set("theme=dark&furigana=hard&back=%2F%2Fevil.example"), "Location") == "/");
    CHECK(header(set("theme=%3Cscript%3E&furigana=x&back=/"), "Set-Cookie").starts_with("__Host-look=system.standard;"));
    const auto one =
        site.send("POST", "/look",
                  {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}, {"cookie", "look=dark.hard"}},
                  "furigana=all&back=/");
    CHECK(header(one, "Set-Cookie").starts_with("__Host-look=dark.all;"));
    const auto page = site.get("/", "look=dark.hard");
    CHECK(has(page, "data-theme=\"dark\""));
    CHECK(has(page, "data-furigana=\"hard\""));
    CHECK_FALSE(has(site.get("/"), "data-theme"));
}

ROOM_TEST_CASE("what cannot be answered says so in the reader's language", db) {
    Site site(db);
    const auto missing = site.get("/ja/nowhere");
    CHECK(missing.status == 404);
    CHECK(has(missing, "lang=\"ja\""));
    const auto method = site.send("POST", "/learn", {{"sec-fetch-site", "same-origin"}});
    CHECK(method.status == 405);
    CHECK(header(method, "Allow") == "GET, HEAD");
    CHECK(site.send("POST", "/look", {{"sec-fetch-site", "same-origin"}, {"content-type", "text/plain"}}, "x").status == 415);
    CHECK(site.send("POST", "/look", {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}}, "back=%FF")
              .status == 400);
    CHECK(site.get("/learn?level=%FF").status == 400);
    CHECK(site.get("/learn/").status == 308);
    CHECK(header(site.get("/learn/"), "Location") == "/learn");
}

ROOM_TEST_CASE("an old address leads to the present one for ever, in both languages and behind the lesson", db) {
    FullSite site(db);
    {
        auto tx = db.write();
        editorial::rename_piece(*tx, site.keeper, site.course, "week-one");
        editorial::rename_piece(*tx, site.keeper, site.lesson, "say-hello");
        editorial::rename_piece(*tx, site.keeper, site.post, "good-day");
        tx->commit();
    }
    const auto leads = [&](const std::string& from) {
        const auto response = site.get(from);
        CHECK(response.status == 308);
        return header(response, "Location");
    };
    CHECK(leads("/learn/first-week") == "/learn/week-one");
    CHECK(leads("/ja/learn/first-week/greet") == "/ja/learn/week-one/say-hello");
    CHECK(leads("/learn/week-one/greet/print") == "/learn/week-one/say-hello/print");
    CHECK(leads("/ja/learn/first-week/greet/partner") == "/ja/learn/week-one/say-hello/partner");
    CHECK(leads("/ja/blog/hello") == "/ja/blog/good-day");
    CHECK(site.get("/learn/week-one/say-hello").status == 200);
}

ROOM_TEST_CASE("who has not said yes is a guest writer, and nowhere a name", db) {
    FullSite site(db);
    {
        auto tx = db.write();
        editorial::set_credits(*tx, site.keeper, site.post, {{"writer", site.quiet.id, "Line of Quiet", ""}});
        tx->commit();
    }
    for (const char* path : {"/blog/hello", "/ja/blog/hello", "/blog", "/", "/people", "/sitemap.xml"}) {
        INFO(std::string(path));
        const auto page = site.get(path);
        CHECK(page.status == 200);
        CHECK_FALSE(has(page, "Quiet"));
        CHECK_FALSE(has(page, "/people/quiet"));
    }
    CHECK(has(site.get("/blog/hello"), "a guest writer"));
    CHECK(site.get("/people/quiet").status == 404);
}

ROOM_TEST_CASE("the page for boards leaves out what is not set and shows what is", db) {
    FullSite site(db);
    CHECK_FALSE(has(site.get("/ja/board"), "運営者"));
    site.facts.operator_name = "試験の会";
    site.facts.frame.contact = "editor@altto.example";
    const auto page = site.get("/ja/board");
    CHECK(has(page, "試験の会"));
    CHECK(has(page, "mailto:editor@altto.example"));
    CHECK_FALSE(has(page, "データの保管場所"));
}

ROOM_TEST_CASE("the sitemap holds each page once with its pair, and what is Japanese only once", db) {
    FullSite site(db);
    const std::string map = site.get("/sitemap.xml").body;
    const auto count = [&](const std::string& part) {
        std::size_t found = 0;
        for (std::size_t at = map.find(part); at != std::string::npos; at = map.find(part, at + 1)) ++found;
        return found;
    };
    CHECK(count("<loc>https://altto.example/learn/first-week/greet</loc>") == 1);
    CHECK(count("<loc>https://altto.example/ja/learn/first-week/greet</loc>") == 1);
    CHECK(count("<loc>https://altto.example/ja/learn/first-week/greet/partner</loc>") == 1);
    CHECK(count("<loc>https://altto.example/ja/board</loc>") == 1);
    CHECK(count("<loc>https://altto.example/board</loc>") == 0);
    CHECK(count("closing-call") == 0);
}

ROOM_TEST_CASE("a filter keeps what fits and says when nothing does", db) {
    FullSite site(db);
    CHECK(has(site.get("/learn?level=jhs"), "Your first week"));  // no levels: every level
    {
        auto tx = db.write();
        learn::set_levels(*tx, site.keeper, site.course, {"es34"});
        tx->commit();
    }
    CHECK_FALSE(has(site.get("/learn?level=jhs"), "Your first week"));
    CHECK(has(site.get("/learn?level=es34&time=10"), "Your first week"));
    CHECK(has(site.get("/learn?level=nonsense"), "Your first week"));
    CHECK(site.get("/blog?page=2").status == 404);
}

TEST_CASE("every address is open or names its right") {
    web::Routes on;
    const site::Facts facts;
    const site::Services services;
    site::routes(on, facts, services, true);
    CHECK(on.all().size() > 15);
    for (const web::Route& route : on.all()) {
        INFO(route.method, " ", route.pattern);
        CHECK_FALSE(route.right.empty());
    }
}

TEST_CASE("an address to listen on is checked, and a site that others can reach needs its own address") {
    CHECK(site::parse_listen("127.0.0.1:8080").local);
    CHECK(site::parse_listen("localhost:0").port == 0);
    CHECK(site::parse_listen("[::1]:80").host == "::1");
    CHECK_FALSE(site::parse_listen("0.0.0.0:8080").local);
    for (const char* wrong : {"8080", ":8080", "127.0.0.1:", "127.0.0.1:99999", "host name:80", "a.example:x"})
        CHECK_THROWS_AS(site::parse_listen(wrong), base::Error);
    const auto config = site::load_config("", {});
    CHECK(site::public_url(config, site::parse_listen("127.0.0.1:8080")) == "http://localhost:8080");
    CHECK_THROWS_AS(site::public_url(config, site::parse_listen("0.0.0.0:8080")), base::Error);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("golden");

namespace {
/// Addresses of assets hold a hash of their bytes, which changes with every stroke of the style sheet.
std::string without_hashes(std::string page) {
    for (std::size_t at = page.find("/assets/"); at != std::string::npos; at = page.find("/assets/", at + 1)) {
        const std::size_t end = page.find_first_of("\"#) ", at);
        const std::size_t extension = page.rfind('.', end), hash = page.rfind('.', extension - 1);
        if (hash != std::string::npos && hash > at) page.replace(hash + 1, extension - hash - 1, "HASH");
    }
    return page;
}
}

TEST_CASE("the pages look in HTML as they did") {
    support::Database db(db::Engine::sqlite);
    FullSite site(db);
    CHECK_GOLDEN("home.en.html", without_hashes(site.get("/").body));
    CHECK_GOLDEN("home.ja.html", without_hashes(site.get("/ja").body));
    CHECK_GOLDEN("course.en.html", without_hashes(site.get("/learn/first-week").body));
    CHECK_GOLDEN("lesson.en.html", without_hashes(site.get("/learn/first-week/greet").body));
    CHECK_GOLDEN("lesson.ja.html", without_hashes(site.get("/ja/learn/first-week/greet").body));
    CHECK_GOLDEN("partner.ja.html", without_hashes(site.get("/ja/learn/first-week/greet/partner").body));
    CHECK_GOLDEN("source.en.html", without_hashes(site.get("/research/king2013silence").body));
    CHECK_GOLDEN("post.en.html", without_hashes(site.get("/blog/hello").body));
    CHECK_GOLDEN("profile.en.html", without_hashes(site.get("/people/ada").body));
    CHECK_GOLDEN("board.ja.html", without_hashes(site.get("/ja/board").body));
    CHECK_GOLDEN("404.ja.html", without_hashes(site.get("/ja/nowhere").body));
    CHECK_GOLDEN("sitemap.xml", without_hashes(site.get("/sitemap.xml").body));
}

TEST_SUITE_END();
