#include "kit/doc/ris.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {
doc::Fault fault_of(std::string_view ris) {
    const auto entries = doc::read_ris(ris);
    REQUIRE_FALSE(entries.has_value());
    return entries.error().front();
}
}

TEST_SUITE_BEGIN("unit");

TEST_CASE("works in RIS have the fields of BibTeX, without abstracts and key words") {
    const auto entries = doc::read_ris(
        "TY  - JOUR\r\nAU  - King, Jim\r\nA1  - Aoki, Ken\r\nPY  - 2013/07/01/\r\nTI  - Silence in the Second Language\r\n"
        "Classrooms\r\nJO  - Appl. Ling.\r\nJF  - Applied Linguistics\r\nVL  - 34\r\nIS  - 3\r\nSP  - 325\r\nEP  - 343\r\n"
        "SN  - 0142-6001\r\nUR  - https://doi.org/10.1093/applin/ams043\r\nAB  - Long\r\nlonger.\r\nKW  - silence\r\nER  - \r\n\r\n"
        "TY  - BOOK\nAU  - 田地野　彰\nAU  - 文部科学省\nT1  - 意味順英語学習法\nPB  - 大修館書店\nCY  - 東京\nSN  - 978-4-469-24571-4\n"
        "Y1  - 2011\nLA  - jpn\nER  -\n"
        "TY  - CHAP\nAU  - Mann, Steve\nTI  - A chapter\nT2  - A book\nA2  - Ed, Itor\nDO  - doi:10.1000/182\nER  - ");
    if (!entries)
        for (const auto& fault : entries.error()) MESSAGE(fault.line, ": ", fault.what);
    REQUIRE(entries.has_value());
    REQUIRE(entries->size() == 3);
    const auto& article = (*entries)[0];
    CHECK(article.type == "article");
    CHECK(article.line == 1);
    CHECK(article.text("author") == "King, Jim and Aoki, Ken");
    CHECK(article.text("title") == "Silence in the Second Language Classrooms");
    CHECK(article.text("journal") == "Applied Linguistics");
    CHECK(article.text("pages") == "325–343");
    CHECK(article.text("year") == "2013");
    CHECK(article.text("doi") == "10.1093/applin/ams043");
    CHECK_FALSE(article.find("url"));
    CHECK_FALSE(article.find("isbn"));
    CHECK_FALSE(article.find("abstract"));
    const auto& book = (*entries)[1];
    CHECK(book.type == "book");
    CHECK(book.text("author") == "田地野, 彰 and 文部科学省");
    CHECK(book.text("isbn") == "9784469245714");
    CHECK(book.text("address") == "東京");
    CHECK(book.text("language") == "ja");
    const auto& chapter = (*entries)[2];
    CHECK(chapter.type == "incollection");
    CHECK(chapter.text("booktitle") == "A book");
    CHECK(chapter.text("editor") == "Ed, Itor");
    CHECK(chapter.text("doi") == "10.1000/182");
}

TEST_CASE("faults of RIS are told with their lines") {
    CHECK(fault_of("\nAU  - King\n").line == 2);
    CHECK(fault_of("TY  - JOUR\nTI  - A\nER  - \nhello\n").line == 4);
    CHECK(fault_of("\n\nTY  - JOUR\nAU  - King, Jim\nER  - \n").line == 3);
    CHECK(fault_of("").line == 1);
    CHECK(fault_of("\x8e\xf6").line == 1);
    std::string many;
    for (int i = 0; i < 501; ++i) many += "TY  - GEN\nTI  - A\nER  - \n";
    CHECK(fault_of(many).what.find("500") != std::string::npos);
}

TEST_CASE("a work that is not closed ends where the next begins, or with the file") {
    const auto entries = doc::read_ris("TY  - GEN\nTI  - A\nTY  - GEN\nTI  - B");
    REQUIRE(entries.has_value());
    CHECK(entries->size() == 2);
    CHECK(doc::is_ris("\xef\xbb\xbf\nTY  - GEN"));
    CHECK_FALSE(doc::is_ris("@article{TY  - }"));
}

TEST_SUITE_END();
