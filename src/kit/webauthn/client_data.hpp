// Private to kit/webauthn.
#pragma once
#include "kit/webauthn/webauthn.hpp"

#include <optional>
#include <string_view>

namespace webauthn {

/// WebAuthn §5.8.1: what the browser says it did. `type` is webauthn.create or webauthn.get.
std::optional<Refusal> check_client_data(std::string_view json, std::string_view type, const RelyingParty&, std::string_view challenge);

}
