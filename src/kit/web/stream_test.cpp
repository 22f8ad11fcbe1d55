#include "kit/web/stream.hpp"

#include "kit/base/check.hpp"
#include "kit/http/test_client.hpp"
#include "kit/web/app.hpp"
#include "support/database.hpp"

#include <doctest/doctest.h>

#include <thread>

using http::testing::Client;
using http::testing::Listener;

namespace {
using namespace std::chrono_literals;

constexpr db::Query read_count{"test.read_count", "select n from counts where id = :id"};
constexpr db::Query raise_count{"test.raise_count", "update counts set n = n + 1 where id = :id returning n"};

/// A small site that counts: everybody who looks on sees every number.
class Site {
public:
    explicit Site(support::Database& db, http::StreamLimits limits = {})
        : streams_(limits), app_(
                                options(), db, on_, [](const web::Refused&) { return html::Html(); }, cache_),
          server_(
              {}, [this](const http::Request& request) { return app_.handle(request); }, cache_,
              [this](std::string_view path, std::string_view query, std::string_view cookie) {
                  return on_.cache_key(path, query, cookie);
              }),
          hearing_(db, web::ear_of(streams_)) {
        db::write(db, [](db::Tx& tx) {
            tx.script("create table counts (id bigint not null primary key, n bigint not null); insert into counts values (1, 0), (2, 0)");
        });
        on_.get("/counts/{id}/events", [](web::Visit& visit) { return look_on(visit); }).by_link().takes({"since"});
        on_.get("/plain",
                [](web::Visit& visit) {
                    visit.listen("count:1");
                    return web::file("text/plain", "nothing follows");
                })
            .by_link();
        on_.post("/counts/{id}",
                 [](web::Visit& visit) {
                     const std::string id = visit.param("id");
                     const auto now = visit.tx().first(raise_count, {{"id", std::stoi(id)}})->number(0);
                     streams::tell(visit.tx(), {.topic = "count:" + id, .name = "count", .id = std::to_string(now), .data = "told"});
                     return web::see_other("/");
                 })
            .by_link();
        on_.post("/out",
                 [](web::Visit& visit) {
                     streams::close(visit.tx(), "session:" + std::to_string(*visit.viewer.session));
                     return web::see_other("/");
                 })
            .by_link();
        if (db.engine() == db::Engine::postgres) std::this_thread::sleep_for(200ms); // until the channel listens, which ends open streams
    }

    static web::Response look_on(web::Visit& visit) {
        visit.listen("count:" + visit.param("id"));
        const auto now = visit.tx().first(read_count, {{"id", std::stoi(visit.param("id"))}})->number(0);
        const std::string since(web::last_event_id(visit));
        return web::stream(visit, http::event_text({.name = "begin", .id = std::to_string(now), .data = "since " + since}));
    }

    std::uint16_t port() const { return server_.port(); }
    http::Streams& streams() { return streams_; }
    int post(const std::string& path, const std::string& who = "") {
        Client client(port());
        return client.ask("POST " + path + " HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n" + who + "Content-Length: 0\r\n\r\n")
            .status;
    }
    void wait_for_streams(std::size_t count) {
        for (int i = 0; i < 1000 && streams_.count() != count; ++i) std::this_thread::sleep_for(5ms);
        CHECK(streams_.count() == count);
    }

private:
    web::AppOptions options() {
        web::AppOptions wanted;
        wanted.public_url = "http://localhost";
        wanted.streams = &streams_;
        wanted.gate.identify = [](db::Tx&, const http::Request& request) {
            base::Viewer viewer;
            const std::string who(request.header("who"));
            if (!who.empty()) {
                viewer.person = std::stoi(who.substr(0, who.find('/')));
                viewer.session = std::stoi(who.substr(who.find('/') + 1));
            }
            return viewer;
        };
        return wanted;
    }
    http::PageCache cache_{1 << 20};
    http::Streams streams_;
    web::Routes on_;
    web::App app_;
    http::testing::Running server_;
    streams::Hearing hearing_;
};
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("an answer may be a stream: what was there, and then what is committed", db) {
    Site site(db);
    CHECK(site.post("/counts/1") == 303);
    Listener listener(site.port(), "/counts/1/events?since=4", "Accept-Encoding: gzip\r\n");
    CHECK(listener.reply().status == 200);
    CHECK(listener.reply().header("Content-Type") == "text/event-stream");
    CHECK(listener.reply().header("Cache-Control") == "no-store");
    CHECK(listener.reply().header("X-Accel-Buffering") == "no");
    CHECK(listener.reply().header("X-Content-Type-Options") == "nosniff");
    CHECK(listener.reply().header("Content-Encoding").empty());
    const auto first = listener.next();
    REQUIRE(first);
    CHECK(first->id == "1");
    CHECK(first->data == "since 4");
    CHECK(site.post("/counts/2") == 303);
    CHECK(site.post("/counts/1") == 303);
    auto second = listener.next();
    REQUIRE(second);
    if (second->id == first->id) second = listener.next();  // what was told while it was read may come twice
    REQUIRE(second);
    CHECK(second->name == "count");
    CHECK(second->id == "2");
    Listener again(site.port(), "/counts/1/events?since=4", "Last-Event-ID: 2\r\n");
    CHECK(again.next()->data == "since 2");
}

ROOM_TEST_CASE("no number is missed by whoever begins to listen while others write", db) {
    Site site(db);
    std::vector<std::jthread> writers; // stopped and waited for when they go
    for (int i = 0; i < 2; ++i)
        writers.emplace_back([&](const std::stop_token& over) {
            while (!over.stop_requested()) site.post("/counts/1");
        });
    int gaps = 0, heard_in_all = 0;
    for (int round = 0; round < 25; ++round) {
        Listener listener(site.port(), "/counts/1/events");
        const auto begin = listener.next();
        REQUIRE(begin);
        int known = std::atoi(begin->id.c_str());
        for (int i = 0; i < 8; ++i) {
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
    CHECK(heard_in_all == 200);
}

ROOM_TEST_CASE("one person, or one address of those who are nobody, gets so many streams", db) {
    Site site(db, {.all = 5, .each = 2, .unsent_bytes = 1 << 18});
    std::vector<std::unique_ptr<Listener>> open;
    const auto status = [&](const std::string& who) {
        open.push_back(std::make_unique<Listener>(site.port(), "/counts/1/events", who));
        return open.back()->reply().status;
    };
    CHECK(status("Who: 1/10\r\n") == 200);
    CHECK(status("Who: 1/11\r\n") == 200);
    CHECK(status("Who: 1/12\r\n") == 429);
    CHECK_FALSE(open.back()->reply().header("Retry-After").empty());
    CHECK(status("") == 200);
    CHECK(status("") == 200);
    CHECK(status("") == 429);
    CHECK(status("Who: 2/20\r\n") == 200);
    CHECK(status("Who: 3/30\r\n") == 503);
    CHECK_FALSE(open.back()->reply().header("Retry-After").empty());
    open.clear();
    site.wait_for_streams(0);
    CHECK(status("Who: 1/12\r\n") == 200);
}

ROOM_TEST_CASE("who signs out hears no more, there and nowhere else", db) {
    Site site(db);
    Listener here(site.port(), "/counts/1/events", "Who: 1/10\r\n"), phone(site.port(), "/counts/1/events", "Who: 1/11\r\n");
    REQUIRE(here.next());
    REQUIRE(phone.next());
    CHECK(site.post("/out", "Who: 1/10\r\n") == 303);
    CHECK(here.rest().empty());
    CHECK(site.post("/counts/1") == 303);
    CHECK(phone.next()->id == "1");
    db::write(db, [](db::Tx& tx) { streams::close(tx, "person:1"); });
    CHECK(phone.rest().empty());
    site.wait_for_streams(0);
}

ROOM_TEST_CASE("a stream that was opened and not answered with is gone with its visit", db) {
    Site site(db);
    CHECK(Client(site.port()).get("/plain").body == "nothing follows");
    CHECK(site.streams().count() == 0);
}

ROOM_TEST_CASE("without streams in the program a visit gets none, and a visit that did not listen cannot stream", db) {
    http::Request request;
    request.method = "GET";
    web::Visit visit(request, {.pool = db.pool(), .limiter = nullptr, .client = "a", .secure = false, .once = nullptr, .streams = nullptr},
                     {}, base::Lang::en, "/", {});
    CHECK_THROWS_AS(visit.listen("count:1"), web::NoRoom);
    CHECK_THROWS_AS(web::stream(visit, ""), base::Bug);
}

TEST_SUITE_END();
