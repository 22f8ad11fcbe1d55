#include "kit/doc/random_document.hpp"
#include "kit/doc/steps.hpp"
#include "kit/doc/test_property.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

TEST_SUITE_BEGIN("unit");

namespace {
doc::Node read(std::string_view markdown) {
    auto document = doc::from_markdown(markdown);
    REQUIRE(document);
    return std::move(*document);
}

/// The steps as JSON, a line each; they have led from one document to the other.
std::string between(std::string_view before, std::string_view after) {
    doc::Node document = read(before);
    const auto steps = doc::steps_between(document, read(after));
    REQUIRE(steps);
    std::string out;
    for (const doc::Step& step : *steps) {
        CHECK(doc::apply_to(document, step).empty());
        out += base::write_json(doc::to_json(step)) + "\n";
    }
    CHECK(document == read(after));
    return out;
}
}

TEST_CASE("equal documents need no step") { CHECK(between("# a\n\nb\n", "# a\n\nb\n").empty()); }

TEST_CASE("of a changed text only what differs is replaced, in whole characters") {
    CHECK(between("a\n\nsome words\n\nb\n", "a\n\nsome new words\n\nb\n") ==
          "{\"stepType\":\"replace\",\"from\":9,\"to\":9,\"slice\":{\"content\":[{\"type\":\"text\",\"text\":\"new \"}]}}\n");
    // 😀 and 😁 begin with the same surrogate.
    CHECK(between("a😀b\n", "a😁b\n") ==
          "{\"stepType\":\"replace\",\"from\":2,\"to\":4,\"slice\":{\"content\":[{\"type\":\"text\",\"text\":\"😁\"}]}}\n");
    CHECK(between("aaa\n", "aa\n") == "{\"stepType\":\"replace\",\"from\":3,\"to\":4}\n");
    CHECK(between("a **b** c\n", "a *b* c\n") ==
          R"({"stepType":"replace","from":3,"to":4,"slice":{"content":[{"type":"text","marks":[{"type":"em"}],"text":"b"}]}})"
          "\n");
}

TEST_CASE("blocks that did not change are left alone") {
    CHECK(between("a\n\nb\n\nc\n", "a\n\nc\n") == "{\"stepType\":\"replace\",\"from\":3,\"to\":6}\n");
    CHECK(between("a\n\nc\n", "a\n\nb\n\nc\n") ==
          R"({"stepType":"replace","from":3,"to":3,"slice":{"content":[{"type":"paragraph","content":[{"type":"text","text":"b"}]}]}})"
          "\n");
    // Two changes far apart are two steps, the later place first.
    CHECK(between("one\n\ntwo\n\nthree\n", "One\n\ntwo\n\nThree\n") ==
          "{\"stepType\":\"replace\",\"from\":11,\"to\":12,\"slice\":{\"content\":[{\"type\":\"text\",\"text\":\"T\"}]}}\n"
          "{\"stepType\":\"replace\",\"from\":1,\"to\":2,\"slice\":{\"content\":[{\"type\":\"text\",\"text\":\"O\"}]}}\n");
    CHECK(between("- a\n- b\n- c\n", "- a\n- c\n") == "{\"stepType\":\"replace\",\"from\":6,\"to\":11}\n");
}

TEST_CASE("attributes alone are set where they stand") {
    CHECK(between("## a\n", "### a\n") == "{\"stepType\":\"attr\",\"pos\":0,\"attr\":\"level\",\"value\":3}\n");
    CHECK(between("- [ ] a\n- [ ] b\n", "- [ ] a\n- [x] b\n") == "{\"stepType\":\"attr\",\"pos\":6,\"attr\":\"checked\",\"value\":true}\n");
    CHECK(between("a[@k]b\n", "a[@k, p. 2]b\n") == "{\"stepType\":\"attr\",\"pos\":2,\"attr\":\"locator\",\"value\":\"p. 2\"}\n");
    CHECK(between("{漢|かん}\n", "{漢|から}\n") == "{\"stepType\":\"attr\",\"pos\":1,\"attr\":\"reading\",\"value\":\"から\"}\n");
}

TEST_CASE("what became something else is written anew, and a whole text too") {
    CHECK_FALSE(between("a\n", "## a\n").empty());
    CHECK_FALSE(between("", "a\n\n> b\n").empty());
    CHECK_FALSE(between("a\n\n> b\n", "").empty());
    CHECK_FALSE(between("a[^1]\n\n[^1]: x\n", "b\n\nc[^2]\n\n[^2]: y\n").empty());
    std::string one, other;
    for (int i = 0; i < 2000; ++i) {
        one += "a" + std::to_string(i) + "\n\n";
        other += "b" + std::to_string(i) + "\n\n";
    }
    CHECK_FALSE(between(one, other).empty());
}

TEST_CASE("no steps lead to a document that does not fit the schema") {
    doc::Node after = read("a\n");
    after.content[0].type = "blockquote";
    CHECK_FALSE(doc::steps_between(read("a\n"), after));
    after = read("ab\n");
    after.content[0].content.push_back(after.content[0].content[0]);
    CHECK_FALSE(doc::steps_between(read("a\n"), after));
}

TEST_CASE("between any two documents there are steps, and each of them can be undone") {
    CHECK(doc::holds("steps between", 3'000, [](const doc::Numbers& numbers, const doc::Numbers& edits) {
        doc::Numbers other = numbers;
        for (std::size_t i = 0; i + 1 < edits.size() && !other.empty(); i += 2) other[edits[i] % other.size()] = edits[i + 1];
        const doc::Node before = doc::document_from(numbers), after = doc::document_from(edits.size() % 5 ? other : edits);
        const auto steps = doc::steps_between(before, after);
        if (!steps) RC_FAIL(steps.error().front().what);
        std::vector<doc::Node> states{before};
        for (const doc::Step& step : *steps) {
            auto next = doc::apply(states.back(), step);
            if (!next) RC_FAIL(next.error().front().what);
            states.push_back(std::move(*next));
        }
        RC_ASSERT(states.back() == after);
        for (std::size_t i = steps->size(); i-- > 0;) {
            const auto back = doc::apply(states[i + 1], doc::invert((*steps)[i], states[i]));
            RC_ASSERT(back.has_value());
            RC_ASSERT(*back == states[i]);
        }
    }));
}

TEST_SUITE_END();
