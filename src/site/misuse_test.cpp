// What somebody could do to others, or to the site, with what it offers to everybody.
#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"
#include "site/user_commands.hpp"

#include <sstream>

using site_test::has;
using site_test::header;
using site_test::Site;

namespace {
void add_passkey(Site& site, people::PersonId person) {
    const base::Viewer viewer = site.viewer_of(site.cookie_of(person));
    auto tx = site.db.write();
    people::Passkey key;
    key.person = person;
    key.credential_id = "credential";
    key.public_key = "key";
    REQUIRE(people::add_passkey(*tx, viewer, key));
    tx->commit();
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("an address that no mail can be sent to is refused with a sentence, wherever it is typed", db) {
    Site site(db);
    std::int64_t call = 0;
    {
        auto tx = db.write();
        people::Call wanted;
        wanted.title = wanted.text = wanted.title_ja = wanted.text_ja = "Proofreaders wanted";
        call = people::save_call(*tx, site.keeper, wanted);
        tx->commit();
    }
    const std::string path = "/write/calls/" + std::to_string(call);
    const std::string stamp = site.guard.stamp({db.read()->now().ms - 10'000}, "application:" + std::to_string(call));
    CHECK(site.post(path, "name=A&words=B&address=a%40host.123&stamp=" + stamp).status == 422);

    const auto kim = site.member("kim@example.org", people::Role::keeper);
    CHECK(
        site.post("/admin/people/invitations", "name=A&address=a%40host.123&role=editor&scope=site&lang=en", site.cookie_of(kim)).status ==
        422);
    CHECK_FALSE(people::normal_address("a@host.123"));
}

ROOM_TEST_CASE("an address is added by whoever asked for it, and not by whoever was sent the link", db) {
    Site site(db);
    const auto mallory = site.member("mallory@example.org");
    std::string token;
    {
        auto tx = db.write();
        token =
            people::begin_confirm(*tx, people::find_viewer(*tx, people::begin_session(*tx, mallory, "", false)), "mari@example.org")->token;
        tx->commit();
    }
    // Mari, who is signed in nowhere, opens what she was sent, and reads "Add m…@example.org to your account?".
    site.post("/sign-in/link/" + token, "");
    const auto owner = people::find_member(*db.read(), site.keeper, "mari@example.org");
    CHECK_FALSE(owner);
}

ROOM_TEST_CASE("whoever is ended at the terminal stands in for nobody later", db) {
    Site site(db);
    const auto kim = site.member("kim@example.org", people::Role::keeper), ed = site.member("ed@example.org", people::Role::editor);
    {
        auto tx = db.write();
        const auto role = people::list_roles(*tx, site.keeper, kim).at(0).id;
        REQUIRE(people::set_term(*tx, site.keeper, role, base::day_of(tx->now()), ed));
        tx->commit();
    }
    std::ostringstream out;
    site::user_end(db.pool(), "ed@example.org", out);
    db.freeze({db.read()->now().ms + 3 * 24LL * 3600 * 1000});
    CHECK_FALSE(people::may(site.viewer_of(site.cookie_of(ed)), people::Right::keep));
}

ROOM_TEST_CASE("with an account goes the mail to addresses that it had before", db) {
    Site site(db);
    const auto mari = site.member("old@example.org");
    const std::string cookie = site.cookie_of(mari);
    {
        auto tx = db.write();
        const base::Viewer viewer = site.viewer_of(cookie);
        REQUIRE(people::redeem_link(*tx, people::begin_confirm(*tx, viewer, "new@example.org")->token, "", viewer));
        mail::mark_bouncing(*tx, "old@example.org", "no such mailbox: old@example.org");
        tx->commit();
    }
    std::int64_t old = 0;
    for (const people::Address& one : people::list_addresses(*db.read(), site.viewer_of(cookie)))
        if (one.address == "old@example.org") old = one.id;
    REQUIRE(site.post("/me/addresses/" + std::to_string(old) + "/deletion", "", cookie).status == 303);
    REQUIRE(site.post("/me/data/deletion", "signed_as=former&understood=1", cookie).status == 303);
    const auto tx = db.read();
    for (const mail::Mail& mail : mail::list_outbox(*tx, 100)) CHECK(mail.message.to.address != "old@example.org");
    CHECK_FALSE(mail::is_bouncing(*tx, "old@example.org"));
}

ROOM_TEST_CASE("nothing that a new account wrote is public before somebody has seen it", db) {
    Site site(db);
    const std::string cookie = site.cookie_of(site.member("new@example.org"));
    REQUIRE(site.post("/me/profile", "name=Cheap+Pills&named=1&lang=en&bio=Buy+now&link_1=https%3A%2F%2Fspam.example%2F&link_label_1=Buy",
                      cookie)
                .status == 303);
    CHECK_FALSE(has(site.get("/people/cheap-pills"), "spam.example"));
}

ROOM_TEST_CASE("a keeper with a passkey can be made keeper again by the link of the console", db) {
    Site site(db);
    const auto kim = site.member("kim@example.org");
    add_passkey(site, kim);
    CHECK(site.post("/setup", "token=setup-key&site_name=Another+Name&name=Kim&address=kim%40example.org&lang=en").status == 200);
}

ROOM_TEST_CASE("a name of the site that no head of a mail can hold is refused at setup", db) {
    Site site(db);
    CHECK(site.post("/setup", "token=setup-key&site_name=Two%0ALines&name=Kim&address=kim%40example.org&lang=en").status == 422);
}

ROOM_TEST_CASE("an open browser that somebody left adds no address to an account that has a passkey", db) {
    Site site(db);
    const auto mari = site.member("mari@example.org");
    add_passkey(site, mari);
    const std::string cookie = site.cookie_of(mari);
    db.freeze({db.read()->now().ms + 3600 * 1000});
    // As for a second passkey: /me/passkeys asks first.
    REQUIRE(header(site.post("/me/passkeys", "name=x&response=x", cookie), "Location").starts_with("/me/passkeys/check"));
    const std::string first = "/me/addresses/" + std::to_string(people::list_addresses(*db.read(), site.viewer_of(cookie)).at(0).id);
    for (const auto& [path, body] : {std::pair<std::string, std::string>{"/me/addresses", "address=mine%40example.net"},
                                     {first + "/main", ""},
                                     {first + "/deletion", ""},
                                     {"/me/data/deletion", "signed_as=former&understood=1"}}) {
        INFO(path);
        CHECK(header(site.post(path, body, cookie), "Location").starts_with("/me/passkeys/check"));
    }
    CHECK(people::find_main_address(*db.read(), mari) == "mari@example.org");
}

ROOM_TEST_CASE("a part of the site is given to the same blog editor once", db) {
    Site site(db);
    const std::string cookie = site.cookie_of(site.member("kim@example.org", people::Role::keeper));
    const auto ed = site.member("ed@example.org");
    const std::string path = "/admin/people/" + std::to_string(static_cast<std::int64_t>(ed)) + "/roles";
    REQUIRE(site.post(path, "role=blog_editor&scope=site", cookie).status == 303);
    CHECK(site.post(path, "role=blog_editor&scope=site", cookie).status == 422);
}

ROOM_TEST_CASE("mail to an address that came back is tried again when a keeper says so", db) {
    Site site(db);
    const std::string cookie = site.cookie_of(site.member("kim@example.org", people::Role::keeper));
    std::string path = "/admin/outbox/";
    {
        auto tx = db.write();
        mail::Message message;
        message.to.address = "gone@example.org";
        message.subject = "Hello";
        message.text = "Hello.";
        path += std::to_string(static_cast<std::int64_t>(mail::send(*tx, message)));
        tx->commit();
    }
    CHECK_FALSE(has(site.get(path, cookie), "Try this address again"));
    {
        auto tx = db.write();
        mail::mark_bouncing(*tx, "gone@example.org", "550 5.1.1 no such user");
        tx->commit();
    }
    CHECK(has(site.get(path, cookie), "Try this address again"));
    CHECK(header(site.post(path + "/address", "", cookie), "Location") == "/admin/outbox?done=address_again");
    CHECK_FALSE(mail::is_bouncing(*db.read(), "gone@example.org"));
}

ROOM_TEST_CASE("who wants a role that only a keeper gives stands before keepers, and not before editors", db) {
    Site site(db);
    std::int64_t id = 0;
    {
        auto tx = db.write();
        people::Call wanted;
        wanted.role = people::Role::trainer;
        wanted.title = wanted.text = wanted.title_ja = wanted.text_ja = "Trainers wanted";
        const auto call = people::save_call(*tx, site.keeper, wanted);
        const auto made = people::apply(
            *tx, {.call = call, .name = "Ann Applicant", .address = "ann@example.org", .words = "I train.", .lang = base::Lang::en});
        REQUIRE(made.has_value());
        id = *made;
        tx->commit();
    }
    const auto ann = site.member("ann@example.org");
    {
        // Whoever confirmed the address by another way than the link of the application.
        auto tx = db.write();
        constexpr db::Query attach{"test.attach", "update applications set person_id = :person where id = :id"};
        tx->run(attach, {{"person", ann}, {"id", id}});
        tx->commit();
    }
    const std::string editor = site.cookie_of(site.member("ed@example.org", people::Role::editor));
    const std::string keeper = site.cookie_of(site.member("kim@example.org", people::Role::keeper));
    CHECK_FALSE(has(site.get("/edit/queue", editor), "Ann Applicant"));
    CHECK(has(site.get("/edit/queue", keeper), "Ann Applicant"));
    const std::string path = "/edit/queue/applications/" + std::to_string(id);
    CHECK(site.post(path, "answer=no&no-" + std::to_string(id) + "=Thank+you", editor).status == 403);
}

ROOM_TEST_CASE("the link of the console is used up by whoever became keeper with it", db) {
    Site site(db);
    int used = 0;
    site.services.setup_done = [&] { ++used; };
    CHECK(site.post("/setup", "token=setup-key&site_name=&name=Kim&address=kim%40example.org&lang=en").status == 422);
    CHECK(used == 0);
    CHECK(site.post("/setup", "token=setup-key&site_name=A+Name&name=Kim&address=kim%40example.org&lang=en").status == 200);
    CHECK(used == 1);
}

TEST_SUITE_END();
