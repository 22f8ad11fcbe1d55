#include "kit/doc/positions.hpp"
#include "kit/doc/steps.hpp"

#include <doctest/doctest.h>

#include "kit/base/error.hpp"

#include <chrono>
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

doc::Step step(std::string_view json) {
    const auto parsed = base::parse_json(json);
    REQUIRE(parsed);
    auto made = doc::step_from_json(*parsed);
    REQUIRE_MESSAGE(made, (made ? "" : made.error().front().what));
    return std::move(*made);
}

std::string refusal(std::string_view json) {
    const auto parsed = base::parse_json(json);
    REQUIRE(parsed);
    const auto made = doc::step_from_json(*parsed);
    return made ? "" : made.error().front().what;
}

/// The document after the step as Markdown, or why it is refused. What is done can be undone.
std::string after(const doc::Node& document, const doc::Step& change) {
    const auto changed = doc::apply(document, change);
    if (!changed) return changed.error().front().what;
    const auto back = doc::apply(*changed, doc::invert(change, document));
    CHECK(back);
    if (back) CHECK(*back == document);
    return doc::to_markdown(*changed);
}
std::string after(std::string_view markdown, std::string_view json) { return after(read(markdown), step(json)); }

doc::Slice text(std::string_view words) {
    doc::Node node;
    node.type = "text";
    node.text = words;
    return {.content = {node}};
}
}

TEST_CASE("places count UTF-16 units, leaves and the two ends of other nodes") {
    CHECK(doc::utf16_length("aé漢😀") == 5);
    CHECK(doc::utf16_offset("a😀b", 1) == 1);
    CHECK_FALSE(doc::utf16_offset("a😀b", 2));
    CHECK(doc::utf16_offset("a😀b", 3) == 5);
    CHECK_FALSE(doc::utf16_offset("a", 2));
    const auto document = read("a😀\n\n> b[@k]\n\n---\n");
    CHECK(doc::content_size(document) == 5 + 6 + 1);
    const doc::Place place(document, 8);
    CHECK(place.depth() == 2);
    CHECK(place.parent().type == "paragraph");
    CHECK(place.start(2) == 7);
    CHECK(place.index(0) == 1);
    CHECK_THROWS_AS(doc::Place(document, 13), doc::Refused);
    CHECK_THROWS_AS(doc::Place(document, -1), doc::Refused);
    CHECK_THROWS_AS(doc::Place(document, 3).require_whole(), doc::Refused);
}

TEST_CASE("text is typed, replaced and deleted") {
    CHECK(after("ab\n", R"({"stepType":"replace","from":2,"to":2,"slice":{"content":[{"type":"text","text":"漢字"}]}})") == "a漢字b\n");
    CHECK(after("ab\n", R"({"stepType":"replace","from":1,"to":2})") == "b\n");
    CHECK(after("a😀b\n", R"({"stepType":"replace","from":2,"to":4})") == "ab\n");
    // Text beside the range is one node with what comes.
    const auto joined = doc::apply(read("a**b**c\n"), step(R"({"stepType":"replace","from":2,"to":3})"));
    REQUIRE(joined);
    CHECK(joined->content[0].content.size() == 1);
}

TEST_CASE("a block is split and joined") {
    const std::string split =
        R"({"stepType":"replace","from":2,"to":2,"slice":{"content":[{"type":"paragraph"},{"type":"paragraph"}],"openStart":1,"openEnd":1}})";
    CHECK(after("ab\n", split) == "a\n\nb\n");
    CHECK(after("a\n\nb\n", R"({"stepType":"replace","from":2,"to":4,"structure":true})") == "ab\n");
    CHECK(after("# a\n\nb\n", R"({"stepType":"replace","from":2,"to":4})") == "# ab\n");
    CHECK(after("a\n\nb\n", R"({"stepType":"replace","from":1,"to":4,"structure":true})") == "the step would overwrite content");
}

TEST_CASE("a block is wrapped, lifted and given another type around its content") {
    const std::string wrap = R"({"stepType":"replaceAround","from":0,"to":3,"gapFrom":0,"gapTo":3,"insert":1,)"
                             R"("slice":{"content":[{"type":"blockquote"}]},"structure":true})";
    CHECK(after("a\n", wrap) == "> a\n");
    CHECK(after("> a\n", R"({"stepType":"replaceAround","from":0,"to":5,"gapFrom":1,"gapTo":4,"insert":0,"structure":true})") == "a\n");
    CHECK(after("a\n", R"({"stepType":"replaceAround","from":0,"to":3,"gapFrom":1,"gapTo":2,"insert":1,"structure":true,)"
                       R"("slice":{"content":[{"type":"heading","attrs":{"level":3}}]}})") == "### a\n");
    CHECK(after("---\n", R"({"stepType":"replaceAround","from":0,"to":1,"gapFrom":0,"gapTo":1,"insert":1,)"
                         R"("slice":{"content":[{"type":"paragraph"}]}})") == "the content of the gap does not fit");
    CHECK(after("ab\n\nc\n", R"({"stepType":"replaceAround","from":0,"to":7,"gapFrom":2,"gapTo":5,"insert":0})") ==
          "the gap begins or ends inside a node");
}

TEST_CASE("marks come and go on all inline content that may be marked") {
    CHECK(after("abc\n", R"({"stepType":"addMark","mark":{"type":"strong"},"from":2,"to":3})") == "a**b**c\n");
    CHECK(after("a**b**c\n", R"({"stepType":"removeMark","mark":{"type":"strong"},"from":0,"to":5})") == "abc\n");
    CHECK(after("a\n\n```\nb\n```\n", R"({"stepType":"addMark","mark":{"type":"em"},"from":0,"to":6})") == "*a*\n\n```\nb\n```\n");
    // Another link takes the place of the one that is there.
    CHECK(after("[a](/x)b\n", R"({"stepType":"addMark","mark":{"type":"link","attrs":{"href":"/y"}},"from":1,"to":3})") == "[ab](/y)\n");
    CHECK(after("a [@k]\n", R"({"stepType":"addNodeMark","pos":3,"mark":{"type":"em"}})") == "a *[@k]*\n");
    CHECK(after("a *[@k]*\n", R"({"stepType":"removeNodeMark","pos":3,"mark":{"type":"em"}})") == "a [@k]\n");
    CHECK(after("a\n", R"({"stepType":"addNodeMark","pos":0,"mark":{"type":"em"}})") == "no marks may stand in doc");
    CHECK(after("a\n", R"({"stepType":"addNodeMark","pos":1,"mark":{"type":"em"}})") == "text has no attributes and marks of its own at 1");
}

TEST_CASE("an attribute is set if the schema allows the value") {
    CHECK(after("## a\n", R"({"stepType":"attr","pos":0,"attr":"level","value":3})") == "### a\n");
    CHECK(after("- a\n", R"({"stepType":"attr","pos":1,"attr":"checked","value":true})") == "- [x] a\n");
    CHECK(after("## a\n", R"({"stepType":"attr","pos":0,"attr":"level","value":7})") ==
          "heading: level must be a whole number from 1 to 6");
    CHECK(after("## a\n", R"({"stepType":"attr","pos":0,"attr":"size","value":7})") == "heading has no attribute \"size\"");
    CHECK(after("## a\n", R"({"stepType":"attr","pos":3,"attr":"level","value":2})") == "no node begins at 3");
}

TEST_CASE("a step that does not fit the document is refused and leaves it as it was") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {R"({"stepType":"replace","from":3,"to":9})", "the place 9 is outside"},
        {R"({"stepType":"replace","from":3,"to":2})", "a step ends before it begins"},
        {R"({"stepType":"replace","from":1,"to":5})", "the two ends are not equally deep"},
        {R"({"stepType":"replace","from":2,"to":2})", "the place 2 divides a character"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"text","text":"a"}]}})",
         "doc must contain (block | container)* footnote*"},
        {R"({"stepType":"replace","from":1,"to":1,"slice":{"content":[{"type":"paragraph"}]}})", "paragraph must contain inline*"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"blockquote"}]}})", "blockquote must contain block+"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"paragraph"}],"openStart":1}})",
         "what is put in is deeper than its place"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"code_block","content":[{"type":"text","text":"a","marks":[{"type":"em"}]}]}]}})",
         "no marks may stand in code_block"},
        {R"({"stepType":"replaceAround","from":0,"to":4,"gapFrom":3,"gapTo":1,"insert":0})", "the gap must lie inside the range"},
        {R"({"stepType":"replaceAround","from":0,"to":6,"gapFrom":0,"gapTo":6,"insert":1})", "the gap must go to a place in the slice"},
        {R"({"stepType":"addMark","mark":{"type":"em"},"from":1,"to":2})", "a character would be divided"},
        {R"({"stepType":"markSet","steps":[{"stepType":"addMark","mark":{"type":"em"},"from":1,"to":5},{"stepType":"addMark","mark":{"type":"em"},"from":1,"to":99}]})",
         "the place 99 is outside"},
    };
    const auto before = read("😀漢\n\nb\n");
    for (const auto& [json, expected] : cases) {
        CAPTURE(json);
        doc::Node document = before;
        const auto faults = doc::apply_to(document, step(json));
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].what == expected);
        CHECK(document == before);
    }
}

TEST_CASE("what is no step is refused before it meets a document") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {R"([])", "there is no step \"\""},
        {R"({"stepType":"docAttr","attr":"a","value":1})", "there is no step \"docAttr\""},
        {R"({"stepType":"replace","from":0})", "to must be a place"},
        {R"({"stepType":"replace","from":-1,"to":0})", "from must be a place"},
        {R"({"stepType":"replace","from":0.5,"to":1})", "from must be a place"},
        {R"({"stepType":"replace","from":0,"to":99999999999})", "to must be a place"},
        {R"({"stepType":"replace","from":0,"to":0,"structure":1})", "structure must be true or false"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":[]})", "a slice must have content"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":{}}})", "slice: content must be a list"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"script"}]}})",
         "slice.content[0]: a node must have a type of the schema"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"text","text":"\ue000"}]}})",
         "slice.content[0]: text must be UTF-8 without NUL and U+E000"},
        {R"({"stepType":"replace","from":0,"to":0,"slice":{"content":[{"type":"paragraph"}],"openEnd":2}})",
         "a slice is more open than it is deep"},
        {R"({"stepType":"addMark","from":0,"to":0})", "the step must have a mark"},
        {R"({"stepType":"addMark","from":0,"to":0,"mark":{"type":"link"}})", "mark: href must be given"},
        {R"({"stepType":"attr","pos":0,"attr":"level"})", "the step must have an attr and a value"},
        {R"({"stepType":"markSet","steps":[{"stepType":"replace","from":0,"to":0}]})", "a set holds steps of marks only"},
    };
    for (const auto& [json, expected] : cases) {
        CAPTURE(json);
        CHECK(refusal(json) == expected);
    }
}

TEST_CASE("a step is written as ProseMirror writes it") {
    for (const std::string json : {
             R"({"stepType":"replace","from":1,"to":2,"slice":{"content":[{"type":"paragraph"}],"openStart":1},"structure":true})",
             R"({"stepType":"replaceAround","from":0,"to":5,"gapFrom":1,"gapTo":4,"insert":0})",
             R"({"stepType":"addMark","mark":{"type":"link","attrs":{"href":"/a","title":""}},"from":0,"to":1})",
             R"({"stepType":"removeMark","mark":{"type":"strong"},"from":0,"to":1})",
             R"({"stepType":"addNodeMark","pos":3,"mark":{"type":"em"}})",
             R"({"stepType":"removeNodeMark","pos":3,"mark":{"type":"em"}})",
             R"({"stepType":"attr","pos":0,"attr":"checked","value":null})",
             R"({"stepType":"markSet","steps":[{"stepType":"addMark","mark":{"type":"em"},"from":0,"to":1}]})",
         })
        CHECK(base::write_json(doc::to_json(step(json))) == json);
    // A slice that adds nothing is left out.
    CHECK(base::write_json(doc::to_json(
              step(R"({"stepType":"replace","from":0,"to":1,"slice":{"content":[{"type":"paragraph"}],"openStart":1,"openEnd":1}})"))) ==
          R"({"stepType":"replace","from":0,"to":1})");
}

TEST_CASE("a set of mark steps inside another one becomes one list") {
    const auto set = step(R"({"stepType":"markSet","steps":[{"stepType":"markSet","steps":[]},)"
                          R"({"stepType":"markSet","steps":[{"stepType":"removeMark","mark":{"type":"em"},"from":0,"to":1}]}]})");
    CHECK(std::get<doc::MarkSetStep>(set).steps.size() == 1);
}

TEST_CASE("what nothing stood before cannot be undone") {
    CHECK_THROWS_AS(doc::invert(doc::ReplaceStep{.from = 0, .to = 50}, read("a\n")), base::Error);
    CHECK_THROWS_AS(doc::invert(doc::AttrStep{.place = 50}, read("a\n")), base::Error);
}

TEST_CASE("a step that comes late finds its place again, or nothing of it is left") {
    const auto before = read("abcdef\n");
    const doc::Step first = doc::ReplaceStep{.from = 2, .to = 6};
    doc::Mapping mapping;
    mapping.append(doc::map_of(first));
    const doc::Step behind = doc::ReplaceStep{.from = 7, .to = 7, .slice = text("!")};
    const auto moved = doc::map(behind, mapping);
    REQUIRE(moved);
    CHECK(doc::to_markdown(*doc::apply(*doc::apply(before, first), *moved)) == "af!\n");
    CHECK_FALSE(doc::map(doc::ReplaceStep{.from = 3, .to = 5}, mapping));
    CHECK_FALSE(doc::map(doc::AddMarkStep{.from = 3, .to = 5, .mark = {"em", {}}}, mapping));
    CHECK_FALSE(doc::map(doc::AttrStep{.place = 3}, mapping));
    CHECK(doc::map_of(doc::AddMarkStep{.from = 3, .to = 5}) == doc::StepMap());
}

TEST_CASE("while somebody writes, a reference may lack its footnote and a footnote may stand twice") {
    const auto json = doc::to_json(read("a[^1]\n\n[^1]: b\n"));
    auto document = *doc::from_json(json);
    REQUIRE(doc::apply_to(document, doc::ReplaceStep{.from = 4, .to = 9}).empty());
    CHECK_FALSE(doc::from_json(doc::to_json(document)));
    CHECK(doc::from_json(doc::to_json(document), doc::State::working));
    CHECK(doc::from_json(doc::to_json(doc::normalized(document))));
    // A mark where Markdown has no place for it waits for `normalized` as well.
    auto marked = read("a[@k]\n");
    REQUIRE(doc::apply_to(marked, doc::AddMarkStep{.from = 1, .to = 3, .mark = {"code", {}}}).empty());
    CHECK_FALSE(doc::from_json(doc::to_json(marked)));
    CHECK(doc::from_json(doc::to_json(marked), doc::State::working));
    CHECK(doc::to_markdown(doc::normalized(marked)) == "`a`[@k]\n");
}

TEST_CASE("no step nests deeper than Markdown can say") {
    const auto wrap = [](std::string_view type, std::size_t times) {
        auto document = read("a\n");
        std::size_t done = 0;
        doc::Node wrapper;
        wrapper.type = type;
        while (done < times) {
            const int size = doc::content_size(document);
            const doc::ReplaceAroundStep around{
                .from = 0, .to = size, .gap_from = 0, .gap_to = size, .slice = {.content = {wrapper}}, .insert = 1};
            if (!doc::apply_to(document, around).empty()) break;
            ++done;
        }
        CHECK(doc::from_markdown(doc::to_markdown(document)));
        CHECK(doc::from_json(doc::to_json(document)));
        return done;
    };
    CHECK(wrap("blockquote", 100) == doc::deepest - 1);
    CHECK(wrap("aim", 100) == doc::deepest_containers);
}

TEST_CASE("a document that is too large may shrink and not grow") {
    auto document = read(std::string(doc::largest_document - 100, 'a'));
    CHECK_FALSE(doc::apply_to(document, doc::ReplaceStep{.from = 1, .to = 1, .slice = text(std::string(200, 'b'))}).empty());
    CHECK(doc::apply_to(document, doc::ReplaceStep{.from = 1, .to = 2}).empty());
    CHECK(doc::apply_to(document, doc::ReplaceStep{.from = 1, .to = 1000, .slice = text("b")}).empty());
    CHECK(doc::apply_to(document, doc::ReplaceStep{.from = 1, .to = 1, .slice = text("c")}).empty());
}

TEST_CASE("a small step does not copy a long document") {
    std::string markdown;
    for (int i = 0; i < 500; ++i) markdown += "- Ten words of text stand **in each of these** items, always.\n\n";
    auto document = read(markdown);
    const auto* untouched = document.content[0].content[250].content[0].content[0].text.data();
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i) REQUIRE(doc::apply_to(document, doc::ReplaceStep{.from = 3, .to = 3, .slice = text("a")}).empty());
    const auto spent = std::chrono::steady_clock::now() - began;
    CHECK(document.content[0].content[250].content[0].content[0].text.data() == untouched);
    MESSAGE("a letter typed into 5,000 words: " << std::chrono::duration_cast<std::chrono::microseconds>(spent).count() / 100 << " µs");
}

TEST_SUITE_END();
