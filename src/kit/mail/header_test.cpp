#include "kit/mail/header.hpp"

#include "kit/base/error.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

std::string repeated(const std::string& what, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += what;
    return all;
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("plain words stand as they are and are folded between words") {
    CHECK(mail::text_field("Subject", "Your link") == "Subject: Your link\r\n");
    CHECK(mail::text_field("Subject", "") == "Subject: \r\n");
    const std::string folded = mail::text_field("Subject", repeated("word ", 40) + "end");
    CHECK(lines_of(folded).size() == 3);
    for (const auto& line : lines_of(folded)) CHECK(line.size() <= 76);
}

TEST_CASE("what folding would change is encoded") {
    for (const std::string& subject : {std::string("two  spaces"), std::string(" before"), std::string("behind "),
                                       std::string("looks =?UTF-8?Q?encoded?="), std::string(200, 'x'), std::string(" ")}) {
        const std::string field = mail::text_field("Subject", subject);
        CHECK(field.find("=?UTF-8?") != std::string::npos);
        CHECK(mail::decode_header(field.substr(9, field.size() - 11)) == subject);
    }
}

TEST_CASE("mostly Latin words are encoded readably, Japanese ones shortly") {
    CHECK(mail::text_field("Subject", "Müller writes") == "Subject: =?UTF-8?Q?M=C3=BCller_writes?=\r\n");
    CHECK(mail::text_field("Subject", "授業") == "Subject: =?UTF-8?B?5o6I5qWt?=\r\n");
}

TEST_CASE("an encoded word has at most 75 characters, its line at most 76, and no character is split") {
    for (const auto* const unit : {"あ", "🎌", "é", "aあ", "a🎌 "}) {
        for (int times = 1; times < 80; times += 3) {
            const std::string text = repeated(unit, times);
            const std::string field = mail::text_field("Subject", text);
            for (const std::string& line : lines_of(field)) {
                CHECK(line.size() <= 76);
                const std::string word = line.substr(line.find("=?"));
                CHECK(word.size() <= 75);
                CHECK(mail::decode_header(word).find("=?") == std::string::npos);  // each is whole UTF-8
            }
            CHECK(mail::decode_header(field.substr(9, field.size() - 11)) == text);
        }
    }
}

TEST_CASE("a long name of a field leaves its first line alone") {
    const std::string field = mail::text_field("X-" + std::string(58, 'n'), "授業の終わりに");
    for (const std::string& line : lines_of(field)) CHECK(line.size() <= 76);
}

TEST_CASE("names stand bare, quoted or encoded before their address") {
    CHECK(mail::address_field("To", {"", "ada@example.org"}) == "To: ada@example.org\r\n");
    CHECK(mail::address_field("To", {"Ada Example", "ada@example.org"}) == "To: Ada Example <ada@example.org>\r\n");
    CHECK(mail::address_field("To", {"Ada, \"A\" (x)", "ada@example.org"}) == "To: \"Ada, \\\"A\\\" (x)\" <ada@example.org>\r\n");
    CHECK(mail::address_field("To", {"エイダ", "ada@example.org"}) == "To: =?UTF-8?B?44Ko44Kk44OA?= <ada@example.org>\r\n");
    const std::string long_name = mail::address_field("From", {repeated("授業", 30), std::string(60, 'a') + "@example.org"});
    for (const std::string& line : lines_of(long_name)) CHECK(line.size() <= 76);
}

TEST_CASE("fields for programs keep their bytes, and a word too long for any line is refused") {
    const std::string link = "<https://example.org/u/" + std::string(80, 'k') + ">, <mailto:u@example.org>";
    CHECK(mail::plain_field("List-Unsubscribe", link).find("=?") == std::string::npos);
    CHECK(mail::plain_field("List-Unsubscribe", link) ==
          "List-Unsubscribe:\r\n " + link.substr(0, link.find(' ')) + "\r\n " + link.substr(link.find(' ') + 1) + "\r\n");
    CHECK_THROWS_AS(mail::plain_field("X-Long", std::string(1200, 'x')), base::Error);
}

TEST_CASE("control characters are refused wherever a head could be forged") {
    for (const std::string& bad :
         {std::string("a\r\nBcc: b@example.org"), std::string("a\nb"), std::string("a\rb"), std::string("a\0b", 3), std::string("a\tb"),
          std::string("a\x7f"), std::string("a\u0085b"), std::string("a\u2028b"), std::string("a\xff"), std::string("\x1b[0m")})
        CHECK_THROWS_AS(mail::check_head("the subject", bad), base::Error);
    CHECK_NOTHROW(mail::check_head("the subject", "授業 🎌 é"));
}

TEST_CASE("encoded words of other programs are read, in the charsets of Japanese mail") {
    CHECK(mail::decode_header("=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=") == "日本語");
    CHECK(mail::decode_header("=?shift_jis?B?k/qWe4zq?=") == "日本語");
    CHECK(mail::decode_header("=?EUC-JP?Q?=C6=FC=CB=DC=B8=EC?=") == "日本語");
    CHECK(mail::decode_header("=?iso-8859-1*de?q?M=FCller?= <m@example.org>") == "Müller <m@example.org>");
}

TEST_CASE("neighbouring encoded words are one text, each decoded by itself") {
    CHECK(mail::decode_header("=?UTF-8?B?5pel5pys?= =?UTF-8?B?6Kqe?=") == "日本語");
    CHECK(mail::decode_header("=?UTF-8?B?5pel5pw=?=\r\n =?UTF-8?B?rA==?= x") == "日本 x");  // a character cut between them, and padding
    CHECK(mail::decode_header("=?UTF-8?Q?a?= b =?UTF-8?Q?c_?==?UTF-8?Q?d?=") == "a b c d");
    CHECK(mail::decode_header("=?UTF-8?Q?a?= =?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=") == "a日本語");
}

TEST_CASE("what is no encoded word stays as it is") {
    for (const auto same : {"", "plain", "=?", "=?UTF-8", "=?UTF-8?X?abc?=", "=?UTF-8?Q?=ZZ?=", "=?UTF-8?B?*?=", "=?no-such-charset?Q?a?=",
                            "=?UTF-8?Q?=FF?=", "=?UTF-8?Q?a b?=", "=??Q?a?=", "a =?= b", "=?UTF-8?Q?=?="})
        CHECK(mail::decode_header(same) == same);
}

TEST_CASE("reading a head survives any bytes") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& bytes) {
        std::string text = "=?UTF-8?Q?";
        for (const std::uint8_t byte : bytes) text += static_cast<char>(byte);
        mail::decode_header(text + "?=");
        mail::decode_header(text.substr(2));
    }));
}

TEST_SUITE_END();
