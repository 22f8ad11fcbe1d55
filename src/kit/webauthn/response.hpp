// Private to kit/webauthn.
#pragma once
#include "kit/base/json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace webauthn {

/// The parts that RegistrationResponseJSON and AuthenticationResponseJSON (WebAuthn §5.1) have in common.
struct Response {
    std::string id;                // credential id, 1 to 1023 bytes
    std::string client_data_json;  // the bytes that are signed, not yet read
    base::Json members;            // of `response`
};

std::optional<Response> read_response(std::string_view response_json);

/// A member that is base64url of at most `max` bytes.
std::optional<std::string> read_bytes(const base::Json& object, std::string_view key, std::size_t max);

}
