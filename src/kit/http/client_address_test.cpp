#include "kit/http/client_address.hpp"

#include <doctest/doctest.h>

using http::client_address;
using http::counting_key;
using http::parse_trusted_proxies;
using http::TrustedProxies;

TEST_SUITE_BEGIN("unit");

TEST_CASE("the header of a stranger is not believed") {
    const TrustedProxies loopback;
    CHECK(client_address("203.0.113.7", "198.51.100.1", loopback) == "203.0.113.7");
    CHECK(client_address("2001:db8::7", "198.51.100.1, 127.0.0.1", loopback) == "2001:db8::7");
    CHECK(client_address("10.0.0.1", "198.51.100.1", loopback) == "10.0.0.1");
    CHECK(client_address("128.0.0.1", "198.51.100.1", loopback) == "128.0.0.1");
    CHECK(client_address("::2", "198.51.100.1", loopback) == "::2");
}

TEST_CASE("behind a trusted proxy the nearest stranger counts, not what he wrote before himself") {
    const TrustedProxies loopback;
    CHECK(client_address("127.0.0.1", "198.51.100.1", loopback) == "198.51.100.1");
    CHECK(client_address("127.9.9.9", "198.51.100.1", loopback) == "198.51.100.1");
    CHECK(client_address("::1", "2001:DB8:0:0::1", loopback) == "2001:db8::1");
    CHECK(client_address("127.0.0.1", "203.0.113.66, 198.51.100.1", loopback) == "198.51.100.1");
    CHECK(client_address("127.0.0.1", "127.0.0.1, 198.51.100.1", loopback) == "198.51.100.1");
    CHECK(client_address("127.0.0.1", "' or 1=1 --,,\x01, 198.51.100.1", loopback) == "198.51.100.1");
}

TEST_CASE("a chain of trusted proxies is walked from its end") {
    const auto chain = parse_trusted_proxies("127.0.0.0/8, 10.0.0.0/8,2001:db8:ffff::/48");
    REQUIRE(chain);
    CHECK(client_address("127.0.0.1", "203.0.113.66, 198.51.100.1, 10.1.2.3,\t2001:db8:ffff::9", *chain) == "198.51.100.1");
    CHECK(client_address("127.0.0.1", "198.51.100.1, 192.0.2.1, 10.1.2.3", *chain) == "192.0.2.1");
    CHECK(client_address("127.0.0.1", "10.0.0.2, 10.0.0.1", *chain) == "10.0.0.2");
    CHECK(client_address("127.0.0.1", "", *chain) == "127.0.0.1");
}

TEST_CASE("where the list is none, the last trusted proxy is the answer") {
    const auto chain = parse_trusted_proxies("127.0.0.0/8, 10.0.0.0/8");
    REQUIRE(chain);
    for (const char* bad : {"",
                            " ",
                            ",",
                            "unknown",
                            "_hidden",
                            "198.51.100.1:80",
                            "[2001:db8::1]",
                            "198.51.100",
                            "198.51.100.1.1",
                            "198.51.100.256",
                            "0198.51.100.1",
                            "0xc6.51.100.1",
                            "3325256705",
                            "2001:db8::1::2",
                            "2001:db8",
                            ":::",
                            "198.51.100.1;",
                            "198.51.100.1 198.51.100.2",
                            "\"198.51.100.1\"",
                            "for=198.51.100.1",
                            "\xff",
                            "198.51.100.1,",
                            "198.51.100.1, ",
                            "2001:0db8:0000:0000:0000:0000:0000:0000:0001",
                            "1111:1111:1111:1111:1111:1111:111.111.111.1111"}) {
        CAPTURE(bad);
        CHECK(client_address("127.0.0.1", bad, *chain) == "127.0.0.1");
        CHECK(client_address("127.0.0.1", "203.0.113.1, " + std::string(bad) + ", 10.0.0.1", *chain) == "10.0.0.1");
    }
    CHECK(client_address("127.0.0.1", std::string_view("198.51.100.1\0", 13), *chain) == "127.0.0.1");
    CHECK(client_address("127.0.0.1", std::string(100'000, ','), *chain) == "127.0.0.1");
    CHECK(client_address("", "198.51.100.1", *chain) == "");
    CHECK(client_address("unix", "198.51.100.1", *chain) == "unix");
}

TEST_CASE("an IPv6 address that stands for an IPv4 one is that one") {
    const TrustedProxies loopback;
    CHECK(client_address("::ffff:127.0.0.1", "::ffff:198.51.100.1", loopback) == "198.51.100.1");
    CHECK(client_address("::FFFF:7f00:1", "198.51.100.1", loopback) == "198.51.100.1");
    CHECK(counting_key("::ffff:198.51.100.1") == "198.51.100.1");
    CHECK(loopback.contain("::ffff:127.0.0.1"));
}

TEST_CASE("of several header lines the last is nearest") {
    http::Request request;
    request.remote = "127.0.0.1";
    CHECK(client_address(request, TrustedProxies()) == "127.0.0.1");
    request.headers = {{"x-forwarded-for", "203.0.113.66"}, {"host", "a"}, {"x-forwarded-for", "198.51.100.1"}};
    CHECK(client_address(request, TrustedProxies()) == "198.51.100.1");
    request.headers.emplace_back("x-forwarded-for", "");
    CHECK(client_address(request, TrustedProxies()) == "127.0.0.1");
}

TEST_CASE("IPv6 is counted by its network of 64 bits") {
    CHECK(counting_key("2001:db8:0:1::1") == "2001:db8:0:1::/64");
    CHECK(counting_key("2001:db8:0:1:ffff:ffff:ffff:ffff") == "2001:db8:0:1::/64");
    CHECK(counting_key("2001:db8:0:2::1") != counting_key("2001:db8:0:1::1"));
    CHECK(counting_key("fe80::1%eth0") == "fe80::/64");
    CHECK(counting_key("198.51.100.1") == "198.51.100.1");
    CHECK(counting_key("198.51.100.1") != counting_key("198.51.100.2"));
    CHECK(counting_key("x") == counting_key(""));
    CHECK(counting_key("x") == "no address");
}

TEST_CASE("a block holds what its prefix says, bit by bit, and of its own family") {
    const auto blocks = parse_trusted_proxies(" 192.0.2.128/25 ,198.51.100.7,2001:db8:8000::/33, ::ffff:203.0.113.0/120");
    REQUIRE(blocks);
    for (const char* inside :
         {"192.0.2.128", "192.0.2.255", "198.51.100.7", "2001:db8:8000::", "2001:db8:ffff:ffff::1", "203.0.113.9", "::ffff:192.0.2.200"}) {
        CAPTURE(inside);
        CHECK(blocks->contain(inside));
    }
    for (const char* outside : {"192.0.2.127", "192.0.3.128", "198.51.100.6", "2001:db8:7fff::1", "2001:db9:8000::", "203.0.114.9",
                                "127.0.0.1", "::1", "", "x", "192.0.2.128/25"}) {
        CAPTURE(outside);
        CHECK_FALSE(blocks->contain(outside));
    }
    CHECK(parse_trusted_proxies("0.0.0.0/0")->contain("255.255.255.255"));
    CHECK_FALSE(parse_trusted_proxies("0.0.0.0/0")->contain("2001:db8::1"));
    CHECK(parse_trusted_proxies("::/0")->contain("2001:db8::1"));
    CHECK_FALSE(parse_trusted_proxies("::/0")->contain("192.0.2.1"));
    CHECK_FALSE(parse_trusted_proxies("")->contain("127.0.0.1"));
    CHECK(TrustedProxies().contain("127.255.255.255"));
    CHECK(TrustedProxies().contain("::1"));
}

TEST_CASE("a setting that is no list of blocks is refused whole") {
    for (const char* bad : {",",
                            "10.0.0.0/8,",
                            "10.0.0.0/33",
                            "10.0.0.0/",
                            "10.0.0.0/08",
                            "10.0.0.0/+8",
                            "10.0.0.0/-1",
                            "10.0.0.0/8/8",
                            "10.0.0.1/8",
                            "10/8",
                            "2001:db8::/129",
                            "2001:db8::1/64",
                            "::ffff:0:0/95",
                            "localhost",
                            "[::1]",
                            "10.0.0.0 /8",
                            "10.0.0.0/8 10.0.0.1",
                            "fe80::%eth0/64",
                            "10.0.0.0/4294967304",
                            "*"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_trusted_proxies(bad));
    }
}

TEST_SUITE_END();
