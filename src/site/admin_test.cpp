#include "kit/jobs/jobs.hpp"
#include "people/people.hpp"
#include "site/test_keeper.hpp"

using people::Role;
using site_test::FullSite;
using site_test::has;
using site_test::header;
using site_test::Kept;
using site_test::Site;

namespace {
std::string number(auto id) { return std::to_string(static_cast<std::int64_t>(id)); }

/// The token of the first link to a task in a mail.
std::string task_in(const mail::Mail& mail) {
    const std::size_t at = mail.message.text.find("/task/");
    REQUIRE(at != std::string::npos);
    return mail.message.text.substr(at + 6, 32);
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("the keepers' pages are there in both languages for keepers, and for nobody else", db) {
    Kept<FullSite> site(db);
    const std::string editor = site.cookie_of(site.member("ed@example.org", Role::editor));
    for (const char* path : {"/admin", "/admin/people", "/admin/site", "/admin/texts", "/admin/texts/words", "/admin/outbox",
                             "/admin/audit", "/admin/health"}) {
        INFO(std::string(path));
        const auto page = site.get(path, site.cookie);
        CHECK(page.status == 200);
        CHECK(header(page, "Cache-Control") == "no-store");
        CHECK(has(page, "noindex"));
        CHECK(has(site.get("/ja" + std::string(path), site.cookie), "lang=\"ja\""));
        CHECK(site.get(path, editor).status == 403);
        CHECK(site.get(path).status == 303);
    }
    for (const char* path : {"/admin/people/1", "/admin/people/x", "/admin/outbox/1", "/admin/people?page=9"}) {
        INFO(std::string(path));
        CHECK(site.get(path, site.cookie).status == 404);
    }
}

ROOM_TEST_CASE("an invitation offers a role by mail, and the role begins when it is taken up", db) {
    Kept<Site> site(db);
    const auto sent = site.post("/admin/people/invitations",
                                "name=Emi&address=Emi%40Example.org&role=blog_editor&scope=site&term_end=2027-03-31&lang=ja", site.cookie);
    CHECK(sent.status == 303);
    CHECK(header(sent, "Location") == "/admin/people?done=invited");
    CHECK(has(site.get("/admin/people?done=invited", site.cookie), "invitation is on its way"));

    const auto mails = site.outbox();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].message.to.address == "emi@example.org");
    CHECK(mails[0].message.lang == base::Lang::ja);
    CHECK(mails[0].message.text.find("https://altto.example/ja/task/") != std::string::npos);
    CHECK(mails[0].message.text.find("Emi") == std::string::npos);
    CHECK(mails[0].message.html.find("2027年3月31日") != std::string::npos);

    const auto person = people::find_member(*db.read(), site.keeper, "emi@example.org");
    REQUIRE(person);
    auto roles = site.roles_of(*person);
    REQUIRE(roles.size() == 1);
    CHECK(roles[0].scope == "section:blog");
    CHECK(roles[0].term_end == base::parse_day("2027-03-31"));
    CHECK_FALSE(roles[0].accepted_at);
    CHECK(has(site.get("/admin/people", site.cookie), "offered"));

    auto tx = db.write();
    REQUIRE(people::do_task(*tx, task_in(mails[0]), false).has_value());
    tx->commit();
    CHECK(site.roles_of(*person).at(0).accepted_at);
}

ROOM_TEST_CASE("who is invited twice stays one person, and is not offered the same role twice", db) {
    Kept<Site> site(db);
    const auto invite = [&](const std::string& role) {
        return site.post("/admin/people/invitations", "name=Emi&address=emi%40example.org&scope=site&lang=en&role=" + role, site.cookie);
    };
    CHECK(invite("editor").status == 303);
    const auto person = people::find_member(*db.read(), site.keeper, "emi@example.org");
    CHECK(invite("trainer").status == 303);
    const auto again = invite("editor");
    CHECK(again.status == 422);
    CHECK(has(again, "value=\"emi@example.org\""));
    CHECK(people::count_members(*db.read(), site.keeper) == 2);
    CHECK(site.roles_of(*person).size() == 2);
    CHECK(site.outbox().size() == 2);
}

ROOM_TEST_CASE("an invitation that cannot be sent says why by each field, and sends nothing", db) {
    Kept<Site> site(db);
    const auto refused =
        site.post("/admin/people/invitations", "name=&address=nobody&role=king&scope=moon&term_end=2001-01-01&lang=en", site.cookie);
    CHECK(refused.status == 422);
    for (const char* field : {"name", "address", "role", "scope", "term_end"}) CHECK(has(refused, "href=\"#" + std::string(field) + "\""));
    CHECK(has(refused, "value=\"nobody\""));
    CHECK(site.outbox().empty());
    const std::string editor = site.cookie_of(site.member("ed@example.org", Role::editor));
    CHECK(site.post("/admin/people/invitations", "name=E&address=e%40example.org&role=editor&scope=site", editor).status == 403);
}

ROOM_TEST_CASE("roles are given, get a last day and a deputy, are handed over and end", db) {
    Kept<Site> site(db);
    const auto emi = site.member("emi@example.org");
    const auto leo = site.member("leo@example.org", Role::editor);
    const std::string page = "/admin/people/" + number(emi);
    CHECK(site.post(page + "/roles", "role=editor&scope=section%3Alearn&term_end=", site.cookie).status == 303);
    CHECK(site.post(page + "/roles", "role=editor&scope=section%3Alearn&term_end=", site.cookie).status == 422);
    auto roles = site.roles_of(emi);
    REQUIRE(roles.size() == 1);
    CHECK(roles[0].scope == "section:learn");
    CHECK(roles[0].given_by == site.boss);
    CHECK(has(site.get(page, site.cookie), "courses and lessons"));

    const std::string id = number(roles[0].id), role = "/admin/roles/" + id;
    CHECK(site.post(role + "/term", "term_end-" + id + "=2027-03-31&deputy-" + id + "=" + number(leo), site.cookie).status == 303);
    CHECK(site.roles_of(emi)[0].deputy == leo);
    CHECK(site.post(role + "/term", "term_end-" + id + "=2001-01-01&deputy-" + id + "=", site.cookie).status == 422);
    CHECK(site.post(role + "/term", "term_end-" + id + "=soon&deputy-" + id + "=", site.cookie).status == 422);
    CHECK(site.roles_of(emi)[0].term_end == base::parse_day("2027-03-31"));

    CHECK(site.post(role + "/hand-over", "to-" + id + "=", site.cookie).status == 422);
    CHECK(site.post(role + "/hand-over", "to-" + id + "=" + number(site.quiet.id), site.cookie).status == 422);
    const auto handed = site.post(role + "/hand-over", "to-" + id + "=" + number(leo), site.cookie);
    CHECK(header(handed, "Location") == "/admin/people/" + number(leo) + "?done=role_handed_over");
    CHECK(site.roles_of(emi).empty());
    REQUIRE(site.roles_of(leo).size() == 2);
    CHECK(site.roles_of(leo)[1].term_end == base::parse_day("2027-03-31"));

    CHECK(site.post("/ja/admin/roles/" + number(site.roles_of(leo)[0].id) + "/end", "", site.cookie).status == 303);
    CHECK(site.roles_of(leo).size() == 1);
    CHECK(site.post("/admin/roles/1/end", "", site.cookie).status == 404);
}

ROOM_TEST_CASE("the last keeper cannot leave the site without one", db) {
    Kept<Site> site(db);
    const std::string id = number(site.roles_of(site.boss).at(0).id), role = "/admin/roles/" + id;
    const auto refused = site.post(role + "/end", "", site.cookie);
    CHECK(refused.status == 422);
    CHECK(has(refused, "last keeper"));
    CHECK(site.post(role + "/term", "term_end-" + id + "=2027-03-31&deputy-" + id + "=", site.cookie).status == 422);
    CHECK(site.get("/admin", site.cookie).status == 200);

    const auto second = site.member("sam@example.org", Role::keeper);
    CHECK(site.post(role + "/end", "", site.cookie).status == 303);
    CHECK(site.get("/admin", site.cookie).status == 403);
    CHECK(site.get("/admin", site.cookie_of(second)).status == 200);
}

ROOM_TEST_CASE("a role is not given to who has no account, and a link to a task can be revoked", db) {
    Kept<Site> site(db);
    CHECK(site.post("/admin/people/" + number(site.ada.id) + "/roles", "role=editor&scope=site", site.cookie).status == 422);
    site.post("/admin/people/invitations", "name=Emi&address=emi%40example.org&role=editor&scope=site&lang=en", site.cookie);
    const auto person = people::find_member(*db.read(), site.keeper, "emi@example.org");
    const std::string token = task_in(site.outbox().at(0));
    const auto links = people::list_task_links(*db.read(), site.keeper, *person);
    REQUIRE(links.size() == 1);
    const std::string page = "/admin/people/" + number(*person);
    CHECK(has(site.get(page, site.cookie), "Take up a role"));
    CHECK_FALSE(has(site.get(page, site.cookie), token));
    CHECK(site.post(page + "/links/" + std::to_string(links[0].id) + "/revocation", "", site.cookie).status == 303);
    CHECK_FALSE(people::find_task(*db.read(), token));
}

ROOM_TEST_CASE("no keeper sees what a person keeps private", db) {
    Kept<Site> site(db);
    const auto emi = site.member("emi@example.org", Role::editor);
    {
        auto tx = db.write();
        base::Viewer viewer;
        viewer.person = static_cast<std::int64_t>(emi);
        people::Profile profile = people::get_profile(*tx, viewer);
        profile.name = "Emi Behind";
        profile.pen_name = "Kawasemi";
        profile.contract = "company";
        REQUIRE(people::save_profile(*tx, viewer, profile).has_value());
        tx->commit();
    }
    for (const std::string& path : {std::string("/admin/people"), "/admin/people/" + number(emi), std::string("/admin/audit")}) {
        const auto page = site.get(path, site.cookie);
        CHECK(has(page, "Kawasemi"));
        CHECK_FALSE(has(page, "Behind"));
        CHECK_FALSE(has(page, "emi@example.org"));
    }
}

ROOM_TEST_CASE("people are listed fifty at a time", db) {
    Kept<Site> site(db);
    for (int i = 0; i < 55; ++i) site.member("p" + std::to_string(i) + "@example.org");
    CHECK(has(site.get("/admin/people", site.cookie), "/admin/people?page=2"));
    const auto second = site.get("/admin/people?page=2", site.cookie);
    CHECK(second.status == 200);
    CHECK(has(second, "/admin/people?page=1"));
    CHECK_FALSE(has(second, "/admin/people?page=3"));
}

ROOM_TEST_CASE("the outbox shows what waits, its text only to who opens it, and that is written down", db) {
    Kept<Site> site(db);
    {
        auto tx = db.write();
        mail::Message message;
        message.to.address = "emi@example.org";
        message.subject = "<Hello>";
        message.text = "Code 123456 <b>";
        mail::send(*tx, message);
        tx->commit();
    }
    const auto list = site.get("/admin/outbox", site.cookie);
    CHECK(has(list, "emi@example.org"));
    CHECK(has(list, "&lt;Hello&gt;"));
    CHECK_FALSE(has(list, "123456"));
    CHECK(has(list, "Nobody can sign in by mail"));
    const auto page = site.get("/admin/outbox/" + number(site.outbox().at(0).id), site.cookie);
    CHECK(has(page, "Code 123456 &lt;b&gt;"));
    const auto audit = people::list_audit(*db.read(), site.keeper, 0, 1);
    CHECK(audit.at(0).action == "mail.read");
    CHECK(audit.at(0).person == site.boss);
    CHECK_FALSE(has(site.get("/admin/audit", site.cookie), "123456"));
}

ROOM_TEST_CASE("a test mail goes to the keeper's own address", db) {
    Kept<Site> site(db);
    CHECK(header(site.post("/ja/admin/mail-test", "", site.cookie), "Location") == "/ja/admin/outbox?done=mail_test");
    REQUIRE(site.outbox().size() == 1);
    CHECK(site.outbox()[0].message.to.address == "kim@example.org");
    CHECK(site.outbox()[0].message.lang == base::Lang::ja);
}

ROOM_TEST_CASE("the record of what was done is turned page by page, names people and tells refusals", db) {
    Kept<Site> site(db);
    const std::string editor = site.cookie_of(site.member("ed@example.org", Role::editor));
    CHECK(site.get("/admin/site", editor).status == 403);
    CHECK(has(site.get("/admin/audit", site.cookie), "refused"));
    {
        auto tx = db.write();
        base::Viewer viewer;
        viewer.person = static_cast<std::int64_t>(site.boss);
        for (int i = 0; i < 120; ++i) people::write_audit(*tx, viewer, "tried" + std::to_string(i), "", true);
        tx->commit();
    }
    const auto first = site.get("/admin/audit", site.cookie);
    CHECK(has(first, "tried119"));
    CHECK_FALSE(has(first, "tried19<"));
    const std::size_t at = first.body.find("/admin/audit?before=");
    REQUIRE(at != std::string::npos);
    CHECK(has(site.get(first.body.substr(at, first.body.find('"', at) - at), site.cookie), "tried19<"));
    CHECK(site.get("/admin/audit?before=x", site.cookie).status == 200);
}

ROOM_TEST_CASE("health says in plain words what asks for a keeper, and given-up work is tried again or dropped", db) {
    Kept<Site> site(db);
    const auto page = site.get("/admin/health", site.cookie);
    CHECK(has(page, "Nobody can sign in by mail: mail does not leave."));
    CHECK(has(page, "Invite a second one."));
    CHECK(has(page, "0 of 1 have one."));
    CHECK(has(page, db.engine() == db::Engine::sqlite ? "found no fault" : "It answers."));

    const jobs::Handler failing{.kind = "test.fails", .work = [](db::Tx&, const jobs::Job&) { throw jobs::GiveUp("no <way>"); }};
    const auto park = [&] {
        auto tx = db.write();
        jobs::later(*tx, "test.fails", "");
        tx->commit();
        const jobs::Handler all[] = {failing};
        jobs::run_due(db.pool(), all, db.read()->now());
    };
    park();
    park();
    auto parked = jobs::status(*db.read()).latest_parked;
    REQUIRE(parked.size() == 2);
    CHECK(has(site.get("/admin/health", site.cookie), "no &lt;way&gt;"));
    CHECK(site.post("/admin/health/jobs/" + number(parked[0].id) + "/retry", "", site.cookie).status == 303);
    CHECK(site.post("/admin/health/jobs/" + number(parked[1].id) + "/discard", "", site.cookie).status == 303);
    CHECK(site.post("/admin/health/jobs/" + number(parked[1].id) + "/discard", "", site.cookie).status == 404);
    CHECK(jobs::status(*db.read()).parked == 0);
}

ROOM_TEST_CASE("a machine that asks hears ok, or one word of what is wrong", db) {
    Site site(db);
    const auto good = site.get("/healthz");
    CHECK(good.status == 200);
    CHECK(good.body == "ok\n");
    CHECK(header(good, "Content-Type").starts_with("text/plain"));
    CHECK(header(good, "Cache-Control") == "no-store");
    const base::Instant now = db.read()->now();
    {
        // Mail that waits for a server that nobody set up is no fault of the queue.
        auto tx = db.write();
        mail::Message message;
        message.to.address = "emi@example.org";
        message.subject = "Hello";
        message.text = "Hello";
        mail::send(*tx, message);
        tx->commit();
    }
    db.freeze({now.ms + 3600'000});
    CHECK(site.get("/healthz").status == 200);
    {
        auto tx = db.write();
        jobs::later(*tx, "test.late", "");
        tx->commit();
    }
    db.freeze({now.ms + 2 * 3600'000});
    const auto late = site.get("/healthz");
    CHECK(late.status == 503);
    CHECK(late.body == "queue\n");
}

TEST_SUITE_END();
