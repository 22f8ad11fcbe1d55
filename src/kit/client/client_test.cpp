#include "kit/client/client.hpp"

#include "kit/client/test_server.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <thread>

namespace {

using namespace std::chrono_literals;
using client::Ask;
using client::Client;
using client::Why;
using client::test::Server;

/// A client that may reach the server of this test besides public machines, and knows these names.
struct Setup {
    Server server;
    std::map<std::string, std::vector<std::string>> names;
    std::map<std::string, int> asked;
    Client client{{.user_agent = "Test/1",
                   .at_once = 2,
                   .testing = {.resolve =
                                   [this](const std::string& host) {
                                       ++asked[host];
                                       const auto known = names.find(host);
                                       return known == names.end() ? std::vector<std::string>{host} : known->second;
                                   },
                               .allowed = {{"127.0.0.1", server.port()}},
                               .ca_file = {}}}};
    Why why(const std::string& url, const Ask& ask = {}) {
        const auto answer = client.get(url, ask);
        REQUIRE_FALSE(answer.has_value());
        return answer.error().why;
    }
    std::string named(const std::string& host, const std::string& path) {
        return "http://" + host + ":" + std::to_string(server.port()) + path;
    }
};

/// Without any allowance, as in a running program.
const Client& plain() {
    static const Client one({.user_agent = "Test/1", .at_once = 2, .testing = {}});
    return one;
}

}

TEST_SUITE_BEGIN("unit");

TEST_CASE("an answer comes with its status, its type and its body") {
    Setup setup;
    setup.server.say("/a?b=1", 200, "Hello.", "Content-Type: text/plain\r\n");
    const auto answer = setup.client.get(setup.server.url("/a?b=1#part"), {.accept = "text/plain"});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->body == "Hello.");
    CHECK(answer->content_type == "text/plain");
    const auto heard = setup.server.heard();
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].starts_with("GET /a?b=1 HTTP/1.1\r\n"));
    CHECK(heard[0].find("Accept: text/plain\r\n") != std::string::npos);
    CHECK(heard[0].find("User-Agent: Test/1\r\n") != std::string::npos);
    const auto missing = setup.client.get(setup.server.url("/none"), {.head = true});
    REQUIRE(missing.has_value());
    CHECK(missing->status == 404);
    CHECK(setup.server.heard().back().starts_with("HEAD /none "));
}

TEST_CASE("only http and https are spoken, on their own ports, and without names and passwords") {
    for (const char* const url :
         {"file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)", "//example.org/", "example.org", "",
          "http://", "https://user:secret@example.org/", "http://user@example.org/", "http://exa mple.org/", "http://[::1",
          "http://[fe80::1%25lo]/", "http://example.org\r\nX: y/"}) {
        INFO(std::string(url));
        const auto answer = plain().get(url);
        REQUIRE_FALSE(answer.has_value());
        CHECK(answer.error().why == Why::address);
    }
    for (const char* const url :
         {"http://example.org:22/", "https://example.org:8443/", "http://example.org:6379/", "http://example.org:25/"}) {
        const auto answer = plain().get(url);
        REQUIRE_FALSE(answer.has_value());
        CHECK(answer.error().why == Why::port);
    }
}

TEST_CASE("this machine and its neighbours are not asked, however their address is written") {
    for (const char* const url : {"http://127.0.0.1/",
                                  "http://localhost/",
                                  "http://localhost./",
                                  "http://127.1/",
                                  "http://0x7f.1/",
                                  "http://2130706433/",
                                  "http://0177.0.0.1/",
                                  "http://0/",
                                  "http://[::1]/",
                                  "http://[::]/",
                                  "http://[::ffff:127.0.0.1]/",
                                  "http://[::ffff:7f00:1]/",
                                  "http://169.254.169.254/latest/meta-data/",
                                  "http://10.0.0.1/",
                                  "https://192.168.1.1/",
                                  "http://[fd00:ec2::254]/",
                                  "http://[fe80::1]/",
                                  "http://１２７.０.０.１/",
                                  "http://127。0。0。1/",
                                  "http://[64:ff9b::7f00:1]/"}) {
        INFO(std::string(url));
        const auto answer = plain().get(url, {.time = 3s});
        REQUIRE_FALSE(answer.has_value());
        const bool refused = answer.error().why == Why::forbidden || answer.error().why == Why::address;
        CHECK_MESSAGE(refused, std::string(client::name(answer.error().why)), ": ", answer.error().detail);
    }
}

TEST_CASE("a name that has one private address among public ones is refused, and nobody is asked") {
    Setup setup;
    setup.names["mixed.example"] = {"8.8.8.8", "10.0.0.1"};
    setup.names["nobody.example"] = {};
    CHECK(setup.why("http://mixed.example/") == Why::forbidden);
    CHECK(setup.why("http://nobody.example/") == Why::unknown);
    CHECK(setup.server.heard().empty());
}

TEST_CASE("a name is looked up once, and the connection goes to what was checked") {
    Setup setup;
    setup.names["here.example"] = {"127.0.0.1"};
    setup.server.say("/", 200, "ok");
    const auto answer = setup.client.get(setup.named("here.example", "/"));
    REQUIRE(answer.has_value());
    CHECK(answer->body == "ok");
    CHECK(setup.asked["here.example"] == 1);
    CHECK(setup.server.heard().at(0).find("Host: here.example:") != std::string::npos);
}

TEST_CASE("each hop is checked anew, and there are three at most") {
    Setup setup;
    const auto to = [](const std::string& where) { return "Location: " + where + "\r\n"; };
    setup.server.say("/end", 200, "there");
    setup.server.say("/1", 302, "", to("/end"));
    setup.server.say("/2", 301, "", to("/1"));
    setup.server.say("/3", 307, "", to(setup.server.url("/2")));
    setup.server.say("/4", 308, "", to("3"));
    setup.server.say("/round", 303, "", to("/round"));
    setup.server.say("/private", 302, "", to("http://10.0.0.1/"));
    setup.server.say("/metadata", 302, "", to("http://169.254.169.254/"));
    setup.server.say("/name", 302, "", to("http://mixed.example/"));
    setup.server.say("/file", 302, "", to("file:///etc/passwd"));
    setup.server.say("/port", 302, "", to("http://example.org:22/"));
    setup.server.say("/password", 302, "", to("http://a:b@example.org/"));
    setup.server.say("/nowhere", 302, "");
    setup.names["mixed.example"] = {"8.8.8.8", "::1"};
    const auto answer = setup.client.get(setup.server.url("/3"));
    REQUIRE(answer.has_value());
    CHECK(answer->body == "there");
    CHECK(answer->url == setup.server.url("/end"));
    CHECK(setup.why(setup.server.url("/4")) == Why::redirects);
    CHECK(setup.why(setup.server.url("/round")) == Why::redirects);
    CHECK(setup.why(setup.server.url("/private")) == Why::forbidden);
    CHECK(setup.why(setup.server.url("/metadata")) == Why::forbidden);
    CHECK(setup.why(setup.server.url("/name")) == Why::forbidden);
    CHECK(setup.why(setup.server.url("/file")) == Why::address);
    CHECK(setup.why(setup.server.url("/port")) == Why::port);
    CHECK(setup.why(setup.server.url("/password")) == Why::address);
    CHECK(setup.why(setup.server.url("/nowhere")) == Why::redirects);
}

TEST_CASE("a body that is too long ends the request, also when it grows while it is unpacked") {
    Setup setup;
    setup.server.say("/long", 200, std::string(5000, 'a'));
    CHECK(setup.why(setup.server.url("/long"), {.bytes = 4999}) == Why::too_large);
    CHECK(setup.client.get(setup.server.url("/long"), {.bytes = 5000}).has_value());
    setup.server.answer("/endless", "HTTP/1.1 200 OK\r\n\r\n" + std::string(3 << 20, 'a'));
    CHECK(setup.why(setup.server.url("/endless")) == Why::too_large);
    setup.server.answer("/heads", "HTTP/1.1 200 OK\r\nX: " + std::string(70000, 'a') + "\r\nContent-Length: 0\r\n\r\n");
    const Why why = setup.why(setup.server.url("/heads"));
    CHECK((why == Why::too_large || why == Why::unreachable));

    // 60 MB of zeros in 60 kB.
    support::TempDir folder;
    const std::string made = std::string(folder.path()) + "/bomb";
    REQUIRE(std::system(("head -c 60000000 /dev/zero | gzip -9 > '" + made + "'").c_str()) == 0);
    const std::string bomb = support::read_file(made);
    setup.server.say("/bomb", 200, bomb, "Content-Encoding: gzip\r\n");
    CHECK(setup.why(setup.server.url("/bomb")) == Why::too_large);
    REQUIRE(std::system(("printf 'small and packed' | gzip > '" + made + "'").c_str()) == 0);
    setup.server.say("/packed", 200, support::read_file(made), "Content-Encoding: gzip\r\n");
    const auto packed = setup.client.get(setup.server.url("/packed"));
    REQUIRE(packed.has_value());
    CHECK(packed->body == "small and packed");
}

TEST_CASE("where the body is of no interest, the status is enough") {
    Setup setup;
    setup.server.answer("/endless", "HTTP/1.1 200 OK\r\n\r\n" + std::string(1 << 20, 'a'));
    const auto answer = setup.client.get(setup.server.url("/endless"), {.body = false, .bytes = 10});
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->body.empty());
}

TEST_CASE("a server that says nothing, or a byte now and then, is left when the time is over") {
    Setup setup;
    setup.server.answer("/silent", Server::silent);
    setup.server.answer("/drips", Server::drips);
    setup.server.say("/to-silent", 302, "", "Location: /silent\r\n");
    for (const char* const path : {"/silent", "/drips", "/to-silent"}) {
        const auto begun = std::chrono::steady_clock::now();
        CHECK(setup.why(setup.server.url(path), {.time = 300ms}) == Why::too_slow);
        CHECK(std::chrono::steady_clock::now() - begun < 3s);
    }
}

TEST_CASE("so many requests at the same time and no more") {
    Setup setup;
    setup.server.answer("/silent", Server::silent);
    std::vector<std::thread> others;
    for (int i = 0; i < 2; ++i) others.emplace_back([&] { setup.client.get(setup.server.url("/silent"), {.time = 700ms}); });
    std::this_thread::sleep_for(200ms);
    CHECK(setup.why(setup.server.url("/silent"), {.time = 100ms}) == Why::busy);
    for (std::thread& other : others) other.join();
    setup.server.say("/", 200, "again");
    CHECK(setup.client.get(setup.server.url("/")).has_value());
}

TEST_CASE("no cookie, password or proxy of the machine's user goes along") {
    support::TempDir home;
    std::ofstream(home.path() / ".netrc") << "machine 127.0.0.1 login someone password secret\n";
    setenv("HOME", std::string(home.path()).c_str(), 1);
    setenv("http_proxy", "http://127.0.0.1:9/", 1);
    setenv("ALL_PROXY", "socks5://127.0.0.1:9/", 1);
    Setup setup;
    setup.server.say("/end", 200, "ok");
    setup.server.say("/set", 302, "", "Location: /end\r\nSet-Cookie: a=b; Path=/\r\n");
    CHECK(setup.client.get(setup.server.url("/set")).has_value());
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    for (const std::string& head : setup.server.heard()) {
        CHECK(head.find("Cookie") == std::string::npos);
        CHECK(head.find("Authorization") == std::string::npos);
        CHECK(head.find("Referer") == std::string::npos);
    }
    CHECK(setup.server.heard().size() == 2);
}

TEST_CASE("a certificate that nobody vouches for is refused; a known one of the right host is taken") {
    support::TempDir folder;
    const std::string path = folder.path();
    REQUIRE(std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=here.example -addext "
                         "subjectAltName=DNS:here.example -keyout '" +
                         path + "/key' -out '" + path + "/cert' 2>/dev/null")
                            .c_str()) == 0);
    const std::string serve = "exec bash -c 'cd " + path +
                              " && exec timeout 20 openssl s_server -accept 127.0.0.1:0 -naccept 3 -www -cert cert -key key 2>/dev/null'";
    const std::unique_ptr<FILE, decltype(&pclose)> pipe(popen(serve.c_str(), "r"), &pclose);
    REQUIRE(pipe);
    std::uint16_t port = 0;
    std::array<char, 512> line{};
    while (port == 0 && std::fgets(line.data(), static_cast<int>(line.size()), pipe.get())) {
        const std::string said(line.data());
        if (said.starts_with("ACCEPT")) port = static_cast<std::uint16_t>(std::atoi(said.c_str() + said.rfind(':') + 1));
    }
    REQUIRE(port != 0);
    const auto at = [&](const std::string& host, const std::string& ca) {
        const Client one({.user_agent = "Test/1",
                          .at_once = 1,
                          .testing = {.resolve = [](const std::string&) { return std::vector<std::string>{"127.0.0.1"}; },
                                      .allowed = {{"127.0.0.1", port}},
                                      .ca_file = ca}});
        return one.get("https://" + host + ":" + std::to_string(port) + "/");
    };
    const auto unknown = at("here.example", "");
    REQUIRE_FALSE(unknown.has_value());
    CHECK(unknown.error().why == Why::certificate);
    const auto other = at("there.example", path + "/cert");
    REQUIRE_FALSE(other.has_value());
    CHECK(other.error().why == Why::certificate);
    const auto known = at("here.example", path + "/cert");
    REQUIRE(known.has_value());
    CHECK(known->status == 200);
}

TEST_SUITE_END();
