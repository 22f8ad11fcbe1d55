#include "site/user_commands.hpp"

#include "kit/base/error.hpp"
#include "people/people.hpp"
#include "site/test_site.hpp"

#include <sstream>

using people::Role;
using site_test::Site;

namespace {
const std::string url = "https://altto.example";

/// What stands behind a path in what a command printed.
std::string token_in(const std::string& printed, const std::string& path) {
    const std::size_t at = printed.find(url + path);
    REQUIRE(at != std::string::npos);
    return printed.substr(at + url.size() + path.size(), 32);
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("somebody invited at the terminal takes the role up with the printed link", db) {
    Site site(db);
    std::ostringstream out;
    CHECK(site::user_invite(db.pool(), url,
                            {.name = "Emi", .address = "Emi@example.org", .role = "keeper", .until = "2099-03-31", .lang = "ja"},
                            out) == 0);
    auto tx = db.write();
    const auto person = people::do_task(*tx, token_in(out.str(), "/ja/task/"), false);
    REQUIRE(person.has_value());
    tx->commit();
    CHECK(people::has_keeper(*db.read()));
    CHECK(mail::list_outbox(*db.read(), 10).empty());

    std::ostringstream list;
    site::user_list(db.pool(), list);
    CHECK(list.str() == "Emi <emi@example.org>; keeper until 2099-03-31\n1 person\n");
}

ROOM_TEST_CASE("a role given at the terminal counts at once, with its part of the site and its last day", db) {
    Site site(db);
    const auto emi = site.member("emi@example.org");
    std::ostringstream out;
    CHECK(site::user_role(db.pool(), "emi@example.org", "editor", "section:blog", "2099-03-31", out) == 0);
    const auto roles = people::list_roles(*db.read(), site.keeper, emi);
    REQUIRE(roles.size() == 1);
    CHECK(roles[0].scope == "section:blog");
    CHECK(roles[0].accepted_at);
    CHECK_FALSE(roles[0].given_by);
}

ROOM_TEST_CASE("a link printed at the terminal signs in once", db) {
    Site site(db);
    const auto emi = site.member("emi@example.org");
    std::ostringstream out;
    CHECK(site::user_link(db.pool(), url, "emi@example.org", out) == 0);
    const std::string token = token_in(out.str(), "/sign-in/link/");
    auto tx = db.write();
    const auto signed_in = people::redeem_link(*tx, token, "");
    REQUIRE(signed_in.has_value());
    CHECK(signed_in->person == emi);
    CHECK_FALSE(people::redeem_link(*tx, token, "").has_value());
}

ROOM_TEST_CASE("whoever is ended is signed out everywhere and holds nothing, even as the last keeper", db) {
    Site site(db);
    const auto kim = site.member("kim@example.org", Role::keeper);
    const std::string cookie = site.cookie_of(kim);
    CHECK(site.get("/admin", cookie).status == 200);
    std::ostringstream out;
    CHECK(site::user_end(db.pool(), "kim@example.org", out) == 0);
    CHECK(out.str().find("1 role ended") != std::string::npos);
    CHECK(out.str().find("Nobody keeps this site now") != std::string::npos);
    CHECK(site.get("/admin", cookie).status == 303);
    CHECK(people::list_roles(*db.read(), site.keeper, kim).empty());
}

ROOM_TEST_CASE("what is done at the terminal stands in the audit with nobody's name", db) {
    Site site(db);
    const std::string emi = "person:" + std::to_string(static_cast<std::int64_t>(site.member("emi@example.org")));
    std::ostringstream out;
    site::user_role(db.pool(), "emi@example.org", "editor", "site", "", out);
    site::user_link(db.pool(), url, "emi@example.org", out);
    site::user_end(db.pool(), "emi@example.org", out);
    std::vector<std::string> targets;
    for (const people::AuditLine& line : people::list_audit(*db.read(), site.keeper, 0, 4)) {
        CHECK_FALSE(line.person);
        CHECK(line.action == "keep");
        targets.push_back(line.target);
    }
    CHECK(targets == std::vector{emi + " editor ended", emi + " sessions", emi + " sign-in link", emi + " editor"});
}

ROOM_TEST_CASE("what cannot be done at the terminal says what is expected", db) {
    Site site(db);
    site.member("emi@example.org");
    std::ostringstream out;
    const auto fault = [&](auto command) {
        try {
            command();
        } catch (const base::Error& failed) {
            return std::string(failed.what());
        }
        return std::string();
    };
    CHECK(fault([&] { site::user_link(db.pool(), url, "nobody", out); }).find("name@example.org") != std::string::npos);
    CHECK(fault([&] { site::user_link(db.pool(), url, "nobody@example.org", out); }).find("altto user invite") != std::string::npos);
    CHECK(fault([&] { site::user_end(db.pool(), "nobody@example.org", out); }).find("nobody@example.org") != std::string::npos);
    site::user_role(db.pool(), "emi@example.org", "blog_editor", "site", "", out);
    CHECK(fault([&] { site::user_role(db.pool(), "emi@example.org", "blog_editor", "site", "", out); }).find("already") !=
          std::string::npos);
    CHECK(fault([&] { site::user_role(db.pool(), "emi@example.org", "king", "site", "", out); }).find("blog_editor") != std::string::npos);
    CHECK(fault([&] { site::user_role(db.pool(), "emi@example.org", "editor", "moon", "", out); }).find("section:learn") !=
          std::string::npos);
    CHECK(fault([&] { site::user_role(db.pool(), "emi@example.org", "editor", "site", "soon", out); }).find("YYYY-MM-DD") !=
          std::string::npos);
    CHECK(fault([&] { site::user_role(db.pool(), "emi@example.org", "editor", "site", "2001-01-01", out); }).find("has passed") !=
          std::string::npos);
    CHECK(fault([&] { site::user_role(db.pool(), "emi@example.org", "keeper", "section:blog", "", out); }).find("whole site") !=
          std::string::npos);
    CHECK(fault([&] {
              site::user_invite(db.pool(), url, {.name = "A", .address = "a@example.org", .role = "editor", .lang = "fr"}, out);
          }).find("en or ja") != std::string::npos);
    site::user_invite(db.pool(), url, {.name = "A", .address = "a@example.org", .role = "editor"}, out);
    CHECK(fault([&] {
              site::user_invite(db.pool(), url, {.name = "A", .address = "a@example.org", .role = "editor"}, out);
          }).find("already") != std::string::npos);
}

TEST_SUITE_END();
