#include "kit/base/error.hpp"
#include "kit/base/utf8.hpp"
#include "kit/mail/header.hpp"
#include "kit/mail/mail.hpp"
#include "support/files.hpp"
#include "support/golden.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr base::Instant morning{1'795'424'400'000};

mail::Message notice() {
    return {
        .from = {"ALTTO お知らせ", "notes@example.org"},
        .to = {"Ada Example", "ada@example.net"},
        .reply_to = mail::Address{"", "editor@example.org"},
        .subject = "サインインのリンク: your link for today",
        .text = "こんにちは。\n\nリンクは一時間だけ使えます。\nhttps://example.org/in/0123456789abcdef0123456789abcdef\n",
        .html =
            "<!doctype html>\n<html lang=\"ja\"><body><p>Open <a href=\"https://example.org/in/0123456789abcdef0123456789abcdef\">the link</a>. こんにちは。</p></body></html>\n",
        .lang = base::Lang::ja,
        .message_id = "5d41402abc4b2a76b9719d911017c592",
        .headers = {{"List-Unsubscribe", "<https://example.org/u/0123456789abcdef>"}},
        .expires_at = {}};
}

std::string with_crlf(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? "\r\n" : std::string(1, c);
    return out.ends_with("\r\n") ? out : out + "\r\n";
}

/// Signs that mail has trouble with: scripts, emoji of several code points, what the codec itself uses, spaces, separators.
rc::Gen<std::string> awkward(bool lines) {
    std::vector<std::string> signs{"a",
                                   "Z",
                                   "7",
                                   " ",
                                   "  ",
                                   "=",
                                   "?",
                                   "_",
                                   "=?",
                                   "?=",
                                   "=?UTF-8?B?",
                                   ".",
                                   "From ",
                                   "\"",
                                   "\\",
                                   "<",
                                   ">",
                                   "@",
                                   ",",
                                   ";",
                                   ":",
                                   "(",
                                   ")",
                                   "é",
                                   "ß",
                                   "日",
                                   "本語の授業",
                                   "が",
                                   "か\u3099",
                                   "ｶﾞ",
                                   "、",
                                   "。",
                                   "「」",
                                   "🎌",
                                   "👩🏽‍🏫",
                                   "🇯🇵",
                                   "\u00a0",
                                   "\u3000",
                                   "long-word-without-any-space-in-it"};
    if (lines) signs.insert(signs.end(), {"\n", "\n\n", " \n", "\t", ".\n", "\n."});
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(signs)),
                        [](const std::vector<std::string>& chosen) {
                            std::string text;
                            for (const std::string& sign : chosen) text += sign;
                            return text;
                        });
}

void check_lines(const std::string& bytes) {
    bool head = true;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t end = bytes.find("\r\n", at);
        RC_ASSERT(end != std::string::npos);
        const std::string line = bytes.substr(at, end - at);
        if (line.empty()) head = false;
        RC_ASSERT(line.size() <= (head ? 78U : 76U));
        RC_ASSERT(line.find_first_of(std::string("\r\n\0", 3)) == std::string::npos);
        for (const char c : line) RC_ASSERT(static_cast<unsigned char>(c) < 0x80);
        at = end + 2;
    }
}

/// Each mail's fields as Python's mail library reads them; base64, as the script prints them.
std::vector<std::vector<std::string>> read_elsewhere(const std::vector<std::string>& mails) {
    const support::TempDir folder;
    const std::string path = folder.path() / "mails";
    {
        std::ofstream out(path, std::ios::binary);
        for (const std::string& bytes : mails) out << mail::base64(bytes) << '\n';
    }
    const std::string command = "python3 '" + (support::source_dir() / "tests/support/decode_headers.py").string() + "' '" + path + "'";
    FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string printed;
    char buffer[65536];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) printed.append(buffer, got);
    REQUIRE(pclose(pipe) == 0);
    std::vector<std::vector<std::string>> all;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        auto& fields = all.emplace_back();
        for (std::string word; words >> word;) fields.push_back(word);
    }
    return all;
}

std::string header_of(const std::string& bytes, const std::string& name) {
    const std::size_t at = bytes.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return bytes.substr(begin, bytes.find("\r\n", begin) - begin);
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("Japanese, emoji and awkward text of any length is read by another program as it was written") {
    struct Written {
        mail::Message message;
        std::string bytes;
    };
    std::vector<Written> all;
    CHECK(rc::check([&] {
        mail::Message message = notice();
        message.subject = *awkward(false);
        message.from.name = *awkward(false);
        message.to.name = *awkward(false);
        message.text = *awkward(true) + "x";
        message.html = *awkward(true) + "x";
        const std::string bytes = mail::compose(message, morning);
        check_lines(bytes);
        const std::string field = mail::text_field("Subject", message.subject);
        RC_ASSERT(mail::decode_header(field.substr(9, field.size() - 11)) == message.subject);
        all.push_back({message, bytes});
    }));
    for (const int length : {500, 5000}) {
        mail::Message message = notice();
        message.subject.clear();
        for (int i = 0; i < length; ++i) message.subject += i % 7 == 0 ? "授" : i % 11 == 0 ? "🎌" : i % 5 == 0 ? " " : "a";
        all.push_back({message, mail::compose(message, morning)});
    }

    std::vector<std::string> mails;
    for (const Written& one : all) mails.push_back(one.bytes);
    const auto read = read_elsewhere(mails);
    REQUIRE(read.size() == all.size());
    const auto b64 = [](const std::string& text) { return "-" + mail::base64(text); };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const mail::Message& written = all[i].message;
        CAPTURE(all[i].bytes);
        REQUIRE(read[i].size() == 7);
        CHECK(read[i][0] == b64(written.subject));
        CHECK(read[i][1] == b64(written.from.name));
        CHECK(read[i][2] == b64(written.from.address));
        CHECK(read[i][3] == b64(written.to.name));
        CHECK(read[i][4] == b64(written.to.address));
        CHECK(read[i][5] == b64(with_crlf(written.text)));
        CHECK(read[i][6] == b64(with_crlf(written.html)));
    }
}

TEST_CASE("a mail says what it is: date, id, language, made by a program") {
    const std::string bytes = mail::compose(notice(), morning);
    CHECK(header_of(bytes, "Date") == "Mon, 23 Nov 2026 09:00:00 +0000");
    CHECK(header_of(bytes, "Message-ID") == "<5d41402abc4b2a76b9719d911017c592@example.org>");
    CHECK(header_of(bytes, "Auto-Submitted") == "auto-generated");
    CHECK(header_of(bytes, "Content-Language") == "ja");
    CHECK(header_of(bytes, "Reply-To") == "editor@example.org");
    CHECK(header_of(bytes, "List-Unsubscribe") == "<https://example.org/u/0123456789abcdef>");
    CHECK(mail::compose(notice(), morning) == bytes);

    mail::Message other = notice();
    other.message_id = "";
    CHECK(header_of(mail::compose(other, morning), "Message-ID") != header_of(mail::compose(other, morning), "Message-ID"));
    other.message_id = "<whole@id.example>";
    CHECK(header_of(mail::compose(other, morning), "Message-ID") == "<whole@id.example>");
    other.headers = {{"auto-submitted", "no"}};
    CHECK(header_of(mail::compose(other, morning), "auto-submitted") == "no");
    CHECK(header_of(mail::compose(other, morning), "Auto-Submitted").empty());
}

TEST_CASE("without HTML a mail is its text alone") {
    mail::Message message = notice();
    message.html = "";
    message.text = "Plain.";
    const std::string bytes = mail::compose(message, morning);
    CHECK(bytes.find("multipart") == std::string::npos);
    CHECK(bytes.ends_with("Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nPlain.\r\n"));
}

TEST_CASE("nothing that a person wrote can begin a field of its own") {
    const std::vector<std::string> forged{
        "x\r\nBcc: all@example.org", "x\nBcc: y", "x\ry", std::string("x\0y", 3), "x\u2028y", "\x0b", "\x7f"};
    for (const std::string& bad : forged) {
        const auto refused = [&](auto&& change) {
            mail::Message message = notice();
            change(message);
            CHECK_THROWS_AS(mail::compose(message, morning), base::Error);
        };
        refused([&](mail::Message& m) { m.subject = bad; });
        refused([&](mail::Message& m) { m.from.name = bad; });
        refused([&](mail::Message& m) { m.to.name = bad; });
        refused([&](mail::Message& m) { m.reply_to->name = bad; });
        refused([&](mail::Message& m) { m.to.address = "a@example.org" + bad; });
        refused([&](mail::Message& m) { m.from.address = bad + "@example.org"; });
        refused([&](mail::Message& m) { m.reply_to->address = bad; });
        refused([&](mail::Message& m) { m.message_id = bad; });
        refused([&](mail::Message& m) { m.headers = {{"X-Note", bad}}; });
        refused([&](mail::Message& m) { m.headers = {{"X" + bad, "y"}}; });
    }
}

TEST_CASE("a further field is none of the program's own, and stands there once") {
    for (const auto* const name :
         {"From", "to", "BCC", "Subject", "Date", "message-id", "Content-Type", "Resent-To", "", "a b", "a:", "日本"}) {
        mail::Message message = notice();
        message.headers = {{name, "x"}};
        CHECK_THROWS_AS(mail::compose(message, morning), base::Error);
    }
    mail::Message twice = notice();
    twice.headers = {{"X-One", "1"}, {"x-one", "2"}};
    CHECK_THROWS_AS(mail::compose(twice, morning), base::Error);
}

TEST_CASE("a mail without text, sender or recipient is refused, and broken text too") {
    const auto refused = [](auto&& change) {
        mail::Message message = notice();
        change(message);
        CHECK_THROWS_AS(mail::compose(message, morning), base::Error);
    };
    refused([](mail::Message& m) { m.text = ""; });
    refused([](mail::Message& m) { m.text = "\xff"; });
    refused([](mail::Message& m) { m.html = std::string("a\0b", 3); });
    refused([](mail::Message& m) { m.from = {}; });
    refused([](mail::Message& m) { m.to.address = "ada@日本.jp"; });
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("golden");

TEST_CASE("one mail, whole") {
    std::string lines;
    for (const char c : mail::compose(notice(), morning))
        if (c != '\r') lines += c;
    CHECK_GOLDEN("mail/notice.txt", lines);
}

TEST_SUITE_END();
