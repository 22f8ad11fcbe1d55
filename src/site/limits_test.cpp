// What is bounded for everybody together: open forms while the site is under attack, refusals that are written down, mail to one address.
#include "kit/base/hash.hpp"
#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

using site_test::has;
using site_test::Site;

namespace {
constexpr db::Query count_refusals{"test.count_refusals", "select count(*) from audit where allowed = 0"};

/// What stands between `before` and the next quotation mark.
std::string behind(const http::Response& page, const std::string& before) {
    const std::size_t at = page.body.find(before);
    REQUIRE(at != std::string::npos);
    const std::size_t from = at + before.size();
    return page.body.substr(from, page.body.find('"', from) - from);
}

/// As assets/js/proof.js does it.
std::string solve(const std::string& challenge, int bits) {
    for (std::uint64_t answer = 0;; ++answer) {
        const std::string hash = base::sha256(challenge + "." + std::to_string(answer));
        if ((std::stoull(hash.substr(0, 8), nullptr, 16) >> (32 - bits)) == 0) return std::to_string(answer);
    }
}

struct AttackedSite : Site {
    explicit AttackedSite(support::Database& database) : Site(database) {
        auto tx = db.write();
        call = people::save_call(*tx, keeper,
                                 {.id = 0,
                                  .role = people::Role::proofreader,
                                  .title = "Proofreaders wanted",
                                  .title_ja = "校正者を探しています",
                                  .text = "One hour.",
                                  .text_ja = "月に一時間。",
                                  .opened_at = {},
                                  .closed_at = {}});
        tx->commit();
    }
    std::string call_path() const { return "/write/calls/" + std::to_string(call); }
    void pass(std::int64_t seconds) { db.freeze({db.read()->now().ms + seconds * 1000}); }
    /// As many posts as are no attack yet.
    void fill() {
        for (int i = 0; i < 60; ++i) REQUIRE(post("/sign-in", "address=a" + std::to_string(i) + "%40example.org").status == 303);
    }
    void attack() {
        fill();
        REQUIRE(post("/sign-in", "address=one-more%40example.org").status == 422);
    }
    std::int64_t mails_to(const std::string& address) {
        const auto all = mail::list_outbox(*db.read(), 500);
        return std::count_if(all.begin(), all.end(), [&](const mail::Mail& one) { return one.message.to.address == address; });
    }
    std::int64_t call = 0;
};

std::string work_of(const http::Response& page, bool solved) {
    const std::string challenge = behind(page, "name=\"challenge\" value=\"");
    const std::string bits = behind(page, "data-bits=\"");
    return "&challenge=" + web::encode(challenge) + "&wait=" + web::encode(behind(page, "name=\"wait\" value=\"")) +
           "&answer=" + (solved ? solve(challenge, std::stoi(bits)) : "");
}

/// The site behind another App, which has a limiter.
struct LimitedApp {
    explicit LimitedApp(Site& behind, web::Routes* own = nullptr)
        : site(behind),
          app(
              options(), site.db.pool(), own ? *own : site.on,
              [this](const web::Refused& refused) { return site::draw_error(site.db.pool(), site.facts, refused); }, site.cache) {}
    web::AppOptions options() {
        web::AppOptions options = Site::options();
        options.limiter = &limiter;
        options.writes = {1000, std::chrono::seconds(60)};
        options.client = [this](const http::Request&) { return client; };
        return options;
    }
    http::Response send(const std::string& method, const std::string& path, const std::string& body = "", const std::string& cookie = "") {
        http::Request request;
        request.method = method;
        request.target = request.path = path;
        request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}, {"cookie", cookie}};
        request.body = body;
        return app.handle(request);
    }
    Site& site;
    web::Limiter limiter{"a secret of sixteen bytes"};
    std::string client = "192.0.2.1";
    web::App app;
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("in normal times open forms ask for no calculation", db) {
    AttackedSite site(db);
    site.fill();
    for (const std::string& path : {std::string("/sign-in"), site.call_path(), "/ja" + site.call_path()}) {
        const auto page = site.get(path);
        CHECK(page.status == 200);
        CHECK_FALSE(has(page, "proof"));
        CHECK_FALSE(has(page, "name=\"challenge\""));
    }
}

ROOM_TEST_CASE("under attack a form is taken with the calculation that it asks for, and once", db) {
    AttackedSite site(db);
    site.fill();
    const auto refused = site.post("/sign-in", "address=mari%40example.org&back=%2Fme%2Faddresses");
    CHECK(refused.status == 422);
    CHECK(site.mails_to("mari@example.org") == 0);
    CHECK(has(refused, "value=\"mari@example.org\""));
    CHECK(has(refused, "value=\"/me/addresses\""));
    CHECK(has(refused, "href=\"#proof\""));
    CHECK(has(refused, "Without scripts: wait one minute, then send."));
    CHECK(has(refused, "/assets/proof."));
    CHECK(has(site.get("/ja/sign-in"), "1分待ってから"));

    const std::string work = work_of(refused, true);
    // The work of one form is none of another, and half of it is none.
    CHECK(site.post("/sign-in", "address=mari%40example.org" + work_of(refused, false)).status == 422);
    CHECK(site.post("/sign-in", "address=mari%40example.org" + work_of(site.get(site.call_path()), true)).status == 422);
    CHECK(site.post("/sign-in", "address=mari%40example.org" + work).status == 303);
    CHECK(site.mails_to("mari@example.org") == 1);
    const auto replayed = site.post("/sign-in", "address=eve%40example.org" + work);
    CHECK(replayed.status == 422);
    CHECK(site.mails_to("eve@example.org") == 0);
    CHECK(behind(replayed, "name=\"challenge\" value=\"") != behind(refused, "name=\"challenge\" value=\""));
}

ROOM_TEST_CASE("under attack a form without scripts is taken a minute after it was opened, and once", db) {
    AttackedSite site(db);
    site.attack();
    const auto page = site.get("/sign-in");
    const std::string work = work_of(page, false);
    site.pass(59);
    CHECK(site.post("/sign-in", "address=mari%40example.org" + work).status == 422);
    site.pass(1);
    CHECK(site.post("/sign-in", "address=mari%40example.org" + work).status == 303);
    CHECK(site.post("/sign-in", "address=eve%40example.org" + work).status == 422);
    // A minute of one challenge is none of another.
    const std::string fresh = work_of(site.get("/sign-in"), false);
    CHECK(site.post("/sign-in", "address=eve%40example.org" + fresh.substr(0, fresh.find("&wait=")) + work.substr(work.find("&wait=")))
              .status == 422);
    CHECK(site.mails_to("eve@example.org") == 0);
}

ROOM_TEST_CASE("an answer to a call keeps every word that was typed when the calculation is missing", db) {
    AttackedSite site(db);
    site.attack();
    const auto page = site.get(site.call_path());
    site.pass(5);
    const std::string typed =
        "name=Ada+Example&address=ada%40example.org&words=I+teach.+I+read.&stamp=" + web::encode(behind(page, "name=\"stamp\" value=\""));
    const auto refused = site.post(site.call_path(), typed);
    CHECK(refused.status == 422);
    for (const char* kept : {"Ada Example", "ada@example.org", "I teach. I read."}) CHECK(has(refused, kept));
    CHECK(site.mails_to("ada@example.org") == 0);
    CHECK(site.post(site.call_path(), typed + work_of(refused, true)).status == 303);
    CHECK(site.mails_to("ada@example.org") == 1);
}

ROOM_TEST_CASE("ten quiet minutes end an attack", db) {
    AttackedSite site(db);
    site.attack();
    site.pass(599);
    CHECK(has(site.get("/sign-in"), "name=\"challenge\""));
    site.pass(1);
    CHECK_FALSE(has(site.get("/sign-in"), "name=\"challenge\""));
    CHECK(site.post("/sign-in", "address=mari%40example.org").status == 303);
}

ROOM_TEST_CASE("refusals of one person are written down up to a limit, and everybody has a limit of their own", db) {
    Site site(db);
    const std::string eve = site.cookie_of(site.member("eve@example.org")), ed = site.cookie_of(site.member("ed@example.org"));
    LimitedApp limited(site);
    const auto before = site.db.read()->first(count_refusals)->number(0);
    for (int i = 0; i < 80; ++i) {
        limited.client = "192.0.2." + std::to_string(i);
        REQUIRE(limited.send("GET", "/admin/people", "", eve).status == 403);
    }
    CHECK(site.db.read()->first(count_refusals)->number(0) == before + 60);
    CHECK(limited.send("GET", "/admin/people", "", ed).status == 403);
    CHECK(site.db.read()->first(count_refusals)->number(0) == before + 61);
}

ROOM_TEST_CASE("a limit counts once in a request, however often the handler runs again after a conflict", db) {
    Site site(db);
    int runs = 0;
    std::vector<bool> first;
    web::Routes on;
    on.post("/twice", [&](web::Visit& visit) {
          visit.limit("test", "", {3, std::chrono::hours(1)});
          first.push_back(visit.once("work", [&] { return ++runs % 2 == 1; }));
          if (first.size() % 3 != 0) throw base::Conflict("again");
          return web::see_other("/");
      }).open();
    LimitedApp limited(site, &on);
    for (int i = 0; i < 3; ++i) CHECK(limited.send("POST", "/twice").status == 303);
    CHECK(first == std::vector<bool>{true, true, true, false, false, false, true, true, true});
    CHECK(runs == 3);
    CHECK(limited.send("POST", "/twice").status == 429);
}

ROOM_TEST_CASE("one reader cannot use up the mails that the owner of an address may ask for", db) {
    Site site(db);
    const std::string mallory = site.cookie_of(site.member("mallory@example.org"));
    LimitedApp limited(site);
    int sent = 0;
    for (int i = 0; i < 10; ++i) sent += limited.send("POST", "/sign-in", "address=mari%40example.org").status == 303;
    CHECK(sent == 5);
    CHECK(limited.send("POST", "/me/addresses", "address=mari%40example.org", mallory).status == 429);
    limited.client = "198.51.100.7";
    CHECK(limited.send("POST", "/sign-in", "address=mari%40example.org").status == 303);
}

ROOM_TEST_CASE("adding an address takes the same limit of a day as signing in does", db) {
    Site site(db);
    LimitedApp limited(site);
    int sent = 0;
    for (int reader = 0; reader < 20; ++reader) {
        limited.client = "192.0.2." + std::to_string(reader);
        for (int i = 0; i < 3; ++i) sent += limited.send("POST", "/sign-in", "address=mari%40example.org").status == 303;
    }
    CHECK(sent == 40);
    limited.client = "198.51.100.7";
    CHECK(limited.send("POST", "/me/addresses", "address=mari%40example.org", site.cookie_of(site.member("mallory@example.org"))).status ==
          429);
}

TEST_SUITE_END();
