#include "kit/text/host.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE_BEGIN("unit");

TEST_CASE("the name of a host is looked up in ASCII, whatever script it is typed in") {
    CHECK(text::ascii_host("Example.ORG") == "example.org");
    CHECK(text::ascii_host("例え.jp") == "xn--r8jz45g.jp");
    CHECK(text::ascii_host("１２７。０.０.１") == "127.0.0.1");
    CHECK(text::ascii_host("faß.de") == "xn--fa-hia.de");
    CHECK(text::ascii_host("a--b.example") == "a--b.example");
    for (const std::string& none : {std::string(), std::string("\xff"), std::string(300, 'a'), std::string("a\u200d.example")})
        CHECK_FALSE(text::ascii_host(none));
}

TEST_SUITE_END();
