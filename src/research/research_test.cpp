#include "research/research.hpp"

#include "kit/html/html.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using base::Lang;
using support::World;

TEST_SUITE_BEGIN("room");

namespace {
research::Source king() {
    return research::from_fields("king2013silence", "article",
                                 {{"author", "King, Jim"},
                                  {"title", "Silence in the Second Language Classrooms of Japanese Universities"},
                                  {"journal", "Applied Linguistics"},
                                  {"volume", "34"},
                                  {"number", "3"},
                                  {"pages", "325–343"},
                                  {"year", "2013"},
                                  {"doi", "10.1093/applin/ams043"},
                                  {"seen", "abstract"},
                                  {"found", "Students rarely began to speak."},
                                  {"cannot", "University students, not children."}});
}
}

ROOM_TEST_CASE("a source keeps every field and its reading level", db) {
    World world(db);
    {
        auto tx = db.write();
        CHECK_THROWS_AS(research::save_source(*tx, world.reader, king()), base::Denied);
        research::save_source(*tx, world.keeper, king());
        tx->commit();
    }
    auto tx = db.read();
    const auto found = research::find_source(*tx, world.reader, "king2013silence");
    REQUIRE(found);
    CHECK(found->seen == research::Seen::abstract);
    CHECK(found->field("cannot") == "University students, not children.");
    CHECK(found->field("found", Lang::ja) == "Students rarely began to speak.");
    CHECK(research::address(*found) == "https://doi.org/10.1093/applin/ams043");
    CHECK(research::list_others(*tx, {"king2013silence"}).empty());
}

ROOM_TEST_CASE("a mark in the text is numbered by work and brings its note once; an unknown key stays readable", db) {
    World world(db);
    auto tx = db.write();
    research::save_source(*tx, world.keeper, king());
    research::Reading reading(*tx, world.reader, Lang::en);
    const std::string page =
        reading.draw(World::document("One [@king2013silence]. Two [@king2013silence, p. 330]. Three [@nobody2000].")).str();
    CHECK(page.find("King, 2013") != std::string::npos);
    CHECK(page.find("[nobody2000]") != std::string::npos);
    CHECK(reading.cited() == std::vector<std::string>{"king2013silence", "nobody2000"});
    CHECK(reading.references().str().find("/research/king2013silence") != std::string::npos);
}

TEST_CASE("a reference names authors, year, title and place as a reader knows them") {
    CHECK(research::reference(king()) ==
          "King, J. (2013). Silence in the Second Language Classrooms of Japanese Universities. Applied Linguistics, 34(3), 325–343.");
    auto two = research::from_fields("k", "book",
                                     {{"author", "Lightbown, Patsy M. and Spada, Nina"},
                                      {"title", "How Languages are Learned"},
                                      {"publisher", "Oxford University Press"},
                                      {"year", "2021"}});
    CHECK(research::reference(two) == "Lightbown, P. M. & Spada, N. (2021). How Languages are Learned. Oxford University Press.");
    CHECK(research::short_authors(two) == "Lightbown & Spada");
    auto body =
        research::from_fields("k", "techreport", {{"author", "文部科学省 (MEXT)"}, {"title", "学習指導要領"}, {"institution", "MEXT"}});
    CHECK(research::reference(body) == "文部科学省 (MEXT) (n.d.). 学習指導要領. MEXT.");
    auto three = research::from_fields("k", "article", {{"author", "Aa, B. and Cc, D. and Ee, F."}, {"title", "T"}});
    CHECK(research::short_authors(three) == "Aa et al.");
}

TEST_CASE("the BibTeX that a reader copies leaves out what this site adds") {
    const std::string copied = research::bibtex(king());
    CHECK(copied.find("doi = {10.1093/applin/ams043}") != std::string::npos);
    CHECK(copied.find("seen") == std::string::npos);
    CHECK(copied.find("cannot") == std::string::npos);
}

TEST_CASE("the BibTeX that a reader copies is fit for TeX: signs escaped, bodies and capitals kept, pages joined as BibTeX expects") {
    const auto source = research::from_fields("bc2013handbook", "misc",
                                              {{"author", "British Council Japan"},
                                               {"title", "50% of ALTs & their_schools"},
                                               {"pages", "3–9"},
                                               {"url", "https://example.org/a_b~c"},
                                               {"year", "2013"},
                                               {"language", "en"},
                                               {"seen", "full"}});
    CHECK(
        research::bibtex(source) ==
        "@misc{bc2013handbook,\n  author = {{British Council Japan}},\n  title = {50\\% of {ALTs} \\& their\\_schools},\n  pages = {3--9},\n"
        "  year = {2013},\n  url = {https://example.org/a_b~c},\n  language = {en}\n}\n");
}

TEST_SUITE_END();
