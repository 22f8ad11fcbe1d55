#include "kit/text/encoding.hpp"

#include <doctest/doctest.h>

using text::as_utf8;

TEST_SUITE_BEGIN("unit");

TEST_CASE("a file is read in the encoding that it is in") {
    CHECK(as_utf8("plain") == "plain");
    CHECK(as_utf8("") == "");
    CHECK(as_utf8("\xef\xbb\xbf授業") == "授業");
    CHECK(as_utf8("\xff\xfe\x88\x63") == "授");
    CHECK(as_utf8("\xfe\xff\x63\x88") == "授");
    CHECK(as_utf8("\x8e\xf6\x8b\xc6\x8c\xa4\x8b\x86") == "授業研究");      // Shift_JIS
    CHECK(as_utf8("\xbc\xf8\xb6\xc8\xb8\xa6\xb5\xe6") == "授業研究");      // EUC-JP
    CHECK(as_utf8("\x81\x60\x87\x40\xfb\xfc \xb6\xc5") == "～①髙 ｶﾅ");  // what only CP932 has
}

TEST_CASE("bytes that are no text, and NUL, are refused") {
    CHECK_FALSE(as_utf8(std::string_view("a\0b", 3)));
    CHECK_FALSE(as_utf8("\xff\xff\xff"));
    CHECK_FALSE(as_utf8("caf\xe9 "));
    CHECK_FALSE(as_utf8(std::string_view("\xff\xfe\x00\x00", 4)));
    CHECK_FALSE(as_utf8(std::string_view("\xff\xfe\x00\xd8", 4)));
}

TEST_SUITE_END();
