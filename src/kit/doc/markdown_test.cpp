#include "kit/doc/doc_html.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <functional>
#include <string>
#include <vector>

TEST_SUITE_BEGIN("unit");

namespace {
std::string drawn(std::string_view markdown) {
    const auto document = doc::from_markdown(markdown);
    if (document) return doc::to_html(*document, {.heading_ids = false}).str();
    std::string faults;
    for (const auto& fault : document.error()) faults += std::to_string(fault.line) + ": " + fault.what + "\n";
    return faults;
}

std::string canonical(std::string_view markdown) {
    const auto document = doc::from_markdown(markdown);
    REQUIRE(document);
    return doc::to_markdown(*document);
}
}

TEST_CASE("tables, strikethrough, task lists, addresses and footnotes of GFM") {
    CHECK(
        drawn("| a | b | c | d |\n| - | :- | :-: | -: |\n| 1 | 2 |\n| 3 | 4 | 5 | 6 | 7 |\n") ==
        "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table 1\"><table><thead><tr><th scope=\"col\">a</th>"
        "<th scope=\"col\" class=\"align-left\">b</th><th scope=\"col\" class=\"align-center\">c</th><th scope=\"col\" class=\"align-right\">d</th></tr></thead>"
        "<tbody><tr><td>1</td><td class=\"align-left\">2</td><td class=\"align-center\"></td><td class=\"align-right\"></td></tr>"
        "<tr><td>3</td><td class=\"align-left\">4</td><td class=\"align-center\">5</td><td class=\"align-right\">6</td></tr></tbody></table></div>");
    CHECK(drawn("~~old~~ ~one~ ~~~three~~~ a~~b~~c") == "<p><del>old</del> ~one~ ~~~three~~~ a<del>b</del>c</p>");
    CHECK(
        drawn("- [ ] a\n- [x] b\n- [X] c\n- [y] d\n- \\[ ] e\n- [ ]f\n") ==
        "<ul class=\"tasks\"><li><span class=\"task\" role=\"img\" aria-label=\"not done\">☐</span> a</li>"
        "<li><span class=\"task done\" role=\"img\" aria-label=\"done\">☑</span> b</li><li><span class=\"task done\" role=\"img\" aria-label=\"done\">☑</span> c</li>"
        "<li>[y] d</li><li>[ ] e</li><li>[ ]f</li></ul>");
    CHECK(
        drawn("a[^1] b[^two] c[^1]\n\n[^two]: T\n[^1]: One\n") ==
        "<p>a<sup class=\"footnote-ref\" id=\"note-1-from\"><a href=\"#note-1\" aria-label=\"Note 1\">1</a></sup>"
        " b<sup class=\"footnote-ref\" id=\"note-2-from\"><a href=\"#note-2\" aria-label=\"Note 2\">2</a></sup>"
        " c<sup class=\"footnote-ref\" id=\"note-1-from-2\"><a href=\"#note-1\" aria-label=\"Note 1\">1</a></sup></p>"
        "<section class=\"footnotes\" aria-label=\"Notes\"><ol><li id=\"note-1\"><p>One <a class=\"back\" href=\"#note-1-from\" aria-label=\"Back to the text 1\">↩</a>"
        " <a class=\"back\" href=\"#note-1-from-2\" aria-label=\"Back to the text 1-2\">↩</a></p></li>"
        "<li id=\"note-2\"><p>T <a class=\"back\" href=\"#note-2-from\" aria-label=\"Back to the text 2\">↩</a></p></li></ol></section>");
}

TEST_CASE("addresses in the text become links, and end where the sentence goes on") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"https://a.example", "<p><a href=\"https://a.example\" rel=\"noopener\">https://a.example</a></p>"},
        {"See https://a.example/b_c?d=e&f.",
         "<p>See <a href=\"https://a.example/b_c?d=e&amp;f\" rel=\"noopener\">https://a.example/b_c?d=e&amp;f</a>.</p>"},
        {"(https://a.example/b_(c))", "<p>(<a href=\"https://a.example/b_(c)\" rel=\"noopener\">https://a.example/b_(c)</a>)</p>"},
        {"**www.a.example**", "<p><strong><a href=\"http://www.a.example\" rel=\"noopener\">www.a.example</a></strong></p>"},
        {"a.b+c@d.example, x", "<p><a href=\"mailto:a.b+c@d.example\">a.b+c@d.example</a>, x</p>"},
        {"<https://a.example/x>", "<p><a href=\"https://a.example/x\" rel=\"noopener\">https://a.example/x</a></p>"},
        {"https://a.example[@k]", "<p><a href=\"https://a.example\" rel=\"noopener\">https://a.example</a>[k]</p>"},
        {"https\\://a.example www\\.a.example a\\@b.example", "<p>https://a.example www.a.example a@b.example</p>"},
        {"xhttps://a.example http:// www. @ a@b", "<p>xhttps://a.example http:// www. @ a@b</p>"},
        {"`https://a.example` [https://a.example](/b)", "<p><code>https://a.example</code> <a href=\"/b\">https://a.example</a></p>"},
    };
    for (const auto& [markdown, expected] : cases) CHECK(drawn(markdown) == expected);
}

TEST_CASE("what only looks like a footnote stays text, all of it") {
    CHECK(drawn("[^\nab|cd] [^a b] [^注] [^] [^x]") == "<p>[^\nab|cd] [^a b] [^<span lang=\"ja\">注</span>] [^] [^x]</p>");
    CHECK(drawn("a\n\n[^注]: b") == "3: the label of a footnote is made of letters, digits and hyphens; [^注] is not\n");
    CHECK(drawn("[^a b](/c)") == "<p><a href=\"/c\">^a b</a></p>");
}

TEST_CASE("raw HTML is text, with Markdown in it") {
    CHECK(drawn("<div class=x>\n**a**\n</div>\n\n<!-- b --> <?c?> <![CDATA[d]]>") ==
          "<p>&lt;div class=x&gt;\n<strong>a</strong>\n&lt;/div&gt;</p><p>&lt;!-- b --&gt; &lt;?c?&gt; &lt;![CDATA[d]]&gt;</p>");
    CHECK(drawn("`<b>` [a](<b c>) <b@c.example>") ==
          "<p><code>&lt;b&gt;</code> <a href=\"b%20c\">a</a> <a href=\"mailto:b@c.example\">b@c.example</a></p>");
    CHECK(drawn("[a](javascript:alert(1)) ![b](data:x)") == "<p><a href=\"#\">a</a> <img src=\"#\" alt=\"b\" loading=\"lazy\"></p>");
}

TEST_CASE("blocks of colons nest by their number, and links and footnotes work across them") {
    CHECK(
        drawn("::::if level=es12,jhs employer=company\n[a][x]\n:::say\nb[^1]\n:::\nc\n::::\n\n```\n:::code\n```\n\n[x]: /x\n\n[^1]: d\n") ==
        "<section class=\"if\"><p><a href=\"/x\">a</a></p><section class=\"say\"><p>b<sup class=\"footnote-ref\" id=\"note-1-from\"><a href=\"#note-1\" "
        "aria-label=\"Note 1\">1</a></sup></p></section><p>c</p></section><pre tabindex=\"0\"><code>:::code</code></pre>"
        "<section class=\"footnotes\" aria-label=\"Notes\"><ol><li id=\"note-1\"><p>d <a class=\"back\" href=\"#note-1-from\" aria-label=\"Back to the text "
        "1\">↩</a></p></li></ol></section>");
    CHECK(drawn("- a\n:::aim\n:::\n- b") == "<ul><li>a</li></ul><section class=\"aim\"><p></p></section><ul><li>b</li></ul>");
    CHECK(drawn("text\n\\:::aim\n") == "<p>text\n:::aim</p>");
    CHECK(
        drawn("- ```\n  x\n  ```\n:::aim\n- ```\n  y\n  ```\n:::\n") ==
        "<ul><li><pre tabindex=\"0\"><code>x</code></pre></li></ul><section class=\"aim\"><ul><li><pre tabindex=\"0\"><code>y</code></pre></li></ul></section>");
}

TEST_CASE("what is wrong is told with its line") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"a\n\n:::aim\nb\n", "3: :::aim is not closed\n"},
        {"a\n:::\n", "2: these colons close nothing\n"},
        {":::unknown\n:::\n", "1: there is no block \":::unknown\"\n"},
        {":::paragraph\n:::\n", "1: there is no block \":::paragraph\"\n"},
        {":::aim x=1\n:::\n", "1: :::aim has no \"x=1\"\n"},
        {":::if salary=1\n:::\n", "1: :::if has no \"salary=1\"; expected employer=…\n"},
        {":::if level=es99\n:::\n", "1: level must be of kg, es12, es34, es56, jhs, shs, sn; \"es99\" is not\n"},
        {":::if level=\n:::\n", "1: level= has no value\n"},
        {":::if employer=a employer=b\n:::\n", "1: employer is given twice; several values stand behind one = with commas between\n"},
        {":::aim\n:::say\n:::\n:::\n",
         "2: :::say opens inside :::aim (line 1), which is not closed; close it, or begin and end it with more colons\n"},
        {"::::aim\na\n:::\n::::\n", "3: 3 colons close nothing; :::aim (line 1) is closed by 4\n"},
        {"a\n\n[^x]: b\n", "3: nothing refers to the footnote [^x]\n"},
        {"a\nb \uE000 c\n", "2: the character U+E000 stands here; it is reserved\n"},
        {"a\n\xff\n", "2: this line is not UTF-8\n"},
        {std::string("a\n\0", 3), "2: a NUL character stands here\n"},
        {"\uFEFFa", "1: the text begins with a byte order mark; it begins with its first character\n"},
    };
    for (const auto& [markdown, expected] : cases) {
        CAPTURE(markdown);
        CHECK(drawn(markdown) == expected);
    }
}

TEST_CASE("each block knows its line") {
    const auto document = doc::from_markdown("a\n\n:::aim\nb\n:::\n\n- c\n- d\n\n  e\n");
    REQUIRE(document);
    CHECK(document->content[0].line.number == 1);
    CHECK(document->content[1].line.number == 3);
    CHECK(document->content[1].content[0].line.number == 4);
    CHECK(document->content[2].content[1].line.number == 8);
    CHECK(document->content[2].content[1].content[1].line.number == 10);
}

TEST_CASE("the canonical form") {
    CHECK(canonical("Title\n=====\n\n* a\n* b\n\n+ c\n\n1) d\n2) e\n") == "# Title\n\n- a\n- b\n\n+ c\n\n1. d\n2. e\n");
    CHECK(canonical("__a__ _b_ **_c_** `` d ` `` <https://e.example>  \nf\\\ng\n\n---\n\n    code\n") ==
          "**a** *b* ***c*** `` d ` `` <https://e.example>\\\nf\\\ng\n\n***\n\n```\ncode\n```\n");
    CHECK(canonical("a \\# b 1. c - d + e > f ! g & h < i * j _ k snake_case R&D (x) \"y\" 'z' ~ |\n") ==
          "a # b 1. c - d + e > f ! g & h < i * j _ k snake_case R&D (x) \"y\" 'z' ~ |\n");
    CHECK(canonical("\\# a\n\\- b\n1\\. c\n\\> d\n\\+ e\n\\===\n") == "\\# a\n\\- b\n1\\. c\n\\> d\n\\+ e\n\\===\n");
    CHECK(canonical("a|b\n-|-:\n`x|y`|{漢\\|かん}\n") == "| a | b |\n|---|--:|\n| \\`x | y\\` |\n");
    CHECK(canonical("a|b\n-|-:\n`x\\|y`|{漢\\|かん}\n") == "| a | b |\n|---|--:|\n| `x\\|y` | {漢\\|かん} |\n");
    CHECK(canonical("[a]\n\n[a]: <b c> \"d \\\"e\\\"\"\n") == "[a](<b c> \"d &quot;e&quot;\")\n");
    CHECK(canonical("> a\nb\n> - c\n") == "> a\n> b\n>\n> - c\n");
    CHECK(canonical("a[^N]\n\n[^N]: b\n\n    c\n") == "a[^N]\n\n[^N]: b\n\n    c\n");
    CHECK(canonical("") == "");
}

TEST_CASE("hard cases of marks are written so that they are read back") {
    const auto document = [](std::vector<doc::Node> inlines) {
        doc::Node paragraph, made;
        paragraph.type = "paragraph";
        paragraph.content = std::move(inlines);
        made.type = "doc";
        made.content.push_back(std::move(paragraph));
        return made;
    };
    const auto text = [](std::string words, std::vector<std::string> marks) {
        doc::Node node;
        node.type = "text";
        node.text = std::move(words);
        for (auto& mark : marks) node.marks.push_back({mark, {}});
        return node;
    };
    doc::Node definition = text("]:", {});
    definition.marks = {{"link", {{"href", "/a"}}}, {"code", {}}};
    const std::vector<std::pair<doc::Node, std::string>> cases{
        {document({definition}), "[\\]:](/a)\n"},
        {document({text("a", {}), text("\"b\"", {"strong"}), text("c", {})}), "&#97;**\"b\"**&#99;\n"},
        {document({text("は", {}), text("「b」", {"strong"}), text("で", {})}), "は**「b」**で\n"},
        {document({text("a", {"strong"}), text("b", {"em"})}), "**&#97;**_&#98;_\n"},
        {document({text(" a ", {"em"})}), "*&#32;a&#32;*\n"},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string written = doc::to_markdown(cases[i].first);
        CHECK(written == cases[i].second);
        CHECK(*doc::from_markdown(written) == doc::normalized(cases[i].first));
    }
}

TEST_CASE("nesting deeper than the limit is refused, not followed") {
    const auto deep = [](std::size_t levels) {
        std::string text;
        for (std::size_t i = 0; i < levels; ++i) text += "> ";
        return text + "a";
    };
    CHECK(doc::from_markdown(deep(doc::deepest - 1)));
    CHECK(drawn(deep(doc::deepest)) == "1: blocks are nested deeper than 22\n");
    CHECK(drawn(deep(101)) == "1: more than 100 quotes and lists open on this line\n");
    CHECK_FALSE(doc::from_markdown(deep(101), doc::Dialect::commonmark));
    CHECK(doc::from_markdown(deep(90), doc::Dialect::commonmark));
    // The deepest document there is still passes through JSON.
    std::string nested = "::::::::if level=jhs\n:::::::aim\n::::::say\n:::::try\n::::note\n:::check\n" + deep(doc::deepest - 1) +
                         " **b** [c](/d)\n:::\n::::\n:::::\n::::::\n:::::::\n::::::::\n";
    const auto document = doc::from_markdown(nested);
    REQUIRE(document);
    const auto json = base::parse_json(base::write_json(doc::to_json(*document)));
    REQUIRE(json);
    CHECK(*doc::from_json(*json) == *document);
    CHECK_FALSE(doc::from_markdown(":::::::::aim\n" + nested + ":::::::::\n"));
}

TEST_CASE("no text takes more than about its length in time") {
    const auto times = [](std::string_view piece) {
        return [piece](std::size_t size) {
            std::string text;
            while (text.size() < size) text += piece;
            return text;
        };
    };
    const auto growing = [](std::string_view piece, char c) {
        return [piece, c](std::size_t size) {
            std::string text;
            for (std::size_t n = 1; text.size() < size; ++n) text.append(piece).append(n, c);
            return text;
        };
    };
    const auto numbered = [](std::string_view before, std::string_view after) {
        return [before, after](std::size_t size) {
            std::string text;
            for (std::size_t n = 1; text.size() < size; ++n) text.append(before).append(std::to_string(n)).append(after);
            return text;
        };
    };
    const auto halves = [](std::string_view first, std::string_view second) {
        return [first, second](std::size_t size) {
            std::string text;
            while (text.size() < size / 2) text += first;
            while (text.size() < size) text += second;
            return text;
        };
    };
    std::vector<std::pair<std::string, std::function<std::string(std::size_t)>>> texts;
    for (const char* piece : {"[",          "*",
                              ">",          "_a ",
                              "*a ",        "a**b",
                              "*a_ ",       "![",
                              "[a](",       "[a](<b",
                              "![[]()",     "`",
                              "<",          "<a",
                              "<!--",       "&",
                              "\\",         "~~",
                              "~~a ",       "- ",
                              "-\n",        "1. ",
                              "# \n",       "|",
                              "|a\n",       "a|b\n-|-\n\n",
                              "[a]: u\n",   "[a][b] ",
                              "[^1]",       "[^a",
                              "[^1]: ",     ":::\n",
                              ":::aim\n",   ":::aim\n:::\n",
                              "{",          "{a|",
                              "{a|b}",      "[@",
                              "[@k]",       "http://",
                              "http://a.b", "www.",
                              "a@",         "a@b.c ",
                              "あ*",        "あ**「",
                              "あ~~*",      "a\\\n",
                              "\n",         " ",
                              "[a](b \"",   "<a@b",
                              "**a** *b* ", "> a\n",
                              "```\n",      "- ```\n",
                              "[a]: b '",   "[a]: b (\n\n",
                              "a\n=\n",     "\r"})
        texts.emplace_back(piece, times(piece));
    texts.emplace_back("backticks", growing("e", '`'));
    texts.emplace_back("indented lists", growing("\n- a\n", ' '));
    texts.emplace_back("definitions", numbered("[a", "]: u\n"));
    texts.emplace_back("footnotes", numbered("[^", "]: u\n\n"));
    texts.emplace_back("brackets", halves("[", "]"));
    texts.emplace_back("marks", halves("*a **b ", " c** d*"));
    texts.emplace_back("wide table", halves("a|", "-|"));
    texts.emplace_back("long definition", halves("u", "[a]"));
    texts.back().second = [more = texts.back().second](std::size_t size) { return "[a]: " + more(size).insert(size / 2, "\n\n"); };
    const auto seconds = [](const std::string& text) {
        const std::clock_t begin = std::clock();
        for (const auto dialect : {doc::Dialect::site, doc::Dialect::commonmark})
            if (const auto document = doc::from_markdown(text, dialect)) {
                if (dialect == doc::Dialect::site) (void)doc::to_markdown(*document);
                (void)(dialect == doc::Dialect::site ? doc::to_html(*document).str() : doc::commonmark_html(*document));
            }
        return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    };
    for (const auto& [name, make] : texts) {
        CAPTURE(name);
        const double small = seconds(make(4'000)), large = seconds(make(64'000));
        // Sixteen times as long; quadratic would be 256 times as slow. What is refused early may be quicker still.
        CHECK(large < 60 * small + 0.3);
    }
}

TEST_SUITE_END();
