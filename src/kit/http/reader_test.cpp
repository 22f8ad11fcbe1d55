#include "kit/http/reader.hpp"

#include <doctest/doctest.h>

using State = http::Reader::State;

namespace {
const http::Limits small{.head = 2048, .target = 512, .body = 100, .fields = 10};

// 0: accepted, whole; -1: more is needed; otherwise the status of the refusal.
int verdict(const std::string& bytes, std::size_t step) {
    http::Reader reader(small);
    State state = State::more;
    std::size_t arrived = 0;
    std::string seen;
    while (state == State::more && arrived < bytes.size()) {
        arrived = std::min(bytes.size(), arrived + step);
        seen = bytes.substr(0, arrived);
        state = reader.read_head(seen);
    }
    if (state != State::done) return state == State::more ? -1 : reader.status();
    if (!reader.head().has_body()) return 0;
    std::string body;
    std::size_t at = reader.head_size();
    for (state = State::more; state == State::more && at < bytes.size();) {
        std::size_t used = 0;
        const std::string part = bytes.substr(at, step);
        state = reader.read_body(part, used, body);
        at += used;
    }
    return state == State::done ? 0 : state == State::more ? -1 : reader.status();
}

std::string get(const std::string& target, const std::string& lines = "") { return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"; }
std::string post(const std::string& lines, const std::string& body = "") { return "POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n" + body; }
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a request is accepted or refused alike, however the network cuts it") {
    const struct {
        std::string bytes;
        int verdict;
    } cases[] = {
        {get("/"), 0},
        {"\r\n" + get("/"), 0},
        {"\r\n\r\n\r\n" + get("/"), 400},
        {get("/?q=%E6%8E%88"), 0},
        {get("/", "X-Empty:\r\nX-Tab:\ta\tb \r\n"), 0},
        {"GET / HTTP/1.1\r\nHost: a\r\n", -1},
        {"GET / HTTP/1.0\r\n\r\n", 0},
        // lines
        {"GET / HTTP/1.1\nHost: a\n\n", 400},
        {"GET / HTTP/1.1\rHost: a\r\n\r\n", 400},
        {get("/", "X: a\rb\r\n"), 400},
        {get("/", "X: a\nY: b\r\n"), 400},
        {get("/", "X: a\r\n folded\r\n"), 400},
        {get("/", " X: a\r\n"), 400},
        {get("/", std::string("X: a\0b\r\n", 8)), 400},
        {get("/", "X: a\x01" "b\r\n"), 400},
        {get("/", "X : a\r\n"), 400},
        {get("/", ": a\r\n"), 400},
        {get("/", "X\r\n"), 400},
        {get("/", "X(: a\r\n"), 400},
        // the first line
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        {"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET /\r\nHost: a\r\n\r\n", 400},
        {"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/11\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"get / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"{\"a\":1}\r\n\r\n", 400},
        {"\x16\x03\x01", 400},
        {" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        // the target
        {get("http://a/"), 400},
        {get("a"), 400},
        {get("/a#b"), 400},
        {get("/../etc/passwd"), 400},
        {get("/%2e%2e/etc"), 400},
        {get("/a//b"), 400},
        {get("/a%00"), 400},
        {get("/%ff"), 400},
        {get("/%"), 400},
        {get("/?a=%zz"), 400},
        {get("/?a=%00"), 400},
        {get("/a\\b"), 400},
        {get("/" + std::string(511, 'a')), 0},
        {get("/" + std::string(512, 'a')), 414},
        {get("/" + std::string(5000, 'a')), 414},
        {get("/", "X: " + std::string(2100, 'a') + "\r\n"), 431},
        {get("/", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\nF: 1\r\nG: 1\r\nH: 1\r\nI: 1\r\nJ: 1\r\n"), 431},
        // Host, Cookie, Expect
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {get("/", "Host: a\r\n"), 400},
        {get("/", "host: b\r\n"), 400},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0},
        {get("/", "Cookie: a=b\r\nCookie: c=d\r\n"), 400},
        {post("Content-Length: 1\r\nExpect: 100-continue\r\n", "a"), 0},
        {post("Content-Length: 1\r\nExpect: tea\r\n", "a"), 417},
        // length
        {post(""), 411},
        {post("Content-Length: 0\r\n"), 0},
        {post("Content-Length: 3\r\n", "abc"), 0},
        {post("Content-Length: 3\r\n", "ab"), -1},
        {post("Content-Length: 100\r\n", std::string(100, 'a')), 0},
        {post("Content-Length: 101\r\n"), 413},
        {post("Content-Length: 999999999999999999\r\n"), 413},
        {post("Content-Length: 9999999999999999999\r\n"), 413},
        {post("Content-Length: 99999999999999999999999\r\n"), 400},
        {post("Content-Length: -1\r\n"), 400},
        {post("Content-Length: +1\r\n", "a"), 400},
        {post("Content-Length: 0x1\r\n", "a"), 400},
        {post("Content-Length: 1 1\r\n", "a"), 400},
        {post("Content-Length: 1, 1\r\n", "a"), 400},
        {post("Content-Length:\r\n"), 400},
        {post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400},
        {post("Content-Length: 1\r\nContent-Length: 2\r\n", "a"), 400},
        {post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "0\r\n\r\n"), 400},
        // Transfer-Encoding
        {post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: identity\r\n"), 400},
        {post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 400},
        {post("Transfer-Encoding:\r\n"), 400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {get("/", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", 0},
        {post("Transfer-Encoding: Chunked\r\n", "0\r\n\r\n"), 0},
        // chunks
        {chunked("3\r\nabc\r\n0\r\n\r\n"), 0},
        {chunked("3;a=\"b c\"\r\nabc\r\n00\r\nX: y\r\n\r\n"), 0},
        {chunked("3\r\nabc\r\n0\r\n"), -1},
        {chunked("\r\n0\r\n\r\n"), 400},
        {chunked("g\r\n"), 400},
        {chunked("0x3\r\nabc\r\n0\r\n\r\n"), 400},
        {chunked("+3\r\nabc\r\n0\r\n\r\n"), 400},
        {chunked("-3\r\nabc\r\n0\r\n\r\n"), 400},
        {chunked(" 3\r\nabc\r\n0\r\n\r\n"), 400},
        {chunked("3 \r\nabc\r\n0\r\n\r\n"), 400},
        {chunked("3\nabc\r\n0\r\n\r\n"), 400},
        {chunked("3\r\nabcd\r\n0\r\n\r\n"), 400},
        {chunked("3\r\nabc\n0\r\n\r\n"), 400},
        {chunked("3\r\nabc\r\n0\r\n\n"), 400},
        {chunked("3;a\nb\r\nabc\r\n0\r\n\r\n"), 400},
        {chunked("3;a\rb\r\nabc\r\n0\r\n\r\n"), 400},
        {chunked("0\r\n folded: y\r\n\r\n"), 400},
        {chunked("0\r\nX: y\nZ: a\r\n\r\n"), 400},
        {chunked("65\r\n"), 413},
        {chunked("64\r\n" + std::string(100, 'a') + "\r\n1\r\n"), 413},
        {chunked("ffffffffffffffff\r\n"), 413},
        {chunked("fffffffff\r\n"), 413},
        {chunked("1;" + std::string(9000, 'a') + "\r\na\r\n0\r\n\r\n"), 431},
    };
    for (const auto& [bytes, expected] : cases) {
        CAPTURE(bytes);
        CHECK(verdict(bytes, bytes.size()) == expected);
        CHECK(verdict(bytes, 1) == expected);
        CHECK(verdict(bytes, 7) == expected);
    }
}

TEST_CASE("a head is split, and the next request can be read") {
    http::Reader reader(small);
    const std::string first = "HEAD /a%20b?c=d HTTP/1.1\r\nhOsT: a\r\nAccept-Encoding: gzip\r\nIf-None-Match: \"x\"\r\nCookie: look=1\r\nConnection: close\r\n\r\n";
    const std::string both = first + get("/next");
    REQUIRE(reader.read_head(both) == State::done);
    CHECK(reader.head().method == "HEAD");
    CHECK(reader.head().path == "/a b");
    CHECK(reader.head().query == "c=d");
    CHECK(reader.head().accept_encoding == "gzip");
    CHECK(reader.head().if_none_match == "\"x\"");
    CHECK(reader.head().cookie == "look=1");
    CHECK_FALSE(reader.head().keep_alive);
    CHECK(reader.head().fields.size() == 5);
    CHECK(reader.head_size() == first.size());
    reader.reset();
    REQUIRE(reader.read_head(std::string_view(both).substr(first.size())) == State::done);
    CHECK(reader.head().path == "/next");
    CHECK(reader.head().keep_alive);
    CHECK(reader.head().cookie.empty());
}

TEST_CASE("the page for a refusal learns the target as far as it was read") {
    CHECK(http::Reader::target_of("GET /ja/x HTTP/1.1\r\n") == "/ja/x");
    CHECK(http::Reader::target_of("GET /ja/x") == "/ja/x");
    CHECK(http::Reader::target_of("\x16\x03").empty());
}

TEST_SUITE_END();
