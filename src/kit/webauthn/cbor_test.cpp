#include "kit/webauthn/cbor.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE_BEGIN("unit");

namespace {
std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

// The whole of the bytes is one item.
bool is_item(const std::string& bytes) {
    std::string_view rest = bytes;
    return webauthn::read_cbor(rest) && rest.empty();
}
}

TEST_CASE("CBOR is read as the examples of RFC 8949 say") {
    // A map of integers, a text, bytes, an array with nothing in it, and what this reader has no use for.
    const std::string bytes = from_hex("a7"
                                       "01"
                                       "1903e8"
                                       "20"
                                       "3903e7"
                                       "6161"
                                       "f5"
                                       "6162"
                                       "4401020304"
                                       "6163"
                                       "80"
                                       "6164"
                                       "fb3ff199999999999a"
                                       "6165"
                                       "63e6b0b4"
                                       "00");
    std::string_view rest = bytes;
    const auto item = webauthn::read_cbor(rest);
    REQUIRE(item);
    CHECK(rest == std::string_view("\0", 1));
    CHECK(item->find(1)->integer() == 1000);
    CHECK(item->find(-1)->integer() == -1000);
    CHECK(*item->find("a") == webauthn::Cbor{true});
    CHECK(item->find("b")->bytes() == "\x01\x02\x03\x04");
    CHECK_FALSE(item->find("b")->text());
    CHECK(*item->find("c") == webauthn::Cbor{webauthn::Cbor::Array{}});
    CHECK(*item->find("d") == webauthn::Cbor{});
    CHECK(item->find("e")->text() == "水");
    CHECK_FALSE(item->find(2));
    CHECK_FALSE(item->find("f"));
    CHECK_FALSE(item->find(1)->find(1));
    CHECK(is_item(from_hex("1b7fffffffffffffff")));
    CHECK(is_item(from_hex("3b7fffffffffffffff")));
    CHECK(is_item(from_hex("f6")));
}

TEST_CASE("CBOR that is cut, endless, doubled or too deep is refused") {
    for (const char* bad : {"",
                            "18",
                            "19ff",
                            "1c",
                            "1f",
                            "41",
                            "5803ffff",
                            "5bffffffffffffffff00",
                            "61",
                            "61ff",
                            "62c328",
                            "81",
                            "9bffffffffffffffff",
                            "bb7fffffffffffffff",
                            "a1",
                            "a101",
                            "a201010102",
                            "a2616101616102",
                            "5f4101ff",
                            "9f01ff",
                            "bf0101ff",
                            "c000",
                            "d81841",
                            "1bffffffffffffffff",
                            "3bffffffffffffffff",
                            "f800",
                            "f81f",
                            "ff",
                            "9841"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_item(from_hex(bad)));
    }
    CHECK(is_item(std::string(7, '\x81') + std::string(1, '\0')));
    CHECK_FALSE(is_item(std::string(8, '\x81') + std::string(1, '\0')));
    CHECK_FALSE(is_item(std::string(100000, '\x81')));
    CHECK(is_item("\x98\x40" + std::string(64, '\0')));
    CHECK_FALSE(is_item("\x98\x41" + std::string(65, '\0')));
}

TEST_SUITE_END();
