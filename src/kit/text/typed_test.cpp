#include "kit/text/typed.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

TEST_CASE("what was typed as one line holds no control character and nothing around it") {
    CHECK(text::one_line("  Ada\tExample\r\n") == "Ada Example");
    CHECK(text::one_line("a\r\nBcc: b@example.org") == "a  Bcc: b@example.org");
    CHECK(text::one_line("\u3000山田 花子\u3000") == "山田 花子");
    CHECK(text::one_line(" \r\n\u3000") == "");
}

TEST_CASE("what was typed in several lines keeps its lines, whatever ends them") {
    CHECK(text::several_lines("\r\n one\r\ntwo\rthree\n\nfour \n") == "one\ntwo\nthree\n\nfour");
    CHECK(text::several_lines("a\tb\x01"
                              "c\x7f") == "a bc");
    CHECK(text::several_lines("\u3000\n") == "");
}

TEST_CASE("lines are those that are not empty") {
    CHECK(text::lines_of("a\n\nb\n") == std::vector<std::string>{"a", "b"});
    CHECK(text::lines_of("").empty());
}

TEST_SUITE_END();
