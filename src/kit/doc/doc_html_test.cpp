#include "kit/doc/doc_html.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
doc::Node read(std::string_view markdown) {
    auto document = doc::from_markdown(markdown);
    REQUIRE(document);
    return *document;
}
}

TEST_CASE("headings have ids that are unique on the page, and are listed") {
    doc::Draw draw({.heading_shift = 1, .id_prefix = "t-"});
    CHECK(
        draw.blocks(read("## Two *words*\n\n## Two words\n\n## 二\n").content).str() ==
        "<h3 id=\"t-two-words\">Two <em>words</em></h3><h3 id=\"t-two-words-2\">Two words</h3><h3 id=\"t-section-1\"><span lang=\"ja\">二</span></h3>");
    REQUIRE(draw.headings().size() == 3);
    CHECK(draw.headings()[1].id == "t-two-words-2");
    CHECK(draw.headings()[0].text == "Two words");
    CHECK(draw.headings()[0].level == 3);
    CHECK(draw.blocks(read("## Two words 2\n\n## Two words\n").content).str() ==
          "<h3 id=\"t-two-words-2-2\">Two words 2</h3><h3 id=\"t-two-words-3\">Two words</h3>");
}

TEST_CASE("Japanese inside an English text is marked as Japanese") {
    CHECK(doc::to_html(read("Say おはよう、 *先生*. {月|げつ}曜日, (火) x")).str() ==
          "<p>Say <span lang=\"ja\">おはよう、</span> <em><span lang=\"ja\">先生</span></em>. "
          "<span lang=\"ja\"><ruby>月<rp>(</rp><rt>げつ</rt><rp>)</rp></ruby>曜日, (火</span>) x</p>");
    CHECK(doc::to_html(read("Say おはよう"), {.lang = base::Lang::ja}).str() == "<p>Say おはよう</p>");
}

TEST_CASE("a line end between two Japanese characters is no space") {
    CHECK(doc::to_html(read("日本\n{語|ご}\nの a\nb\n文"), {.lang = base::Lang::ja}).str() ==
          "<p>日本<ruby>語<rp>(</rp><rt>ご</rt><rp>)</rp></ruby>の a\nb\n文</p>");
}

TEST_CASE("the romaji of a sentence to say is Japanese in Latin letters") {
    CHECK(doc::to_html(read(":::say\n何\n\n*Nani*\n\nWhat\n:::\n")).str() ==
          "<section class=\"say\"><p><span lang=\"ja\">何</span></p><p lang=\"ja-Latn\"><em>Nani</em></p><p>What</p></section>");
}

TEST_CASE("only ruby over kanji that elementary school does not teach is hard") {
    const std::string html = doc::to_html(read("{挨拶|あいさつ}{教頭|きょうとう}"), {.lang = base::Lang::ja}).str();
    CHECK(html.find("<ruby class=\"hard\">挨拶") != std::string::npos);
    CHECK(html.find("<ruby>教頭") != std::string::npos);
}

TEST_CASE("a room draws its own blocks and citations, in the same context") {
    doc::HtmlOptions options;
    options.citation = [](const doc::Citation& citation, int number, int nth) {
        return html::html("<cite>{}:{}:{}:{}</cite>", {citation.key, citation.locator, number, nth});
    };
    options.blocks["aim"] = [](const doc::Node& block, doc::Draw& draw) {
        return html::html("<div class=\"aim\">{}</div>", {draw.blocks(block.content)});
    };
    options.inner_url = [](std::string_view path) { return "/ja" + std::string(path); };
    doc::Draw draw(options);
    CHECK(
        draw.blocks(read(":::aim\n[@a, p. 1] [@b]\n:::\n\n[@a] [c](/d#e) [f](#g) [h](//i.example)\n").content).str() ==
        "<div class=\"aim\"><p><cite>a:p. 1:1:1</cite> <cite>b::2:1</cite></p></div><p><cite>a::1:2</cite> <a href=\"/ja/d#e\">c</a> <a href=\"#g\">f</a> "
        "<a href=\"#\">h</a></p>");
    CHECK(draw.cited() == std::vector<std::string>{"a", "b"});
}

TEST_CASE("footnotes of several documents on one page have numbers of their own") {
    doc::Draw draw({});
    const std::string first = draw.blocks(read("a[^x]\n\n[^x]: b\n").content).str(),
                      second = draw.blocks(read("c[^x]\n\n[^x]: d\n").content).str();
    CHECK(first.find("id=\"note-1\"") != std::string::npos);
    CHECK(second.find("<ol start=\"2\"><li id=\"note-2\">") != std::string::npos);
}

TEST_CASE("everything that is not markup is escaped") {
    const std::string html =
        doc::to_html(read("`<a>` &lt;b> \"c\" ![<\"d\">](/e?f&g \"<h>\") [i](/j?k=\"l\"&m 'n\"o')\n\n```x\"y z\n<p>\n```\n\n\\<q>\n"))
            .str();
    CHECK(
        html ==
        "<p><code>&lt;a&gt;</code> &lt;b&gt; &quot;c&quot; <img src=\"/e?f&amp;g\" alt=\"&lt;&quot;d&quot;&gt;\" title=\"&lt;h&gt;\" loading=\"lazy\"> "
        "<a href=\"/j?k=&quot;l&quot;&amp;m\" title=\"n&quot;o\">i</a></p><pre tabindex=\"0\"><code class=\"language-x&quot;y\">&lt;p&gt;</code></pre><p>&lt;q&gt;</p>");
}

TEST_CASE("a picture that is kept in several widths is drawn with all of them; its own description counts before the kept one") {
    doc::HtmlOptions options;
    options.picture = [](std::string_view src) -> std::optional<doc::PictureWidths> {
        if (src != "/p/1") return std::nullopt;
        return doc::PictureWidths{.widths = {480, 700}, .width = 700, .height = 350, .alt = "Kept & \"said\".", .sizes = "90vw"};
    };
    const std::string begin =
        "<picture><source type=\"image/avif\" srcset=\"/p/1/480.avif 480w, /p/1/700.avif 700w\" sizes=\"90vw\"><img "
        "src=\"/p/1/700.jpg\" srcset=\"/p/1/480.jpg 480w, /p/1/700.jpg 700w\" sizes=\"90vw\" width=\"700\" height=\"350\" alt=\"";
    CHECK(doc::to_html(read("![](/p/1)\n"), options).str() ==
          "<p>" + begin + "Kept &amp; &quot;said&quot;.\" loading=\"lazy\"></picture></p>");
    CHECK(doc::to_html(read("![Own](/p/1 \"t\")\n"), options).str() == "<p>" + begin + "Own\" title=\"t\" loading=\"lazy\"></picture></p>");
    CHECK(doc::to_html(read("![](/p/2)\n"), options).str() == "<p><img src=\"/p/2\" alt=\"\" loading=\"lazy\"></p>");
}

TEST_CASE("lists keep their start, and loose ones their paragraphs") {
    CHECK(doc::to_html(read("3. a\n4. b\n\n   c\n")).str() == "<ol start=\"3\"><li><p>a</p></li><li><p>b</p><p>c</p></li></ol>");
    CHECK(doc::to_html(read("- a\n  - b\n")).str() == "<ul><li>a<ul><li>b</li></ul></li></ul>");
}

TEST_SUITE_END();
