#include "kit/doc/work.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

TEST_CASE("a DOI is found in an address, behind a word, and alone") {
    CHECK(doc::doi_in("10.1093/applin/ams043") == "10.1093/applin/ams043");
    CHECK(doc::doi_in("doi: 10.1093/applin/ams043.") == "10.1093/applin/ams043");
    CHECK(doc::doi_in("https://doi.org/10.1016/S0346-251X(98)00012-3") == "10.1016/S0346-251X(98)00012-3");
    CHECK(doc::doi_in("see http://dx.doi.org/10.15084/00003 and more") == "10.15084/00003");
    for (const char* const none : {"", "10.", "10.1093", "10.1093/", "110.1093/x", "9.10.1093/x", "10/x", "10.12/x"})
        CHECK_FALSE(doc::doi_in(none));
}

TEST_CASE("an ISBN is taken with its hyphens, in both lengths, and only with its right check digit") {
    CHECK(doc::isbn_in("978-4-469-24571-4") == "9784469245714");
    CHECK(doc::isbn_in("4469245712") == "9784469245714");
    CHECK(doc::isbn_in("ISBN 0-19-442416-2 (pbk.)") == "9780194424165");
    CHECK(doc::isbn_in("080442957X") == "9780804429573");
    CHECK(doc::isbn_in("0142-6001; 9780194424165") == "9780194424165");
    for (const char* const none : {"", "0142-6001", "978-4-469-24571-5", "4469245713", "1234567890123", "12345"})
        CHECK_FALSE(doc::isbn_in(none));
}

TEST_CASE("names are family and given name, in both scripts") {
    CHECK(doc::name_of_work("Tajino,Akira") == "Tajino, Akira");
    CHECK(doc::name_of_work("田地野，彰") == "田地野, 彰");
    CHECK(doc::name_of_work("田地野　彰") == "田地野, 彰");
    CHECK(doc::name_of_work("文部科学省") == "文部科学省");
    CHECK(doc::name_of_work("British Council") == "British Council");
    CHECK(doc::name_of_work("Smith and Sons") == "Smith & Sons");
    CHECK(doc::name_of_work("King, ") == "King");
    CHECK(doc::name_of_work(" , Jim,") == "Jim");
}

TEST_CASE("what publishers put into their records becomes plain text") {
    CHECK(doc::plain_of_work("The <i>ALT</i> &amp; the JTE: 5 < 7 &#233;&#x301;") == "The ALT & the JTE: 5 < 7 é\u0301");
    CHECK(doc::plain_of_work("A\n  B &unknown; &#xE000; <jats:p>x</jats:p>") == "A   B &unknown; &#xE000; x");
    CHECK(doc::pages_of_work("325", "343") == "325–343");
    CHECK(doc::pages_of_work("325-343", "") == "325–343");
    CHECK(doc::pages_of_work("e12-a", "") == "e12-a");
    CHECK(doc::year_in("2013/09/01/") == "2013");
    CHECK(doc::year_in("20130901") == "2013");
    CHECK(doc::year_in("Spring 1999") == "1999");
    CHECK(doc::year_in("n.d. 12345").empty());
}

TEST_SUITE_END();
