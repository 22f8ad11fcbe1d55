#include "kit/doc/doc.hpp"

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

TEST_CASE("blocks are found by name, and can be left out") {
    const auto document = read(":::aim\nYou can.\n:::\n\nText.\n\n:::if employer=company\nBox.\n:::\n");
    REQUIRE(doc::find_block(document, "aim"));
    CHECK(doc::plain_text(doc::inside(*doc::find_block(document, "aim"))) == "You can.");
    CHECK(doc::find_block(document, "if")->text_attr("employer") == "company");
    CHECK(doc::find_block(document, "if")->text_attr("level") == "");
    CHECK_FALSE(doc::find_block(document, "try"));
    CHECK_FALSE(doc::find_block(document, "paragraph"));
    CHECK(doc::plain_text(doc::without_blocks(document, {"aim", "if"})) == "Text.");
    CHECK(doc::block_name(document.content[0]) == "aim");
    CHECK(doc::block_name(document.content[1]) == "");
}

TEST_CASE("plain text has the base of ruby, the words of a picture and no citations") {
    CHECK(
        doc::plain_text(read(
            "## A *b*\n\n{漢字|かんじ}を`x`[@key, p. 1]\\\nread ![the desk](/a.png)\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n")) ==
        "A b\n漢字をx\nread the desk\none\ntwo\na\nb\nc\nd");
}

TEST_CASE("citations come in order, with their line") {
    const auto found = doc::citations(read("One [@a2001].\n\n:::deepdive\n- two [@b-2002, p. 3–4]\n  three\n  [@a2001]\n:::\n"));
    REQUIRE(found.size() == 3);
    CHECK(found[0].key == "a2001");
    CHECK(found[0].line == 1);
    CHECK(found[1].key == "b-2002");
    CHECK(found[1].locator == "p. 3–4");
    CHECK(found[1].line == 4);
    CHECK(found[2].line == 6);
}

TEST_CASE("length counts words and Japanese characters") {
    const auto english = doc::length(read("Don't wait: the self-introduction is at 8:20.\n"));
    CHECK(english.words == 8);
    CHECK(english.characters == 0);
    CHECK(english.minutes == 1);
    const auto japanese = doc::length(read("{教頭|きょうとう}先生は、ALTです。\n"));
    CHECK(japanese.characters == 7);
    CHECK(japanese.words == 1);
    std::string text;
    for (int i = 0; i < 900; ++i) text += "word ";
    CHECK(doc::length(read(text)).minutes == 5);
}

TEST_SUITE_END();
