#include "kit/doc/doc.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE_BEGIN("unit");

namespace {
std::string refusal(std::string_view json) {
    const auto parsed = base::parse_json(json);
    REQUIRE(parsed);
    const auto document = doc::from_json(*parsed);
    return document ? "" : document.error().front().what;
}
}

TEST_CASE("a document is ProseMirror's JSON") {
    const auto document = doc::from_markdown("## A **b**\n\n[c](/d)\n");
    REQUIRE(document);
    CHECK(
        base::write_json(doc::to_json(*document)) ==
        R"({"type":"doc","content":[{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"A "},{"type":"text","marks":[{"type":"strong"}],"text":"b"}]},)"
        R"({"type":"paragraph","content":[{"type":"text","marks":[{"type":"link","attrs":{"href":"/d","title":""}}],"text":"c"}]}]})");
}

TEST_CASE("attributes that are left out get their default") {
    const auto document = doc::from_json(*base::parse_json(
        R"({"type":"doc","content":[{"type":"bullet_list","content":[{"type":"list_item","content":[{"type":"paragraph"}]}]}]})"));
    REQUIRE(document);
    CHECK(document->content[0].attr("tight") != nullptr);
    CHECK(document->content[0].content[0].attr("checked") != nullptr);
}

TEST_CASE("what does not fit the schema is refused, with its place") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {R"([])", "doc: a node must be an object"},
        {R"({"type":"paragraph"})", "the outermost node must be a doc"},
        {R"({"type":"doc","content":[{"type":"script"}]})", "content[0]: a node must have a type of the schema"},
        {R"({"type":"doc","content":[{"type":"text","text":"a"}]})", "doc: doc must contain (block | container)* footnote*"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"paragraph"}]}]})",
         "content[0]: paragraph must contain inline*"},
        {R"({"type":"doc","content":[{"type":"heading","attrs":{"level":7}}]})", "content[0]: level must be a whole number from 1 to 6"},
        {R"({"type":"doc","content":[{"type":"heading","attrs":{"level":"2"}}]})", "content[0]: level must be a whole number from 1 to 6"},
        {R"({"type":"doc","content":[{"type":"heading","attrs":{"size":2}}]})", "content[0]: there is no attribute \"size\""},
        {R"({"type":"doc","content":[{"type":"heading","content":[{"type":"hard_break"}]}]})", "content[0]: heading must contain phrase*"},
        {R"({"type":"doc","content":[{"type":"blockquote"}]})", "content[0]: blockquote must contain block+"},
        {R"({"type":"doc","content":[{"type":"blockquote","content":[{"type":"aim","content":[{"type":"paragraph"}]}]}]})",
         "content[0]: blockquote must contain block+"},
        {R"({"type":"doc","extra":1})", "doc: there is no \"extra\" in a node"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":""}]}]})",
         "content[0].content[0]: text must not be empty and stands in text nodes only"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text"}]}]})",
         "content[0].content[0]: a text node must have text"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a\ue000"}]}]})",
         "content[0].content[0]: text must be UTF-8 without NUL and U+E000"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"blink"}]}]}]})",
         "content[0].content[0]: a mark must have a type of the schema"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"em"},{"type":"strong"}]}]}]})",
         "content[0].content[0]: marks must stand in the schema's order, each once"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"hard_break","marks":[{"type":"code"}]}]}]})",
         "content[0].content[0]: code cannot mark hard_break"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"link"}]}]}]})",
         "content[0].content[0]: href must be given"},
        {R"({"type":"doc","content":[{"type":"code_block","content":[{"type":"text","text":"a","marks":[{"type":"em"}]}]}]})",
         "content[0]: no marks may stand in code_block"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"cite","attrs":{"key":"a b"}}]}]})",
         "content[0].content[0]: key must be a key as in BibTeX"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"ruby","attrs":{"base":"a|b","reading":"c"}}]}]})",
         "content[0].content[0]: base must be text without marks and brackets"},
        {R"({"type":"doc","content":[{"type":"paragraph","content":[{"type":"footnote_ref","attrs":{"label":"1"}}]}]})",
         "there is no footnote \"1\""},
        {R"({"type":"doc","content":[{"type":"footnote","attrs":{"label":"1"},"content":[{"type":"paragraph"}]},{"type":"footnote","attrs":{"label":"1"},"content":[{"type":"paragraph"}]}]})",
         "there are two footnotes \"1\""},
        {R"({"type":"doc","content":[{"type":"if","attrs":{"level":"es99"},"content":[{"type":"paragraph"}]}]})",
         "content[0]: level must be of kg, es12, es34, es56, jhs, shs, sn; \"es99\" is not"},
    };
    for (const auto& [json, expected] : cases) {
        CAPTURE(json);
        CHECK(refusal(json) == expected);
    }
}

TEST_SUITE_END();
