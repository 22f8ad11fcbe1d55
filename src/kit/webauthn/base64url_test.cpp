#include "kit/webauthn/webauthn.hpp"

#include <doctest/doctest.h>

#include <set>

TEST_SUITE_BEGIN("unit");

TEST_CASE("base64url gives back the bytes, and has one text for them") {
    CHECK(webauthn::base64url("") == "");
    CHECK(webauthn::base64url("f") == "Zg");
    CHECK(webauthn::base64url("fooba") == "Zm9vYmE");
    CHECK(webauthn::base64url("\xfb\xff\xfe") == "-__-");
    std::string bytes;
    for (int i = 0; i < 300; ++i) {
        CHECK(webauthn::from_base64url(webauthn::base64url(bytes)) == bytes);
        bytes += static_cast<char>(i * 7);
    }
    for (const char* bad : {"Z", "Zg=", "Zg==", "Zh", "Zm9", "Zm8=", " Zg", "Zg\n", "+//+", "Zm9v Zg", "Zm9vYmE.", "授業"}) {
        CAPTURE(bad);
        CHECK_FALSE(webauthn::from_base64url(bad));
    }
    CHECK_FALSE(webauthn::from_base64url(std::string_view("Zg\0", 3)));
    for (int byte = 0; byte < 256; ++byte) {
        const std::string text = "AAA" + std::string(1, static_cast<char>(byte));
        const auto read = webauthn::from_base64url(text);
        CHECK((!read || webauthn::base64url(*read) == text));
    }
}

TEST_CASE("no two challenges are alike") {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string challenge = webauthn::new_challenge();
        CHECK(webauthn::from_base64url(challenge)->size() == 32);
        CHECK(seen.insert(challenge).second);
    }
}

TEST_SUITE_END();
