#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
std::string id_of(people::PersonId person) { return std::to_string(static_cast<std::int64_t>(person)); }

std::string mail_to(Site& site, const std::string& address) {
    const auto tx = site.db.read();
    for (const mail::Mail& one : mail::list_outbox(*tx, 50))
        if (one.message.to.address == address) return one.message.text;
    return "";
}

/// The path of the link of a task in a mail.
std::string task_in(const std::string& text) {
    const std::size_t at = text.find("/task/");
    return at == std::string::npos ? "" : text.substr(at, text.find_first_of(" \n", at) - at);
}

void credit(Site& site, people::PersonId person) {
    const auto piece = site.publish("post", "about-silence", base::Lang::en, "About silence", "Text of the post.");
    auto tx = site.db.write();
    editorial::set_credits(*tx, site.keeper, piece, {{.role = "writer", .person = person, .line = "", .line_ja = ""}});
    tx->commit();
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a guest writer of the content gets a link from an editor, claims the page, and is named with their yes", db) {
    Site site(db);
    credit(site, site.quiet.id);
    const std::string editor = site.cookie_of(site.member("ed@example.org", people::Role::editor));
    CHECK(has(site.get("/me", editor), "href=\"/edit/people\""));
    CHECK(has(site.get("/edit/queue", editor), "href=\"/edit/people\""));
    const auto page = site.get("/edit/people", editor);
    CHECK(page.status == 200);
    CHECK(has(page, "Quiet Example"));
    CHECK(has(page, "About silence"));
    CHECK(header(page, "Cache-Control") == "no-store");
    CHECK(site.get("/people/quiet").status == 404);

    const std::string id = id_of(site.quiet.id);
    const auto wrong = site.post("/edit/people/" + id + "/claim", "address-" + id + "=quiet%40nowhere&lang-" + id + "=en", editor);
    CHECK(wrong.status == 422);
    CHECK(has(wrong, "value=\"quiet@nowhere\""));
    CHECK(mail_to(site, "quiet@example.org").empty());
    const auto sent = site.post("/edit/people/" + id + "/claim", "address-" + id + "=Quiet%40example.org&lang-" + id + "=ja", editor);
    CHECK(header(sent, "Location") == "/edit/people?done=claim_sent");
    CHECK(has(site.get("/edit/people?done=claim_sent", editor), "The link is on its way."));
    CHECK(has(site.get("/edit/people", editor), "A link went to quiet@example.org"));

    const std::string letter = mail_to(site, "quiet@example.org");
    CHECK(letter.find("ページを引き受ける") != std::string::npos);
    CHECK(letter.find("Quiet") == std::string::npos);
    const std::string task = task_in(letter);
    REQUIRE_FALSE(task.empty());
    CHECK(site.get(task).status == 200);
    CHECK(site.post(task, "named=yes").status == 303);
    CHECK(people::find_main_address(*db.read(), site.quiet.id) == "quiet@example.org");
    CHECK(has(site.get("/people/quiet"), "About silence"));
    // Whoever has an account is no guest: their page is in nobody else's hands.
    CHECK_FALSE(has(site.get("/edit/people", editor), "Quiet Example"));
    CHECK(site.post("/edit/people/" + id + "/claim", "address-" + id + "=other%40example.org&lang-" + id + "=en", editor).status == 404);
}

ROOM_TEST_CASE("whoever is credited and not named is asked by a mail to their own address, and the page tells neither name nor address",
               db) {
    Site site(db);
    const auto mari = site.member("mari@example.org");
    REQUIRE(site.post("/me/profile", "name=Mari+Example&lang=en", site.cookie_of(mari)).status == 303);
    credit(site, mari);
    const std::string editor = site.cookie_of(site.member("ed@example.org", people::Role::editor));
    auto page = site.get("/edit/people", editor);
    CHECK(has(page, "About silence"));
    CHECK_FALSE(has(page, "Mari Example"));
    CHECK(header(site.post("/edit/people/" + id_of(mari) + "/naming", "", editor), "Location") == "/edit/people?done=naming_sent");
    page = site.get("/edit/people", editor);
    CHECK(has(page, "Asked on"));
    CHECK_FALSE(has(page, "mari@example.org"));
    const std::string task = task_in(mail_to(site, "mari@example.org"));
    REQUIRE_FALSE(task.empty());
    CHECK(site.post(task, "named=yes").status == 303);
    CHECK_FALSE(has(site.get("/edit/people", editor), "About silence"));
    // Who has said yes is not asked again, and nobody else is either.
    CHECK(site.post("/edit/people/" + id_of(mari) + "/naming", "", editor).status == 404);
    CHECK(site.post("/edit/people/" + id_of(site.quiet.id) + "/naming", "", editor).status == 404);
}

ROOM_TEST_CASE("the name behind a pen name stands on the page of the one editor who was chosen, and of nobody else", db) {
    Site site(db);
    const auto chosen = site.member("ed@example.org", people::Role::editor);
    const std::string editor = site.cookie_of(chosen), other = site.cookie_of(site.member("eve@example.org", people::Role::editor));
    REQUIRE(site.post("/me/profile", "name=Ed&named=1&lang=en", editor).status == 303);
    const std::string mari = site.cookie_of(site.member("mari@example.org"));
    REQUIRE(site.post("/me/profile", "name=Mari+Example&pen_name=Heron&pen_keeper=" + id_of(chosen) + "&lang=en", mari).status == 303);
    CHECK(has(site.get("/edit/people", editor), "The name behind Heron, for your eyes only: Mari Example"));
    CHECK_FALSE(has(site.get("/edit/people", other), "Mari Example"));
}

TEST_SUITE_END();
