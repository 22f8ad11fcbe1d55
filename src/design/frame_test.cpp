#include "design/frame.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

using design::Lang;

namespace {
bool has(const html::Html& page, std::string_view part) { return page.str().find(part) != std::string::npos; }

design::Page lesson_page() {
    design::Page page;
    page.title = "A <lesson>";
    page.path = "/learn/first-week/where";
    page.section = "learn";
    return page;
}
const design::Frame frame{"ALTTO", "https://altto.example", ""};
}

TEST_CASE("a page escapes its title and says where it lives in both languages") {
    const auto page = design::page(frame, lesson_page(), {});
    CHECK(has(page, "<title>A &lt;lesson&gt; · ALTTO</title>"));
    CHECK(has(page, R"(<link rel="canonical" href="https://altto.example/learn/first-week/where">)"));
    CHECK(has(page, R"(<link rel="alternate" hreflang="ja" href="https://altto.example/ja/learn/first-week/where">)"));
    CHECK(has(page, R"(<a class="lang" href="/ja/learn/first-week/where" lang="ja" hreflang="ja">)"));
    CHECK(has(page, R"(<a href="/learn" aria-current="true">Learn</a>)"));
}

TEST_CASE("without a page in the other language the link says so and leads nowhere") {
    auto one = lesson_page();
    one.pair_exists = false;
    const auto page = design::page(frame, one, {});
    CHECK(has(page, R"(<span class="lang none">English only</span>)"));
    CHECK_FALSE(has(page, "rel=\"alternate\" hreflang"));
    CHECK(has(page, "rel=\"alternate\" type=\"application/atom+xml\""));
}

TEST_CASE("the look stands on <html>, so nothing flashes; what is unknown is the system's") {
    auto one = lesson_page();
    one.look = {"dark", "hard"};
    CHECK(has(design::page(frame, one, {}), R"(<html lang="en" data-theme="dark" data-furigana="hard">)"));
    one.look = {"pink", "some"};
    CHECK(has(design::page(frame, one, {}), R"(<html lang="en">)"));
}

TEST_CASE("furigana begin as shown on English pages and hidden on Japanese ones") {
    auto one = lesson_page();
    CHECK(has(design::page(frame, one, {}), R"(name="furigana" value="all" aria-pressed="true")"));
    one.lang = Lang::ja;
    CHECK(has(design::page(frame, one, {}), R"(name="furigana" value="off" aria-pressed="true")"));
    CHECK(has(design::page(frame, one, {}), R"(name="back" value="/ja/learn/first-week/where")"));
}

TEST_CASE("contact lines appear only when the site has an address") {
    CHECK_FALSE(has(design::page(frame, lesson_page(), {}), "mailto:"));
    const design::Frame with{"ALTTO", "https://altto.example", "hello@altto.example"};
    CHECK(has(design::page(with, lesson_page(), {}), R"(Write to us: <a href="mailto:hello@altto.example">hello@altto.example</a>)"));
}

TEST_CASE("no page carries inline styles or running inline scripts") {
    auto one = lesson_page();
    one.head = design::json_ld(R"({"name":"</script><script>"})");
    const auto page = design::page(frame, one, {});
    CHECK_FALSE(has(page, "style="));
    CHECK_FALSE(has(page, "<style"));
    CHECK(has(page, R"(<script type="application/ld+json">{"name":"\u003c/script>\u003cscript>"}</script>)"));
}

TEST_CASE("addresses of Japanese pages begin with /ja") {
    CHECK(design::address(Lang::en, "/").str() == "/");
    CHECK(design::address(Lang::ja, "/").str() == "/ja");
    CHECK(design::address(Lang::ja, "/learn").str() == "/ja/learn");
}

TEST_SUITE_END();
