#include "kit/mail/mail.hpp"
#include "kit/mail/test_sink.hpp"
#include "kit/mail/throttle.hpp"
#include "support/database.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using mail::test::Sink;

constexpr base::Instant start{1'800'000'000'000};

base::Instant after(std::chrono::milliseconds passed) { return {start.ms + passed.count()}; }

mail::Smtp smtp_of(const Sink& sink) {
    mail::Smtp smtp;
    smtp.host = "127.0.0.1";
    smtp.port = sink.port();
    smtp.tls = mail::Tls::none;
    smtp.from = {"Notes", "notes@example.org"};
    smtp.timeout = 5s;
    smtp.pause = 0ms;
    return smtp;
}

mail::Message letter(const std::string& to = "ada@example.net") {
    mail::Message message;
    message.to = {"", to};
    message.subject = "あなたのリンク";
    message.text = "https://example.org/in/secret";
    return message;
}

mail::MailId put(db::Pool& pool, const mail::Message& message) {
    mail::MailId id{};
    db::write(pool, [&](db::Tx& tx) { id = mail::send(tx, message); });
    return id;
}

mail::Mail get(db::Pool& pool, mail::MailId id) { return *mail::find_mail(*pool.read(), id); }

std::string line_of(const std::string& data, const std::string& name) {
    const std::size_t at = data.find(name + ": ");
    return at == std::string::npos ? "" : data.substr(at, data.find("\r\n", at) - at);
}

/// Another process on the same database that does what is due, and is killed when the outside work is done and nothing is written yet.
void die_before_the_commit(const std::string& url, std::vector<jobs::Handler> handlers) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto pool = db::open({.url = url, .connections = 2});
        const auto work = std::get<jobs::Outside>(handlers.at(0).work);
        handlers[0].work = jobs::Outside([&](db::Pool& on, const jobs::Job& job) -> jobs::Finish {
            const jobs::Finish finish = work(on, job);
            return [finish](db::Tx& tx) {
                finish(tx);
                _exit(7);
            };
        });
        jobs::run_due(*pool, handlers, start);
        _exit(0);
    }
    int ended = 0;
    REQUIRE(waitpid(child, &ended, 0) == child);
    REQUIRE(WIFEXITED(ended));
    CHECK(WEXITSTATUS(ended) == 7);
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("two mails to one host have a pause between them, and each asker a turn of its own") {
    mail::Throttle throttle(250ms);
    CHECK(throttle.turn("example.org", start) == start);
    CHECK(throttle.turn("example.org", start) == after(250ms));
    CHECK(throttle.turn("example.net", start) == start);
    CHECK(throttle.turn("example.org", after(100ms)) == after(500ms));
    CHECK(throttle.turn("example.org", after(10s)) == after(10s));
}

TEST_CASE("the pauses of any number of hosts take bounded memory") {
    mail::Throttle throttle(1h);
    for (int i = 0; i < 5000; ++i) throttle.turn(std::to_string(i) + ".example", start);
    CHECK(throttle.size() <= 1000);
    CHECK(throttle.turn("4999.example", start) == after(1h));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("a mail is delivered with the mailer's sender, and its text forgotten", db) {
    db.freeze(start);
    Sink sink;
    mail::Mailer mailer(smtp_of(sink));
    const auto id = put(db, letter());
    CHECK(jobs::run_due(db, mailer.handlers(), start) == 1);
    const auto sent = get(db, id);
    CHECK(sent.state == mail::State::sent);
    CHECK(sent.sent_at == start);
    CHECK(sent.attempts == 1);
    CHECK(sent.last_error.empty());
    CHECK(sent.message.text.empty());
    REQUIRE(sink.taken().size() == 1);
    const auto taken = sink.taken()[0];
    CHECK(taken.from == "notes@example.org");
    CHECK(taken.to == "ada@example.net");
    CHECK(line_of(taken.data, "From") == "From: Notes <notes@example.org>");
    CHECK(line_of(taken.data, "Message-ID") == "Message-ID: " + sent.message.message_id);
    CHECK(sent.message.message_id.ends_with("@example.org>"));
    CHECK(mailer.status(*db.read()).leaving == mail::Leaving::yes);
    CHECK(jobs::status(*db.read()).waiting.empty());
    CHECK(sink.heard().at(0) == "EHLO example.org");
}

ROOM_TEST_CASE("without a server mail stays readable and untried, and leaves once there is one", db) {
    db.freeze(start);
    mail::Mailer none(std::nullopt);
    CHECK(none.handlers().empty());
    const auto id = put(db, letter());
    jobs::run_due(db, none.handlers(), after(1h));
    CHECK(get(db, id).state == mail::State::queued);
    CHECK(get(db, id).attempts == 0);
    CHECK(get(db, id).message.text == "https://example.org/in/secret");
    CHECK(none.status(*db.read()).leaving == mail::Leaving::no_server);
    CHECK(none.status(*db.read()).oldest_queued == start);

    Sink sink;
    mail::Mailer mailer(smtp_of(sink));
    CHECK(jobs::run_due(db, mailer.handlers(), after(1h)) == 1);
    CHECK(get(db, id).state == mail::State::sent);
}

ROOM_TEST_CASE("a refusal for now is tried again after a pause, and given up after days", db) {
    db.freeze(start);
    Sink sink;
    sink.answer("RCPT", "451 4.7.1 greylisted, come back");
    mail::Mailer mailer(smtp_of(sink));
    const auto id = put(db, letter());
    CHECK(jobs::run_due(db, mailer.handlers(), start) == 1);
    CHECK(get(db, id).state == mail::State::queued);
    CHECK(get(db, id).attempts == 1);
    CHECK(get(db, id).last_error == "451 4.7.1 greylisted, come back");
    CHECK_FALSE(get(db, id).message.text.empty());
    CHECK(mailer.status(*db.read()).leaving == mail::Leaving::yes);  // the other side answered
    CHECK(mailer.status(*db.read()).last_error == "451 4.7.1 greylisted, come back");
    CHECK(jobs::run_due(db, mailer.handlers(), after(7s)) == 0);

    SUBCASE("then it is taken") {
        sink.answer_normally();
        db.freeze(after(13s));
        CHECK(jobs::run_due(db, mailer.handlers(), after(13s)) == 1);
        CHECK(get(db, id).state == mail::State::sent);
        CHECK(mailer.status(*db.read()).leaving == mail::Leaving::yes);
    }
    SUBCASE("or never") {
        for (auto passed = 1h; passed <= 60h; passed += 6h) {
            db.freeze(after(passed));
            jobs::run_due(db, mailer.handlers(), after(passed));
        }
        CHECK(get(db, id).state == mail::State::failed);
        CHECK(get(db, id).message.text.empty());
        db::write(db, [](db::Tx& tx) { CHECK_FALSE(mail::is_bouncing(tx, "ada@example.net")); });
    }
}

ROOM_TEST_CASE("an address that does not exist bounces, and further mail to it is not tried until that is cleared", db) {
    db.freeze(start);
    Sink sink;
    sink.answer("RCPT", "550 5.1.1 no such user here");
    mail::Mailer mailer(smtp_of(sink));
    const auto id = put(db, letter());
    jobs::run_due(db, mailer.handlers(), start);
    CHECK(get(db, id).state == mail::State::bounced);
    CHECK(get(db, id).last_error == "550 5.1.1 no such user here");
    CHECK(mail::is_bouncing(*db.read(), "ada@example.net"));
    CHECK(jobs::status(*db.read()).waiting.empty());

    sink.answer_normally();
    const std::size_t heard = sink.heard().size();
    const auto second = put(db, letter("ADA@example.net"));
    jobs::run_due(db, mailer.handlers(), start);
    CHECK(get(db, second).state == mail::State::bounced);
    CHECK(get(db, second).attempts == 0);
    CHECK(sink.heard().size() == heard);

    db::write(db, [](db::Tx& tx) { mail::clear_bouncing(tx, "ada@example.net"); });
    const auto third = put(db, letter());
    jobs::run_due(db, mailer.handlers(), start);
    CHECK(get(db, third).state == mail::State::sent);
}

ROOM_TEST_CASE("a mail refused for what it is fails, and its address is not blamed", db) {
    db.freeze(start);
    Sink sink;
    mail::Mailer mailer(smtp_of(sink));
    for (const auto& [command, reply] : std::vector<std::pair<std::string, std::string>>{{".", "554 5.7.1 looks like spam"},
                                                                                         {"RCPT", "550 5.7.1 we take nothing from you"},
                                                                                         {"RCPT", "552 5.2.2 mailbox full"},
                                                                                         {"DATA", "554 no"}}) {
        sink.answer_normally();
        sink.answer(command, reply);
        const auto id = put(db, letter());
        jobs::run_due(db, mailer.handlers(), start);
        CHECK(get(db, id).state == mail::State::failed);
        CHECK(get(db, id).last_error == reply);
        CHECK_FALSE(mail::is_bouncing(*db.read(), "ada@example.net"));
    }
}

ROOM_TEST_CASE("a cut line, a silent server and a refused sender are no fault of the mail: it waits for as long as it takes", db) {
    db.freeze(start);
    Sink sink;
    mail::Smtp smtp = smtp_of(sink);
    smtp.timeout = 300ms;
    mail::Mailer mailer(smtp);
    const auto id = put(db, letter());
    std::int64_t tries = 0;
    for (const auto& [command, reply] : std::vector<std::pair<std::string, std::string_view>>{{"", Sink::cut},
                                                                                              {"EHLO", Sink::cut},
                                                                                              {"RCPT", Sink::cut},
                                                                                              {".", Sink::cut},
                                                                                              {"", Sink::silent},
                                                                                              {".", Sink::silent},
                                                                                              {"MAIL", "550 who are you?"},
                                                                                              {"", "554 go away"}}) {
        sink.answer_normally();
        sink.answer(command, reply);
        const base::Instant now = after(tries * 5h);
        db.freeze(now);
        CAPTURE(command);
        CHECK(jobs::run_due(db, mailer.handlers(), now) == 1);
        CHECK(get(db, id).state == mail::State::queued);
        CHECK(get(db, id).attempts == ++tries);
        CHECK_FALSE(get(db, id).last_error.empty());
    }
    CHECK(mailer.status(*db.read()).leaving == mail::Leaving::failing);
    sink.answer_normally();
    db.freeze(after(100h));
    jobs::run_due(db, mailer.handlers(), after(100h));
    CHECK(get(db, id).state == mail::State::sent);
}

ROOM_TEST_CASE("killed between the server's 250 and the commit, a mail goes twice with the same bytes, and is never lost", db) {
    db.freeze(start);
    Sink sink;
    mail::Mailer mailer(smtp_of(sink));
    const auto id = put(db, letter());
    die_before_the_commit(db.url(), mailer.handlers());
    CHECK(sink.taken().size() == 1);
    CHECK(get(db, id).state == mail::State::queued);

    CHECK(jobs::run_due(db, mailer.handlers(), after(1min)) == 0);  // the lease of the dead one
    CHECK(jobs::run_due(db, mailer.handlers(), after(10min)) == 1);
    CHECK(get(db, id).state == mail::State::sent);
    REQUIRE(sink.taken().size() == 2);
    CHECK(sink.taken()[0].data == sink.taken()[1].data);
    CHECK(jobs::run_due(db, mailer.handlers(), after(24h)) == 0);
}

ROOM_TEST_CASE("what has expired is not sent, nor what was forgotten", db) {
    db.freeze(start);
    Sink sink;
    mail::Mailer mailer(smtp_of(sink));
    mail::Message message = letter();
    message.expires_at = after(10min);
    const auto in_time = put(db, message);
    CHECK(jobs::run_due(db, mailer.handlers(), start) == 1);
    CHECK(get(db, in_time).state == mail::State::sent);

    const auto late = put(db, message);
    db.freeze(after(11min));
    jobs::run_due(db, mailer.handlers(), after(11min));
    CHECK(get(db, late).state == mail::State::failed);
    CHECK(get(db, late).attempts == 0);
    CHECK(get(db, late).message.text.empty());

    put(db, letter());
    db::write(db, [](db::Tx& tx) { mail::forget(tx, "ada@example.net"); });
    CHECK(jobs::run_due(db, mailer.handlers(), after(11min)) == 1);
    CHECK(sink.taken().size() == 1);
    CHECK(jobs::status(*db.read()).waiting.empty());
}

ROOM_TEST_CASE("mails to one host leave one after the other, others at once", db) {
    db.freeze(start);
    Sink sink;
    mail::Smtp smtp = smtp_of(sink);
    smtp.pause = 10s;
    mail::Mailer mailer(smtp);
    for (int i = 0; i < 3; ++i) put(db, letter());
    put(db, letter("grace@example.com"));
    jobs::run_due(db, mailer.handlers(), start);
    CHECK(sink.taken().size() == 2);
    jobs::run_due(db, mailer.handlers(), after(10s));
    CHECK(sink.taken().size() == 3);
    jobs::run_due(db, mailer.handlers(), after(20s));
    CHECK(sink.taken().size() == 4);
    CHECK(mailer.status(*db.read()).queued == 0);
}

ROOM_TEST_CASE("a runner delivers what is put into the outbox", db) {
    Sink sink;
    mail::Mailer mailer(smtp_of(sink));
    jobs::Runner runner(db, mailer.handlers());
    runner.start();
    for (int i = 0; i < 5; ++i) put(db, letter("someone" + std::to_string(i) + "@example.net"));
    for (int i = 0; i < 2000 && mailer.status(*db.read()).queued > 0; ++i) std::this_thread::sleep_for(10ms);
    runner.stop();
    CHECK(mailer.status(*db.read()).queued == 0);
    CHECK(sink.taken().size() == 5);
}

TEST_SUITE_END();
