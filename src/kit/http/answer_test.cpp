#include "kit/http/answer.hpp"
#include "kit/http/compress.hpp"

#include <doctest/doctest.h>

using http::accepts;
using http::Coding;

TEST_SUITE_BEGIN("unit");

TEST_CASE("weights decide, then what is smaller") {
    const struct {
        const char* header;
        Coding both, only_gzip;
    } cases[] = {
        {"", Coding::identity, Coding::identity},
        {"gzip", Coding::gzip, Coding::gzip},
        {"gzip, deflate, br", Coding::br, Coding::gzip},
        {"GZIP;Q=1.0 , BR ; q=0.9", Coding::gzip, Coding::gzip},
        {"br;q=0.001,gzip;q=0", Coding::br, Coding::identity},
        {"gzip;q=0", Coding::identity, Coding::identity},
        {"*", Coding::br, Coding::gzip},
        {"*;q=0", Coding::identity, Coding::identity},
        {"gzip;q=0, *", Coding::br, Coding::identity},
        {"identity, gzip;q=0.5", Coding::identity, Coding::identity},
        {"identity;q=0, gzip", Coding::gzip, Coding::gzip},
        {"gzip;q=2", Coding::identity, Coding::identity},
        {"gzip;q=1.001", Coding::gzip, Coding::gzip},
        {"gzip;q=", Coding::identity, Coding::identity},
        {"gzip;q=0.5x", Coding::identity, Coding::identity},
        {"zstd, compress", Coding::identity, Coding::identity},
        {",,;;q=1,gzip", Coding::gzip, Coding::gzip},
    };
    for (const auto& [header, both, only_gzip] : cases) {
        CAPTURE(header);
        CHECK(accepts(header).best(true, true) == both);
        CHECK(accepts(header).best(true, false) == only_gzip);
        CHECK(accepts(header).best(false, false) == Coding::identity);
    }
}

TEST_CASE("an entity tag is known in every encoding of the same page, and in no other") {
    CHECK(http::tag_held("\"abc\"", "abc") == "abc");
    CHECK(http::tag_held("W/\"abc-g6\"", "abc") == "abc-g6");
    CHECK(http::tag_held("\"x\", \"abc-b11-gzip\"", "abc") == "abc-b11-gzip");
    CHECK(http::tag_held("*", "abc") == "abc");
    CHECK(http::tag_held("\"abcd\"", "abc").empty());
    CHECK(http::tag_held("abc", "abc").empty());
    CHECK(http::tag_held("\"abc-\"x\"", "abc").empty());
    CHECK(http::tag_held("", "abc").empty());
    CHECK(http::tag_held("*", "").empty());
}

TEST_CASE("text survives compression") {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += std::to_string(i * i) + "授業";
    for (const int level : {1, 6, 9, 3}) CHECK(http::gunzip(http::gzip(text, level)) == text);
    CHECK(http::brotli(text, 11).size() < text.size());
    CHECK(http::gunzip(http::gzip("", 6)).empty());
    CHECK_THROWS(http::gunzip("not gzip"));
    CHECK_THROWS(http::gunzip(http::gzip(text, 6).substr(0, 100)));
}

TEST_CASE("pictures and what is compressed already stay as they are") {
    http::Response response;
    for (const char* type : {"text/html; charset=utf-8", "application/atom+xml", "application/json", "image/svg+xml", "application/manifest+json"}) {
        response.headers = {{"content-type", type}};
        CHECK(http::is_compressible(response));
    }
    for (const char* type : {"font/woff2", "image/jpeg", "application/zip", ""}) {
        response.headers = {{"content-type", type}};
        CHECK_FALSE(http::is_compressible(response));
    }
    response.headers = {{"Content-Type", "text/css"}, {"Content-Encoding", "br"}};
    CHECK_FALSE(http::is_compressible(response));
}

TEST_CASE("a page without its plain form is unpacked for who wants that") {
    http::Response response;
    response.headers = {{"Content-Type", "text/html"}};
    response.body = std::string(5000, 'a');
    response.tags = {"site"};
    const http::Page page = http::make_page(response, http::Effort{.gzip = 6, .br = 5, .keep_plain = false});
    CHECK_FALSE(page.plain);
    const http::Answer plain = http::pick(page, accepts(""), /*head=*/false, "");
    CHECK(plain.rest->ends_with("\r\n\r\n" + response.body));
    CHECK(plain.size == plain.rest->size());
    CHECK(http::pick(page, accepts("br"), /*head=*/false, "").rest->find("Content-Encoding: br\r\n") != std::string::npos);
    const http::Answer head = http::pick(page, accepts("gzip"), /*head=*/true, "");
    CHECK(head.rest->substr(0, head.size).ends_with("\r\n\r\n"));
}

TEST_CASE("a redirect that may be kept has no entity tag, and 204 has no length") {
    http::Response response;
    response.status = 308;
    response.headers = {{"Location", "/new"}};
    response.tags = {"piece:1"};
    CHECK(http::make_page(response, {}).plain.bytes->find("ETag") == std::string::npos);
    response.status = 204;
    CHECK(*http::make_page(response, {}).plain.bytes == "\r\n");
}

TEST_SUITE_END();
