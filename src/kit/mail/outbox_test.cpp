#include "kit/base/error.hpp"
#include "kit/mail/mail.hpp"
#include "kit/mail/store.hpp"
#include "support/database.hpp"

#include <string>
#include <vector>

namespace {

constexpr base::Instant start{1'800'000'000'000};

mail::Message letter(const std::string& to = "ada@example.net") {
    mail::Message message;
    message.to = {"エイダ", to};
    message.subject = "あなたのリンク";
    message.text = "https://example.org/in/secret";
    message.html = "<p>secret</p>";
    message.lang = base::Lang::ja;
    message.headers = {{"X-Token", "secret"}, {"X-Other", "b"}};
    return message;
}

mail::MailId put(support::Database& database, const mail::Message& message) {
    mail::MailId id{};
    db::write(database, [&](db::Tx& tx) { id = mail::send(tx, message); });
    return id;
}

bool end_as(support::Database& database, mail::MailId id, mail::State state) {
    bool changed = false;
    db::write(database, [&](db::Tx& tx) {
        const std::string message_id = mail::find_mail(tx, id)->message.message_id;
        changed = mail::store::write_tried(
            tx, {.id = id, .state = state, .message_id = message_id, .last_error = "", .counts = true, .refused = false, .at = tx.now()});
    });
    return changed;
}

}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a mail waits in the outbox as it was written, with one job to deliver it", db) {
    db.freeze(start);
    mail::Message message = letter();
    message.reply_to = mail::Address{"Editor", "editor@example.org"};
    message.expires_at = base::Instant{start.ms + 1000};
    const auto id = put(db, message);
    const auto tx = db.read();
    const auto kept = mail::find_mail(*tx, id);
    REQUIRE(kept);
    CHECK(kept->state == mail::State::queued);
    CHECK(kept->attempts == 0);
    CHECK(kept->made_at == start);
    CHECK_FALSE(kept->sent_at);
    CHECK(kept->message.to.name == "エイダ");
    CHECK(kept->message.to.address == "ada@example.net");
    CHECK(kept->message.reply_to->address == "editor@example.org");
    CHECK(kept->message.subject == "あなたのリンク");
    CHECK(kept->message.text == message.text);
    CHECK(kept->message.html == message.html);
    CHECK(kept->message.lang == base::Lang::ja);
    CHECK(kept->message.headers == message.headers);
    CHECK(kept->message.expires_at == base::Instant{start.ms + 1000});
    CHECK(kept->message.message_id.size() == 32);
    const auto queue = jobs::status(*tx);
    REQUIRE(queue.waiting.size() == 1);
    CHECK(queue.waiting[0].kind == "mail.deliver");
    CHECK(queue.waiting[0].count == 1);
}

ROOM_TEST_CASE("a sender of its own gives the mail its whole id at once", db) {
    mail::Message message = letter();
    message.from = {"Notes", "notes@Example.org"};
    const auto id = put(db, message);
    CHECK(mail::find_mail(*db.read(), id)->message.message_id.ends_with("@example.org>"));
}

ROOM_TEST_CASE("what cannot be a mail is refused when it is written, and a mail rolled back was never there", db) {
    for (const auto& change : std::vector<std::function<void(mail::Message&)>>{
             [](mail::Message& m) { m.subject = "a\r\nBcc: b@example.org"; }, [](mail::Message& m) { m.to.address = "nobody"; },
             [](mail::Message& m) { m.headers = {{"From", "x@example.org"}}; }, [](mail::Message& m) { m.text = ""; },
             [](mail::Message& m) { m.headers = {{"X-Long", std::string(2000, 'x')}}; }}) {
        mail::Message message = letter();
        change(message);
        const auto tx = db.write();
        CHECK_THROWS_AS(mail::send(*tx, message), base::Error);
    }
    {
        const auto undone = db.write();
        mail::send(*undone, letter());
    }
    CHECK(mail::list_outbox(*db.read(), 10).empty());
    CHECK(jobs::status(*db.read()).waiting.empty());
}

ROOM_TEST_CASE("once a mail is no longer queued, what may hold links and codes is empty, and it stays as it is", db) {
    for (const mail::State state : {mail::State::sent, mail::State::failed, mail::State::bounced}) {
        const auto id = put(db, letter());
        CHECK(end_as(db, id, state));
        const auto ended = *mail::find_mail(*db.read(), id);
        CHECK(ended.state == state);
        CHECK(ended.message.text.empty());
        CHECK(ended.message.html.empty());
        CHECK(ended.message.headers.empty());
        CHECK(ended.message.subject == "あなたのリンク");
        CHECK(ended.sent_at.has_value() == (state == mail::State::sent));
        CHECK_FALSE(end_as(db, id, mail::State::sent));
    }
}

ROOM_TEST_CASE("the outbox is listed from the newest on", db) {
    db.freeze(start);
    const auto first = put(db, letter());
    db.freeze({start.ms + 1});
    const auto second = put(db, letter());
    const auto all = mail::list_outbox(*db.read(), 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].id == second);
    CHECK(all[1].id == first);
    CHECK(mail::list_outbox(*db.read(), 1).size() == 1);
    CHECK_FALSE(mail::find_mail(*db.read(), mail::MailId{1}));
}

ROOM_TEST_CASE("forgetting an address deletes every mail to it and what is known about it, in any letters", db) {
    const auto mine = put(db, letter("Ada@Example.net"));
    const auto other = put(db, letter("grace@example.net"));
    db::write(db, [](db::Tx& tx) {
        mail::mark_bouncing(tx, "ADA@example.net", "no such person");
        mail::forget(tx, "ada@example.NET");
        CHECK_FALSE(mail::is_bouncing(tx, "ada@example.net"));
    });
    CHECK_FALSE(mail::find_mail(*db.read(), mine));
    CHECK(mail::find_mail(*db.read(), other));
}

ROOM_TEST_CASE("an address is remembered as bouncing for a week, or until somebody clears it", db) {
    db::write(db, [](db::Tx& tx) {
        CHECK_FALSE(mail::is_bouncing(tx, "ada@example.net"));
        mail::mark_bouncing(tx, "ada@example.net", "550 no");
        mail::mark_bouncing(tx, "Ada@example.net", "550 still no");
        CHECK(mail::is_bouncing(tx, "ADA@EXAMPLE.NET"));
        CHECK_FALSE(mail::is_bouncing(tx, "grace@example.net"));
        CHECK(mail::clear_bouncing(tx, "ada@example.net"));
        CHECK_FALSE(mail::clear_bouncing(tx, "ada@example.net"));
        CHECK_FALSE(mail::is_bouncing(tx, "ada@example.net"));
        mail::mark_bouncing(tx, "ada@example.net", "550 5.1.1 no");
    });
    const base::Instant marked = db.read()->now();
    db.freeze({marked.ms + 6LL * 86'400'000});
    CHECK(mail::is_bouncing(*db.read(), "ada@example.net"));
    db.freeze({marked.ms + 8LL * 86'400'000});
    CHECK_FALSE(mail::is_bouncing(*db.read(), "ada@example.net"));
}

ROOM_TEST_CASE("old mail is removed, but never what still waits", db) {
    db.freeze(start);
    const auto waiting = put(db, letter());
    const auto sent = put(db, letter());
    end_as(db, sent, mail::State::sent);
    db::write(db, [](db::Tx& tx) {
        CHECK(mail::remove_old(tx, start) == 0);
        CHECK(mail::remove_old(tx, base::Instant{start.ms + 1}) == 1);
    });
    CHECK(mail::find_mail(*db.read(), waiting));
    CHECK_FALSE(mail::find_mail(*db.read(), sent));
}

ROOM_TEST_CASE("the status says what waits, since when, and what became of the rest", db) {
    db.freeze(start);
    CHECK(mail::status(*db.read(), true).leaving == mail::Leaving::yes);
    CHECK(mail::status(*db.read(), false).leaving == mail::Leaving::no_server);
    put(db, letter());
    end_as(db, put(db, letter()), mail::State::sent);
    end_as(db, put(db, letter()), mail::State::failed);
    end_as(db, put(db, letter()), mail::State::bounced);
    db.freeze({start.ms + 5000});
    put(db, letter());
    const auto status = mail::status(*db.read(), false);
    CHECK(status.queued == 2);
    CHECK(status.oldest_queued == start);
    CHECK(status.last_sent == start);
    CHECK(status.failed == 1);
    CHECK(status.bounced == 1);
}

TEST_SUITE_END();
