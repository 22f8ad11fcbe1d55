#include "kit/client/client.hpp"
#include "kit/client/test_server.hpp"
#include "kit/jobs/jobs.hpp"
#include "research/research.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using support::World;

namespace {
struct Web : World {
    explicit Web(support::Database& database) : World(database) {
        editorial::set_kinds({{.name = "post",
                               .url_of = [](db::Tx&, const editorial::Piece&) { return std::optional<std::string>("/blog/x"); },
                               .ready = {},
                               .list_tags = {}}});
    }
    client::test::Server server;
    client::Client client{
        {.user_agent = "Test/1", .at_once = 2, .testing = {.resolve = nullptr, .allowed = {{"127.0.0.1", server.port()}}, .ca_file = {}}}};
    bool allowed = true;
    research::Network network{.client = &client, .allowed = [this](db::Tx&) { return allowed; }};
    std::vector<jobs::Handler> handlers = research::link_jobs(network, std::chrono::milliseconds(1));
    /// Everything that waits, also what work asks for on its way.
    void work() { jobs::run_due(db, handlers, {base::now().ms + std::chrono::milliseconds(std::chrono::days(10)).count()}); }
    void run(const char* kind) {
        {
            auto tx = db.write();
            jobs::later(*tx, kind, "");
            tx->commit();
        }
        work();
    }
    void check_soon(const doc::Node& document) {
        auto tx = db.write();
        research::check_soon(*tx, document);
        tx->commit();
    }
};
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("links to other sites are gathered once each, without the part of the page that is meant") {
    const auto document =
        World::document("[a](https://a.example/x#part) and [again](https://a.example/x), [ours](/learn), [mail](mailto:a@example.org)\n\n"
                        "- <http://b.example/>\n\n:::try\n1. [c](https://c.example/授業)\n:::\n");
    const auto links = research::outer_links(document);
    REQUIRE(links.size() == 3);
    CHECK(links[0] == "https://a.example/x");
    CHECK(links[1] == "http://b.example/");
    CHECK(links[2].starts_with("https://c.example/"));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("links are asked for, and those that do not answer are told", db) {
    Web web(db);
    web.server.say("/good", 200, "ok");
    web.server.say("/moved", 301, "", "Location: /good\r\n");
    web.server.say("/secret", 401, "");
    web.server.say("/robots", 403, "");
    web.server.say("/down", 500, "");
    web.server.say("/trap", 302, "", "Location: http://169.254.169.254/\r\n");
    std::string text;
    for (const char* const path : {"/good", "/moved", "/secret", "/robots", "/down", "/gone", "/trap"})
        text += "[x](" + web.server.url(path) + ")\n\n";
    text += "[x](http://10.0.0.1/)\n";
    const auto document = World::document(text);
    CHECK(research::unchecked_links(*db.read(), document).size() == 8);
    CHECK(research::broken_links(*db.read(), document).empty());

    web.check_soon(document);
    web.work();
    CHECK(research::unchecked_links(*db.read(), document).empty());
    std::string broken;
    for (const auto& link : research::broken_links(*db.read(), document))
        broken += link.url.substr(link.url.rfind('/')) + "=" + (link.error.empty() ? std::to_string(link.status) : link.error) + " ";
    CHECK(broken == "/down=500 /gone=404 /trap=forbidden /=forbidden ");

    // What was looked at is not asked for again.
    const std::size_t before = web.server.heard().size();
    web.run("links.check");
    CHECK(web.server.heard().size() == before);

    // Mended, and asked for at once.
    web.server.say("/gone", 200, "back");
    db.freeze({base::now().ms + std::chrono::milliseconds(std::chrono::days(3)).count()});
    web.run("links.check");
    broken.clear();
    for (const auto& link : research::broken_links(*db.read(), document)) broken += link.url.substr(link.url.rfind('/'));
    CHECK(broken == "/down/trap/");
}

ROOM_TEST_CASE("links of live texts, working copies and sources are gathered, and forgotten when nothing leads there any more", db) {
    Web web(db);
    web.publish("post", "hello", base::Lang::en, "Hello", "[x](" + web.server.url("/live") + ")");
    {
        auto tx = db.write();
        research::save_source(*tx, web.keeper, research::from_fields("a", "misc", {{"title", "A"}, {"url", web.server.url("/source")}}));
        tx->commit();
    }
    web.run("links.gather");
    std::string asked;
    for (const std::string& head : web.server.heard()) asked += head.substr(0, head.find(' ', 6)) + "\n";
    CHECK(asked.find("HEAD /live") != std::string::npos);
    CHECK(asked.find("GET /live") != std::string::npos);
    CHECK(asked.find("HEAD /source") != std::string::npos);
    CHECK(research::broken_links(*db.read(), World::document("[x](" + web.server.url("/live") + ")")).size() == 1);

    web.publish("post", "hello", base::Lang::en, "Hello", "No link.");
    db.freeze({base::now().ms + std::chrono::milliseconds(std::chrono::days(4)).count()});
    web.run("links.gather");
    CHECK(research::broken_links(*db.read(), World::document("[x](" + web.server.url("/live") + ")")).empty());
}

ROOM_TEST_CASE("links of one text are asked for, of what is written and of what readers see", db) {
    Web web(db);
    const auto piece = web.publish("post", "hello", base::Lang::en, "Hello", "[x](" + web.server.url("/live") + ")");
    {
        auto tx = db.write();
        const auto text = *editorial::find_text_id(*tx, piece, base::Lang::en);
        editorial::put_working_copy(*tx, web.keeper, text, "Hello", "", World::document("[x](" + web.server.url("/written") + ")"));
        research::check_soon(*tx, text);
        tx->commit();
    }
    web.work();
    for (const char* const path : {"/live", "/written"})
        CHECK(research::broken_links(*db.read(), World::document("[x](" + web.server.url(path) + ")")).size() == 1);
}

ROOM_TEST_CASE("where the network is not allowed no server is asked, and links stay unchecked", db) {
    Web web(db);
    web.allowed = false;
    const auto document = World::document("[x](" + web.server.url("/a") + ")");
    web.check_soon(document);
    web.run("links.gather");
    web.run("links.check");
    CHECK(web.server.heard().empty());
    CHECK(research::unchecked_links(*db.read(), document).size() == 1);
}

TEST_SUITE_END();
