#include "kit/base/json.hpp"
#include "kit/webauthn/test_authenticator.hpp"
#include "site/test_site.hpp"
#include "site/wiring.hpp"

#include <map>
#include <string>

using people::PersonId;
using people::Role;
using site_test::has;
using site_test::header;
using site_test::Site;
using webauthn::test::authenticator;
using webauthn::test::Ceremony;

namespace {
constexpr base::Instant evening{1795446000000 - 3600000};

std::string session_in(const http::Response& response) {
    const std::string cookie = header(response, "Set-Cookie");
    return cookie.starts_with("__Host-session=") ? cookie.substr(0, cookie.find(';')) : "";
}

struct Passkeys : Site {
    using Site::Site;

    /// As a browser does it: a session goes on under the value that it was given last.
    std::string now_of(const std::string& cookie) const {
        const auto found = renewed.find(cookie);
        return found == renewed.end() ? cookie : found->second;
    }
    http::Response send(const std::string& method, const std::string& target, http::Headers headers = {}, const std::string& body = "") {
        std::string before;
        for (auto& [name, value] : headers)
            if (name == "cookie") {
                before = value;
                value = now_of(value);
            }
        auto response = Site::send(method, target, std::move(headers), body);
        if (const std::string after = session_in(response); !after.empty() && target.starts_with("/me/")) renewed[before] = after;
        return response;
    }
    http::Response get(const std::string& target, const std::string& cookie = "") { return send("GET", target, {{"cookie", cookie}}); }
    http::Response post(const std::string& target, const std::string& body, const std::string& cookie = "") {
        return send("POST", target,
                    {{"sec-fetch-site", "same-origin"}, {"content-type", "application/x-www-form-urlencoded"}, {"cookie", cookie}}, body);
    }
    base::Viewer viewer_of(const std::string& cookie) { return Site::viewer_of(now_of(cookie)); }

    /// What a browser on this site asks for before it shows or makes a passkey.
    Ceremony ask(const std::string& path, const std::string& cookie = "") {
        const auto response = send("POST", path, {{"sec-fetch-site", "same-origin"}, {"cookie", cookie}});
        REQUIRE(response.status == 200);
        CHECK(header(response, "Content-Type") == "application/json");
        CHECK(header(response, "Cache-Control") == "no-store");
        const auto options = base::parse_json(response.body);
        REQUIRE(options.has_value());
        if (const auto* user = options->find("user")) handle = *webauthn::from_base64url(*user->find("id")->text());
        Ceremony made;
        made.challenge = *options->find("challenge")->text();
        made.origin = "https://altto.example";
        made.rp_id = "altto.example";
        made.user_handle = handle;
        return made;
    }
    http::Response add(const std::string& cookie, const std::string& name = "Phone") {
        return post("/me/passkeys",
                    "name=" + web::encode(name) + "&response=" + web::encode(authenticator(-7).create(ask("/me/passkeys/options", cookie))),
                    cookie);
    }
    http::Response show(const Ceremony& made, const std::string& cookie, const std::string& back = "") {
        return post("/me/passkeys/check", "back=" + web::encode(back) + "&response=" + web::encode(authenticator(-7).get(made)), cookie);
    }
    http::Response sign_in(const Ceremony& made, const std::string& back = "", const std::string& cookie = "") {
        return post("/sign-in/passkey", "back=" + web::encode(back) + "&response=" + web::encode(authenticator(-7).get(made)), cookie);
    }
    std::vector<people::Passkey> keys(const std::string& cookie) { return people::list_passkeys(*db.read(), viewer_of(cookie)); }
    std::string path_of_key(const std::string& cookie, const std::string& what) {
        return "/me/passkeys/" + std::to_string(keys(cookie).at(0).id) + "/" + what;
    }
    /// The newest lines of the audit, as "action target".
    std::vector<std::string> refusals() {
        std::vector<std::string> lines;
        for (const auto& line : people::list_audit(*db.read(), keeper, 0, 50))
            if (!line.allowed) lines.push_back(line.action + " " + line.target);
        return lines;
    }

    std::string handle;
    std::map<std::string, std::string> renewed;
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a passkey is added, named, renamed and removed", db) {
    Passkeys site(db);
    const std::string cookie = site.cookie_of(site.member("ada@example.org"));
    CHECK(has(site.get("/me/passkeys", cookie), "You have no passkey yet."));
    const auto added = site.add(cookie, "");
    CHECK(added.status == 303);
    CHECK(header(added, "Location") == "/me/passkeys?done=passkey_added");
    CHECK(site.keys(cookie).at(0).name == "Passkey");
    CHECK(site.post(site.path_of_key(cookie, "name"), "name=My+%3Cphone%3E", cookie).status == 303);
    const auto page = site.get("/me/passkeys?done=passkey_renamed", cookie);
    CHECK(has(page, "value=\"My &lt;phone&gt;\""));
    CHECK(has(page, "The passkey has its new name."));
    CHECK(has(page, "data-passkey=\"create\""));
    CHECK(has(page, "<noscript>"));
    CHECK(site.post(site.path_of_key(cookie, "deletion"), "", cookie).status == 303);
    CHECK(site.keys(cookie).empty());
    CHECK(site.get("/me/passkeys").status == 303);
    CHECK(has(site.get("/ja/me/passkeys", cookie), "パスキーはまだありません。"));
}

ROOM_TEST_CASE("nobody touches another person's passkey", db) {
    Passkeys site(db);
    const std::string ada = site.cookie_of(site.member("ada@example.org")), eve = site.cookie_of(site.member("eve@example.org"));
    REQUIRE(site.add(ada).status == 303);
    CHECK(site.post(site.path_of_key(ada, "name"), "name=x", eve).status == 404);
    CHECK(site.post(site.path_of_key(ada, "deletion"), "", eve).status == 404);
    CHECK(site.post("/me/passkeys/x/deletion", "", eve).status == 404);
    CHECK(site.keys(ada).size() == 1);
    // With the challenge of the other one.
    const auto refused =
        site.post("/me/passkeys", "response=" + web::encode(authenticator(-7).create(site.ask("/me/passkeys/options", ada))), eve);
    CHECK(refused.status == 422);
    CHECK(has(refused, "That took longer than five minutes"));
    CHECK(site.keys(eve).empty());
}

ROOM_TEST_CASE("a passkey signs in, ends the session that was there, and leads nowhere but to this site", db) {
    Passkeys site(db);
    const PersonId ada = site.member("ada@example.org");
    const std::string old = site.cookie_of(ada);
    REQUIRE(site.add(old).status == 303);
    const auto in = site.sign_in(site.ask("/sign-in/passkey/options"), "/me/profile", old);
    CHECK(in.status == 303);
    CHECK(header(in, "Location") == "/me/profile");
    const std::string cookie = session_in(in);
    CHECK(site.viewer_of(cookie).person == static_cast<std::int64_t>(ada));
    CHECK_FALSE(site.viewer_of(old).person.has_value());
    for (const char* elsewhere : {"https://evil.example/", "//evil.example", "/\\evil.example"})
        CHECK(header(site.sign_in(site.ask("/sign-in/passkey/options"), elsewhere), "Location") == "/");
    CHECK(header(site.sign_in(site.ask("/sign-in/passkey/options")), "Location") == "/me");
}

ROOM_TEST_CASE("a refused passkey uses its challenge up, is written down, and gets one clear sentence", db) {
    Passkeys site(db);
    const std::string cookie = site.cookie_of(site.member("ada@example.org"));
    REQUIRE(site.add(cookie).status == 303);
    Ceremony made = site.ask("/sign-in/passkey/options");
    made.tamper_signature = true;
    const auto refused = site.sign_in(made, "/me/profile");
    CHECK(refused.status == 422);
    CHECK(has(refused, "This passkey could not be checked."));
    CHECK(has(refused, "value=\"/me/profile\""));
    CHECK(header(refused, "Set-Cookie").empty());
    made.tamper_signature = false;
    CHECK(has(site.sign_in(made), "That took longer than five minutes"));
    CHECK(site.refusals() == std::vector<std::string>{"passkey.refused old", "passkey.refused signature"});
    // Another origin than the site's own.
    made = site.ask("/sign-in/passkey/options");
    made.origin = "https://evil.example";
    CHECK(site.sign_in(made).status == 422);
    CHECK(site.refusals().front() == "passkey.refused origin");
    CHECK(site.post("/sign-in/passkey", "").status == 422);
    CHECK(site.send("POST", "/sign-in/passkey/options", {{"sec-fetch-site", "cross-site"}}).status == 403);
}

ROOM_TEST_CASE("an editor shows the passkey once a day, and goes on where they were", db) {
    Passkeys site(db);
    const std::string first = site.cookie_of(site.member("ed@example.org", Role::editor));
    REQUIRE(site.add(first).status == 303);
    CHECK(people::may(site.viewer_of(first), people::Right::edit));  // added with the finger
    const std::string cookie = site.cookie_of(static_cast<PersonId>(*site.viewer_of(first).person));
    CHECK(site.viewer_of(cookie).held_back != 0);
    CHECK(has(site.get("/me/passkeys/check?back=/me/profile", cookie), "name=\"back\" value=\"/me/profile\""));

    Ceremony made = site.ask("/me/passkeys/check/options", cookie);
    made.flags = webauthn::test::up;
    CHECK(has(site.show(made, cookie), "Your device did not check that it is you."));
    CHECK(site.viewer_of(cookie).held_back != 0);
    const auto shown = site.show(site.ask("/me/passkeys/check/options", cookie), cookie, "/me/profile");
    CHECK(shown.status == 303);
    CHECK(header(shown, "Location") == "/me/profile?done=passkey_shown");
    CHECK(site.viewer_of(cookie).held_back == 0);
    // The cookie has another value since, and the one before is nobody's.
    CHECK(site.now_of(cookie) != cookie);
    CHECK_FALSE(site.Site::viewer_of(cookie).person.has_value());
    db.freeze({evening.ms + 24LL * 3600 * 1000});
    CHECK(site.viewer_of(cookie).held_back != 0);
}

ROOM_TEST_CASE("an open browser of an editor who has a passkey changes no passkeys and makes no codes", db) {
    Passkeys site(db);
    const PersonId ed = site.member("ed@example.org", Role::editor);
    const std::string first = site.cookie_of(ed);
    REQUIRE(site.add(first).status == 303);
    const std::string cookie = site.cookie_of(ed);
    const auto page = site.get("/me/passkeys", cookie);
    CHECK(has(page, "changed only by who has just shown one"));
    CHECK_FALSE(has(page, "sign in again by mail"));
    CHECK_FALSE(has(page, "data-passkey=\"create\""));
    CHECK_FALSE(has(page, "/deletion"));
    CHECK(header(site.post(site.path_of_key(first, "deletion"), "", cookie), "Location") == "/me/passkeys/check?back=%2Fme%2Fpasskeys");
    CHECK(site.send("POST", "/me/passkeys/options", {{"sec-fetch-site", "same-origin"}, {"cookie", cookie}}).status == 403);
    CHECK(header(site.post("/me/passkeys", "response=x", cookie), "Location").starts_with("/me/passkeys/check"));
    CHECK(header(site.post("/me/recovery-codes", "", cookie), "Location") == "/me/passkeys/check?back=%2Fme%2Frecovery-codes");
    CHECK(people::count_recovery_codes(*db.read(), site.viewer_of(cookie)) == 0);
    CHECK(site.keys(first).size() == 1);
}

ROOM_TEST_CASE("a reader whose passkey is lost changes it after signing in anew by mail", db) {
    Passkeys site(db);
    const PersonId ada = site.member("ada@example.org");
    const std::string cookie = site.cookie_of(ada);
    REQUIRE(site.add(cookie).status == 303);
    const std::string fresh = site.cookie_of(ada);
    CHECK(has(site.get("/me/passkeys", fresh), "/deletion"));
    db.freeze({evening.ms + 15LL * 60 * 1000});
    const auto late = site.get("/me/passkeys", fresh);
    CHECK_FALSE(has(late, "/deletion"));
    CHECK(has(late, "sign in again by mail"));
    CHECK(header(site.post(site.path_of_key(cookie, "deletion"), "", fresh), "Location").starts_with("/me/passkeys/check"));
    CHECK(site.post(site.path_of_key(cookie, "deletion"), "", site.cookie_of(ada)).status == 303);
    CHECK(site.keys(cookie).empty());
}

ROOM_TEST_CASE("ten recovery codes are shown once, and each stands in for the passkey once", db) {
    Passkeys site(db);
    const PersonId ed = site.member("ed@example.org", Role::editor);
    const std::string first = site.cookie_of(ed);
    REQUIRE(site.add(first).status == 303);
    const auto made = site.post("/me/recovery-codes", "", first);
    CHECK(made.status == 200);
    CHECK(header(made, "Cache-Control") == "no-store");
    const std::size_t list = made.body.find("<ol class=\"codes\"><li>");
    REQUIRE(list != std::string::npos);
    const std::string code = made.body.substr(list + 22, 19);
    CHECK_FALSE(has(site.get("/me/recovery-codes", first), code));
    CHECK(has(site.get("/me/recovery-codes", first), "You have 10 codes left."));

    const std::string cookie = site.cookie_of(ed);
    CHECK(has(site.get("/me/passkeys/check", cookie), "Recovery code"));
    const auto wrong = site.post("/me/passkeys/check", "code=0000-0000-0000-0000", cookie);
    CHECK(wrong.status == 422);
    CHECK(has(wrong, "none of your codes"));
    CHECK_FALSE(has(wrong, "0000-0000"));
    CHECK(site.refusals().front() == "recovery_code.refused ");
    CHECK(site.viewer_of(cookie).held_back != 0);
    CHECK(header(site.post("/me/passkeys/check", "back=%2Fme%2Fpasskeys&code=+" + code + "+", cookie), "Location") ==
          "/me/passkeys?done=passkey_shown");
    CHECK(site.viewer_of(cookie).held_back == 0);
    CHECK(site.post("/me/passkeys/check", "code=" + code, site.cookie_of(ed)).status == 422);
    CHECK(has(site.get("/me/recovery-codes", cookie), "You have 9 codes left."));
    CHECK(site.post("/me/passkeys/check", "code=" + code, site.cookie_of(site.member("eve@example.org"))).status == 422);
    // New ones take their place.
    CHECK(site.post("/me/recovery-codes", "", cookie).status == 200);
    CHECK(has(site.get("/me/recovery-codes", cookie), "You have 10 codes left."));
}
