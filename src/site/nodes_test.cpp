#include "blog/blog.hpp"
#include "kit/db/notices.hpp"
#include "kit/http/test_client.hpp"
#include "kit/web/app.hpp"
#include "site/site.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <thread>

using base::Lang;
using support::World;

namespace {
/// One process of the site: its own connections, page cache, ear and server.
class Node {
public:
    explicit Node(const std::string& url)
        : pool_(db::open({.url = url, .connections = 5})),
          app_(
              app_options(), *pool_, on_, [this](const web::Refused& refused) { return site::draw_error(*pool_, facts_, refused); },
              cache_),
          server_(std::make_unique<http::Server>(
              options(), [this](const http::Request& request) { return app_.handle(request); },
              [this](int status, std::string_view target) { return app_.error(status, target); },
              [this](std::string_view path, std::string_view query, std::string_view cookie) { return on_.cache_key(path, query, cookie); },
              cache_)),
          notices_(*pool_, [this](std::span<const std::string> tags) { cache_.drop(tags); }, [this] { cache_.drop_all(); }) {
        site::routes(on_, facts_, services_, /*dev=*/false);
        thread_ = std::thread([this] { server_->run(); });
    }
    ~Node() {
        server_->stop();
        thread_.join();
    }

    http::PageCache& cache() { return cache_; }
    std::uint16_t port() const { return server_->port(); }

private:
    static web::AppOptions app_options() {
        web::AppOptions options;
        options.public_url = "http://localhost";
        return options;
    }
    static http::ServerOptions options() {
        http::ServerOptions wanted;
        wanted.port = 0;
        return wanted;
    }
    std::unique_ptr<db::Pool> pool_;
    site::Facts facts_;
    site::Services services_;
    web::Routes on_;
    http::PageCache cache_{1 << 20};
    web::App app_;
    std::unique_ptr<http::Server> server_;
    db::Notices notices_;
    std::thread thread_;
};

/// The version that a page shows; the post is called "Version N.".
int version_of(const http::testing::Reply& reply) {
    const std::size_t at = reply.body.find("Version ");
    return at == std::string::npos ? -1 : std::atoi(reply.body.c_str() + at + 8);
}

/// Publishes from one node: its own cache drops before the publication is answered, the other hears of it.
struct Desk : World {
    Desk(support::Database& database, http::PageCache& cache) : World(database) {
        editorial::on_change([&cache](db::Tx& tx, const std::vector<std::string>& tags) {
            db::announce(tx, tags);
            tx.after_commit([&cache, tags] { cache.drop(tags); });
        });
    }
    ~Desk() { editorial::on_change(nullptr); }
    void publish_version(int version) { publish("post", "count", Lang::en, "Version " + std::to_string(version) + ".", "Text."); }
};

int rounds(int usual) {
    const char* wanted = std::getenv("ALTTO_INTERLEAVINGS");
    return wanted ? std::max(usual, std::atoi(wanted) / 50) : usual;
}
}

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("while one publishes and others read, nobody gets a page older than a publication answered before they asked", db) {
    site::set_kinds();
    Node node(db.url());
    Desk desk(db, node.cache());
    std::atomic<int> answered = 0;
    std::atomic<bool> over = false;
    std::atomic<int> stale = 0, reads = 0;
    desk.publish_version(1);
    answered = 1;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&] {
            http::testing::Client client(node.port());
            while (!over) {
                const int floor = answered;
                if (version_of(client.get("/blog/count")) < floor) ++stale;
                ++reads;
            }
        });
    for (int version = 2; version <= rounds(100) || reads < 200; ++version) {
        desk.publish_version(version);
        answered = version;
    }
    over = true;
    for (std::thread& reader : readers) reader.join();
    CHECK(stale == 0);
}

TEST_CASE("a second process on the same PostgreSQL shows a publication within two seconds" * doctest::skip(!support::has_postgres())) {
    support::Database db(db::Engine::postgres);
    site::set_kinds();
    Node here(db.url()), there(db.url());
    Desk desk(db, here.cache());
    http::testing::Client near(here.port()), far(there.port());
    std::chrono::milliseconds longest{0};
    for (int version = 1; version <= rounds(30); ++version) {
        desk.publish_version(version);
        const auto began = std::chrono::steady_clock::now();
        CHECK(version_of(near.get("/blog/count")) == version);
        while (version_of(far.get("/blog/count")) < version && std::chrono::steady_clock::now() - began < std::chrono::seconds(3))
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        longest = std::max(longest, std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began));
    }
    CHECK(longest <= std::chrono::milliseconds(2000));
    MESSAGE("the other process was at most ", longest.count(), " ms behind");
}

TEST_SUITE_END();
