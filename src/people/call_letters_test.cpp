#include "people/call_letters.hpp"

#include "people/task.hpp"
#include "support/golden.hpp"

#include <doctest/doctest.h>

namespace {
design::Frame frame() {
    design::Frame made;
    made.name = "Test Site";
    made.public_url = "https://altto.example";
    made.contact = "editor@altto.example";
    return made;
}

people::Application answered(base::Lang lang, bool accepted) {
    people::Application application;
    application.lang = lang;
    application.accepted = accepted;
    application.call.role = people::Role::proofreader;
    application.reply = lang == base::Lang::en ? "Thank you.\n\nAda Example\nTest Site" : "ありがとうございます。\n\nエイダ\nTest Site";
    return application;
}

std::string whole(const mail::Message& message) { return "Subject: " + message.subject + "\n\n" + message.text + "\n" + message.html; }
}

TEST_SUITE_BEGIN("golden");

TEST_CASE("the mails of an application are as they were") {
    const people::SignInSecrets secrets{.address = "ada@example.org", .token = "0123456789abcdef", .code = "123456", .uid = "u"};
    for (const base::Lang lang : base::languages) {
        const std::string end = "." + std::string(base::tag(lang)) + ".txt";
        CHECK_GOLDEN("mail/application" + end, whole(people::application_letter(frame(), lang, secrets, base::Instant{0})));
        CHECK_GOLDEN("mail/welcome" + end, whole(people::answer_letter(frame(), answered(lang, true), "ada@example.org")));
        CHECK_GOLDEN("mail/declined" + end, whole(people::answer_letter(frame(), answered(lang, false), "ada@example.org")));
    }
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("unit");

TEST_CASE("the mail that confirms an application ends with its code, and holds nothing that was typed") {
    const people::SignInSecrets secrets{.address = "ada@example.org", .token = "t", .code = "123456", .uid = "u"};
    const auto message = people::application_letter(frame(), base::Lang::en, secrets, base::Instant{1000});
    REQUIRE(message.expires_at);
    CHECK(message.expires_at->ms == 1000 + people::sign_in_minutes * 60 * 1000);
    CHECK(message.to.name.empty());
}

TEST_CASE("a yes says what the role is and where to begin, a no says what the editor wrote and nothing else") {
    const auto yes = people::answer_letter(frame(), answered(base::Lang::en, true), "ada@example.org");
    CHECK(yes.text.find("Your role from today: Proofreader.") != std::string::npos);
    CHECK(yes.text.find("https://altto.example/me") != std::string::npos);
    REQUIRE(yes.reply_to);
    CHECK(yes.reply_to->address == "editor@altto.example");
    const auto no = people::answer_letter(frame(), answered(base::Lang::ja, false), "ada@example.org");
    CHECK(no.text.find("/me") == std::string::npos);
    CHECK(no.text.find("ありがとうございます。") == 0);
    CHECK(no.lang == base::Lang::ja);
}

TEST_SUITE_END();
