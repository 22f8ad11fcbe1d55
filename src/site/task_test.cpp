#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

using people::Task;
using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
std::string link_to(Site& site, people::PersonId person, Task task, const std::string& target = "",
                    const std::string& address = "new@example.org") {
    auto tx = site.db.write();
    std::string token = people::make_task_link(*tx, site.keeper, person, task, target, address);
    tx->commit();
    return token;
}

std::string offer(Site& site, people::PersonId person, people::Role role, std::optional<base::Day> end = {}) {
    auto tx = site.db.write();
    const auto id = people::give_role(*tx, site.keeper, person, {role, "site", end, {}}, /*offered=*/true);
    tx->commit();
    return std::to_string(static_cast<std::int64_t>(id));
}

bool named(Site& site, const char* slug) { return people::find_person(*site.db.read(), site.reader, slug).has_value(); }
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the link of a claim shows what will stand on the page, changes nothing, and says who works with it", db) {
    Site site(db);
    site.facts.frame.contact = "editor@altto.example";
    const std::string token = link_to(site, site.quiet.id, Task::claim);
    const auto page = site.get("/task/" + token);
    CHECK(page.status == 200);
    CHECK(has(page, "Working as Quiet Example. Not you?"));
    CHECK(has(page, "mailto:editor@altto.example"));
    CHECK(has(page, "name=\"named\""));
    CHECK_FALSE(has(page, "id=\"named\" name=\"named\" value=\"yes\" checked"));
    CHECK(has(page, "new@example.org"));
    CHECK(header(page, "Cache-Control") == "no-store");
    CHECK(header(page, "Referrer-Policy") == "same-origin");
    CHECK(has(page, "noindex"));
    CHECK(has(site.get("/ja/task/" + token), "Quiet Exampleさんとして作業しています"));
    CHECK(header(page, "Set-Cookie").empty());
    CHECK_FALSE(named(site, "quiet"));
    CHECK_FALSE(people::find_main_address(*db.read(), site.quiet.id));
}

ROOM_TEST_CASE("a claim confirms the address, names the person only with their yes, signs nobody in, and can be done again", db) {
    Site site(db);
    const std::string token = link_to(site, site.quiet.id, Task::claim);
    const auto without = site.post("/task/" + token, "");
    CHECK(without.status == 303);
    CHECK(header(without, "Location") == "/task/" + token + "?done=task_claim");
    CHECK(header(without, "Set-Cookie").empty());
    CHECK_FALSE(named(site, "quiet"));
    CHECK(people::find_main_address(*db.read(), site.quiet.id) == "new@example.org");
    const auto after = site.get("/task/" + token + "?done=task_claim");
    CHECK(has(after, "role=\"status\""));
    CHECK(has(after, "This page is yours. Your address new@example.org is confirmed."));
    CHECK(has(after, "does not name you"));
    CHECK(has(after, "href=\"/sign-in\""));

    CHECK(site.post("/task/" + token, "named=yes").status == 303);
    CHECK(named(site, "quiet"));
    CHECK(has(site.get("/task/" + token), "This site names you."));
    CHECK(site.post("/task/" + token, "named=no").status == 303);
    CHECK_FALSE(named(site, "quiet"));
}

ROOM_TEST_CASE("a role is taken up by its link, with what it may do and until when", db) {
    Site site(db);
    const std::string target = offer(site, site.quiet.id, people::Role::editor, base::parse_day("2027-03-31"));
    const std::string token = link_to(site, site.quiet.id, Task::role, target);
    const auto page = site.get("/task/" + token);
    CHECK(has(page, "Editor"));
    CHECK(has(page, "May edit, approve and publish everything"));
    CHECK(has(page, "31 March 2027"));
    CHECK(has(page, "Take up this role"));
    auto before = people::list_roles(*db.read(), site.keeper, site.quiet.id);
    REQUIRE(before.size() == 1);
    CHECK_FALSE(before.front().accepted_at);
    CHECK(header(site.post("/ja/task/" + token, ""), "Location") == "/ja/task/" + token + "?done=task_role");
    CHECK(people::list_roles(*db.read(), site.keeper, site.quiet.id).front().accepted_at);
    CHECK(has(site.get("/ja/task/" + token), "現在の役割：編集者"));
    CHECK(site.post("/task/" + token, "").status == 303);
    CHECK(people::list_roles(*db.read(), site.keeper, site.quiet.id).size() == 1);
}

ROOM_TEST_CASE("who is asked whether they may be named answers yes or no, and nothing is not an answer", db) {
    Site site(db);
    const std::string token = link_to(site, site.quiet.id, Task::naming);
    const auto unanswered = site.post("/task/" + token, "");
    CHECK(unanswered.status == 422);
    CHECK(has(unanswered, "Choose one of the answers."));
    CHECK(has(unanswered, "href=\"#named\""));
    CHECK(site.post("/task/" + token, "named=yes").status == 303);
    CHECK(named(site, "quiet"));
    const auto after = site.get("/task/" + token);
    CHECK(has(after, "Do not name me"));
    CHECK_FALSE(has(after, "href=\"/sign-in\""));  // a person without an account
}

ROOM_TEST_CASE("an address that another account has is not taken by a link", db) {
    Site site(db);
    site.member("new@example.org");
    const auto refused = site.post("/task/" + link_to(site, site.quiet.id, Task::claim), "named=yes");
    CHECK(refused.status == 422);
    CHECK(has(refused, "Another account has this address"));
    CHECK_FALSE(named(site, "quiet"));
}

ROOM_TEST_CASE("a link that is unknown, taken back or too old opens a page that says so in the reader's language", db) {
    Site site(db);
    const std::string token = link_to(site, site.quiet.id, Task::claim);
    {
        auto tx = db.write();
        people::revoke_task_link(*tx, site.keeper, people::list_task_links(*tx, site.keeper, site.quiet.id).front().id);
        tx->commit();
    }
    for (const std::string& path : {"/task/" + token, std::string("/task/00000000000000000000000000000000"), std::string("/task/%00"),
                                    std::string("/task/'%20or%201=1")}) {
        INFO(path);
        CHECK(site.get(path).status == 404);
        CHECK(has(site.get(path), "This link opens nothing"));
        CHECK(site.post(path, "named=yes").status == 404);
    }
    CHECK(has(site.get("/ja/task/" + token), "このリンクは使えません"));
    const std::string old = link_to(site, site.quiet.id, Task::claim);
    db.freeze({1795446000000 + 31LL * 24 * 3600000});
    CHECK(site.get("/task/" + old).status == 404);
    CHECK_FALSE(named(site, "quiet"));
}

ROOM_TEST_CASE("a page is claimed once, and the address before hears of one that a role brings", db) {
    Site site(db);
    const std::string first = link_to(site, site.quiet.id, Task::claim),
                      second = link_to(site, site.quiet.id, Task::claim, "", "b@example.org");
    const std::string role =
        link_to(site, site.quiet.id, Task::role, offer(site, site.quiet.id, people::Role::proofreader), "quiet@home.example");
    CHECK(site.post("/task/" + first, "").status == 303);
    CHECK(site.post("/task/" + second, "").status == 404);
    CHECK_THROWS_AS(link_to(site, site.quiet.id, Task::claim, "", "c@example.org"), base::Missing);
    CHECK_THROWS_AS(link_to(site, site.quiet.id, Task::naming, "", "c@example.org"), base::Missing);
    CHECK(mail::list_outbox(*db.read(), 10).empty());
    for (int again = 0; again < 2; ++again) CHECK(site.post("/task/" + role, "").status == 303);
    const auto told = mail::list_outbox(*db.read(), 10);
    REQUIRE(told.size() == 1);
    CHECK(told.front().message.to.address == "new@example.org");
}

ROOM_TEST_CASE("nobody else's page carries out a task: a form of another site is refused", db) {
    Site site(db);
    const std::string token = link_to(site, site.quiet.id, Task::claim);
    CHECK(site.send("POST", "/task/" + token, {{"sec-fetch-site", "cross-site"}, {"content-type", "application/x-www-form-urlencoded"}},
                    "named=yes")
              .status == 403);
    CHECK_FALSE(named(site, "quiet"));
}

TEST_SUITE_END();
