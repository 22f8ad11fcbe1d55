#include "kit/http/url.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

TEST_CASE("a path is read as what it names, or not at all") {
    std::string path;
    CHECK(http::decode_path("/", path));
    CHECK(path == "/");
    CHECK(http::decode_path("/ja/learn/%E6%8E%88%E6%A5%AD", path));
    CHECK(path == "/ja/learn/授業");
    CHECK(http::decode_path("/a/", path));
    CHECK(path == "/a/");
    CHECK(http::decode_path("/a..b/.c/...", path));
    for (const char* bad : {"", "a", "*", "//", "/a//b", "/a//", "/.", "/..", "/a/./b", "/a/../b", "/a/..", "/%2e%2e/b", "/a/%2E/", "/a%2fb", "/a%2Fb", "/a\\b", "/a%5cb",
                            "/%", "/%4", "/%4g", "/%00", "/a%0ab", "/%7f", "/%c2%80", "/%ff", "/%c0%ae%c0%ae/", "/%ed%a0%80", "/a#b", "http://a/b"}) {
        CAPTURE(bad);
        CHECK_FALSE(http::decode_path(bad, path));
    }
}

TEST_CASE("a query and a form are read alike") {
    const auto fields = http::parse_query("q=%E6%8E%88%E6%A5%AD+x&&level=es12&level=jhs&empty=&alone&a=b=c&line=1%0A2");
    REQUIRE(fields);
    const std::vector<std::pair<std::string, std::string>> expected{{"q", "授業 x"}, {"level", "es12"}, {"level", "jhs"}, {"empty", ""}, {"alone", ""}, {"a", "b=c"}, {"line", "1\n2"}};
    CHECK(*fields == expected);
    CHECK(http::parse_query("")->empty());
    for (const char* bad : {"a=%", "a=%zz", "%=1", "a=%00", "a=%ff", "a=%e6%8e"}) {
        CAPTURE(bad);
        CHECK_FALSE(http::parse_query(bad));
        CHECK_FALSE(http::is_query(bad));
    }
    CHECK(http::is_query("a=1&b=%20"));
    CHECK_FALSE(http::is_query("a#b"));
}

TEST_CASE("what is encoded reads as it was") {
    const std::string text = "授業 50% a/b?c&d=e~";
    CHECK(http::percent_decode(http::percent_encode(text)) == text);
    CHECK(http::percent_encode("a b/é") == "a%20b%2F%C3%A9");
    CHECK(http::percent_decode("a+b") == "a+b");
    CHECK(http::percent_decode("a+b", /*plus_is_space=*/true) == "a b");
}

TEST_SUITE_END();
