#include "kit/doc/doc_html.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE_BEGIN("unit");

namespace {
struct Case {
    std::string_view markdown, html;  // without the <rp> of ruby
};

std::string without_parentheses(std::string html) {
    for (const std::string_view rp : {"<rp>(</rp>", "<rp>)</rp>"})
        for (std::size_t at = html.find(rp); at != std::string::npos; at = html.find(rp)) html.erase(at, rp.size());
    return html;
}
}

TEST_CASE("emphasis, ruby and citations work in Japanese text") {
    static const std::vector<Case> cases{
        {"これは**「重要」**です。", "<p>これは<strong>「重要」</strong>です。</p>"},
        {"これは**重要。**です。", "<p>これは<strong>重要。</strong>です。</p>"},
        {"**「重要」**です", "<p><strong>「重要」</strong>です</p>"},
        {"これは**重要**です。", "<p>これは<strong>重要</strong>です。</p>"},
        {"これは*「重要」*です。", "<p>これは<em>「重要」</em>です。</p>"},
        {"これは*重要*です。", "<p>これは<em>重要</em>です。</p>"},
        {"*重要*。", "<p><em>重要</em>。</p>"},
        {"**（注）**を見る。", "<p><strong>（注）</strong>を見る。</p>"},
        {"彼は**「はい。」**と言った。", "<p>彼は<strong>「はい。」</strong>と言った。</p>"},
        {"「**重要**」です。", "<p>「<strong>重要</strong>」です。</p>"},
        {"（*強調*）です。", "<p>（<em>強調</em>）です。</p>"},
        {"**重要**と*強調*と~~削除~~。", "<p><strong>重要</strong>と<em>強調</em>と<del>削除</del>。</p>"},
        {"これは***「重要」***です。", "<p>これは<strong><em>「重要」</em></strong>です。</p>"},
        {"これは***重要***です。", "<p>これは<strong><em>重要</em></strong>です。</p>"},
        {"これは**とても*「重要」*な話**です。", "<p>これは<strong>とても<em>「重要」</em>な話</strong>です。</p>"},
        {"これは*とても**「重要」**な話*です。", "<p>これは<em>とても<strong>「重要」</strong>な話</em>です。</p>"},
        {"「はい」は~~「いいえ」~~です。", "<p>「はい」は<del>「いいえ」</del>です。</p>"},
        {"これは~~間違い。~~です。", "<p>これは<del>間違い。</del>です。</p>"},
        {"~~「旧」~~**「新」**です。", "<p><del>「旧」</del><strong>「新」</strong>です。</p>"},
        {"**「旧」**~~「新」~~です。", "<p><strong>「旧」</strong><del>「新」</del>です。</p>"},
        {"**JET（ジェット）**の人", "<p><strong>JET（ジェット）</strong>の人</p>"},
        {"**ALT**の先生", "<p><strong>ALT</strong>の先生</p>"},
        {"ALT**「先生」**ALT", "<p>ALT<strong>「先生」</strong>ALT</p>"},
        {"**\"引用\"**です。", "<p><strong>&quot;引用&quot;</strong>です。</p>"},
        {"これは**“引用”**です。", "<p>これは<strong>“引用”</strong>です。</p>"},
        {"これは**`コード`**です。", "<p>これは<strong><code>コード</code></strong>です。</p>"},
        {"これは**[リンク](/a)**です。", "<p>これは<strong><a href=\"/a\">リンク</a></strong>です。</p>"},
        {"[**「リンク」**](/a)です。", "<p><strong><a href=\"/a\">「リンク」</a></strong>です。</p>"},
        {"**決まり**　勤務時間", "<p><strong>決まり</strong>　勤務時間</p>"},
        {"　**決まり**", "<p>　<strong>決まり</strong></p>"},
        {"**、**です", "<p><strong>、</strong>です</p>"},
        {"これは**！**です", "<p>これは<strong>！</strong>です</p>"},
        {"**あ**い**う**え**お**", "<p><strong>あ</strong>い<strong>う</strong>え<strong>お</strong></p>"},
        {"*あ*い*う*え*お*", "<p><em>あ</em>い<em>う</em>え<em>お</em></p>"},
        {"**一**二*三*四", "<p><strong>一</strong>二<em>三</em>四</p>"},
        {"5 * 3 = 15、2 * 4 = 8", "<p>5 * 3 = 15、2 * 4 = 8</p>"},
        {"５＊３です", "<p>５＊３です</p>"},
        {"これは\\*重要\\*です。", "<p>これは*重要*です。</p>"},
        {"これは** 重要 **です。", "<p>これは** 重要 **です。</p>"},
        {"_重要_です", "<p>_重要_です</p>"},
        {"これは _重要_ です", "<p>これは <em>重要</em> です</p>"},
        {"これは__「重要」__です", "<p>これは__「重要」__です</p>"},
        {"snake_case_名前", "<p>snake_case_名前</p>"},
        {"「`**`」は記号です。", "<p>「<code>**</code>」は記号です。</p>"},
        {"**重要", "<p>**重要</p>"},
        {"**「重要」**", "<p><strong>「重要」</strong></p>"},
        {"です**「続く」**", "<p>です<strong>「続く」</strong></p>"},
        {"です", "<p>です</p>"},
        {"ハングル**「」**の後", "<p>ハングル<strong>「」</strong>の後</p>"},
        {"{漢字|かんじ}", "<p><ruby>漢字<rt>かんじ</rt></ruby></p>"},
        {"{漢字|かんじ}を{書|か}く。", "<p><ruby>漢字<rt>かんじ</rt></ruby>を<ruby>書<rt>か</rt></ruby>く。</p>"},
        {"**{漢字|かんじ}**を書く。", "<p><strong><ruby>漢字<rt>かんじ</rt></ruby></strong>を書く。</p>"},
        {"これは**「{漢字|かんじ}」**です。", "<p>これは<strong>「<ruby>漢字<rt>かんじ</rt></ruby>」</strong>です。</p>"},
        {"{ALT|エーエルティー}の{先生|せんせい}", "<p><ruby>ALT<rt>エーエルティー</rt></ruby>の<ruby>先生<rt>せんせい</rt></ruby></p>"},
        {"{挨拶|あいさつ}と{教頭|きょうとう}",
         "<p><ruby class=\"hard\">挨拶<rt>あいさつ</rt></ruby>と<ruby>教頭<rt>きょうとう</rt></ruby></p>"},
        {"{お茶|おちゃ}、{食べ物|たべもの}", "<p><ruby>お茶<rt>おちゃ</rt></ruby>、<ruby>食べ物<rt>たべもの</rt></ruby></p>"},
        {"\\{漢字|かんじ}", "<p>{漢字|かんじ}</p>"},
        {"{漢字}と|と{|}", "<p>{漢字}と|と{|}</p>"},
        {"{漢字|}と{|かんじ}", "<p>{漢字|}と{|かんじ}</p>"},
        {"{漢字|かん|じ}", "<p>{漢字|かん|じ}</p>"},
        {"`{漢字|かんじ}`", "<p><code>{漢字|かんじ}</code></p>"},
        {"[{漢字|かんじ}](/a)", "<p><a href=\"/a\"><ruby>漢字<rt>かんじ</rt></ruby></a></p>"},
        {"| {漢字\\|かんじ} | b |\n|---|---|\n| {月\\|げつ} | **「火」** |",
         "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"表 1\"><table><thead><tr><th scope=\"col\"><ruby>漢字<rt>かんじ</rt></ruby></th><th scope=\"col\">b</th></tr></thead><tbody><tr><td><ruby>月<rt>げつ</rt></ruby></td><td><strong>「火」</strong></td></tr></tbody></table></div>"},
        {"- {月|げつ}\n- **「火」**です", "<ul><li><ruby>月<rt>げつ</rt></ruby></li><li><strong>「火」</strong>です</li></ul>"},
        {"> {月|げつ}は**「火」**です", "<blockquote><p><ruby>月<rt>げつ</rt></ruby>は<strong>「火」</strong>です</p></blockquote>"},
        {"## {漢字|かんじ}と**「重要」**な話", "<h2 id=\"section-1\"><ruby>漢字<rt>かんじ</rt></ruby>と<strong>「重要」</strong>な話</h2>"},
        {"と言われています[@reed2015contemporary]。", "<p>と言われています[reed2015contemporary]。</p>"},
        {"とあります[@mext2017elementary, p. 12]。", "<p>とあります[mext2017elementary, p. 12]。</p>"},
        {"（[@a2001]、[@b2002, 第3章]）", "<p>（[a2001]、[b2002, 第3章]）</p>"},
        {"\\[@reed2015contemporary]", "<p>[@reed2015contemporary]</p>"},
        {"[@]と[@ a]と[@a b]", "<p>[@]と[@ a]と[@a b]</p>"},
        {"[@a2001][@b2002]", "<p>[a2001][b2002]</p>"},
        {"**[@a2001]**は", "<p><strong>[a2001]</strong>は</p>"},
        {"`[@a2001]`", "<p><code>[@a2001]</code></p>"},
        {"https://example.com/を見てください。",
         "<p><a href=\"https://example.com/\" rel=\"noopener\">https://example.com/</a>を見てください。</p>"},
        {"「https://example.com/」です。", "<p>「<a href=\"https://example.com/\" rel=\"noopener\">https://example.com/</a>」です。</p>"},
        {"https://example.com/a_b（例）", "<p><a href=\"https://example.com/a_b\" rel=\"noopener\">https://example.com/a_b</a>（例）</p>"},
        {"www.example.comへ", "<p><a href=\"http://www.example.com\" rel=\"noopener\">www.example.com</a>へ</p>"},
        {"連絡先はa@example.comです。", "<p>連絡先は<a href=\"mailto:a@example.com\">a@example.com</a>です。</p>"},
        {"日本語の\n文が\n続く", "<p>日本語の文が続く</p>"},
        {"日本語と\nEnglish\nです", "<p>日本語と\nEnglish\nです</p>"},
        {"これは\\\\です。", "<p>これは\\です。</p>"},
        {"<b>太字</b>ではない", "<p>&lt;b&gt;太字&lt;/b&gt;ではない</p>"},
        {"脚注です[^1]。\n\n[^1]: **「注」**です。",
         "<p>脚注です<sup class=\"footnote-ref\" id=\"note-1-from\"><a href=\"#note-1\" aria-label=\"注 1\">1</a></sup>。</p><section class=\"footnotes\" aria-label=\"注\"><ol><li id=\"note-1\"><p><strong>「注」</strong>です。 <a class=\"back\" href=\"#note-1-from\" aria-label=\"本文に戻る 1\">↩</a></p></li></ol></section>"},
        {"**重要**！**「次」**？", "<p><strong>重要</strong>！<strong>「次」</strong>？</p>"},
        {"**２０２６年**4月", "<p><strong>２０２６年</strong>4月</p>"},
        {"**1年生**と**（2年生）**と**3年生。**", "<p><strong>1年生</strong>と<strong>（2年生）</strong>と<strong>3年生。</strong></p>"},
        {"ー**「」**ー", "<p>ー<strong>「」</strong>ー</p>"},
    };
    CHECK(cases.size() >= 60);
    for (const Case& each : cases) {
        CAPTURE(each.markdown);
        const auto document = doc::from_markdown(each.markdown);
        REQUIRE(document);
        CHECK(without_parentheses(doc::to_html(*document, {.lang = base::Lang::ja}).str()) == each.html);
        // And each is written so that it stays what it is.
        const auto again = doc::from_markdown(doc::to_markdown(*document));
        REQUIRE(again);
        CHECK(*again == *document);
    }
}

TEST_CASE("ruby is written with its reading in brackets for browsers that know no ruby") {
    CHECK(doc::to_html(*doc::from_markdown("{漢字|かんじ}")).str() ==
          "<p><span lang=\"ja\"><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></span></p>");
}

TEST_SUITE_END();
