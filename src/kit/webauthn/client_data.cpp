#include "kit/webauthn/client_data.hpp"

#include "kit/base/hash.hpp"
#include "kit/base/json.hpp"

namespace webauthn {

namespace {
// Passkeys are never used inside frames of other sites.
bool is_framed(const base::Json& data) {
    const base::Json* cross = data.find("crossOrigin");
    return (cross && *cross != base::Json(false)) || data.find("topOrigin");
}
}

std::optional<Refusal> check_client_data(std::string_view json, std::string_view type, const RelyingParty& party,
                                         std::string_view challenge) {
    const auto data = base::parse_json(json);
    if (!data || !data->object()) return Refusal::malformed;
    const auto text = [&](std::string_view key) {
        const base::Json* member = data->find(key);
        return member ? member->text() : nullptr;
    };
    const std::string *said = text("type"), *answered = text("challenge"), *origin = text("origin");
    if (!said || !answered || !origin) return Refusal::malformed;
    if (*said != type) return Refusal::type;
    // An empty one was never given out: the caller has none, or none any more.
    if (challenge.empty() || !base::equal_in_constant_time(*answered, challenge)) return Refusal::challenge;
    if (*origin != party.origin || is_framed(*data)) return Refusal::origin;
    return std::nullopt;
}

}
