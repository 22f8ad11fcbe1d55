#include "kit/doc/bibtex.hpp"
#include "support/files.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE_BEGIN("unit");

namespace {
std::vector<doc::BibEntry> read(std::string_view text) {
    auto entries = doc::read_bibtex(text);
    if (!entries) FAIL(entries.error().front().line << ": " << entries.error().front().what);
    return *entries;
}

std::string value(const std::string& latex) { return read("@misc{k, title = {" + latex + "}}")[0].text("title"); }

std::string fault(std::string_view text) {
    const auto entries = doc::read_bibtex(text);
    return entries ? "" : std::to_string(entries.error().front().line) + ": " + entries.error().front().what;
}
}

TEST_CASE("an entry has a type, a key, fields in order, lines and its source") {
    const auto entries = read(
        "% a comment\n@Article{tajino2000native,\n  Author = {Tajino, Akira and Tajino, Yasuko},\n  title = \"Native {and} non-native\",\n"
        "  year = 2000,\n  pages={3--11}\n}\ntext between\n@book(x, title={In (brackets)})\n");
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].type == "article");
    CHECK(entries[0].key == "tajino2000native");
    CHECK(entries[0].line == 2);
    REQUIRE(entries[0].fields.size() == 4);
    CHECK(entries[0].fields[0].name == "author");
    CHECK(entries[0].fields[3].line == 6);
    CHECK(entries[0].text("title") == "Native and non-native");
    CHECK(entries[0].text("year") == "2000");
    CHECK(entries[0].text("pages") == "3–11");
    CHECK(entries[0].text("doi") == "");
    CHECK(entries[0].source.starts_with("@Article{tajino2000native,\n"));
    CHECK(entries[0].source.ends_with("}\n}"));
    CHECK(entries[1].text("title") == "In (brackets)");
}

TEST_CASE("strings, months and concatenation") {
    const auto entries = read("@string{jj = \"JALT \" # {Journal}}\n@comment{jj @article{no, title={no}}}\n@preamble{\"\\newcommand\"}\n"
                              "@article{a, journal = jj # \", \" # 12, month = nov}\n");
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].text("journal") == "JALT Journal, 12");
    CHECK(entries[0].text("month") == "November");
}

TEST_CASE("LaTeX becomes text") {
    CHECK(value("{\\\"o} \\\"{a} {\\'{e}} \\^o \\~n \\=o \\v{s} {\\c c} {\\ss} {\\o} \\aa\\ x {\\'\\i}") == "ö ä é ô ñ ō š ç ß ø å x í");
    CHECK(value("a -- b --- c``d'' \\& 5\\% \\$ \\# \\_ \\{x\\}") == "a – b — c“d” & 5% $ # _ {x}");
    CHECK(value("The {JET} {Programme}: {{Double}} braces") == "The JET Programme: Double braces");
    CHECK(value("\\emph{Really} \\textbf{so}") == "Really so");
    CHECK(value("two\n    lines,  one   space") == "two lines, one space");
    CHECK(value("四天王寺大学紀要 Ōsaka") == "四天王寺大学紀要 Ōsaka");
    CHECK(value("A~B") == "A\u00a0B");
}

TEST_CASE("addresses are left as they are") {
    const auto entries = read("@misc{k, url = {https://a.example/~b/c--d_e?f=%20\\&g}, doi = {10.1/a\\_b}, title={x\n}}\n");
    CHECK(entries[0].text("url") == "https://a.example/~b/c--d_e?f=%20&g");
    CHECK(entries[0].text("doi") == "10.1/a_b");
}

TEST_CASE("faults are told with their line") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"@article{a,\n title = {b\n}\n", "4: @article a (line 1) is not closed"},
        {"@article{a,\n title = {b {c}\n", "2: the brace is not closed"},
        {"@article{a,\n title = \"b\n", "2: the quote is not closed"},
        {"@article{a,\n title {b}\n}", "2: expected = after title"},
        {"@article{a,\n title = {b}\n year = 2000\n}", "3: expected a comma after the field title"},
        {"@article{a,\n title = jj\n}", "2: there is no @string \"jj\"; a value stands in braces or quotes"},
        {"@article{a,\n title = {b},\n Title = {c}\n}", "3: title is given twice in a"},
        {"@article{a, x={1}}\n@book{a, x={2}}", "2: the key a stands there twice"},
        {"\n@article{, x={1}}", "2: expected the key of this @article"},
        {"@article a", "1: expected { after @article"},
        {"@article{a, =}", "1: expected the name of a field in a"},
        {"a\xff", "1: the file must be UTF-8 without NUL and U+E000"},
    };
    for (const auto& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(fault(text) == expected);
    }
    const auto two = doc::read_bibtex("@article{a, title}\n@book{b, title={c}}\n@misc{d, e}\n");
    REQUIRE_FALSE(two);
    CHECK(two.error().size() == 2);
    CHECK(two.error()[1].line == 3);
}

TEST_CASE("the starter library is read without a fault") {
    const auto entries = read(support::read_file(support::source_dir() / "content/references.bib"));
    CHECK(entries.size() >= 10);
    for (const auto& entry : entries) {
        CAPTURE(entry.key);
        CHECK(entry.text("title") != "");
        CHECK(entry.text("title").find_first_of("{}\\") == std::string::npos);
        CHECK((entry.text("seen") == "listed" || entry.text("seen") == "abstract" || entry.text("seen") == "full"));
    }
}

TEST_SUITE_END();
