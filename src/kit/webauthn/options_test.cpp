#include "kit/base/check.hpp"
#include "kit/base/json.hpp"
#include "kit/webauthn/webauthn.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

namespace {
const webauthn::RelyingParty site{.id = "example.org", .name = "Ex & Co", .origin = "https://example.org"};
}

TEST_CASE("a browser is asked for a discoverable key without attestation") {
    const std::vector<webauthn::Descriptor> known{{.id = "one", .transports = {"usb", "nfc"}}, {.id = "two", .transports = {}}};
    const std::string json = webauthn::creation_options_json(
        site, {.handle = "handle", .name = "ada@example.org", .display_name = "Ada <エイダ>"}, "Y2hhbGxlbmdl", known);
    CHECK(
        json ==
        R"({"rp":{"id":"example.org","name":"Ex \u0026 Co"},"user":{"id":"aGFuZGxl","name":"ada@example.org","displayName":"Ada \u003cエイダ\u003e"},)"
        R"("challenge":"Y2hhbGxlbmdl","pubKeyCredParams":[{"type":"public-key","alg":-8},{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}],)"
        R"("timeout":300000,"excludeCredentials":[{"type":"public-key","id":"b25l","transports":["usb","nfc"]},{"type":"public-key","id":"dHdv"}],)"
        R"("authenticatorSelection":{"residentKey":"required","requireResidentKey":true,"userVerification":"preferred"},"attestation":"none"})");
    CHECK(base::parse_json(json));
}

TEST_CASE("a handle that browsers would not take is a fault of the program") {
    CHECK_THROWS_AS(webauthn::creation_options_json(site, {.handle = "", .name = "a", .display_name = "a"}, "c", {}), base::Bug);
    CHECK_THROWS_AS(webauthn::creation_options_json(site, {.handle = std::string(65, 'h'), .name = "a", .display_name = "a"}, "c", {}),
                    base::Bug);
}

TEST_CASE("a sign-in names keys only if it knows the person") {
    CHECK(webauthn::request_options_json(site, "Y2g", /*require_user_verification=*/false, {}) ==
          R"({"challenge":"Y2g","timeout":300000,"rpId":"example.org","allowCredentials":[],"userVerification":"preferred"})");
    const std::vector<webauthn::Descriptor> allowed{{.id = "one", .transports = {"internal"}}};
    CHECK(
        webauthn::request_options_json(site, "Y2g", /*require_user_verification=*/true, allowed) ==
        R"({"challenge":"Y2g","timeout":300000,"rpId":"example.org","allowCredentials":[{"type":"public-key","id":"b25l","transports":["internal"]}],"userVerification":"required"})");
}

TEST_SUITE_END();
