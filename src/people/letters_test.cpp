#include "people/letters.hpp"

#include "support/golden.hpp"

#include <doctest/doctest.h>

using base::Lang;

namespace {
constexpr base::Instant noon{1795402800000};

const design::Frame& frame() {
    static const design::Frame frame{.name = "Test & Site", .public_url = "https://altto.example", .contact = "editor@altto.example"};
    return frame;
}

people::SignInSecrets secrets() {
    return {.address = "mari@example.org",
            .token = "0123456789abcdef0123456789abcdef",
            .code = "040506",
            .uid = "fedcba9876543210fedcba9876543210"};
}

std::string whole(const mail::Message& message) { return "Subject: " + message.subject + "\n\n" + message.text + "\n" + message.html; }
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("the mail for signing in holds code and link in both parts, and neither in its subject") {
    for (const Lang lang : base::languages) {
        auto message = people::sign_in_letter(frame(), lang, secrets(), noon);
        CHECK(message.to.address == "mari@example.org");
        CHECK(message.to.name.empty());
        CHECK(message.lang == lang);
        CHECK(message.expires_at == base::Instant{noon.ms + 15 * 60000});
        const std::string link =
            std::string("https://altto.example") + (lang == Lang::ja ? "/ja" : "") + "/sign-in/link/" + secrets().token;
        for (const std::string& part : {message.text, message.html}) {
            CHECK(part.find(link) != std::string::npos);
            CHECK(part.find(secrets().code) != std::string::npos);
            CHECK(part.find(secrets().uid) == std::string::npos);
        }
        CHECK(message.subject.find(secrets().code) == std::string::npos);
        CHECK(message.subject.find(secrets().token) == std::string::npos);
        message.from.address = "notes@altto.example";
        CHECK_NOTHROW(mail::compose(message, noon));
    }
}

TEST_CASE("a letter fetches nothing, and what is put into it is text") {
    const auto message = people::letter(frame(), Lang::en, "a@example.org", "About <it>", {"A <b>word</b> & more."},
                                        people::LetterLink{"Open \"it\"", "/me"}, {"Behind it."});
    CHECK(message.html.find("<b>") == std::string::npos);
    CHECK(message.html.find("A &lt;b&gt;word&lt;/b&gt; &amp; more.") != std::string::npos);
    CHECK(message.html.find("src=") == std::string::npos);
    CHECK(message.html.find("url(") == std::string::npos);
    CHECK(message.text ==
          "A <b>word</b> & more.\n\nOpen \"it\"\nhttps://altto.example/me\n\nBehind it.\n\n-- \nTest & Site\nhttps://altto.example/\n");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("golden");

TEST_CASE("the mails of signing in read as they did") {
    for (const Lang lang : base::languages) {
        const std::string end = "." + std::string(base::tag(lang)) + ".txt";
        CHECK_GOLDEN("mail/sign_in" + end, whole(people::sign_in_letter(frame(), lang, secrets(), noon)));
        CHECK_GOLDEN("mail/confirm" + end, whole(people::confirm_letter(frame(), lang, secrets(), noon)));
        CHECK_GOLDEN("mail/address_added" + end, whole(people::address_added_letter(frame(), lang, "mari@example.org")));
        CHECK_GOLDEN("mail/address_removed" + end, whole(people::address_removed_letter(frame(), lang, "mari@example.org")));
    }
}

TEST_SUITE_END();
