#include "kit/web/routes.hpp"
#include "kit/web/web.hpp"

#include <doctest/doctest.h>

using web::Fields;

TEST_SUITE_BEGIN("unit");

namespace {
web::Response nothing(web::Visit&) { return {}; }

web::Routes table() {
    web::Routes on;
    on.get("/learn/{course}", nothing).open();
    on.get("/learn/{course}/{lesson}", nothing).open();
    on.get("/learn/{course}/all", nothing).open();
    on.get("/learn", nothing).open().takes({"level"});
    on.get("/board", nothing).open().only_japanese();
    on.get("/assets/{name...}", nothing).open().without_language();
    on.post("/look", nothing).open().without_language();
    return on;
}
}

TEST_CASE("a form keeps the order of its fields and refuses what is not UTF-8") {
    const auto fields = Fields::parse("name=%E6%A3%AE+k&x=1&name=2&empty=&bare");
    REQUIRE(fields);
    CHECK(fields->get("name") == "森 k");
    CHECK(fields->find("empty") == "");
    CHECK(fields->find("bare") == "");
    CHECK_FALSE(fields->find("absent"));
    CHECK_FALSE(Fields::parse("a=%ff"));
    CHECK_FALSE(Fields::parse("a=%00"));
    CHECK(Fields::parse("a=%4")->get("a") == "%4");
}

TEST_CASE("the language comes from the path, and a literal segment wins over a parameter") {
    const web::Routes on = table();
    const auto lesson = on.find("GET", "/ja/learn/first-week/who");
    REQUIRE(lesson);
    CHECK(lesson->lang == base::Lang::ja);
    CHECK(lesson->path == "/learn/first-week/who");
    CHECK(lesson->params == std::vector<std::pair<std::string, std::string>>{{"course", "first-week"}, {"lesson", "who"}});
    CHECK(on.find("HEAD", "/learn/x/all")->route->pattern == "/learn/{course}/all");
    CHECK_FALSE(on.find("GET", "/learn/"));
    CHECK_FALSE(on.find("GET", "/board"));
    CHECK(on.find("GET", "/ja/board"));
    CHECK(on.find("GET", "/assets/fonts/a.woff2")->params[0].second == "fonts/a.woff2");
    CHECK_FALSE(on.find("GET", "/ja/assets/x"));
    CHECK(on.methods("/look") == std::vector<std::string>{"POST"});
}

TEST_CASE("the cache key holds declared parameters and a known look, and nothing else") {
    const web::Routes on = table();
    CHECK(on.cache_key("/learn", "utm=x&level=es34", "look=dark.all; other=1") == "/learn?level=es34|dark.all");
    CHECK(on.cache_key("/learn", "", "look=evil.value") == "/learn|system.standard");
    CHECK(on.cache_key("/learn/x", "level=es34", "") == "/learn/x|system.standard");
    CHECK_FALSE(on.cache_key("/nowhere", "", ""));
    CHECK_FALSE(on.cache_key("/learn", "level=" + std::string(101, 'a'), ""));
}

TEST_CASE("a way back never leaves the site") {
    CHECK(web::local_path("/ja/learn?x=1#y") == "/ja/learn?x=1#y");
    CHECK(web::local_path("//evil.example") == "/");
    CHECK(web::local_path("/\\evil.example") == "/");
    CHECK(web::local_path("https://evil.example") == "/");
    CHECK(web::local_path("/a\r\nSet-Cookie: x=1") == "/");
}

TEST_SUITE_END();
