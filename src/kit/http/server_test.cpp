#include "kit/http/compress.hpp"
#include "kit/http/test_client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <future>

using http::testing::Client;
using http::testing::Reply;
using http::testing::Running;

namespace {
const std::string long_text = [] {
    std::string text = "<!doctype html><title>A lesson</title>";
    for (int i = 0; i < 400; ++i) text += "<p>Paragraph " + std::to_string(i * 7919) + " of a lesson.</p>";
    return text;
}();

http::Response echo(const http::Request& request) {
    http::Response response;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = request.method + " " + request.path + " " + request.query + " " + request.body;
    return response;
}

http::Response page(const http::Request&) {
    http::Response response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = long_text;
    response.tags = {"site"};
    return response;
}

double seconds_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// A door that a handler waits at until the test opens it.
struct Gate {
    std::promise<void> open;
    std::shared_future<void> is_open = open.get_future().share();
};
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("one connection carries many requests, also when they arrive at once") {
    http::PageCache cache(0);
    Running server({}, echo, cache);
    Client client(server.port());
    CHECK(client.get("/a").body == "GET /a  ");
    CHECK(client.get("/b?x=1").body == "GET /b x=1 ");
    client.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.read().body == "GET /1  ");
    CHECK(client.read().body == "POST /2  abc");
    CHECK(client.read().body == "GET /3  ");
}

TEST_CASE("pipelined requests for kept pages are answered in order") {
    http::PageCache cache(1 << 20);
    std::atomic<int> renders = 0;
    Running server(
        {},
        [&](const http::Request& request) {
            ++renders;
            http::Response response = page(request);
            response.body = request.path + long_text;
            return response;
        },
        cache);
    Client client(server.port());
    for (int round = 0; round < 3; ++round) {
        std::string all;
        for (int i = 0; i < 40; ++i) all += "GET /" + std::to_string(i % 5) + " HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(all);
        for (int i = 0; i < 40; ++i) CHECK(client.read().body == "/" + std::to_string(i % 5) + long_text);
    }
    CHECK(renders == 5);
}

TEST_CASE("a body may come in pieces and in chunks") {
    http::PageCache cache(0);
    Running server({}, echo, cache);
    Client client(server.port());
    const std::string request =
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nwell\r\n1\r\n,\r\n0\r\nTrailer: t\r\n\r\n";
    for (const char c : request) client.send({&c, 1});
    CHECK(client.read().body == "POST /p  well,");
    CHECK(client.get("/after").status == 200);
}

TEST_CASE("an answer to HEAD is the head of the answer to GET") {
    http::PageCache cache(1 << 20);
    Running server({}, page, cache);
    Client client(server.port());
    for (int i = 0; i < 2; ++i) {  // rendered, then kept
        const Reply head = client.ask("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");
        const Reply whole = client.get("/x");
        CHECK(head.status == 200);
        CHECK(head.header("ETag") == whole.header("ETag"));
        CHECK(head.header("Content-Length") == std::to_string(long_text.size()));
        CHECK(whole.body == long_text);
    }
    CHECK(cache.stats().entries == 1);
}

TEST_CASE("a kept page says how it may be kept, and is not sent twice") {
    http::PageCache cache(1 << 20);
    Running server({}, page, cache);
    Client client(server.port());
    for (const char* encoding : {"", "Accept-Encoding: gzip\r\n", "Accept-Encoding: gzip, br\r\n"}) {
        const Reply first = client.get("/x", encoding);
        CHECK(first.has("Cache-Control: no-cache"));
        CHECK(first.has("Vary: Cookie, Accept-Encoding"));
        CHECK(!first.header("Date").empty());
        const Reply second = client.get("/x", std::string(encoding) + "If-None-Match: \"other\", W/" + first.header("ETag") + "\r\n");
        CHECK(second.status == 304);
        CHECK(second.body.empty());
        CHECK(second.header("ETag") == first.header("ETag"));
        CHECK(second.has("Cache-Control: no-cache"));
        CHECK(second.header("Content-Length").empty());
    }
    CHECK(client.get("/x", "If-None-Match: \"other\"\r\n").status == 200);
}

TEST_CASE("the encoding is the client's choice") {
    http::PageCache cache(1 << 20);
    Running server({}, page, cache);
    Client client(server.port());
    for (int round = 0; round < 2; ++round) {
        CHECK(client.get("/x").header("Content-Encoding").empty());
        const Reply zipped = client.get("/x", "Accept-Encoding: br;q=0, gzip;q=0.5\r\n");
        CHECK(zipped.header("Content-Encoding") == "gzip");
        CHECK(http::gunzip(zipped.body) == long_text);
        CHECK(client.get("/x", "Accept-Encoding: gzip;q=0\r\n").header("Content-Encoding").empty());
    }
    CHECK(client.get("/new", "Accept-Encoding: gzip, deflate, br\r\n").header("Content-Encoding") == "br");
    CHECK(client.get("/new", "Accept-Encoding: gzip, deflate, br\r\n").header("Content-Encoding") == "br");
    CHECK(client.get("/new").body == long_text);
}

TEST_CASE("an answer that is not kept is private and compressed all the same") {
    http::PageCache cache(1 << 20);
    Running server(
        {},
        [](const http::Request& request) {
            http::Response response = page(request);
            response.tags.clear();
            return response;
        },
        cache);
    Client client(server.port());
    const Reply reply = client.get("/x", "Accept-Encoding: gzip\r\n");
    CHECK(http::gunzip(reply.body) == long_text);
    CHECK(reply.has("Cache-Control: private, no-cache"));
    CHECK(reply.has("Vary: Accept-Encoding"));
    CHECK(cache.stats().entries == 0);
}

TEST_CASE("what sets a cookie is never kept") {
    http::PageCache cache(1 << 20);
    Running server(
        {},
        [](const http::Request& request) {
            http::Response response = page(request);
            response.headers.emplace_back("Set-Cookie", "a=b");
            return response;
        },
        cache);
    Client client(server.port());
    client.get("/x");
    CHECK(cache.stats().entries == 0);
}

TEST_CASE("assets keep their own lifetime") {
    http::PageCache cache(1 << 20);
    Running server(
        {},
        [](const http::Request& request) {
            http::Response response = page(request);
            response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
            response.tags = {"immutable"};
            return response;
        },
        cache);
    Client client(server.port());
    const Reply reply = client.get("/a.css");
    CHECK(reply.has("Cache-Control: public, max-age=31536000, immutable"));
    CHECK(reply.has("Vary: Accept-Encoding"));
}

TEST_CASE("every refusal is a page, and closes the connection") {
    http::PageCache cache(1 << 20);
    http::ServerOptions options;
    options.max_header_bytes = 4096;
    options.max_target_bytes = 1024;
    options.max_body_bytes = 1000;
    Running server(options, echo, cache);
    const std::string host = "Host: a\r\n";
    const struct {
        std::string bytes;
        int status;
    } cases[] = {
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\nHost: a\n\n", 400},
        {"GET /%zz HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a/../b HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET http://a/ HTTP/1.1\r\n" + host + "\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffff\r\n", 413},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\n" + host + "\r\n", 411},
        {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 405},
        {"CONNECT a:443 HTTP/1.1\r\n" + host + "\r\n", 405},
        {"TRACE / HTTP/1.1\r\n" + host + "\r\n", 405},
        {"GET /" + std::string(2000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
        {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(5000, 'a') + "\r\n\r\n", 431},
        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"GET / HTTP/1.1\r\n" + host + "Expect: tea\r\n\r\n", 417},
        {"\x16\x03\x01\x02", 400},
    };
    for (const auto& [bytes, status] : cases) {
        CAPTURE(bytes);
        Client client(server.port());
        const Reply reply = client.ask(bytes);
        CHECK(reply.status == status);
        CHECK(reply.body == "refused " + std::to_string(status));
        CHECK(reply.has("Connection: close"));
        CHECK(reply.has("Cache-Control: no-store"));
        client.end();
        CHECK(client.is_closed());
    }
    Client client(server.port());
    CHECK(client.get("/").status == 200);
}

TEST_CASE("one target may take larger bodies than the others, and only so many of them at once") {
    http::PageCache cache(0);
    http::ServerOptions options;
    options.max_body_bytes = 1000;
    options.max_large_bodies = 2;
    options.max_body_of = [](std::string_view target) { return target == "/large" ? std::size_t{5000} : std::size_t{1000}; };
    Running server(options, echo, cache);
    const auto head = [](const std::string& target, std::size_t length) {
        return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    const std::string chunks = "POST /large HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    {
        Client client(server.port());
        for (int i = 0; i < 3; ++i)
            CHECK(client.ask(head("/large", 5000) + std::string(5000, 'a')).body == "POST /large  " + std::string(5000, 'a'));
        CHECK(client.ask(chunks + "fa0\r\n" + std::string(4000, 'a') + "\r\n0\r\n\r\n").status == 200);
        CHECK(client.ask(head("/large", 5001)).status == 413);
    }
    for (const std::string& refused : {head("/other", 1001), head("/large?x", 1001), chunks + "1389\r\n"})
        CHECK(Client(server.port()).ask(refused).status == 413);

    Client first(server.port()), second(server.port());
    const std::string wait = "Expect: 100-continue\r\n";
    CHECK(first.ask("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n" + wait + "\r\n").status == 100);
    CHECK(second.ask("POST /large HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + wait + "\r\n").status == 100);
    CHECK(Client(server.port()).ask(head("/large", 1001)).status == 503);
    CHECK(Client(server.port()).ask(chunks).status == 503);
    CHECK(Client(server.port()).ask(head("/large", 1000) + std::string(1000, 'a')).status == 200);
    first.send(std::string(2000, 'a'));
    CHECK(first.read().status == 200);
    CHECK(Client(server.port()).ask(head("/large", 1001) + std::string(1001, 'a')).status == 200);
    second.send("0\r\n\r\n");
    CHECK(second.read().status == 200);
}

TEST_CASE("a client that waits before it sends its body is told to go on") {
    http::PageCache cache(0);
    Running server({}, echo, cache);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.read(/*without_body=*/true).head == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc");
    CHECK(client.read().body == "POST /  abc");
}

TEST_CASE("HTTP/1.0 is answered and closed, or kept if it asks") {
    http::PageCache cache(0);
    Running server({}, echo, cache);
    Client old(server.port());
    const Reply reply = old.ask("GET / HTTP/1.0\r\n\r\n");
    CHECK(reply.status == 200);
    CHECK(reply.has("Connection: close"));
    old.end();
    CHECK(old.is_closed());
    Client kept(server.port());
    CHECK(kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").has("Connection: keep-alive"));
    CHECK(kept.ask("GET / HTTP/1.0\r\n\r\n").status == 200);
}

TEST_CASE("a handler that throws is a 500, and the connection lives on") {
    http::PageCache cache(1 << 20);
    Running server(
        {},
        [](const http::Request& request) -> http::Response {
            if (request.path == "/bad") throw std::runtime_error("the disk is full");
            if (request.path == "/worse") throw 1;
            http::Response response = echo(request);
            if (request.path == "/split") response.headers.emplace_back("Location", "/\r\nSet-Cookie: a=b");
            return response;
        },
        cache);
    Client client(server.port());
    for (const char* path : {"/bad", "/worse", "/split"}) {
        const Reply reply = client.get(path);
        CHECK(reply.status == 500);
        CHECK(reply.body == "refused 500");
        CHECK(reply.header("Set-Cookie").empty());
    }
    CHECK(client.get("/good").status == 200);
}

TEST_CASE("drip-fed heads and bodies and silent connections end at an absolute deadline") {
    http::PageCache cache(0);
    http::ServerOptions options;
    options.header_seconds = options.body_seconds = options.idle_seconds = 1;
    Running server(options, echo, cache);
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::thread> clients;
    for (const std::string begin :
         {"GET / HT", "GET / HTTP/1.1\r\nHost: a\r\nX: ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n"}) {
        clients.emplace_back([&, begin] {
            Client client(server.port());
            std::atomic<bool> answered = false;
            client.send(begin);
            std::thread drip([&] {
                while (!answered && seconds_since(begun) < 12) {
                    client.send("a");
                    std::this_thread::sleep_for(std::chrono::milliseconds(50));
                }
            });
            CHECK(client.read().status == 408);
            CHECK(seconds_since(begun) < 8);
            answered = true;
            drip.join();
        });
    }
    clients.emplace_back([&] {
        Client silent(server.port());
        CHECK(silent.is_closed());
        CHECK(seconds_since(begun) < 8);
    });
    clients.emplace_back([&] {
        Client used(server.port());
        CHECK(used.get("/").status == 200);
        CHECK(used.is_closed());
        CHECK(seconds_since(begun) < 8);
    });
    for (std::thread& client : clients) client.join();
}

TEST_CASE("a client that does not read its answer is let go") {
    http::PageCache cache(0);
    http::ServerOptions options;
    options.write_seconds = 1;
    options.drain_seconds = 20;
    const std::string big(64 << 20, 'x');
    Running server(
        options,
        [&](const http::Request&) {
            http::Response response;
            response.body = big;
            return response;
        },
        cache);
    Client lazy(server.port());
    lazy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(1800));
    const auto begun = std::chrono::steady_clock::now();
    server.stop();  // nothing is left to wait for
    CHECK(seconds_since(begun) < 8);  // of the 20 that a drain may take
    CHECK(lazy.read().status == 0);
}

TEST_CASE("too many waiting requests are sent away") {
    http::PageCache cache(0);
    http::ServerOptions options;
    options.workers = 1;
    options.max_waiting = 1;
    Gate gate;
    std::atomic<int> begun = 0;
    Running server(
        options,
        [&](const http::Request& request) {
            ++begun;
            gate.is_open.wait();
            return echo(request);
        },
        cache);
    Client first(server.port()), second(server.port()), third(server.port());
    first.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    while (begun == 0) std::this_thread::yield();
    second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    const Reply refused = third.get("/3");
    CHECK(refused.status == 503);
    CHECK(!refused.header("Retry-After").empty());
    gate.open.set_value();
    CHECK(first.read().body == "GET /1  ");
    CHECK(second.read().body == "GET /2  ");
}

TEST_CASE("a page that many ask for at once is rendered once, and holds one worker") {
    http::PageCache cache(1 << 20);
    http::ServerOptions options;
    options.workers = 2;
    Gate gate;
    std::atomic<int> renders = 0;
    Running server(
        options,
        [&](const http::Request& request) {
            if (request.path == "/slow") {
                ++renders;
                gate.is_open.wait();
            }
            return page(request);
        },
        cache);
    std::vector<std::unique_ptr<Client>> many;
    for (int i = 0; i < 20; ++i) {
        many.push_back(std::make_unique<Client>(server.port()));
        many.back()->send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    Client other(server.port());
    CHECK(other.get("/quick").status == 200);
    gate.open.set_value();
    for (auto& client : many) CHECK(client->read().body == long_text);
    CHECK(renders == 1);
}

TEST_CASE("those who wait for a page that turns out private each get their own") {
    http::PageCache cache(1 << 20);
    Gate gate;
    std::atomic<int> renders = 0;
    Running server(
        {},
        [&](const http::Request& request) {
            const int mine = ++renders;
            if (mine == 1) gate.is_open.wait();
            http::Response response = echo(request);
            response.body = std::to_string(mine);
            return response;
        },
        cache);
    Client first(server.port()), second(server.port());
    first.send("GET /me HTTP/1.1\r\nHost: a\r\n\r\n");
    while (renders == 0) std::this_thread::yield();
    second.send("GET /me HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    gate.open.set_value();
    CHECK(first.read().body == "1");
    CHECK(second.read().body == "2");
}

TEST_CASE("who asks while an older render is under way gets the page as it was published") {
    http::PageCache cache(1 << 20);
    Gate gate;
    std::atomic<int> renders = 0, published = 1;
    Running server(
        {},
        [&](const http::Request& request) {
            http::Response response = page(request);
            response.body = std::to_string(published);
            if (++renders == 1) gate.is_open.wait();
            return response;
        },
        cache);
    Client early(server.port()), late(server.port());
    early.send("GET /p HTTP/1.1\r\nHost: a\r\n\r\n");
    while (renders == 0) std::this_thread::yield();
    published = 2;
    const std::string tags[] = {"site"};
    cache.drop(tags);
    late.send("GET /p HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    gate.open.set_value();
    CHECK(early.read().body == "1");
    CHECK(late.read().body == "2");
}

TEST_CASE("stopping finishes what was begun, closes what is idle and takes nothing new") {
    http::PageCache cache(0);
    Gate gate;
    std::atomic<int> begun = 0;
    Running server(
        {},
        [&](const http::Request& request) {
            if (request.path == "/slow") {
                ++begun;
                gate.is_open.wait();
            }
            return echo(request);
        },
        cache);
    Client idle(server.port()), busy(server.port());
    CHECK(idle.get("/").status == 200);
    busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    while (begun == 0) std::this_thread::yield();
    const std::uint16_t port = server.port();
    server.begin_stop();
    CHECK(idle.is_closed());
    CHECK_THROWS(Client{port});
    gate.open.set_value();
    const Reply reply = busy.read();
    CHECK(reply.status == 200);
    CHECK(reply.has("Connection: close"));
    busy.end();
    server.stop();
}

TEST_CASE("a handler that hangs does not keep the drain from ending its connection") {
    http::PageCache cache(1 << 20);
    http::ServerOptions options;
    options.drain_seconds = 1;
    Gate gate;
    std::atomic<int> begun = 0;
    Running server(
        options,
        [&](const http::Request& request) {
            ++begun;
            gate.is_open.wait();
            return page(request);
        },
        cache);
    Client first(server.port()), second(server.port());
    first.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    while (begun == 0) std::this_thread::yield();
    second.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    server.begin_stop();
    CHECK(first.read().status == 0);
    CHECK(second.read().status == 0);
    gate.open.set_value();
    server.stop();
}

TEST_CASE("an address that is taken is named") {
    http::PageCache cache(0);
    Running server({}, echo, cache);
    http::ServerOptions options;
    options.port = server.port();
    CHECK_THROWS_WITH((http::Server{options, echo, Running::error_page, Running::by_path, cache}),
                      ("cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use").c_str());
    options.address = "nowhere";
    CHECK_THROWS((http::Server{options, echo, Running::error_page, Running::by_path, cache}));
}

TEST_SUITE_END();
