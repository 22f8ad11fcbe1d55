#include "people/people.hpp"
#include "site/own_settings.hpp"
#include "site/test_site.hpp"
#include "site/wiring.hpp"

using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
const std::string typed = "token=setup-key&site_name=ALTs+of+our+town&name=Kim+Keeper&address=Kim%40Example.org&lang=ja";

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

/// The Cookie header that answers a Set-Cookie.
std::string session_of(const http::Response& response) {
    const std::string cookie = header(response, "Set-Cookie");
    return cookie.substr(0, cookie.find(';'));
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the first page of all is there for the holder of the link alone", db) {
    Site site(db);
    CHECK(site.get("/setup").status == 404);
    CHECK(site.get("/setup?key=guess").status == 404);
    CHECK(site.post("/setup", "token=guess&site_name=A&name=B&address=c%40d.example").status == 404);
    CHECK(site.post("/setup", "site_name=A&name=B&address=c%40d.example").status == 404);
    const auto page = site.get("/setup?key=setup-key");
    CHECK(page.status == 200);
    CHECK(header(page, "Cache-Control") == "no-store");
    CHECK(header(page, "Referrer-Policy") == "same-origin");
    CHECK(has(page, "Open my site"));
    // The other language keeps the key.
    CHECK(has(page, "href=\"/ja/setup?key=setup-key\""));
    CHECK(site.get("/ja/setup?key=setup-key").status == 200);
}

ROOM_TEST_CASE("setting up makes a keeper who is signed in, shows ten codes once, and closes the door", db) {
    Site site(db);
    const auto done = site.post("/setup", typed);
    REQUIRE(done.status == 200);
    CHECK(has(done, "ALTs of our town"));
    CHECK(count(done.body, "<li><code>") == 10);
    CHECK_FALSE(has(done, "setup-key"));
    const std::string cookie = session_of(done);
    CHECK(cookie.starts_with("__Host-session="));
    CHECK(site.get("/admin", cookie).status == 200);

    const base::Viewer viewer = site.viewer_of(cookie);
    auto tx = db.read();
    const auto addresses = people::list_addresses(*tx, viewer);
    REQUIRE(addresses.size() == 1);
    CHECK(addresses[0].address == "kim@example.org");
    CHECK(addresses[0].confirmed);
    CHECK(people::count_recovery_codes(*tx, viewer) == 10);
    CHECK(people::get_profile(*tx, viewer).lang == base::Lang::ja);
    CHECK_FALSE(people::get_person(*tx, viewer, static_cast<people::PersonId>(*viewer.person)).may_be_named());
    CHECK(site::find_own_setting(*tx, "site.name") == "ALTs of our town");
    tx.reset();

    CHECK(site.get("/setup?key=setup-key").status == 404);
    CHECK(site.post("/setup", typed).status == 404);
}

ROOM_TEST_CASE("what is missing is said, what was typed is kept, and nothing is made", db) {
    Site site(db);
    const auto refused = site.post("/ja/setup", "token=setup-key&site_name=&name=Kim&address=nonsense&lang=ja");
    CHECK(refused.status == 422);
    CHECK(has(refused, "role=\"alert\""));
    CHECK(has(refused, "value=\"Kim\""));
    CHECK(has(refused, "value=\"nonsense\""));
    CHECK_FALSE(people::has_keeper(*db.read()));
}

ROOM_TEST_CASE("the starter content comes with the tick, in the same step, and only into an empty site", db) {
    Site site(db);
    CHECK(has(site.get("/setup?key=setup-key"), "name=\"load\""));
    REQUIRE(site.post("/setup", typed + "&load=1").status == 200);
    CHECK(editorial::count_texts(*db.read(), site.reader, "lesson", base::Lang::en) > 3);
    CHECK(site.get("/about").status == 200);
}

ROOM_TEST_CASE("a site that has texts is not asked for the starter content and does not get it", db) {
    site_test::FullSite site(db);
    CHECK_FALSE(has(site.get("/setup?key=setup-key"), "name=\"load\""));
    REQUIRE(site.Site::post("/setup", typed + "&load=1").status == 200);
    CHECK(editorial::count_texts(*db.read(), site.reader, "lesson", base::Lang::en) == 1);
}

ROOM_TEST_CASE("whoever signed in before there was a keeper may become the keeper", db) {
    Site site(db);
    const auto person = site.member("kim@example.org");
    const auto done = site.post("/setup", typed);
    REQUIRE(done.status == 200);
    CHECK(site.viewer_of(session_of(done)).person == static_cast<std::int64_t>(person));
}

ROOM_TEST_CASE("on a way that others can read nobody is asked for an address, and nothing is set up", db) {
    Site site(db);
    site.facts.frame.public_url = "http://altto.example.lan:8080";
    const auto page = site.get("/setup?key=setup-key");
    CHECK_FALSE(has(page, "<input id=\"address\""));
    CHECK(has(page, "https"));
    CHECK(site.post("/setup", typed).status == 422);
    CHECK_FALSE(people::has_keeper(*db.read()));
}

TEST_CASE("a program on an empty folder makes a site that is closed to all but the holder of the link, until it is set up") {
    for (const db::Engine engine : support::engines()) {
        support::EmptyDatabase place(engine);
        const auto pool = db::open({.url = place.url(), .connections = 4});
        CHECK(site::begin_if_empty(*pool));
        site::require_schema(*pool);
        CHECK_FALSE(site::begin_if_empty(*pool));  // a second start finds it begun
        CHECK(site::is_closed(*pool->read()));
        site::set_kinds();

        site::Facts facts;
        facts.frame.public_url = "https://altto.example";
        site::Services services;
        services.opens_setup = [](std::string_view key) { return key == "setup-key"; };
        bool reloaded = false;
        services.reload = [&] { reloaded = true; };
        web::Routes on;
        site::routes(on, facts, services, /*dev=*/false);
        http::PageCache cache{0};
        web::AppOptions options = Site::options();
        options.answers_now = site::answers_while_closed;
        const web::App app(
            std::move(options), *pool, on, [&](const web::Refused& refused) { return site::draw_error(*pool, facts, refused); }, cache);
        const auto send = [&](const std::string& method, const std::string& path, const std::string& query, const std::string& body) {
            http::Request request;
            request.method = method;
            request.target = path + (query.empty() ? "" : "?" + query);
            request.path = path;
            request.query = query;
            if (method == "POST")
                request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}};
            request.body = body;
            return app.handle(request);
        };
        for (const char* path : {"/", "/ja", "/learn", "/sign-in", "/admin", "/me"}) {
            INFO(std::string(path));
            const auto closed = send("GET", path, "", "");
            CHECK(closed.status == 503);
            CHECK_FALSE(has(closed, "setup-key"));
        }
        CHECK(has(send("GET", "/", "", ""), "not open yet"));
        CHECK(has(send("GET", "/ja", "", ""), "lang=\"ja\""));
        CHECK(send("GET", "/healthz", "", "").body == "closed\n");
        CHECK(send("GET", "/setup", "", "").status == 404);
        CHECK(send("GET", "/setup", "key=setup-key", "").status == 200);
        CHECK(send("POST", "/setup", "", typed + "&load=1").status == 200);
        CHECK(reloaded);
        CHECK_FALSE(site::is_closed(*pool->read()));
        CHECK(editorial::count_texts(*pool->read(), {}, "lesson", base::Lang::ja) > 3);
    }
}

TEST_SUITE_END();
