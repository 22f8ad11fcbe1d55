#include "kit/http/streams.hpp"

#include "kit/base/check.hpp"
#include "kit/http/test_client.hpp"

#include <doctest/doctest.h>

#include <malloc.h>

#include <atomic>
#include <chrono>
#include <mutex>

using http::testing::Client;
using http::testing::Listener;
using http::testing::Running;

namespace {
using namespace std::chrono_literals;

/// A handler that answers every GET with a stream of the topic that the path names, for the owner that a header names.
http::Response stream_of(http::Streams& streams, const http::Request& request, const std::function<std::string()>& first = nullptr) {
    http::Response response;
    const std::string owner(request.header("owner"));
    auto opened = streams.open(owner.empty() ? "client" : owner, {"all"});
    if (!opened) {
        response.status = opened.error() == http::StreamRefusal::all_taken ? 503 : 429;
        return response;
    }
    http::Streams::listen(**opened, request.path);
    response.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
    response.body = first ? first() : http::event_text({.name = "hello", .id = "0", .data = request.path});
    response.stream = std::move(*opened);
    return response;
}

double seconds_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

bool comes_true(const std::function<bool()>& condition, std::chrono::milliseconds within = 10s) {
    for (const auto end = std::chrono::steady_clock::now() + within; std::chrono::steady_clock::now() < end;
         std::this_thread::sleep_for(2ms))
        if (condition()) return true;
    return condition();
}

std::string text(int number) { return std::to_string(number); }

struct House {
    explicit House(http::ServerOptions options = {}, http::StreamLimits limits = {.all = 1000, .each = 1000, .unsent_bytes = 256 * 1024})
        : streams(limits),
          server(std::move(options), [this](const http::Request& request) { return stream_of(streams, request); }, cache) {}
    std::uint16_t port() const { return server.port(); }
    void send(const std::string& topic, int number) { streams.send(topic, {.name = "step", .id = text(number), .data = text(number)}); }

    http::PageCache cache{1 << 20};
    http::Streams streams;
    Running server;
};
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("an event is written as browsers read it, and a line end cannot leave its field") {
    CHECK(http::event_text({.name = "step", .id = "7", .data = "{}"}) == "event: step\nid: 7\ndata: {}\n\n");
    CHECK(http::event_text({.name = "", .id = "", .data = ""}) == "data: \n\n");
    CHECK(http::event_text({.name = "", .id = "", .data = "a\nb\r\nc\rd\n"}) == "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
    CHECK_THROWS_AS(http::event_text({.name = "a\nid: 9", .id = "", .data = ""}), base::Bug);
    CHECK_THROWS_AS(http::event_text({.name = "", .id = std::string("a\0b", 3), .data = ""}), base::Bug);
}

TEST_CASE("one owner gets so many streams and all together so many, and what is closed counts no more") {
    http::Streams streams({.all = 4, .each = 2, .unsent_bytes = 1000});
    std::vector<std::shared_ptr<http::Stream>> held;
    const auto open = [&](const std::string& owner) {
        auto opened = streams.open(owner);
        if (opened) held.push_back(std::move(*opened));
        return opened ? std::string("opened") : opened.error() == http::StreamRefusal::all_taken ? "all taken" : "too many of one";
    };
    CHECK(open("person:1") == "opened");
    CHECK(open("person:1") == "opened");
    CHECK(open("person:1") == "too many of one");
    CHECK(open("person:2") == "opened");
    CHECK(open("person:3") == "opened");
    CHECK(open("person:4") == "all taken");
    CHECK(streams.count() == 4);
    held.erase(held.begin());
    CHECK(open("person:1") == "opened");
    held.clear();
    CHECK(streams.count() == 0);
}

TEST_CASE("what is told follows the first bytes in its order, and only of the topics that one listens to") {
    House house;
    Listener listener(house.port(), "/piece");
    CHECK(listener.reply().status == 200);
    CHECK(listener.reply().header("Content-Type") == "text/event-stream");
    CHECK(listener.reply().header("Transfer-Encoding") == "chunked");
    CHECK(listener.reply().header("Cache-Control") == "no-store");
    CHECK(listener.reply().header("Connection") == "close");
    CHECK(listener.next()->data == "/piece");
    for (int i = 1; i <= 50; ++i) {
        house.send("/other", -i);
        house.send("/piece", i);
    }
    for (int i = 1; i <= 50; ++i) {
        const auto heard = listener.next();
        REQUIRE(heard);
        CHECK(heard->name == "step");
        CHECK(heard->id == text(i));
    }
}

TEST_CASE("a stream is neither compressed nor kept, and a HEAD gets its head") {
    House house;
    Listener listener(house.port(), "/piece", "Accept-Encoding: gzip, br\r\n");
    CHECK(listener.reply().header("Content-Encoding").empty());
    CHECK(listener.next()->data == "/piece");
    CHECK(house.cache.stats().entries == 0);
    Client client(house.port());
    const auto reply = client.ask("HEAD /piece HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(reply.status == 200);
    CHECK(client.ask("HEAD /piece HTTP/1.1\r\nHost: a\r\n\r\n").status == 200);
    CHECK(comes_true([&] { return house.streams.count() == 1; }));
}

TEST_CASE("an HTTP/1.0 client gets bytes until the connection ends") {
    House house;
    Listener old(house.port(), "/piece", "", "HTTP/1.0");
    CHECK(old.reply().header("Transfer-Encoding").empty());
    CHECK(old.next()->data == "/piece");
    house.send("/piece", 1);
    house.send("/piece", 2);
    house.streams.end("/piece");
    const auto rest = old.rest();
    REQUIRE(rest.size() == 2);
    CHECK(rest[1].id == "2");
    CHECK(old.client().is_closed());
}

TEST_CASE("nothing is lost between what a handler reads and what follows, however many write at the same moment") {
    http::PageCache cache(0);
    http::Streams streams({.all = 1000, .each = 1000, .unsent_bytes = 256 * 1024});
    std::mutex store;
    int version = 0;
    Running server(
        {},
        [&](const http::Request& request) {
            return stream_of(streams, request, [&] {
                std::this_thread::sleep_for(1ms);
                const std::lock_guard hold(store);
                return http::event_text({.name = "all", .id = text(version), .data = "read"});
            });
        },
        cache);
    std::vector<std::jthread> writers; // stopped and waited for when they go
    for (int i = 0; i < 3; ++i)
        writers.emplace_back([&](const std::stop_token& over) {
            while (!over.stop_requested()) {
                {
                    const std::lock_guard hold(store);
                    ++version;
                    streams.send("/piece", {.name = "step", .id = text(version), .data = "told"});
                }
                std::this_thread::sleep_for(100us);
            }
        });
    int gaps = 0, heard_in_all = 0;
    for (int round = 0; round < 60; ++round) {
        Listener listener(server.port(), "/piece");
        int known = std::atoi(listener.next()->id.c_str());
        for (int i = 0; i < 30; ++i) {
            const auto heard = listener.next();
            REQUIRE(heard);
            const int id = std::atoi(heard->id.c_str());
            if (id > known + 1) ++gaps;
            known = std::max(known, id);
            ++heard_in_all;
        }
    }
    writers.clear();
    CHECK(gaps == 0);
    CHECK(heard_in_all == 1800);
}

TEST_CASE("a hundred events come to each of two hundred streams in their order") {
    House house;
    std::vector<std::unique_ptr<Listener>> all;
    for (int i = 0; i < 200; ++i) all.push_back(std::make_unique<Listener>(house.port(), "/" + text(i % 10)));
    for (auto& one : all) REQUIRE(one->next());
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 1; i <= 100; ++i)
        for (int topic = 0; topic < 10; ++topic) house.send("/" + text(topic), i);
    int wrong = 0;
    for (auto& one : all)
        for (int i = 1; i <= 100; ++i)
            if (const auto heard = one->next(); !heard || heard->id != text(i)) ++wrong;
    CHECK(wrong == 0);
    MESSAGE("20,000 events to 200 streams: ", seconds_since(begun), " s");
}

TEST_CASE("who reads too slowly is cut, and nobody waits for them") {
    http::ServerOptions options;
    House house(options, {.all = 10, .each = 10, .unsent_bytes = 256 * 1024});
    Listener slow(house.port(), "/piece"), quick(house.port(), "/piece");
    REQUIRE(slow.next());
    REQUIRE(quick.next());
    const std::string much(32 * 1024, 'x');
    int sent = 0;
    while (house.streams.count() == 2 && sent < 2000) {
        house.streams.send("/piece", {.name = "step", .id = text(++sent), .data = much});
        const auto heard = quick.next();
        REQUIRE(heard);
        REQUIRE(heard->id == text(sent));
    }
    CHECK(house.streams.count() == 1);
    const auto got = slow.rest();
    CHECK_FALSE(slow.ended_well());
    CHECK(got.size() < static_cast<std::size_t>(sent));
    for (std::size_t i = 0; i < got.size(); ++i) REQUIRE(got[i].id == text(static_cast<int>(i) + 1));
    house.send("/piece", sent + 1);
    CHECK(quick.next()->id == text(sent + 1));
}

TEST_CASE("a reader that takes not one byte for a while is let go before its room is full") {
    http::ServerOptions options;
    options.write_seconds = 1;
    House house(options, {.all = 10, .each = 10, .unsent_bytes = std::size_t{64} << 20});
    Listener lazy(house.port(), "/piece");
    lazy.client().keep(4096);
    REQUIRE(lazy.next());
    const std::string much(1 << 20, 'x');
    for (int i = 0; i < 16; ++i) house.streams.send("/piece", {.name = "step", .id = text(i), .data = much});
    CHECK(comes_true([&] { return house.streams.count() == 0; }));
}

TEST_CASE("a silent stream says now and then that it lives, and has no deadline but its own") {
    http::ServerOptions options;
    options.stream_beat_ms = 300;
    options.idle_seconds = options.write_seconds = options.header_seconds = 1;
    House house(options);
    Listener listener(house.port(), "/piece");
    REQUIRE(listener.next());
    std::thread later([&] {
        std::this_thread::sleep_for(2500ms);
        house.send("/piece", 1);
    });
    CHECK(listener.next()->id == "1");
    later.join();
    CHECK(listener.comments >= 3);
}

TEST_CASE("a stream ends when it has lived long enough, so that its client is asked again who it is") {
    http::ServerOptions options;
    options.stream_beat_ms = 100;
    options.stream_life_seconds = 1;
    House house(options);
    const auto begun = std::chrono::steady_clock::now();
    Listener listener(house.port(), "/piece");
    CHECK(listener.rest().size() == 1);
    CHECK(listener.ended_well());
    CHECK(seconds_since(begun) < 8);
}

TEST_CASE("a topic ends after what was told; a key is cut, and the streams of others go on") {
    House house;
    Listener first(house.port(), "/a", "Owner: person:1\r\n"), second(house.port(), "/b", "Owner: person:2\r\n"), third(house.port(), "/b");
    for (Listener* one : {&first, &second, &third}) REQUIRE(one->next());
    house.send("/a", 1);
    house.streams.end("/a");
    CHECK(first.rest().size() == 1);
    CHECK(first.ended_well());
    house.streams.close("person:2");
    CHECK(second.rest().empty());
    house.send("/b", 1);
    CHECK(third.next()->id == "1");
    house.streams.close_all();
    CHECK(third.rest().empty());
    CHECK(comes_true([&] { return house.streams.count() == 0; }));
}

TEST_CASE("a client that goes, or says more, ends its stream") {
    House house;
    {
        Listener gone(house.port(), "/piece");
        REQUIRE(gone.next());
        CHECK(house.streams.count() == 1);
    }
    CHECK(comes_true([&] { return house.streams.count() == 0; }));
    Listener half(house.port(), "/piece");
    REQUIRE(half.next());
    half.client().end();
    CHECK(half.rest().empty());
    Listener talker(house.port(), "/piece");
    REQUIRE(talker.next());
    talker.client().send("GET /piece HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(talker.rest().empty());
    Client both(house.port());
    both.send("GET /piece HTTP/1.1\r\nHost: a\r\n\r\nGET /piece HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(both.read(/*without_body=*/true).status == 200);
    std::string body;
    for (std::string got = both.take(); !got.empty(); got = both.take()) body += got;
    CHECK(body.ends_with("\r\n0\r\n\r\n"));
    CHECK(comes_true([&] { return house.streams.count() == 0; }));
}

TEST_CASE("stopping ends every stream at once, also those that nobody reads") {
    http::ServerOptions options;
    options.drain_seconds = 20;
    options.write_seconds = 60;
    House house(options, {.all = 100, .each = 100, .unsent_bytes = std::size_t{64} << 20});
    std::vector<std::unique_ptr<Listener>> all;
    for (int i = 0; i < 20; ++i) all.push_back(std::make_unique<Listener>(house.port(), "/piece"));
    for (auto& one : all) REQUIRE(one->next());
    Listener lazy(house.port(), "/much");
    lazy.client().keep(4096);
    REQUIRE(lazy.next());
    const std::string much(1 << 20, 'x');
    for (int i = 0; i < 16; ++i) house.streams.send("/much", {.name = "step", .id = text(i), .data = much});
    house.send("/piece", 1);
    const auto begun = std::chrono::steady_clock::now();
    house.server.stop();
    CHECK(seconds_since(begun) < 5);
    for (auto& one : all) {
        CHECK(one->rest().size() == 1);
        CHECK(one->ended_well());
    }
    CHECK(house.streams.count() == 0);
}

TEST_CASE("streams may end in the middle of everything") {
    http::ServerOptions options;
    options.stream_beat_ms = 1;
    House house(options);
    std::atomic<bool> over = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] {
            for (int n = 0; !over; ++n) {
                house.send("/piece", n);
                if (n % 40 == 0) house.streams.end("/piece");
                if (n % 70 == 0) house.streams.close("all");
                std::this_thread::sleep_for(200us);
            }
        });
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 60; ++n) {
                Listener listener(house.port(), "/piece");
                for (int heard = 0; heard < (n + i) % 30 && listener.next(); ++heard) {}
            }
        });
    for (std::size_t i = 2; i < threads.size(); ++i) threads[i].join();
    over = true;
    threads[0].join();
    threads[1].join();
    CHECK(comes_true([&] { return house.streams.count() == 0; }));
}

TEST_CASE("an idle stream holds at most 16 kB of memory") {
    House house;
    constexpr int count = 300;
    const auto used = [] { return static_cast<std::int64_t>(mallinfo2().uordblks); };
    std::vector<std::unique_ptr<Client>> clients;
    const std::int64_t before = used();
    for (int i = 0; i < count; ++i) {
        clients.push_back(std::make_unique<Client>(house.port()));
        clients.back()->send("GET /piece HTTP/1.1\r\nHost: a\r\nCookie: a=" + std::string(500, 'a') + "\r\n\r\n");
    }
    CHECK(comes_true([&] { return house.streams.count() == count; }));
    for (int i = 0; i < 3; ++i) house.send("/piece", i);
    std::this_thread::sleep_for(500ms);
    const std::int64_t each = (used() - before) / count;
    MESSAGE("an idle stream and its connection hold ", each, " bytes");
    CHECK(each < 16 * 1024);
}

TEST_SUITE_END();
