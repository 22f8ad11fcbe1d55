#include "kit/http/test_client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <random>

using http::testing::Client;
using http::testing::Reply;
using http::testing::Running;

namespace {
// How many published pages are asked for after their publication was answered; the full number runs under ThreadSanitizer.
int interleavings() {
    const char* wanted = std::getenv("ALTTO_INTERLEAVINGS");
    return wanted ? std::atoi(wanted) : 10000;
}

constexpr int pieces = 4;

// The database of this test: a number for each piece, read and written as a transaction would, with time passing at every step.
struct Store {
    std::mutex mutex;
    int version[pieces] = {};
    int read(int piece) {
        const std::lock_guard hold(mutex);
        return version[piece];
    }
    int publish(int piece) {
        const std::lock_guard hold(mutex);
        return ++version[piece];
    }
};

void dawdle(std::minstd_rand& random) {
    switch (random() % 4) {
        case 0: std::this_thread::yield(); break;
        case 1: std::this_thread::sleep_for(std::chrono::microseconds(random() % 60)); break;
        default: break;
    }
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("no reader ever gets a page older than a publication that was answered before they asked") {
    // Small enough that pages are also evicted, and everything is rendered again and again.
    http::PageCache cache(2600);
    Store store;
    std::atomic<unsigned> seeds = 1;
    http::ServerOptions options;
    options.workers = 4;
    Running server(options, [&](const http::Request& request) {
        thread_local std::minstd_rand random(seeds++);
        const int piece = request.path.at(1) - '0';
        http::Response response;
        if (request.method == "POST") {
            dawdle(random);
            const int now = store.publish(piece);
            dawdle(random);
            const std::string tags[] = {"piece:" + std::to_string(piece)};
            cache.drop(tags);
            response.body = std::to_string(now);
            return response;
        }
        dawdle(random);
        const int version = store.read(piece);
        dawdle(random);
        response.headers = {{"Content-Type", "text/html"}};
        response.body = std::to_string(version) + std::string(300, ' ') + "<p>";
        response.tags = {"piece:" + std::to_string(piece), "site"};
        return response;
    }, cache);

    std::atomic<int> answered[pieces] = {};
    std::atomic<int> left = interleavings(), too_old = 0, broken = 0;
    const auto read_or_publish = [&](unsigned seed) {
        std::minstd_rand random(seed);
        Client client(server.port());
        while (left-- > 0) {
            const int piece = static_cast<int>(random() % pieces);
            const std::string target = "/" + std::to_string(piece);
            if (random() % 5 == 0) {
                const Reply reply = client.ask("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                if (reply.status != 200) ++broken;
                const int now = std::atoi(reply.body.c_str());
                int known = answered[piece];
                while (known < now && !answered[piece].compare_exchange_weak(known, now)) {}
            } else {
                const int at_least = answered[piece];
                const Reply reply = client.get(target);
                if (reply.status != 200) ++broken;
                if (std::atoi(reply.body.c_str()) < at_least) ++too_old;
            }
        }
    };
    std::vector<std::thread> clients;
    for (unsigned i = 0; i < 6; ++i) clients.emplace_back(read_or_publish, 1000 + i);
    for (std::thread& client : clients) client.join();
    CHECK(too_old == 0);
    CHECK(broken == 0);
    CHECK(cache.stats().hits > 0);
    CHECK(cache.stats().drops > 0);
}

TEST_SUITE_END();
