#include "kit/mail/mail.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE_BEGIN("unit");

TEST_CASE("an address is a dot-atom, a sign and the name of a host") {
    for (const auto good : {"editor@example.org", "a.b+c@sub.example.co.jp", "o'neil@example.org", "x@xn--wgv71a119e.jp", "A@B.Example",
                            "!#$%&'*+-/=?^_`{|}~@example.org"})
        CHECK_MESSAGE(mail::is_address(good), good);
    for (const auto bad : {"",
                           "@",
                           "a@",
                           "@example.org",
                           "a",
                           "a@example",
                           "a b@example.org",
                           "a@b@example.org",
                           "a..b@example.org",
                           ".a@example.org",
                           "a.@example.org",
                           "a@.org",
                           "a@example.",
                           "a@-x.org",
                           "a@x-.org",
                           "a@x_y.org",
                           "a@1.2.3.4",
                           "a@[1.2.3.4]",
                           "\"a b\"@example.org",
                           "a@example.org\r\nBcc: b@example.org",
                           "a\n@example.org",
                           "a@example.org ",
                           "<a@example.org>",
                           "a@日本.jp",
                           "あ@example.org",
                           "a@\xff.org",
                           "a,b@example.org",
                           "a@example.org>"})
        CHECK_FALSE_MESSAGE(mail::is_address(bad), bad);
    CHECK_FALSE(mail::is_address(std::string("a\0b@example.org", 15)));
}

TEST_CASE("an address is no longer than servers take") {
    CHECK(mail::is_address(std::string(64, 'a') + "@example.org"));
    CHECK_FALSE(mail::is_address(std::string(65, 'a') + "@example.org"));
    CHECK_FALSE(mail::is_address("a@" + std::string(64, 'b') + ".org"));
    std::string host;
    while (host.size() < 250) host += "abcdefg.";
    CHECK_FALSE(mail::is_address("a@" + host + "org"));
}

TEST_CASE("what is wrong with an address is said without repeating it") {
    CHECK(mail::fault_of_address("a@日本.jp") == "the host of a mail address must be written in ASCII (xn--…)");
    CHECK(mail::fault_of_address("a.example.org") == "a mail address has an @ between name and host");
    CHECK_FALSE(mail::fault_of_address("a@example.org"));
}

TEST_CASE("the host of an address is read in small letters") {
    CHECK(mail::domain_of("Ada@Sub.Example.ORG") == "sub.example.org");
    CHECK(mail::domain_of("nothing") == "nothing");
    CHECK(mail::domain_of("") == "");
}

TEST_SUITE_END();
