#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
constexpr base::Instant evening{1795446000000 - 3600000};

/// Writes down which statements ran: the same work must be done for an address that is known and for one that is not.
class Watched : public db::Pool {
public:
    explicit Watched(db::Pool& pool) : pool_(pool) {}
    std::vector<std::string> ran;

    std::unique_ptr<db::Tx> read() override { return std::make_unique<Tx>(*this, pool_.read()); }
    std::unique_ptr<db::Tx> write() override { return std::make_unique<Tx>(*this, pool_.write()); }
    void scrub() override { pool_.scrub(); }
    db::Engine engine() const override { return pool_.engine(); }
    const std::string& url() const override { return pool_.url(); }

private:
    class Tx : public db::Tx {
    public:
        Tx(Watched& pool, std::unique_ptr<db::Tx> tx) : pool_(pool), tx_(std::move(tx)) {}
        std::vector<db::Row> all(const db::Query& query, std::initializer_list<db::Param> params) override {
            return note(query.name), tx_->all(query, params);
        }
        std::optional<db::Row> first(const db::Query& query, std::initializer_list<db::Param> params) override {
            return note(query.name), tx_->first(query, params);
        }
        std::int64_t run(const db::Query& query, std::initializer_list<db::Param> params) override {
            return note(query.name), tx_->run(query, params);
        }
        void script(std::string_view sql) override { tx_->script(sql); }
        void prepare_only(std::string_view sql) override { tx_->prepare_only(sql); }
        void put_blob(std::string_view hash, std::string_view kind, std::string_view bytes) override { tx_->put_blob(hash, kind, bytes); }
        std::optional<std::string> find_blob(std::string_view hash) override { return tx_->find_blob(hash); }
        std::optional<std::string> find_blob_part(std::string_view hash, std::int64_t from, std::int64_t size) override {
            return tx_->find_blob_part(hash, from, size);
        }
        void delete_blob(std::string_view hash) override { tx_->delete_blob(hash); }
        base::Instant now() const override { return tx_->now(); }
        db::Engine engine() const override { return tx_->engine(); }
        bool writable() const override { return tx_->writable(); }
        void commit() override { note("commit"), tx_->commit(); }
        void after_commit(std::function<void()> work) override { tx_->after_commit(std::move(work)); }

    private:
        void note(std::string_view name) { pool_.ran.emplace_back(name); }
        Watched& pool_;
        std::unique_ptr<db::Tx> tx_;
    };
    db::Pool& pool_;
};

/// The part of a Set-Cookie that a browser sends back; "" where this cookie is not set.
std::string cookie_of(const http::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers)
        if (key == "Set-Cookie" && value.starts_with("__Host-" + name + "=")) return value.substr(0, value.find(';'));
    return "";
}

std::string between(const std::string& text, const std::string& before, std::size_t size) {
    const std::size_t at = text.find(before);
    return at == std::string::npos ? "" : text.substr(at + before.size(), size);
}

struct Accounts : Site {
    using Site::Site;
    std::size_t mails() { return mail::list_outbox(*db.read(), 100).size(); }
    mail::Message newest() { return mail::list_outbox(*db.read(), 1).at(0).message; }
    std::string code() { return between(newest().text, "\n    ", 6); }
    std::string link() {
        const std::string base = "https://altto.example";
        const std::string text = newest().text;
        const std::size_t at = text.find("/sign-in/link/");
        REQUIRE(at != std::string::npos);
        const std::size_t begin = text.rfind(base, at) + base.size();
        return text.substr(begin, text.find('\n', at) - begin);
    }
    /// Asks for a mail; the cookie of the browser that asked.
    std::string ask(const std::string& address, const std::string& more = "", const std::string& lang = "") {
        const auto response = post(lang + "/sign-in", "address=" + address + more);
        CHECK(response.status == 303);
        CHECK(header(response, "Location") == lang + "/sign-in/code");
        return ::cookie_of(response, "sign_in");
    }
    bool is_signed_in(const std::string& cookie) { return get("/me", cookie).status == 200; }
};

std::string wrong(const std::string& code) { return code == "111111" ? "222222" : "111111"; }
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("somebody signs in with the code, in the browser that asked", db) {
    Accounts site(db);
    const std::string asked = site.ask("mari%40example.org");
    CHECK(asked.size() == std::string("__Host-sign_in=").size() + 32);
    const auto page = site.get("/sign-in/code", asked);
    CHECK(has(page, "mari@example.org"));
    CHECK(has(page, "autocomplete=\"one-time-code\""));
    CHECK_FALSE(has(site.get("/sign-in/code"), "mari@example.org"));

    const std::string code = site.code();
    const auto done = site.post("/sign-in/code", "code=" + code.substr(0, 3) + "+" + code.substr(3), asked);
    CHECK(done.status == 303);
    CHECK(header(done, "Location") == "/me");
    const std::string session = cookie_of(done, "session");
    CHECK(site.is_signed_in(session));
    CHECK(cookie_of(done, "sign_in") == "__Host-sign_in=");
    CHECK(has(site.get("/me", session), "mari@example.org"));
}

ROOM_TEST_CASE("somebody signs in with the link on another device, and only a press of the button uses it up", db) {
    Accounts site(db);
    site.ask("mari%40example.org", "&back=%2Fja%2Fme%2Fsessions", "/ja");
    const std::string link = site.link();
    CHECK(link.starts_with("/ja/sign-in/link/"));
    for (int i = 0; i < 3; ++i) {  // scanners of mail
        const auto page = site.get(link);
        CHECK(page.status == 200);
        CHECK(has(page, "m…@example.org"));
        CHECK_FALSE(has(page, "mari@example.org"));
        CHECK(cookie_of(page, "session").empty());
        CHECK(header(page, "Cache-Control") == "no-store");
        CHECK(header(page, "Referrer-Policy") == "same-origin");
    }
    const auto done = site.post(link, "");
    CHECK(done.status == 303);
    CHECK(header(done, "Location") == "/ja/me/sessions");
    CHECK(site.is_signed_in(cookie_of(done, "session")));
    CHECK(site.get(link).status == 410);
    const auto again = site.post(link, "");
    CHECK(again.status == 410);
    CHECK(cookie_of(again, "session").empty());
}

ROOM_TEST_CASE("the cookie of a session is kept from scripts and other sites, for sixty days", db) {
    Accounts site(db);
    site.ask("mari%40example.org");
    const auto done = site.post(site.link(), "");
    std::string cookie;
    for (const auto& [key, value] : done.headers)
        if (value.starts_with("__Host-session=")) cookie = value;
    CHECK(cookie.substr(cookie.find(';')) == "; Path=/; Max-Age=5184000; SameSite=Lax; HttpOnly; Secure");
}

ROOM_TEST_CASE("wrong codes are counted although they are refused, and the fifth kills code and link", db) {
    Accounts site(db);
    const std::string asked = site.ask("mari%40example.org");
    const std::string code = site.code(), link = site.link();
    for (int i = 1; i < people::max_code_tries; ++i) {
        const auto refused = site.post("/sign-in/code", "code=" + wrong(code), asked);
        CHECK(refused.status == 422);
        CHECK_FALSE(has(refused, wrong(code)));
        CHECK(site.post("/sign-in/code", "code=12", asked).status == 422);  // a slip costs no try
    }
    CHECK(site.post("/sign-in/code", "code=" + wrong(code), asked).status == 410);
    CHECK(site.post("/sign-in/code", "code=" + code, asked).status == 410);
    CHECK(site.post(link, "").status == 410);
    CHECK(cookie_of(site.post("/sign-in/code", "code=" + code, asked), "session").empty());
}

ROOM_TEST_CASE("after a quarter of an hour code and link are dead, and the page says how to get others", db) {
    Accounts site(db);
    const std::string asked = site.ask("mari%40example.org");
    const std::string code = site.code(), link = site.link();
    db.freeze({evening.ms + 15 * 60000});
    CHECK(site.post("/sign-in/code", "code=" + code, asked).status == 410);
    const auto dead = site.get(link);
    CHECK(dead.status == 410);
    CHECK(has(dead, "href=\"/sign-in\""));
}

ROOM_TEST_CASE("nobody learns from an answer or from the work behind it whether an address has an account", db) {
    Accounts site(db);
    site.member("mari@example.org");
    Watched watched(db.pool());
    const web::App app(
        Site::options(), watched, site.on, [&](const web::Refused& refused) { return site::draw_error(db.pool(), site.facts, refused); },
        site.cache);
    const auto ask = [&](const std::string& address, const std::string& more) {
        watched.ran.clear();
        http::Request request{.method = "POST",
                              .target = "/sign-in",
                              .path = "/sign-in",
                              .query = {},
                              .headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}},
                              .body = "address=" + address + more,
                              .remote = {}};
        auto response = app.handle(request);
        // What differs is the random value alone.
        for (auto& [key, value] : response.headers)
            if (key == "Set-Cookie") value.replace(std::string("__Host-sign_in=").size(), 32, 32, 'x');
        return response;
    };
    const auto known = ask("mari%40example.org", "");
    const auto ran = watched.ran;
    const auto unknown = ask("nobody%40example.org", "");
    CHECK(ran == watched.ran);
    CHECK_FALSE(ran.empty());
    CHECK(known.status == unknown.status);
    CHECK(known.headers == unknown.headers);
    CHECK(known.body == unknown.body);
    // A program that filled in the trap hears the same, and no mail goes out.
    const std::size_t mails = site.mails();
    const auto program = ask("mari%40example.org", "&homepage=http%3A%2F%2Fspam.example");
    CHECK(program.status == known.status);
    CHECK(program.headers == known.headers);
    CHECK(program.body == known.body);
    CHECK(site.mails() == mails);
}

ROOM_TEST_CASE("the way back after signing in never leaves this site", db) {
    Accounts site(db);
    for (const char* back :
         {"%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%09%2Fevil.example", "javascript%3Aalert(1)"}) {
        site.ask("mari%40example.org", std::string("&back=") + back);
        CHECK(header(site.post(site.link(), ""), "Location") == "/");
        CHECK_FALSE(has(site.get(std::string("/sign-in?back=") + back), "evil.example"));
    }
    const auto denied = site.get("/ja/me/sessions");
    CHECK(denied.status == 303);
    CHECK(header(denied, "Location") == "/ja/sign-in?back=%2Fja%2Fme%2Fsessions");
    CHECK(has(site.get("/ja/sign-in?back=%2Fja%2Fme%2Fsessions"), "name=\"back\" value=\"/ja/me/sessions\""));
}

ROOM_TEST_CASE("a session that was there before signing in ends", db) {
    Accounts site(db);
    const auto evil = site.member("evil@example.org");
    const std::string planted = site.cookie_of(evil);
    site.ask("mari%40example.org");
    const auto done = site.post(site.link(), "", planted);
    const std::string session = cookie_of(done, "session");
    CHECK(session != planted);
    CHECK(site.is_signed_in(session));
    CHECK_FALSE(site.is_signed_in(planted));
    // A value that was planted before is no session afterwards.
    const std::string made_up = "__Host-session=0123456789abcdef0123456789abcdef";
    site.ask("mari%40example.org");
    site.post(site.link(), "", made_up);
    CHECK_FALSE(site.is_signed_in(made_up));
}

ROOM_TEST_CASE("an address that cannot be one comes back with what was typed", db) {
    Accounts site(db);
    for (const char* typed : {"mari", "", "mari%40example.org%0D%0ABcc%3A+all%40example.org", "%3Cscript%3E%40example.org", "a%40b"}) {
        const auto response = site.post("/sign-in", std::string("back=%2Fme%2Fdata&address=") + typed);
        CHECK(response.status == 422);
        CHECK(has(response, "role=\"alert\""));
        CHECK(has(response, "value=\"/me/data\""));
        CHECK_FALSE(has(response, "<script>"));
    }
    CHECK(has(site.post("/sign-in", "address=mari"), "value=\"mari\""));
    CHECK(site.mails() == 0);
}

ROOM_TEST_CASE("who asks too often is told to wait", db) {
    Accounts site(db);
    web::Limiter limiter;
    auto options = Site::options();
    options.limiter = &limiter;
    options.client = [](const http::Request& request) { return request.remote; };
    const web::App app(
        options, db.pool(), site.on, [&](const web::Refused& refused) { return site::draw_error(db.pool(), site.facts, refused); },
        site.cache);
    const auto ask = [&](const std::string& remote, const std::string& address) {
        http::Request request{.method = "POST",
                              .target = "/sign-in",
                              .path = "/sign-in",
                              .query = {},
                              .headers = {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}},
                              .body = "address=" + address,
                              .remote = remote};
        return app.handle(request);
    };
    for (int i = 0; i < 5; ++i) CHECK(ask("192.0.2.1", "mari%40example.org").status == 303);
    const auto refused = ask("192.0.2.1", "mari%40example.org");
    CHECK(refused.status == 429);
    CHECK_FALSE(header(refused, "Retry-After").empty());
    CHECK(site.mails() == 5);
    // Whoever asks for somebody else's address uses up their own number, and not that of the other.
    CHECK(ask("192.0.2.2", "mari%40example.org").status == 303);
    for (int i = 0; i < 40; ++i) CHECK(ask("198.51.100.1", "a" + std::to_string(i) + "%40example.org").status == 303);
    CHECK(ask("198.51.100.1", "b%40example.org").status == 429);
}

ROOM_TEST_CASE("without https nobody can sign in, and the page says why", db) {
    Accounts site(db);
    site.facts.frame.public_url = "http://altto.example";
    CHECK_FALSE(has(site.get("/sign-in"), "<form class=\"desk-form\""));
    CHECK(has(site.get("/sign-in"), "site.public_url"));
    CHECK(site.post("/sign-in", "address=mari%40example.org").status == 403);
    CHECK(site.mails() == 0);
    site.facts.frame.public_url = "http://localhost:8080";
    CHECK(has(site.get("/sign-in"), "<form class=\"desk-form\""));
}

ROOM_TEST_CASE("signing out ends the session and its cookie", db) {
    Accounts site(db);
    const std::string session = site.cookie_of(site.member("mari@example.org"));
    CHECK(has(site.get("/sign-in", session), "href=\"/me\""));
    const auto out = site.post("/sign-out", "", session);
    CHECK(header(out, "Location") == "/sign-in?done=signed_out");
    CHECK(header(out, "Set-Cookie").starts_with("__Host-session=; Path=/; Max-Age=0"));
    CHECK(header(out, "Clear-Site-Data") == "\"cache\", \"storage\"");
    CHECK_FALSE(site.is_signed_in(session));
    CHECK(has(site.get("/sign-in?done=signed_out"), "role=\"status\""));
    CHECK(site.post("/sign-out", "").status == 403);
}

ROOM_TEST_CASE("sessions are ended one by one and all at once, but not other people's", db) {
    Accounts site(db);
    const auto mari = site.member("mari@example.org");
    const std::string here = site.cookie_of(mari), there = site.cookie_of(mari), his = site.cookie_of(site.member("kenji@example.org"));
    CHECK(has(site.get("/me/sessions", here), "Firefox, Linux"));
    const auto end = [&](const std::string& which, const std::string& cookie) {
        return site.post("/me/sessions/" + std::to_string(*site.viewer_of(which).session) + "/end", "", cookie);
    };
    CHECK(end(his, here).status == 404);
    CHECK(site.post("/me/sessions/abc/end", "", here).status == 404);
    CHECK(site.is_signed_in(his));
    CHECK(header(end(there, here), "Location") == "/me/sessions?done=session_ended");
    CHECK_FALSE(site.is_signed_in(there));
    const std::string more = site.cookie_of(mari);
    const auto all = site.post("/ja/me/sessions/end-all", "", here);
    CHECK(header(all, "Location") == "/ja/sign-in?done=signed_out_everywhere");
    CHECK_FALSE(site.is_signed_in(here));
    CHECK_FALSE(site.is_signed_in(more));
    CHECK(site.is_signed_in(his));
}

ROOM_TEST_CASE("a second address is confirmed by its code, and the first one hears of it", db) {
    Accounts site(db);
    const std::string session = site.cookie_of(site.member("mari@example.org"));
    const auto asked = site.post("/me/addresses", "address=Mari%40School.ed.jp", session);
    CHECK(header(asked, "Location") == "/sign-in/code");
    CHECK(site.newest().to.address == "mari@school.ed.jp");
    const std::string cookies = session + "; " + cookie_of(asked, "sign_in");
    CHECK(has(site.get("/sign-in/code", cookies), "mari@school.ed.jp"));
    const auto done = site.post("/sign-in/code", "code=" + site.code(), cookies);
    CHECK(header(done, "Location") == "/me/addresses?done=address_confirmed");
    CHECK(cookie_of(done, "session").empty());
    CHECK(site.newest().to.address == "mari@example.org");
    CHECK_FALSE(has(http::Response{.status = 200, .headers = {}, .body = site.newest().text, .tags = {}}, "school.ed.jp"));
    const auto list = site.get("/me/addresses", session);
    CHECK(has(list, "mari@school.ed.jp"));
    CHECK(has(list, "may read this mailbox"));
    CHECK_FALSE(has(list, "action=\"/me/addresses\""));  // two are the most
}

ROOM_TEST_CASE("the link of a second address works where its person is signed in and nowhere else, and signs nobody in", db) {
    Accounts site(db);
    const auto mari = site.member("mari@example.org");
    const std::string hers = site.cookie_of(mari);
    site.post("/me/addresses", "address=mari%40home.example", hers);
    CHECK(site.post(site.link(), "").status == 403);
    CHECK(site.post(site.link(), "", site.cookie_of(site.member("kenji@example.org"))).status == 403);
    CHECK(has(site.get(site.link(), hers), "m…@home.example"));
    const auto done = site.post(site.link(), "", hers);
    CHECK(header(done, "Location") == "/me/addresses?done=address_confirmed");
    CHECK(cookie_of(done, "session").empty());
}

ROOM_TEST_CASE("addresses are refused with a sentence, changed by their person alone, and the last one stays", db) {
    Accounts site(db);
    const auto mari = site.member("mari@example.org"), kenji = site.member("kenji@example.org");
    const std::string hers = site.cookie_of(mari), his = site.cookie_of(kenji);
    const auto path = [&](const std::string& cookie, std::size_t nth) {
        return "/me/addresses/" + std::to_string(people::list_addresses(*db.read(), site.viewer_of(cookie)).at(nth).id);
    };
    const auto refused = site.post("/me/addresses", "address=nonsense%40x", hers);
    CHECK(refused.status == 422);
    CHECK(has(refused, "value=\"nonsense@x\""));
    CHECK(site.post("/me/addresses", "address=mari%40example.org", hers).status == 422);
    CHECK(site.post(path(hers, 0) + "/deletion", "", hers).status == 422);
    CHECK(site.post(path(his, 0) + "/deletion", "", hers).status == 404);
    CHECK(site.post(path(his, 0) + "/main", "", hers).status == 404);
    CHECK(site.post("/me/addresses/9999999999999999999999/main", "", hers).status == 404);

    site.post("/me/addresses", "address=mari%40home.example", hers);
    site.post(site.link(), "", hers);
    CHECK(site.post(path(hers, 1) + "/main", "", hers).status == 303);
    CHECK(people::find_main_address(*db.read(), mari) == "mari@home.example");
    CHECK(header(site.post(path(hers, 0) + "/deletion", "", hers), "Location") == "/me/addresses?done=address_deleted");
    CHECK(people::find_main_address(*db.read(), mari) == "mari@example.org");
    CHECK(site.newest().to.address == "mari@home.example");
}

ROOM_TEST_CASE("an address that another account has is answered to its reader alone", db) {
    Accounts site(db);
    const std::string hers = site.cookie_of(site.member("mari@example.org"));
    site.member("kenji@example.org");
    const auto asked = site.post("/me/addresses", "address=kenji%40example.org", hers);
    CHECK(asked.status == 303);
    const std::string link = site.link();
    CHECK(site.post(link, "", hers).status == 409);
    CHECK(site.post(link, "", hers).status == 410);
}

ROOM_TEST_CASE("one's desk says what waits, and shows editors and keepers the way to their work", db) {
    Accounts site(db);
    const std::string reader = site.cookie_of(site.member("mari@example.org"));
    const auto page = site.get("/me", reader);
    CHECK(has(page, "href=\"/me/profile\""));
    CHECK_FALSE(has(page, "href=\"/edit/queue\""));
    CHECK_FALSE(has(page, "href=\"/admin\""));
    const std::string keeper = site.cookie_of(site.member("kenji@example.org", people::Role::keeper));
    for (const char* path : {"/me", "/ja/me"}) {
        const auto kept = site.get(path, keeper);
        CHECK(kept.status == 200);
        CHECK(has(kept, "/admin\""));
        CHECK(has(kept, "/edit/queue\""));
        CHECK(has(kept, "/me/passkeys\""));
        CHECK(header(kept, "X-Robots-Tag") == "noindex");
    }
    // One thing is the main one.
    const std::string body = site.get("/me", keeper).body;
    const std::size_t first = body.find("btn go");
    CHECK(first != std::string::npos);
    CHECK(body.find("btn go", first + 1) == std::string::npos);
}

ROOM_TEST_CASE("no secret of a mail reaches the log, a title or the audit", db) {
    Accounts site(db);
    const std::string asked = site.ask("mari%40example.org");
    const std::string code = site.code(), link = site.link();
    const std::string token = link.substr(link.rfind('/') + 1);
    const auto page = site.get(link);
    const std::size_t title = page.body.find("<title>");
    CHECK(page.body.substr(title, page.body.find("</title>") - title).find(token) == std::string::npos);
    CHECK(page.body.find(token) == page.body.rfind(token));  // in the action of the form alone
    site.post(link, "");
    const auto tx = db.read();
    for (const auto& line : people::list_audit(*tx, site.keeper, 0, 100))
        for (const std::string& secret : {code, token, asked.substr(asked.find('=') + 1)}) {
            CHECK(line.target.find(secret) == std::string::npos);
            CHECK(line.action.find(secret) == std::string::npos);
        }
}

TEST_SUITE_END();
