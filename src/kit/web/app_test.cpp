#include "kit/web/app.hpp"

#include "support/database.hpp"

#include <doctest/doctest.h>

namespace {
using namespace std::chrono_literals;

/// Three writes a minute from one address; its error page lists what was typed.
struct Small {
    explicit Small(support::Database& database) : db(database) {
        on.get("/shelf", [](web::Visit&) { return web::see_other("/"); }).needs("account");
        on.post("/shelf", [](web::Visit&) { return web::see_other("/"); }).open();
        on.post("/own", [](web::Visit&) { return web::see_other("/"); }).needs("account");
        on.post("/own/line",
                [](web::Visit& visit) {
                    visit.limit("line", std::to_string(*visit.viewer.person), {2, 60s});
                    return web::see_other("/");
                })
            .needs("account")
            .limits_itself();
        on.post("/keep", [](web::Visit&) { return web::see_other("/"); }).needs("keep");
        on.post("/bad", [](web::Visit&) -> web::Response { throw web::BadRequest(400); }).needs("account");
    }

    web::AppOptions options() {
        web::AppOptions wanted;
        wanted.public_url = "http://localhost";
        wanted.limiter = &limiter;
        wanted.writes = {3, 60s};
        wanted.client = [](const http::Request&) { return std::string("192.0.2.1"); };
        wanted.gate.identify = [](db::Tx&, const http::Request& request) {
            base::Viewer viewer;
            if (const std::string who(request.header("who")); !who.empty()) viewer.person = std::stoi(who);
            return viewer;
        };
        wanted.gate.holds = [](const base::Viewer&, std::string_view) { return false; };
        wanted.gate.sign_in_path = "/sign-in";
        wanted.say = [](const web::Refused& refused) { return "refused: " + std::to_string(refused.status) + " " + refused.right; };
        return wanted;
    }

    static html::Html draw(const web::Refused& refused) {
        html::Html page;
        for (const auto& [name, value] : refused.typed) page += html::html("{}={};", {name, value});
        return page;
    }

    http::Response ask(const std::string& method, const std::string& path, const std::string& who = "", const std::string& accept = "",
                       const std::string& type = "", const std::string& body = "") {
        http::Request request;
        request.method = method;
        request.target = request.path = path;
        request.headers = {{"sec-fetch-site", "same-origin"}, {"who", who}, {"accept", accept}, {"content-type", type}};
        request.body = body;
        return app.handle(request);
    }

    support::Database& db;
    web::Limiter limiter{"a secret of sixteen bytes"};
    web::Routes on;
    http::PageCache cache{0};
    web::App app{options(), db.pool(), on, draw, cache};
};

std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return "";
}

constexpr const char* json = "application/json";
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("many people behind one address share no limit where each of them has one", db) {
    Small site(db);
    for (int person = 1; person <= 5; ++person) {
        const std::string who = std::to_string(person);
        CHECK(site.ask("POST", "/own/line", who).status == 303);
        CHECK(site.ask("POST", "/own/line", who).status == 303);
        CHECK(site.ask("POST", "/own/line", who).status == 429);
    }
    // The limit of the address is untouched, and holds for whoever is nobody.
    for (int i = 0; i < 2; ++i) CHECK(site.ask("POST", "/own", "1").status == 303);
    CHECK(site.ask("POST", "/own/line").status == 403);
    CHECK(site.ask("POST", "/own/line").status == 429);
    CHECK(site.ask("POST", "/own", "1").status == 429);
    CHECK(site.ask("POST", "/own/line", "6").status == 303);
}

ROOM_TEST_CASE("what was typed comes back with a refusal, also out of a form with files", db) {
    Small site(db);
    const std::string parts = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nTwo\r\nlines\r\n"
                              "--b\r\nContent-Disposition: form-data; name=\"base\"\r\n\r\nOne line\r\n"
                              "--b\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\n123\r\n"
                              "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\nbytes\r\n--b--\r\n";
    const auto refused = site.ask("POST", "/own", "", "text/html,*/*", "multipart/form-data; boundary=b", parts);
    CHECK(refused.status == 403);
    CHECK(refused.body == "text=Two\r\nlines;");
    CHECK(site.ask("POST", "/own", "", "", "application/x-www-form-urlencoded", "text=Two&code=123").body == "text=Two;");
    CHECK(site.ask("POST", "/own", "", "", "multipart/form-data; boundary=c", parts).body.empty());
}

ROOM_TEST_CASE("a script that reads JSON is told in a sentence why it was refused", db) {
    Small site(db);
    const auto check = [&](const http::Response& response, int status, const std::string& body) {
        CHECK(response.status == status);
        CHECK(header(response, "Content-Type") == json);
        CHECK(header(response, "Cache-Control") == "no-store");
        CHECK(header(response, "X-Content-Type-Options") == "nosniff");
        CHECK(response.body == body);
    };
    check(site.ask("GET", "/nowhere", "", json), 404, R"({"message":"refused: 404 "})");
    check(site.ask("POST", "/bad", "1", json), 400, R"({"message":"refused: 400 "})");
    check(site.ask("POST", "/keep", "1", json), 403, R"({"message":"refused: 403 keep"})");
    // Nobody is led to a page that a script cannot use.
    check(site.ask("GET", "/shelf", "", json), 403, R"({"message":"refused: 403 account","sign_in":"/sign-in"})");
    CHECK(site.ask("GET", "/shelf").status == 303);
    check(site.ask("POST", "/ja/own", "", json), 403, R"({"message":"refused: 403 account","sign_in":"/ja/sign-in"})");
    const auto often = site.ask("POST", "/own", "1", json);
    check(often, 429, R"({"message":"refused: 429 "})");
    CHECK_FALSE(header(often, "Retry-After").empty());
    // A browser that goes to the page accepts both.
    CHECK(site.ask("GET", "/nowhere", "", "text/html,application/json").body.empty());
}

TEST_SUITE_END();
