#include "kit/html/html.hpp"

#include "kit/base/check.hpp"

#include <doctest/doctest.h>

#include <vector>

using html::Html;
using html::Url;

TEST_SUITE_BEGIN("unit");

TEST_CASE("text is escaped because it is not Html") {
    CHECK(html::html("<p title=\"{}\">{}</p>", {"a\"b", "<b>&'"}).str() == "<p title=\"a&quot;b\">&lt;b&gt;&amp;&#39;</p>");
    CHECK(html::html("<p>{}</p>", {html::html("<b>{}</b>", {7})}).str() == "<p><b>7</b></p>");
}

TEST_CASE("an address must be a Url, and a Url has a harmless scheme") {
    CHECK_THROWS_AS(html::html("<a href=\"{}\">x</a>", {"javascript:alert(1)"}), base::Bug);
    CHECK(html::html("<a href=\"{}\">x</a>", {Url("javascript:alert(1)")}).str() == "<a href=\"#\">x</a>");
    CHECK(Url("  java\tscript:alert(1)").str() == "#");
    CHECK(Url("JaVaScRiPt:alert(1)").str() == "#");
    CHECK(Url("data:text/html,x").str() == "#");
    CHECK(Url("//evil.example/").str() == "#");
    CHECK(Url("/learn?a=b:c").str() == "/learn?a=b:c");
    CHECK(Url("mailto:a@example.org").str() == "mailto:a@example.org");
    CHECK(Url("https://example.org/a b").str() == "https://example.org/a%20b");
}

TEST_CASE("a wrong number of arguments is a bug") {
    CHECK_THROWS_AS(html::html("<p>{}</p>"), base::Bug);
    CHECK_THROWS_AS(html::html("<p></p>", {"x"}), base::Bug);
}

TEST_CASE("each joins what it draws") {
    const std::vector<std::string> names{"<", "b"};
    CHECK(html::each(names, [](const std::string& name) { return html::html("<li>{}</li>", {name}); }).str() ==
          "<li>&lt;</li><li>b</li>");
}

TEST_SUITE_END();
