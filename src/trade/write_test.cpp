#include "trade/content.hpp"
#include "trade/sample_test.hpp"
#include "trade/yaml.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

TEST_SUITE_BEGIN("unit");

using namespace trade;

namespace {
std::string formatted(const std::string& path, const std::string& bytes) {
    const auto canonical = format({path, bytes});
    REQUIRE_MESSAGE(canonical.has_value(), (canonical ? "" : sample::all(canonical.error())));
    return *canonical;
}
}

TEST_CASE("a file in canonical form comes back as it was") {
    sample::set_kinds();
    for (const File& file : sample::files()) {
        CAPTURE(file.path);
        CHECK(formatted(file.path, file.bytes) == file.bytes);
    }
}

TEST_CASE("front matter is put in order and quoted in one way") {
    const std::string loose = "---\npairing: parallel\ntitle: An empty hour\npublished: 2026-11-23\nlicence: \"CC-BY-4.0\"\nsummary: 'Five \"jobs\".'\n"
                              "tags: [ planning ]\ncredits:\n- person: starter-text\n  role: writer\n---\n10:45. No lesson.\n\n\n";
    const std::string canonical = "---\ntitle: \"An empty hour\"\nsummary: \"Five \\\"jobs\\\".\"\ntags: [planning]\ncredits:\n  - role: writer\n    person: starter-text\n"
                                  "licence: CC-BY-4.0\npublished: 2026-11-23\npairing: parallel\n---\n\n10:45. No lesson.\n";
    CHECK(formatted("posts/empty-hour.en.md", loose) == canonical);
    CHECK(formatted("posts/empty-hour.en.md", canonical) == canonical);
}

TEST_CASE("levels stand in the order of a pupil's years") {
    const auto folder = sample::with("courses/first-week.en.md", "levels: []", "levels: [sn, jhs, kg]");
    const File* file = folder.find("courses/first-week.en.md");
    REQUIRE(file);
    CHECK(formatted(file->path, file->bytes).find("levels: [kg, jhs, sn]\n") != std::string::npos);
}

TEST_CASE("names are quoted only where YAML would read something else") {
    CHECK(yaml::plain("Starter text") == "Starter text");
    CHECK(yaml::plain("はじめの文章") == "はじめの文章");
    CHECK(yaml::plain("No") == "\"No\"");
    CHECK(yaml::plain("2026") == "\"2026\"");
    CHECK(yaml::plain("Ask: now") == "\"Ask: now\"");
    CHECK(yaml::plain("a #b") == "\"a #b\"");
    CHECK(yaml::plain("- dash") == "\"- dash\"");
    CHECK(yaml::plain("") == "\"\"");
    CHECK(yaml::plain("O'Neil, \"Ada\"") == "O'Neil, \"Ada\"");
    CHECK(yaml::quoted("a \"b\" \\ c") == "\"a \\\"b\\\" \\\\ c\"");
}

TEST_CASE("a quoted name survives reading and writing") {
    for (const char* name : {"No", "2026", "Ask: now", "a #b", "- dash", "tab & more", "\"quoted\"", "back\\slash", "{ruby}", "@ada", "null", "1e5", "~"}) {
        CAPTURE(name);
        const std::string file = "name: " + yaml::plain(name) + "\n";
        CHECK(formatted("people/ada.yaml", file) == file);
    }
}

TEST_CASE("tags and library entries stand by name, fields in one order") {
    CHECK(formatted("tags.yaml", "- slug: b\n  ja: びー\n  en: Bee\n- {slug: a, en: Ay, ja: えー}\n") == "- slug: a\n  en: Ay\n  ja: えー\n- slug: b\n  en: Bee\n  ja: びー\n");
    const std::string loose = "@MISC{b2001, seen={full}, title=\"The {JET} Programme \\& after\", year=2001, author={{British Council}}}\n"
                              "@book{a2000,\n Author = {Byram, Michael and Cotter, M.}, title = {Old}, year = {2000}, seen = {listed}}";
    const std::string canonical = "@book{a2000,\n  author = {Byram, Michael and Cotter, M.},\n  title = {Old},\n  year = {2000},\n  seen = {listed}\n}\n"
                                  "\n@misc{b2001,\n  author = {{British Council}},\n  title = {The {JET} Programme \\& after},\n  year = {2001},\n  seen = {full}\n}\n";
    CHECK(formatted("references.bib", loose) == canonical);
    CHECK(formatted("references.bib", canonical) == canonical);
}

namespace {
/// Words of signs that YAML, BibTeX or TeX would read as something else, with single spaces between.
rc::Gen<std::string> awkward_text() {
    const auto sign = rc::gen::element<std::string>("a", "B", "ALT", "7", "\\", "{", "}", "~", "&", "%", "#", "$", "_", "^", "\"", "'", "`", "-", ":", "|", "@", "[", "]", ",", "–",
                                                    "\u00A0", "é", "漢字", "!", "?", "=", "*", "<", ">", "and", " ");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(sign), [](const std::vector<std::string>& signs) {
        std::string text = "x";
        for (const std::string& part : signs)
            if (part != " " || text.back() != ' ') text += part;
        return text + "x";
    });
}
}

TEST_CASE("whatever people write into front matter comes back") {
    CHECK(rc::check([] {
        TextFile file = *place_of("posts/a.en.md");
        file.title = (*awkward_text()).substr(0, 100);
        while (!file.title.empty() && (static_cast<unsigned char>(file.title.back()) >= 0x80 || file.title.back() == ' ')) file.title.pop_back();
        file.summary = "x";
        file.licence = "CC0-1.0";
        file.credits.push_back({.role = "writer", .person = "ada", .line = file.title});
        const std::string written = write_text(file);
        Faults faults;
        const auto read = read_text({file.path, written}, faults);
        RC_ASSERT(sample::all(faults) == "");
        RC_ASSERT(read->title == file.title);
        RC_ASSERT(read->credits.at(0).line == file.title);
        RC_ASSERT(write_text(*read) == written);
    }));
}

TEST_CASE("whatever people write into the library comes back") {
    CHECK(rc::check([] {
        std::map<std::string, std::string, std::less<>> fields{{"seen", "full"}};
        for (const char* name : {"author", "title", "journal", "pages", "found", "found_ja", "zzz"}) fields[name] = *awkward_text();
        const std::string written = write_library({research::from_fields("key", "article", fields)});
        Faults faults;
        const auto read = read_library({std::string(library_path), written}, faults);
        RC_ASSERT(sample::all(faults) == "");
        RC_ASSERT(read->at(0).value.fields == fields);
        RC_ASSERT(write_library({read->at(0).value}) == written);
    }));
}

TEST_CASE("a file with faults is not rewritten") {
    const auto refused = format({"posts/empty-hour.en.md", "---\ntitle: x\n---\n"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().size() >= 5);
}

TEST_SUITE_END();
