#include "kit/mail/smtp.hpp"

#include "kit/base/error.hpp"
#include "kit/mail/test_sink.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

namespace {

using namespace std::chrono_literals;
using mail::Fate;
using mail::test::Sink;

mail::Smtp open_line(int port) {
    mail::Smtp smtp;
    smtp.host = "127.0.0.1";
    smtp.port = port;
    smtp.tls = mail::Tls::none;
    smtp.from = {"", "notes@example.org"};
    smtp.timeout = 5s;
    return smtp;
}

bool was_heard(Sink& sink, std::string_view begin) {
    const auto heard = sink.heard();
    return std::any_of(heard.begin(), heard.end(), [&](const std::string& line) { return line.starts_with(begin); });
}

/// `openssl s_server` with a certificate for "localhost" that nobody vouches for; it says its lines as soon as somebody is there.
class TlsServer {
public:
    explicit TlsServer(const std::string& lines) {
        const std::string folder = folder_.path();
        std::ofstream(folder + "/lines", std::ios::binary) << lines;
        const std::string make =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost "
            "-keyout '" +
            folder + "/key' -out '" + certificate() + "' 2>/dev/null";
        REQUIRE(std::system(make.c_str()) == 0);
        const std::string serve = "exec bash -c 'cd " + folder +
                                  " && exec timeout 20 openssl s_server -accept 127.0.0.1:0 -naccept 1 -cert cert -key key 2>/dev/null "
                                  "< <(cat lines; exec sleep 3 2>/dev/null)'";
        pipe_.reset(popen(serve.c_str(), "r"));
        REQUIRE(pipe_);
        std::array<char, 512> line{};
        while (port_ == 0 && std::fgets(line.data(), static_cast<int>(line.size()), pipe_.get())) {
            const std::string said(line.data());
            if (said.starts_with("ACCEPT")) port_ = std::atoi(said.c_str() + said.rfind(':') + 1);
        }
        REQUIRE(port_ != 0);
    }
    std::string certificate() const { return folder_.path() / "cert"; }
    mail::Smtp settings() const {
        mail::Smtp smtp = open_line(port_);
        smtp.tls = mail::Tls::tls;
        smtp.host = "localhost";
        return smtp;
    }

private:
    struct Close {
        void operator()(FILE* pipe) const { pclose(pipe); }
    };
    support::TempDir folder_;
    std::unique_ptr<FILE, Close> pipe_;
    int port_ = 0;
};

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("what an answer means depends on the command that it is given to") {
    CHECK(mail::fate_of("RCPT", "550 5.1.1 unknown\r\n") == Fate::no_such_address);
    CHECK(mail::fate_of("RCPT", "550-5.1.1 The account\r\n550 5.1.1 does not exist\r\n") == Fate::no_such_address);
    CHECK(mail::fate_of("RCPT", "550 no such user\r\n") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "553 what?") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "550 5.2.1 disabled") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "550 5.1.10 takes no mail") == Fate::no_such_address);
    CHECK(mail::fate_of("RCPT", "550 5.1.8 no such sender") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "550 5.7.1 relaying denied") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "552 5.2.2 full") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "554 no") == Fate::refused);
    CHECK(mail::fate_of("RCPT", "451 later") == Fate::not_now);
    CHECK(mail::fate_of("RCPT", "421 closing") == Fate::not_now);
    CHECK(mail::fate_of("RCPT", "250 ok") == Fate::no_way);  // it was taken, and then the line was cut
    CHECK(mail::fate_of("RCPT", "") == Fate::no_way);
    CHECK(mail::fate_of("DATA", "554 no") == Fate::refused);
    CHECK(mail::fate_of("body", "550 5.1.1 spam") == Fate::refused);
    CHECK(mail::fate_of("body", "452 no room") == Fate::not_now);
    CHECK(mail::fate_of("MAIL", "552 5.3.4 too large") == Fate::refused);
    CHECK(mail::fate_of("MAIL", "550 not you") == Fate::no_way);
    CHECK(mail::fate_of("MAIL", "450 not now") == Fate::not_now);
    CHECK(mail::fate_of("AUTH", "535 wrong password") == Fate::no_way);
    CHECK(mail::fate_of("EHLO", "550 no") == Fate::no_way);
    CHECK(mail::fate_of("    ", "554 no") == Fate::no_way);
    CHECK(mail::fate_of("RCPT", "nonsense") == Fate::no_way);
    CHECK(mail::fate_of("RCPT", "55") == Fate::no_way);
}

TEST_CASE("settings that cannot be meant are refused at the start") {
    const auto refused = [](auto&& change) {
        mail::Smtp smtp = open_line(25);
        change(smtp);
        CHECK_THROWS_AS(mail::check(smtp), base::Error);
        CHECK_THROWS_AS(mail::Mailer{smtp}, base::Error);
    };
    refused([](mail::Smtp& s) { s.host = ""; });
    refused([](mail::Smtp& s) { s.host = "mail.example.org/x"; });
    refused([](mail::Smtp& s) { s.host = "user@mail.example.org"; });
    refused([](mail::Smtp& s) { s.port = 0; });
    refused([](mail::Smtp& s) { s.port = 70'000; });
    refused([](mail::Smtp& s) { s.from.address = "notes"; });
    refused([](mail::Smtp& s) { s.timeout = 0s; });
    refused([](mail::Smtp& s) {
        s.host = "mail.example.org";
        s.password = "p";
    });
    mail::Smtp here = open_line(25);
    here.password = "p";
    CHECK_NOTHROW(mail::check(here));
}

TEST_CASE("the bytes of a mail arrive as they are, dots too") {
    Sink sink;
    const std::string bytes = "Subject: x\r\n\r\n.\r\n..\r\n.dot\r\nend\r\n";
    CHECK(mail::deliver(open_line(sink.port()), "ada@example.net", bytes).fate == Fate::accepted);
    REQUIRE(sink.taken().size() == 1);
    CHECK(sink.taken()[0].data == "Subject: x\r\n\r\n..\r\n...\r\n..dot\r\nend\r\n");
    CHECK(sink.taken()[0].to == "ada@example.net");
}

TEST_CASE("a large mail arrives whole") {
    Sink sink;
    std::string bytes = "Subject: x\r\n\r\n";
    for (int i = 0; i < 40'000; ++i) bytes += "a line of a long mail\r\n";
    CHECK(mail::deliver(open_line(sink.port()), "ada@example.net", bytes).fate == Fate::accepted);
    CHECK(sink.taken().at(0).data == bytes);
}

TEST_CASE("where STARTTLS is wanted and not offered, neither password nor mail is said") {
    Sink sink;
    mail::Smtp smtp = open_line(sink.port());
    smtp.tls = mail::Tls::starttls;
    smtp.user = "someone";
    smtp.password = "a secret of ours";
    const auto outcome = mail::deliver(smtp, "ada@example.net", "Subject: x\r\n\r\nx\r\n");
    CHECK(outcome.fate == Fate::no_way);
    CHECK_FALSE(outcome.what.empty());
    CHECK_FALSE(was_heard(sink, "AUTH"));
    CHECK_FALSE(was_heard(sink, "MAIL"));
}

TEST_CASE("a refused sign-in is no fault of the mail, and what is kept of it holds no secret") {
    Sink sink;
    sink.answer("AUTH", "535 5.7.8 bad: c29tZW9uZQ== a secret of ours");
    mail::Smtp smtp = open_line(sink.port());
    smtp.user = "someone";
    smtp.password = "a secret of ours";
    const auto outcome = mail::deliver(smtp, "ada@example.net", "Subject: x\r\n\r\nx\r\n");
    CHECK(outcome.fate == Fate::no_way);
    CHECK(outcome.what.find("secret") == std::string::npos);
    CHECK(was_heard(sink, "AUTH PLAIN"));
    CHECK_FALSE(was_heard(sink, "MAIL"));

    sink.answer_normally();
    CHECK(mail::deliver(smtp, "ada@example.net", "Subject: x\r\n\r\nx\r\n").fate == Fate::accepted);
}

TEST_CASE("a server that says endless or strange things does no harm") {
    Sink sink;
    sink.answer("RCPT", "550 " + std::string(5000, 'x') + "\x01\xff");
    mail::Smtp smtp = open_line(sink.port());
    smtp.timeout = 1s;
    const auto outcome = mail::deliver(smtp, "ada@example.net", "Subject: x\r\n\r\nx\r\n");
    CHECK(outcome.fate != Fate::accepted);
    CHECK(outcome.what.size() < 400);
    sink.answer("RCPT", "what?");
    CHECK(mail::deliver(smtp, "ada@example.net", "Subject: x\r\n\r\nx\r\n").fate != Fate::accepted);
}

TEST_CASE("where nobody listens there is no way, at once") {
    int port = 0;
    {
        const Sink gone;
        port = gone.port();
    }
    const auto begin = std::chrono::steady_clock::now();
    CHECK(mail::deliver(open_line(port), "ada@example.net", "Subject: x\r\n\r\nx\r\n").fate == Fate::no_way);
    CHECK(std::chrono::steady_clock::now() - begin < 4s);
}

TEST_CASE("a certificate that nobody vouches for, or of another host, is not trusted; a known one is") {
    const std::string lines = "220 hi\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n221 bye\r\n";
    const std::string bytes = "Subject: x\r\n\r\nx\r\n";
    SUBCASE("unknown") {
        const TlsServer server(lines);
        const auto outcome = mail::deliver(server.settings(), "ada@example.net", bytes);
        CHECK(outcome.fate == Fate::no_way);
        CHECK(outcome.what.find("certificate") != std::string::npos);
    }
    SUBCASE("of another host") {
        const TlsServer server(lines);
        mail::Smtp smtp = server.settings();
        smtp.ca_file = server.certificate();
        smtp.host = "127.0.0.1";
        CHECK(mail::deliver(smtp, "ada@example.net", bytes).fate == Fate::no_way);
    }
    SUBCASE("known") {
        const TlsServer server(lines);
        mail::Smtp smtp = server.settings();
        smtp.ca_file = server.certificate();
        const auto outcome = mail::deliver(smtp, "ada@example.net", bytes);
        CHECK_MESSAGE(outcome.fate == Fate::accepted, outcome.what);
    }
}

TEST_SUITE_END();
