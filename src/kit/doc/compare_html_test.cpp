#include "kit/doc/compare_html.hpp"
#include "kit/doc/random_document.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
doc::Node read(std::string_view markdown) {
    auto document = doc::from_markdown(markdown);
    REQUIRE(document);
    return *document;
}

doc::CompareOptions options() {
    return {.words = {.inserted = "in:",
                      .deleted = "out:",
                      .formatted = "form:",
                      .end = "end",
                      .block_inserted = "New",
                      .block_deleted = "Gone",
                      .moved_here = "Here",
                      .moved_away = "Away",
                      .form = "Form",
                      .unchanged = [](std::size_t count) { return std::to_string(count) + " unchanged"; }}};
}

/// Without the words that are heard alone.
std::string drawn(std::string_view before, std::string_view after) {
    doc::CompareOptions plain = options();
    plain.words.inserted = plain.words.deleted = plain.words.formatted = plain.words.end = "";
    const auto comparison = doc::compare(read(before), read(after));
    const std::string html = doc::compare_html(comparison, plain).str();
    const std::string_view open = "<div class=\"compare\">", close = "</div>";
    REQUIRE(html.starts_with(open));
    return html.substr(open.size(), html.size() - open.size() - close.size());
}

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What is wrong with the nesting of elements, or "".
std::string misnested(std::string_view html) {
    std::vector<std::string> open;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const bool closes = html[at + 1] == '/';
        const std::size_t begin = at + (closes ? 2 : 1);
        const std::string name(html.substr(begin, html.find_first_of(" >", begin) - begin));
        if (one_of(name, {"br", "hr", "img"})) continue;
        if (closes) {
            if (open.empty() || open.back() != name) return "</" + name + "> at " + std::to_string(at);
            open.pop_back();
            continue;
        }
        const std::string parent = open.empty() ? "" : open.back();
        const bool block = one_of(name, {"p", "div", "ul", "ol", "pre", "table", "section", "blockquote", "details", "h1", "h2", "h3"});
        if (block &&
            std::any_of(open.begin(), open.end(), [](const auto& outer) { return one_of(outer, {"p", "h1", "h2", "h3", "pre", "td"}); }))
            return "<" + name + "> inside text";
        if (one_of(parent, {"ul", "ol"}) && name != "li") return "<" + name + "> in a list";
        if (parent == "tr" && !one_of(name, {"td", "th"})) return "<" + name + "> in a row";
        if (name == "a" && std::find(open.begin(), open.end(), "a") != open.end()) return "a link in a link";
        open.push_back(name);
    }
    return open.empty() ? "" : "<" + open.back() + "> stays open";
}
}

TEST_CASE("a change in a text stands in ins and del, and is heard") {
    const auto comparison = doc::compare(read("The cat sat.\n"), read("The **big** dog sat.\n"));
    CHECK(
        doc::compare_html(comparison, options()).str() ==
        "<div class=\"compare\"><p>The <del class=\"compare-del\"><span class=\"vh\"> out: </span>cat<span class=\"vh\"> end </span></del>"
        "<ins class=\"compare-ins\"><span class=\"vh\"> in: </span><strong>big</strong> dog<span class=\"vh\"> end </span></ins> sat.</p></div>");
}

TEST_CASE("words with other marks show both forms") {
    CHECK(
        drawn("One two.\n", "One [two](/a).\n") ==
        "<p>One <span class=\"compare-form\"><del class=\"compare-del\">two</del><ins class=\"compare-ins\"><a href=\"/a\">two</a></ins></span>.</p>");
}

TEST_CASE("a whole block that came or went has a label that everybody sees") {
    CHECK(drawn("A b c.\n\nGone for good.\n", "A b c.\n\n## Something else\n") ==
          "<p>A b c.</p><del class=\"compare-block compare-del\"><p class=\"compare-label\">Gone</p><p>Gone for good.</p></del>"
          "<ins class=\"compare-block compare-ins\"><p class=\"compare-label\">New</p><h2>Something else</h2></ins>");
    CHECK(
        drawn("One long sentence.\n\nB and more of it.\n\nC and more of it.\n",
              "B and more of it.\n\nC and more of it.\n\nOne long sentence.\n")
            .find(
                "<p class=\"compare-block compare-moved compare-away\"><span class=\"compare-label\">Away</span> One long sentence.</p>") ==
        0);
}

TEST_CASE("what did not change for long is folded, but for a block beside the change") {
    const std::string same = "a\n\nb\n\nc\n\nd\n\ne\n\n";
    const std::string html = drawn(same + "One two three\n\n" + same, same + "One two four\n\n" + same);
    CHECK(html.find(
              "<details class=\"compare-fold\"><summary>4 unchanged</summary><p>a</p><p>b</p><p>c</p><p>d</p></details><p>e</p><p>One") ==
          0);
    CHECK(html.find("</p><p>a</p><details class=\"compare-fold\"><summary>4 unchanged</summary><p>b</p>") != std::string::npos);
    CHECK(drawn("a\n\nb\n\nOne two three\n", "a\n\nb\n\nOne two four\n").find("details") == std::string::npos);
    CHECK(drawn("a\n\nb\n", "a\n\nb\n") == "<details class=\"compare-fold\"><summary>2 unchanged</summary><p>a</p><p>b</p></details>");
    doc::CompareOptions open = options();
    open.fold = false;
    CHECK(doc::compare_html(doc::compare(read(same), read(same)), open).str().find("details") == std::string::npos);
}

TEST_CASE("list items and table rows keep to lists and tables") {
    CHECK(
        drawn("- Bring a pen\n- Sit\n", "- Bring a pencil\n- Sit\n- Something new\n") ==
        "<ul><li>Bring a <del class=\"compare-del\">pen</del><ins class=\"compare-ins\">pencil</ins></li><li>Sit</li>"
        "<li class=\"compare-new\"><ins class=\"compare-block compare-ins\"><p class=\"compare-label\">New</p>Something new</ins></li></ul>");
    CHECK(drawn("- [ ] Bring a pen\n", "- [x] Bring a pen\n").find("<li><del class=\"compare-del\"><span class=\"task\" role=\"img\"") !=
          std::string::npos);
    CHECK(
        drawn("|A|\n|:-:|\n|b c|\n", "|A|\n|:-:|\n|b d|\n|e|\n") ==
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"table\"><table><thead><tr><th scope=\"col\" class=\"align-center\">A</th></tr></thead>"
        "<tbody><tr><td class=\"align-center\">b <del class=\"compare-del\">c</del><ins class=\"compare-ins\">d</ins></td></tr>"
        "<tr class=\"compare-new\"><td class=\"align-center\"><ins class=\"compare-ins\">e</ins></td></tr></tbody></table></div>");
}

TEST_CASE("a box in which something changed has its name, and an unchanged one is drawn as for readers") {
    doc::CompareOptions named = options();
    named.words.name = [](std::string_view type) { return "<" + std::string(type) + ">"; };
    named.html.blocks["aim"] = [](const doc::Node& block, doc::Draw& draw) {
        return html::html("<aside>{}</aside>", {draw.blocks(block.content)});
    };
    const auto html = [&](std::string_view before, std::string_view after) {
        return doc::compare_html(doc::compare(read(before), read(after)), named).str();
    };
    CHECK(html(":::aim\nOne two.\n:::\n\nc\n", ":::aim\nOne two.\n:::\n").find("<aside><p>One two.</p></aside>") != std::string::npos);
    CHECK(html(":::aim\nOne two.\n:::\n", ":::aim\nOne two.\n\nThree.\n:::\n")
              .find("<section class=\"compare-box\"><p class=\"compare-label\">&lt;aim&gt;</p><p>One two.</p><ins") != std::string::npos);
}

TEST_CASE("notes stand by their labels, and line breaks that came are seen") {
    const std::string html = drawn("One two[^n].\n\n[^n]: Read it all\n", "One four[^n].\n\n[^n]: Read it twice\n");
    CHECK(html.find("[n].") != std::string::npos);
    CHECK(html.find("<div class=\"compare-box\"><p class=\"compare-label\">footnote [n]</p><p>Read it <del") != std::string::npos);
    CHECK(html.find("href") == std::string::npos);
    CHECK(drawn("One two three\n", "One two\\\nthree\n").find("↵<br>") != std::string::npos);
    CHECK(drawn("```\na b c\n```\n", "```\na <b> c\n```\n").find("&lt;") != std::string::npos);
}

TEST_CASE("a single change and a title can be drawn alone") {
    const auto comparison = doc::compare(read("a b c\n"), read("a b d\n"));
    CHECK(doc::compare_html(comparison.blocks[0], options()).str().find("<div class=\"compare\"><p>a b <del") == 0);
    CHECK(doc::compare_html(doc::compare_lines("One <b>", "Two <b>"), options()).str().find("&lt;b&gt;") != std::string::npos);
}

TEST_CASE("whatever changed, the markup is well nested") {
    CHECK(rc::check([](const std::vector<std::uint8_t>& first, const std::vector<std::uint8_t>& edits) {
        auto second = first;
        for (std::size_t i = 0; i < std::min<std::size_t>(edits.size(), 6) && !second.empty(); ++i)
            second[edits[i] % second.size()] ^= edits[i];
        const auto comparison = doc::compare(doc::document_from(first), doc::document_from(second));
        const std::string html = doc::compare_html(comparison, options()).str();
        if (const std::string wrong = misnested(html); !wrong.empty()) RC_FAIL(wrong + " in\n" + html);
    }));
}

TEST_SUITE_END();
