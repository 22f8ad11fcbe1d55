#include "kit/html/html.hpp"
#include "research/research.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using research::Seen;
using research::Source;
using support::World;

namespace {
constexpr std::string_view king =
    R"(@article{whatever, author = {King, Jim}, title = {Silence in the Second Language Classrooms of Japanese Universities},
  journal = {Applied Linguistics}, year = 2013, doi = {https://doi.org/10.1093/applin/ams043}, abstract = {Long.}, keywords = {silence}})";

std::vector<Source> read(std::string_view text) {
    auto sources = research::read_sources(text);
    if (!sources) MESSAGE(sources.error().word);
    REQUIRE(sources.has_value());
    return std::move(*sources);
}

std::string word_of(std::string_view text) {
    const auto sources = research::read_sources(text);
    REQUIRE_FALSE(sources.has_value());
    return sources.error().word;
}

/// People with an account: one who may publish, one who writes a single piece.
struct Library : World {
    explicit Library(support::Database& database) : World(database) {
        editor.person = static_cast<std::int64_t>(ada.id);
        editor.grants.push_back({"section:blog", people::rights_of(people::Role::blog_editor, "section:blog")});
        writer.person = static_cast<std::int64_t>(quiet.id);
        writer.grants.push_back({"piece:1", people::rights_of(people::Role::contributor, "piece:1")});
    }
    research::Added add(const base::Viewer& viewer, std::string_view text) {
        auto tx = db.write();
        auto added = research::add_sources(*tx, viewer, read(text));
        tx->commit();
        return added;
    }
    std::optional<Source> find(const base::Viewer& viewer, std::string_view key) { return research::find_source(*db.read(), viewer, key); }
    base::Viewer editor, writer;
};
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("BibTeX, RIS and CSL-JSON of one work give the same source, without its abstract") {
    const Source bibtex = read(king).front();
    const Source ris =
        read(
            "TY  - JOUR\nAU  - King, Jim\nTI  - Silence in the Second Language Classrooms of Japanese Universities\nJF  - Applied Linguistics\n"
            "PY  - 2013\nDO  - 10.1093/applin/ams043\nAB  - Long.\nER  - \n")
            .front();
    const Source csl = read(R"([{"type":"article-journal","title":"Silence in the Second Language Classrooms of Japanese Universities",
        "author":[{"family":"King","given":"Jim"}],"container-title":"Applied Linguistics","issued":{"date-parts":[["2013"]]},"DOI":"10.1093/applin/ams043","abstract":"Long."}])")
                           .front();
    CHECK(bibtex.fields == ris.fields);
    CHECK(bibtex.fields == csl.fields);
    CHECK(bibtex.type == "article");
    CHECK(bibtex.field("doi") == "10.1093/applin/ams043");
    CHECK(bibtex.seen == Seen::listed);
    CHECK_FALSE(bibtex.fields.contains("abstract"));
    CHECK_FALSE(bibtex.fields.contains("keywords"));
}

TEST_CASE("RIS in Shift_JIS, as Japanese libraries give it, is read") {
    const Source source =
        read("TY  - JOUR\r\nAU  - \x93\x63\x92\x6e\x96\xec, \x8f\xb2\r\nTI  - \x8e\xf6\x8b\xc6\x8c\xa4\x8b\x86\r\nER  - \r\n").front();
    CHECK(source.title == "授業研究");
    CHECK(source.authors == "田地野, 彰");
    CHECK(research::short_authors(source) == "田地野");
    CHECK(research::reference(source).starts_with("田地野彰"));
}

TEST_CASE("a finding of a work that nobody says to have read is not taken over") {
    const auto source = read("@book{a, title={T}, found={They learnt.}, studied={Two classes.}}").front();
    CHECK(source.field("found").empty());
    CHECK(source.field("studied") == "Two classes.");
    CHECK(read("@book{a, title={T}, seen={full}, found={They learnt.}}").front().field("found") == "They learnt.");
}

TEST_CASE("what is no list of works says what is wrong, and where") {
    CHECK(word_of("") == "sources.problem_nothing");
    CHECK(word_of(" \n ") == "sources.problem_nothing");
    CHECK(word_of("King (2013) wrote it.") == "sources.problem_format");
    CHECK(word_of("caf\xe9 \xff") == "sources.problem_encoding");
    CHECK(word_of(std::string((1 << 20) + 1, ' ')) == "sources.problem_large");
    const auto bad = research::read_sources("@article{a, title = {A}}\n\n@article{b, year = 2013}");
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().word == "sources.problem_faults");
    REQUIRE(bad.error().faults.size() == 1);
    CHECK(bad.error().faults.front().line == 3);
}

TEST_CASE("a source with something wrong in a field is told which") {
    const auto problem = [](std::map<std::string, std::string, std::less<>> fields) {
        const auto problems = research::problems_of(research::from_fields("k", "article", std::move(fields)));
        return problems.size() == 1 ? problems.front().field : std::to_string(problems.size());
    };
    CHECK(problem({{"title", "T"}}) == "0");
    CHECK(problem({}) == "title");
    CHECK(problem({{"title", "T"}, {"year", "199"}}) == "year");
    CHECK(problem({{"title", "T"}, {"doi", "10.1"}}) == "doi");
    CHECK(problem({{"title", "T"}, {"isbn", "123"}}) == "isbn");
    CHECK(problem({{"title", "T"}, {"url", "javascript:alert(1)"}}) == "url");
    CHECK(problem({{"title", "T"}, {"url", "https://a.example/ b"}}) == "url");
    CHECK(problem({{"title", "T"}, {"related", "a, B!"}}) == "related");
    CHECK(problem({{"title", "T"}, {"found", "F"}}) == "found");
    CHECK(problem({{"title", "T"}, {"found", "F"}, {"seen", "abstract"}}) == "0");
    CHECK(problem({{"title", "T"}, {"note", "\uE000"}}) == "note");
    CHECK(problem({{"title", "T"}, {"note", std::string(1001, 'a')}}) == "note");
    CHECK(research::problems_of(research::from_fields("k", "spell", {{"title", "T"}})).front().field == "kind");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("room");

ROOM_TEST_CASE("whoever may edit somewhere adds sources, each under a key of author, year and a word of the title", db) {
    Library library(db);
    {
        auto tx = db.write();
        CHECK_THROWS_AS(research::add_sources(*tx, library.reader, read(king)), base::Denied);
    }
    const auto added = library.add(
        library.editor, std::string(king) + "@article{x, author={King, Jim}, title={Silence again}, year=2013}"
                                            "@book{y, author={田地野, 彰}, title={意味順}, year=2011}@misc{z, title={The Long Way}}"
                                            "@misc{q, author={Dörnyei, Zoltán and Other, A.}, title={About them}}");
    std::vector<std::string> keys;
    for (const Source& source : added.added) keys.push_back(source.key);
    CHECK(keys == std::vector<std::string>{"king2013silence", "king2013silence-2", "source2011", "sourcelong", "dornyeiabout"});
    CHECK(library.find(library.reader, "king2013silence")->field("journal") == "Applied Linguistics");
}

ROOM_TEST_CASE("a work that is in the library is shown and not added twice", db) {
    Library library(db);
    library.add(library.editor, std::string(king) + "@book{b, title={A Book of Silence}, isbn={978-4-469-24571-4}, year=2001}");
    const auto again =
        library.add(library.editor, "@article{a, title={Other words}, doi={10.1093/APPLIN/AMS043}}"
                                    "@article{b, title={Silence in the second language classrooms of Japanese universities.}, year=2013}"
                                    "@book{c, title={Eine andere Ausgabe}, isbn={4469245712}}"
                                    "@incollection{d, title={A chapter}, isbn={4469245712}}"
                                    "@misc{e, title={A Book of Silence}, year=2002}@misc{f, title={a book of silence}, year=2002}");
    CHECK(again.added.size() == 2);
    REQUIRE(again.known.size() == 4);
    CHECK(again.known[0].here.key == "king2013silence");
    CHECK(again.known[1].here.key == "king2013silence");
    CHECK(again.known[2].here.title == "A Book of Silence");
    CHECK(again.known[3].here.year == "2002");
}

ROOM_TEST_CASE("what a writer adds is for those who write until a live text rests on it or an editor has saved it", db) {
    Library library(db);
    const std::string key = library.add(library.writer, king).added.front().key;
    CHECK(library.find(library.writer, key));
    CHECK(library.find(library.editor, key));
    CHECK_FALSE(library.find(library.reader, key));
    CHECK(research::list_sources(*db.read(), library.reader).empty());
    {
        auto tx = db.write();
        CHECK(research::may_change(*tx, library.writer, *library.find(library.writer, key)));
        CHECK(research::change_source(*tx, library.writer, *library.find(library.writer, key), research::last_source_revision(*tx, key))
                  .has_value());
        CHECK_FALSE(research::find_source(*tx, library.reader, key));
        tx->commit();
    }
    editorial::set_kinds({{.name = "post",
                           .url_of = [](db::Tx&, const editorial::Piece&) { return std::optional<std::string>("/blog/x"); },
                           .ready = {},
                           .list_tags = {}}});
    library.publish("post", "hello", base::Lang::en, "Hello", "Seen. [@" + key + "]");
    CHECK(library.find(library.reader, key));
    auto tx = db.write();
    CHECK_FALSE(research::may_change(*tx, library.writer, *library.find(library.writer, key)));
    CHECK_THROWS_AS(
        research::change_source(*tx, library.writer, *library.find(library.writer, key), research::last_source_revision(*tx, key)),
        base::Denied);
    CHECK_THROWS_AS(research::delete_source(*tx, library.writer, key), base::Denied);
}

ROOM_TEST_CASE("sources are found by every word of a query, in both scripts", db) {
    Library library(db);
    library.add(library.editor, std::string(king) + "@book{y, author={田地野, 彰}, title={意味順英語学習法}, year=2011}");
    const auto found = [&](std::string_view query) {
        std::string keys;
        for (const auto& one : research::find_sources(*db.read(), library.writer, query)) keys += one.key + " ";
        return keys;
    };
    CHECK(found("silence KING") == "king2013silence ");
    CHECK(found("意味順 2011") == "source2011 ");
    CHECK(found("king 2011").empty());
    CHECK(found("") == "king2013silence source2011 ");
    CHECK(research::find_sources(*db.read(), library.writer, "king").front().line ==
          "King 2013. Silence in the Second Language Classrooms of Japanese Universities");
    CHECK(research::find_sources(*db.read(), library.writer, "", 1).size() == 1);
}

ROOM_TEST_CASE("every change of a source is kept with who made it, and any state of it can be brought back", db) {
    Library library(db);
    {
        auto tx = db.write();
        research::save_source(*tx, library.keeper,
                              research::from_fields("king2013silence", "article", {{"title", "Silence"}, {"seen", "listed"}}));
        tx->commit();
    }
    auto tx = db.write();
    CHECK(research::list_source_revisions(*tx, library.editor, "king2013silence").empty());
    Source source = *research::find_source(*tx, library.editor, "king2013silence");
    source =
        research::from_fields(source.key, "article", {{"title", "Silence in class"}, {"seen", "abstract"}, {"found", "They were silent."}});
    REQUIRE(research::change_source(*tx, library.editor, source, {}).has_value());
    CHECK(research::find_source(*tx, library.reader, "king2013silence")->seen == Seen::abstract);

    auto history = research::list_source_revisions(*tx, library.editor, "king2013silence");
    REQUIRE(history.size() == 2);
    CHECK(history[0].what == "changed");
    CHECK(history[0].by->name == "Ada Example");
    CHECK(history[1].what == "loaded");
    CHECK(history[1].source.title == "Silence");
    CHECK_FALSE(history[1].by);

    // Somebody else was faster, and nothing is lost.
    const auto late = research::change_source(*tx, library.editor, source, history[1].id);
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().front().word == "sources.problem_meanwhile");
    // Nothing changed: no line of history.
    CHECK(research::change_source(*tx, library.editor, source, history[0].id).has_value());
    CHECK(research::list_source_revisions(*tx, library.editor, "king2013silence").size() == 2);

    research::restore_source(*tx, library.editor, "king2013silence", history[1].id);
    CHECK(research::find_source(*tx, library.reader, "king2013silence")->title == "Silence");
    CHECK_THROWS_AS(research::restore_source(*tx, library.editor, "other", history[1].id), base::Missing);
    CHECK(research::list_source_revisions(*tx, library.editor, "king2013silence").front().what == "restored");
}

ROOM_TEST_CASE("a source that a live text or a working copy rests on is not deleted; another one is, and comes back", db) {
    Library library(db);
    const std::string key = library.add(library.editor, king).added.front().key;
    const std::string other = library.add(library.editor, "@book{b, title={Other}, year=2001}").added.front().key;
    editorial::set_kinds({{.name = "post",
                           .url_of = [](db::Tx&, const editorial::Piece&) { return std::optional<std::string>("/blog/x"); },
                           .ready = {},
                           .list_tags = {}}});
    library.publish("post", "hello", base::Lang::en, "Hello", "Seen. [@" + key + "]");
    auto tx = db.write();
    const auto refused = research::delete_source(*tx, library.editor, key);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().front().word == "sources.problem_in_use");
    REQUIRE(research::delete_source(*tx, library.editor, other).has_value());
    CHECK_FALSE(research::find_source(*tx, library.editor, other));
    const auto history = research::list_source_revisions(*tx, library.editor, other);
    CHECK(history.front().what == "deleted");
    research::restore_source(*tx, library.editor, other, history.front().id);
    CHECK(research::find_source(*tx, library.reader, other)->title == "Other");
    CHECK_THROWS_AS(research::delete_source(*tx, library.editor, "nothing"), base::Missing);
    // The key of a deleted work is not given to another one.
    REQUIRE(research::delete_source(*tx, library.editor, other).has_value());
    auto again = read("@book{b, title={Other things}, year=2001}");
    again.front().authors.clear();
    CHECK(research::add_sources(*tx, library.editor, again).added.front().key != other);
}

ROOM_TEST_CASE("what somebody changed can be taken along, and stays without their name when they go", db) {
    Library library(db);
    const std::string key = library.add(library.editor, king).added.front().key;
    auto tx = db.write();
    const auto files = research::export_person(*tx, library.editor);
    CHECK(files.front().second.find(key) != std::string::npos);
    CHECK_THROWS_AS(research::forget_person(*tx, library.writer, library.ada.id, people::SignedAs::former), base::Denied);
    research::forget_person(*tx, library.editor, library.ada.id, people::SignedAs::former);
    CHECK(research::export_person(*tx, library.editor).front().second == "[]");
    const auto history = research::list_source_revisions(*tx, library.writer, key);
    REQUIRE(history.size() == 1);
    CHECK_FALSE(history.front().by);
}

TEST_SUITE_END();
