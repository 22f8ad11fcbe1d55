#include "kit/client/client.hpp"
#include "kit/client/test_server.hpp"
#include "research/research.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

namespace {
constexpr std::string_view openbd = R"([{"onix":{"DescriptiveDetail":{"Contributor":[
  {"SequenceNumber":"1","ContributorRole":["A01"],"PersonName":{"content":"田地野, 彰, 1963-","collationkey":"タジノ, アキラ"}},
  {"SequenceNumber":"2","ContributorRole":["B06"],"PersonName":{"content":"訳者, 名"}},
  {"SequenceNumber":"3","ContributorRole":["B01"],"PersonName":"編者, 名"}]}},
  "summary":{"isbn":"9784469245714","title":"「意味順」英語学習法","volume":"","series":"","publisher":"大修館書店","pubdate":"20110401","cover":"","author":"田地野彰／著"}}])";

constexpr std::string_view open_library =
    R"({"ISBN:9780194424165":{"url":"https://openlibrary.org/books/OL1M/x","title":"How Languages are Learned","subtitle":"Fifth edition",
  "authors":[{"url":"u","name":"Patsy M. Lightbown"},{"url":"u","name":"Nina Spada"}],"publishers":[{"name":"Oxford University Press"}],
  "publish_places":[{"name":"Oxford"}],"publish_date":"April 2021"}})";

constexpr std::string_view crossref =
    R"({"type":"journal-article","title":"Silence","author":[{"given":"Jim","family":"King"}],"container-title":"Applied Linguistics",
  "DOI":"10.1093/applin/AMS043","issued":{"date-parts":[[2013,7]]},"abstract":"<p>No.</p>"})";

/// The three services, on this machine.
struct Services {
    client::test::Server server;
    client::Client client{
        {.user_agent = "Test/1", .at_once = 2, .testing = {.resolve = nullptr, .allowed = {{"127.0.0.1", server.port()}}, .ca_file = {}}}};
    research::Network network{.client = &client,
                              .allowed = [](db::Tx&) { return true; },
                              .doi = server.url("/doi/"),
                              .openbd = server.url("/openbd?isbn="),
                              .open_library = server.url("/ol?bibkeys=ISBN:")};
    std::string word(std::string_view typed) {
        const auto found = research::look_up(network, typed);
        return found ? "found" : found.error();
    }
};
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("a DOI or an ISBN alone is told from a reference") {
    for (const char* const yes : {"10.1093/applin/ams043", " https://doi.org/10.1093/applin/ams043 ", "doi:10.1093/applin/ams043",
                                  "978-4-469-24571-4", "ISBN 4469245712"})
        CHECK(research::is_identifier(yes));
    for (const char* const no : {"", "king", "978-4-469-24571-5", "@article{a, doi={10.1093/applin/ams043}}",
                                 "King 2013, https://doi.org/10.1093/applin/ams043", "2013"})
        CHECK_FALSE(research::is_identifier(no));
}

TEST_CASE("a Japanese book is read out of openBD, with its authors and without their translators and years") {
    const auto book = research::from_openbd(openbd);
    REQUIRE(book);
    CHECK(book->type == "book");
    CHECK(book->authors == "田地野, 彰");
    CHECK(book->field("editor") == "編者, 名");
    CHECK(book->title == "「意味順」英語学習法");
    CHECK(book->field("publisher") == "大修館書店");
    CHECK(book->year == "2011");
    CHECK(book->field("language") == "ja");
    const auto summary =
        research::from_openbd(R"([{"summary":{"title":"題","author":"山田花子／著 鈴木一郎／編 田中／訳","pubdate":"2014-05"}}])");
    REQUIRE(summary);
    CHECK(summary->authors == "山田花子");
    CHECK(summary->field("editor") == "鈴木一郎");
    for (const char* const none : {"", "[null]", "[]", "{}", "[{}]", "[{\"summary\":{}}]", "[{\"summary\":7}]"})
        CHECK_FALSE(research::from_openbd(none));
}

TEST_CASE("any other book is read out of Open Library, family names first") {
    const auto book = research::from_open_library(open_library);
    REQUIRE(book);
    CHECK(book->authors == "Lightbown, Patsy M. and Spada, Nina");
    CHECK(book->title == "How Languages are Learned: Fifth edition");
    CHECK(book->field("publisher") == "Oxford University Press");
    CHECK(book->field("isbn") == "9780194424165");
    CHECK(book->year == "2021");
    for (const char* const none : {"", "{}", "[]", "{\"ISBN:1\":{}}", "{\"ISBN:1\":7}"}) CHECK_FALSE(research::from_open_library(none));
}

TEST_CASE("a DOI is looked up by its record, and what was typed stays its DOI") {
    Services services;
    services.server.say("/doi/10.1093/applin/ams043", 302, "", "Location: /record\r\n");
    services.server.say("/record", 200, crossref, "Content-Type: application/vnd.citationstyles.csl+json\r\n");
    services.server.say("/doi/10.1000/html", 200, "<!doctype html><title>The work</title>");
    services.server.say("/doi/10.1000/down", 500, "");
    const auto found = research::look_up(services.network, "https://doi.org/10.1093/applin/ams043");
    REQUIRE(found.has_value());
    CHECK(found->title == "Silence");
    CHECK(found->authors == "King, Jim");
    CHECK(found->field("doi") == "10.1093/applin/ams043");
    CHECK(services.server.heard().front().find("Accept: application/vnd.citationstyles.csl+json\r\n") != std::string::npos);
    CHECK(services.word("10.1000/nobody") == "sources.look_up_unknown");
    CHECK(services.word("10.1000/html") == "sources.look_up_no_record");
    CHECK(services.word("10.1000/down") == "sources.look_up_failed");
    CHECK(services.word("hello") == "sources.problem_identifier");
    // A DOI may hold almost any sign, and leads nowhere but into the path.
    services.word("10.1000/a?b#c%d/../e");
    CHECK(services.server.heard().back().starts_with("GET /doi/10.1000/"));
    CHECK(services.server.heard().back().find('?') == std::string::npos);
}

TEST_CASE("a Japanese ISBN is asked of openBD first, and any other of Open Library alone") {
    Services services;
    services.server.say("/openbd?isbn=9784469245714", 200, openbd);
    services.server.say("/openbd?isbn=9784000000000", 200, "[null]");
    services.server.say("/ol?bibkeys=ISBN:9780194424165", 200, open_library);
    services.server.say("/ol?bibkeys=ISBN:9784000000000", 200, "{}");
    CHECK(research::look_up(services.network, "4-469-24571-2")->title == "「意味順」英語学習法");
    CHECK(services.server.heard().size() == 1);
    CHECK(research::look_up(services.network, "978-0-19-442416-5")->year == "2021");
    CHECK(services.server.heard().size() == 2);
}

TEST_CASE("where nothing is allowed or set up, nothing is looked up") {
    support::Database database(db::Engine::sqlite);
    auto tx = database.read();
    CHECK_FALSE(research::may_look_up(*tx, nullptr));
    const research::Network none;
    CHECK_FALSE(research::may_look_up(*tx, &none));
    CHECK_FALSE(research::look_up(none, "10.1093/applin/ams043").has_value());
    Services services;
    services.network.allowed = [](db::Tx&) { return false; };
    CHECK_FALSE(research::may_look_up(*tx, &services.network));
}

TEST_SUITE_END();
