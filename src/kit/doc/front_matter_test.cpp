#include "kit/doc/front_matter.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE_BEGIN("unit");

namespace {
std::string fault(std::string_view file) {
    const auto read = doc::read_front_matter(file);
    return read ? "" : std::to_string(read.error().front().line) + ": " + read.error().front().what;
}
}

TEST_CASE("front matter gives each value its line, and the text below") {
    const auto file = doc::read_front_matter(
        "---\ntitle: \"A: b\"\nlevels: [kg, 'jhs']\ncredits:\n  - role: writer\n    person: starter-text\nempty: []\n---\n\nText.\n---\n");
    REQUIRE(file);
    CHECK(file->values.find("title")->scalar == "A: b");
    CHECK(file->values.find("title")->line == 2);
    CHECK(file->values.find("levels")->items.size() == 2);
    const doc::Yaml* credits = file->values.find("credits");
    REQUIRE(credits->items.size() == 1);
    CHECK(credits->items[0].find("person")->scalar == "starter-text");
    CHECK(credits->items[0].find("person")->line == 6);
    CHECK(file->values.find("empty")->items.empty());
    CHECK(file->body == "\nText.\n---\n");
    CHECK(file->body_line == 9);
    CHECK(doc::read_front_matter("---\na: b\n---")->body == "");
}

TEST_CASE("what is no front matter is refused with its line") {
    CHECK(fault("Text") == "1: the file must begin with front matter: a line ---, the keys, a line ---");
    CHECK(fault("---\na: b\n") == "1: the front matter is not closed by a line ---");
    CHECK(fault("---\n- a\n---\n") == "2: front matter is lines of \"key: value\"");
    CHECK(fault("---\na: b\na: c\n---\n") == "3: \"a\" is given twice");
    CHECK(fault("---\na: &x b\n---\n") == "2: anchors (&name) are not read");
    CHECK(fault("---\na: b\nc: *x\n---\n").starts_with("3: "));
    CHECK(fault("---\na: !!int 1\n---\n") == "2: tags (!name) are not read");
    CHECK(fault("---\na: [b\nc: d\n---\n").find("not YAML as expected here") != std::string::npos);
    CHECK(fault("---\na: [[[[[[[[b]]]]]]]]\n---\n") == "2: values are nested deeper than 8");
    CHECK(fault("---\na: \xff\n---\n") == "2: must be UTF-8 without NUL and U+E000");
}

TEST_CASE("a bomb of aliases or brackets goes off nowhere") {
    CHECK(fault("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n") == "2: anchors (&name) are not read");
    CHECK(fault("---\na: " + std::string(100'000, '[') + "\n---\n") == "2: values are nested deeper than 8");
    CHECK(fault("---\na: " + std::string(100'000, '{') + "\n---\n") != "");
    CHECK_FALSE(doc::read_yaml(std::string(300'000, 'a')));
}

TEST_CASE("members are taken with their type; what is wrong says what is expected") {
    const auto values = doc::read_yaml(
        "title: Who tells you\nlong: abcdef\npublished: 2026-11-23\nchecked: 2026-02-30\nnative_read: true\ncollective: \"true\"\nlevels: [kg, xx, kg]\ncover: pink\n"
        "lessons: a\nnone:\nextra: 1\n",
        10);
    REQUIRE(values);
    doc::Faults faults;
    doc::Fields fields(*values, faults);
    CHECK(fields.text("title", 120, true) == "Who tells you");
    CHECK(fields.day("published", true) == base::parse_day("2026-11-23"));
    CHECK(fields.flag("native_read", false) == true);
    CHECK(faults.empty());
    CHECK(fields.text("long", 3, true) == "abcdef");
    CHECK_FALSE(fields.day("checked", false));
    CHECK_FALSE(fields.flag("collective", false));
    CHECK(fields.choices("levels", {"kg", "jhs"}, true) == std::vector<std::string>{"kg"});
    CHECK(fields.choice("cover", {"green", "blue"}, true) == "");
    CHECK(fields.words("lessons", false).empty());
    CHECK(fields.text("none", 10, false) == "");
    CHECK(fields.text("licence", 40, true) == "");
    fields.finish();
    std::vector<std::string> told;
    for (const auto& each : faults) told.push_back(std::to_string(each.line) + ": " + each.what);
    CHECK(
        told ==
        std::vector<std::string>{
            "11: long has 6 characters; expected text of at most 3 characters",
            "13: checked is \"2026-02-30\"; expected a date that exists, YYYY-MM-DD", "15: collective is \"true\"; expected true or false",
            "16: kg stands twice in levels", "16: \"xx\" cannot stand in levels; expected some of kg, jhs",
            "17: cover is \"pink\"; expected one of green, blue", "18: lessons is not a list, [a, b]",
            "19: none is empty; leave it out, or write text of at most 10 characters",
            "10: licence is missing; expected text of at most 40 characters",
            "20: there is no key \"extra\" here; expected title, published, native_read, long, checked, collective, levels, cover, lessons, none, licence"});
}

TEST_SUITE_END();
