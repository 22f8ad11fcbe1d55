#include "design/parts.hpp"

#include "design/gallery.hpp"
#include "kit/base/check.hpp"

#include <doctest/doctest.h>
#include <set>

TEST_SUITE_BEGIN("unit");

using design::Lang;
using design::Url;
using html::Html;

namespace {
bool has(const Html& part, std::string_view text) { return part.str().find(text) != std::string::npos; }
std::size_t count(const Html& part, std::string_view text) {
    std::size_t found = 0;
    for (std::size_t at = part.str().find(text); at != std::string::npos; at = part.str().find(text, at + 1)) ++found;
    return found;
}
}

TEST_CASE("text in the other language says so, text in the page's does not") {
    CHECK(design::words(Lang::en, {"授業", Lang::ja}).str() == R"(<span lang="ja">授業</span>)");
    CHECK(design::words(Lang::ja, {"授業", Lang::ja}).str() == "授業");
    CHECK(design::words(Lang::en, {"<b>", Lang::en}).str() == "&lt;b&gt;");
}

TEST_CASE("the squares are one picture with one sentence") {
    const Html squares = design::squares(Lang::en, 6, 3);
    CHECK(has(squares, R"(role="img" aria-label="Lesson 3 of 6")"));
    CHECK(count(squares, "<i") == 6);
    CHECK(count(squares, "class=\"now\"") == 1);
    CHECK(has(design::squares(Lang::en, 1), R"(aria-label="1 lesson")"));
}

TEST_CASE("a name tag shows the first letter, in any script, and is silent") {
    CHECK(has(design::name_tag({"はじめの文章", Lang::ja}), R"(aria-hidden="true">は</span>)"));
    CHECK(has(design::name_tag({"", Lang::en}), "></span>"));
}

TEST_CASE("the first mark of a work brings its note, later marks open the same one") {
    design::Citing cite{.key = "reed2015",
                        .label = {"Reed, 2015", Lang::en},
                        .line = {},
                        .locator = "p. 12",
                        .url = Url("/research/reed2015"),
                        .prefix = ""};
    const Html first = design::citation(Lang::en, cite);
    CHECK(has(first, R"(popovertarget="source-1" aria-label="Source 1">1</button>)"));
    CHECK(has(first, R"(<span class="pop" id="source-1" popover role="note">)"));
    CHECK(has(first, "<b>Reed, 2015, p. 12.</b>"));
    cite.nth = 2;
    CHECK_FALSE(has(design::citation(Lang::en, cite), "id=\"source-1\""));
}

TEST_CASE("every answer of a check has its feedback, told apart without colour") {
    const Html check =
        design::check(Lang::en, "check", html::text("What now?"),
                      {{html::text("Wait"), html::text("You may wait long."), false}, {html::text("Ask"), html::text("Yes."), true}});
    CHECK(count(check, R"(type="radio" name="check")") == 2);
    CHECK(has(check, R"(<span class="vh">Right answer.</span> Yes.)"));
    CHECK(has(check, R"(<span class="vh">Think again.</span> You may wait long.)"));
}

TEST_CASE("boxes for some readers are named after them") {
    CHECK(design::condition_title(Lang::en, {{"employer", "company"}}) == "Employed through a company?");
    CHECK(design::condition_title(Lang::ja, {{"employer", "company"}}) == "会社に雇われている方へ");
    CHECK(design::condition_title(Lang::en, {{"level", "es34,es56"}}) == "Teaching here: Elementary grades 3–4 · Elementary grades 5–6?");
    CHECK(design::condition_title(Lang::en, {{"weather", "rain"}}) == "Is this you?");
}

TEST_CASE("the starter notice asks for word only where there is an address") {
    CHECK_FALSE(has(design::starter_notice(Lang::en, ""), "Tell us"));
    CHECK(has(design::starter_notice(Lang::en, "a@b.example"), R"(<a href="mailto:a@b.example">Tell us what is wrong.</a>)"));
}

TEST_CASE("facts without a value are left out") {
    const Html facts = design::facts({{"運営者", html::text("ALTTO")}, {"連絡先", Html{}}});
    CHECK(has(facts, "運営者"));
    CHECK_FALSE(has(facts, "連絡先"));
    CHECK(design::facts({{"連絡先", Html{}}}).empty());
}

TEST_CASE("a lesson leads on to the next one, the last one back to the course") {
    design::LessonPage lesson{.crumbs = {},
                              .title = {"Two", Lang::en},
                              .dek = {},
                              .byline = {},
                              .notices = {},
                              .body = {},
                              .course = {{"Course", Lang::en}, Url("/learn/c")},
                              .outline = {{{"One", Lang::en}, Url("/learn/c/one")}, {{"Two", Lang::en}, Url("/learn/c/two")}},
                              .current = 1,
                              .tools = {}};
    CHECK(has(design::lesson_page(Lang::en, lesson), R"(<a class="btn go" href="/learn/c/two">Next: Two)"));
    lesson.current = 2;
    CHECK(has(design::lesson_page(Lang::en, lesson), R"(<a class="btn go" href="/learn/c">Back to the course)"));
}

TEST_CASE("an error page says what happened, what is safe and what to do") {
    for (const int status : {400, 403, 404, 405, 408, 410, 411, 413, 414, 415, 429, 431, 500, 503})
        for (const Lang lang : base::languages) {
            const Html page =
                design::error_page(lang, {.status = status, .request_id = "", .contact = "", .what = "", .typed = {}, .links = {}});
            const std::string number = std::to_string(status);
            for (const auto* what : {"error.title_", "error.what_", "error.safe_", "error.do_"})
                CHECK(has(page, html::escape(design::tr(lang, what + number))));
        }
    CHECK(has(design::error_page(Lang::en, {.status = 418, .request_id = "", .contact = "", .what = "", .typed = {}, .links = {}}),
              design::tr(Lang::en, "error.title_500")));
    CHECK(has(design::error_page(Lang::en, {.status = 500, .request_id = "abc", .contact = "", .what = "", .typed = {}, .links = {}}),
              "Code for us: abc"));
}

TEST_CASE("the gallery uses an id once and holds no inline style") {
    for (const Lang lang : base::languages) {
        const std::string gallery = design::parts_gallery(lang).str();
        CHECK(gallery.find("style=") == std::string::npos);
        std::set<std::string> ids;
        for (std::size_t at = gallery.find(" id=\""); at != std::string::npos; at = gallery.find(" id=\"", at + 1)) {
            const std::string id = gallery.substr(at + 5, gallery.find('"', at + 5) - at - 5);
            CHECK_MESSAGE(ids.insert(id).second, id);
        }
    }
}

TEST_SUITE_END();
