// What strangers try: requests of other sites, forged hosts and addresses, guessed ids, ways out of the site.
#include "kit/http/client_address.hpp"
#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

using base::Lang;
using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
constexpr std::string_view form = "application/x-www-form-urlencoded";

constexpr db::Query count_sign_ins{"test.count_sign_ins", "select count(*) from sign_ins"};
constexpr db::Query newest_mail{"test.newest_mail", "select text from mails order by id desc"};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a form of another site changes nothing, whatever the browser says of it", db) {
    Site site(db);
    const auto person = site.member("ada@example.org");
    const std::string cookie = site.cookie_of(person);
    struct Try {
        std::string_view fetch_site, origin;
        bool let_in;
    };
    const Try tries[] = {
        {"cross-site", "https://evil.example", false},
        {"cross-site", "https://altto.example", false},  // the header that scripts cannot write decides
        {"same-site", "https://blog.altto.example", false},
        {"none", "https://altto.example", false},
        {"none", "", false},
        {"", "https://evil.example", false},
        {"", "null", false},
        {"", "", false},
        {"", "http://altto.example", false},
        {"", "https://altto.example.evil.example", false},
        {"", "https://altto.example:8443", false},
        {"", "https://altto.example", true},
        {"same-origin", "https://altto.example", true},
        {"same-origin", "", true},
    };
    for (const char* path : {"/sign-in", "/look", "/me/sessions/end-all", "/sign-out", "/me/data/deletion"})
        for (const Try& one : tries) {
            if (one.let_in && std::string_view(path) != "/look") continue;
            INFO(std::string(path), " Sec-Fetch-Site: ", std::string(one.fetch_site), " Origin: ", std::string(one.origin));
            http::Headers headers{{"content-type", std::string(form)}, {"cookie", cookie}};
            if (!one.fetch_site.empty()) headers.emplace_back("sec-fetch-site", one.fetch_site);
            if (!one.origin.empty()) headers.emplace_back("origin", one.origin);
            CHECK(site.send("POST", path, headers, "address=eve%40example.org&theme=dark&back=/").status == (one.let_in ? 303 : 403));
        }
    CHECK(db.read()->first(count_sign_ins)->number(0) == 1);  // the member's own
    CHECK(site.get("/me", cookie).status == 200);
}

ROOM_TEST_CASE("a forged Host or forwarded host is in no link, no cookie and no mail", db) {
    Site site(db);
    for (const char* name : {"host", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-original-url"}) {
        const http::Headers headers{{name, "evil.example"}, {"sec-fetch-site", "same-origin"}, {"content-type", std::string(form)}};
        const auto page = site.send("GET", "/", headers);
        CHECK_FALSE(has(page, "evil.example"));
        const auto asked = site.send("POST", "/sign-in", headers, "address=ada%40example.org");
        CHECK(asked.status == 303);
        for (const auto& [key, value] : asked.headers) CHECK(value.find("evil.example") == std::string::npos);
        const std::string text = db.read()->first(newest_mail)->text(0);
        CHECK(text.find("https://altto.example/sign-in/link/") != std::string::npos);
        CHECK(text.find("evil.example") == std::string::npos);
    }
}

ROOM_TEST_CASE("limits count by the address that a trusted server names, and not by one that the client writes", db) {
    Site site(db);
    web::Limiter limiter;
    http::TrustedProxies proxies;
    web::AppOptions options = Site::options();
    options.limiter = &limiter;
    options.writes = {5, std::chrono::seconds(3600)};
    options.client = [&](const http::Request& request) { return http::counting_key(http::client_address(request, proxies)); };
    const web::App app{options, db.pool(), site.on,
                       [&](const web::Refused& refused) { return site::draw_error(db.pool(), site.facts, refused); }, site.cache};
    const auto send = [&](const std::string& peer, const std::string& forwarded) {
        http::Request request;
        request.method = "POST";
        request.target = request.path = "/look";
        request.headers = {{"sec-fetch-site", "same-origin"}, {"content-type", std::string(form)}, {"x-forwarded-for", forwarded}};
        request.body = "theme=dark&back=/";
        request.remote = peer;
        return app.handle(request);
    };
    // Straight to the program, with another forged address each time.
    int let_in = 0;
    for (int i = 0; i < 20; ++i) let_in += send("203.0.113.9", "198.51.100." + std::to_string(i)).status == 303;
    CHECK(let_in == 5);
    // Through the server in front: what the client wrote stands left of what the server saw.
    let_in = 0;
    for (int i = 0; i < 20; ++i) let_in += send("127.0.0.1", "198.51.100." + std::to_string(i) + ", 203.0.113.77").status == 303;
    CHECK(let_in == 5);
    const auto refused = send("127.0.0.1", "203.0.113.77");
    CHECK(refused.status == 429);
    CHECK(std::atoi(header(refused, "Retry-After").c_str()) > 0);
    CHECK(has(refused, "dark"));  // what was typed is not lost
    // Somebody else is not hindered.
    CHECK(send("127.0.0.1", "203.0.113.78").status == 303);
}

ROOM_TEST_CASE("the way back after signing in never leaves the site", db) {
    Site site(db);
    for (const char* back : {"https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)",
                             "/a%0D%0ASet-Cookie:%20x=1", "%2F%2Fevil.example", "/%5Cevil.example", "http:evil.example"}) {
        INFO(std::string(back));
        auto tx = db.write();
        const auto plain = web::Fields::parse("back=" + std::string(back));
        const auto secrets = people::begin_sign_in(*tx, "ada@example.org", plain ? web::local_path(plain->get("back")) : "/");
        tx->commit();
        const auto in = site.post("/sign-in/link/" + secrets.token, "back=" + std::string(back));
        CHECK(in.status == 303);
        const std::string to = header(in, "Location");
        CHECK(to.starts_with('/'));
        CHECK_FALSE(to.starts_with("//"));
        CHECK(to.find("evil") == std::string::npos);
        CHECK(to.find('\n') == std::string::npos);
    }
}

ROOM_TEST_CASE("a line end in what is typed makes no header of a mail", db) {
    Site site(db);
    for (const char* address : {"ada@example.org%0D%0ABcc:%20eve@example.org", "ada@example.org%0Abcc: x", "%22a%0Db%22@example.org",
                                "ada@example.org,eve@example.org", "<ada@example.org>"}) {
        INFO(std::string(address));
        CHECK(site.post("/sign-in", "address=" + std::string(address)).status == 422);
    }
    CHECK(mail::list_outbox(*db.read(), 10).empty());
    auto tx = db.write();
    for (const char* bad : {"Subject\r\nBcc: eve@example.org", "Subject\nBcc: eve@example.org", "Sub\0ject"})
        CHECK_THROWS_AS(mail::send(*tx, {.from = {},
                                         .to = {"", "ada@example.org"},
                                         .reply_to = {},
                                         .subject = std::string(bad) + std::string(1, '\r'),
                                         .text = "x",
                                         .html = "",
                                         .lang = Lang::en,
                                         .message_id = "",
                                         .headers = {},
                                         .expires_at = {}}),
                        base::Error);
}

ROOM_TEST_CASE("guessed ids, tokens and paths open nothing", db) {
    Site site(db);
    const auto owner = site.member("owner@example.org");
    const std::string eve = site.cookie_of(site.member("eve@example.org"));
    (void)owner;
    for (const char* path :
         {"/task/00000000000000000000000000000000", "/sign-in/link/00000000000000000000000000000000", "/task/x", "/task/%27%20or%201=1--",
          "/photos/00000000000000000000000000000000/160.jpg", "/photos/x/..%2f..%2faltto.toml", "/setup", "/setup?key=", "/setup?key=guess",
          "/people/owner", "/people/p-000000000000", "/assets/..%2faltto.toml"}) {
        INFO(std::string(path));
        const int status = site.get(path, eve).status;
        CHECK((status == 404 || status == 410));
    }
    for (const char* id : {"0", "1", "-1", "9223372036854775807", "99999999999999999999", "x", "1%20or%201=1"}) {
        INFO(std::string(id));
        CHECK(site.post("/me/sessions/" + std::string(id) + "/end", "", eve).status == 404);
        CHECK(site.post("/me/addresses/" + std::string(id) + "/deletion", "", eve).status == 404);
        CHECK(site.post("/me/passkeys/" + std::string(id) + "/deletion", "", eve).status == 404);
    }
    // A cookie that is made up is nobody.
    for (const char* cookie : {"__Host-session=", "__Host-session=x", "__Host-session=00000000000000000000000000000000",
                               "session=00000000000000000000000000000000", "__Host-session=%00"})
        CHECK(site.get("/me", cookie).status == 303);
}

TEST_SUITE_END();
