#include "kit/webauthn/response.hpp"

#include "kit/webauthn/authenticator_data.hpp"
#include "kit/webauthn/webauthn.hpp"

namespace webauthn {

namespace {
// Attestation statements with a chain of certificates are the largest thing that comes, some 8 KiB.
constexpr std::size_t max_json = 48 * 1024, max_client_data = 4 * 1024;
}

std::optional<std::string> read_bytes(const base::Json& object, std::string_view key, std::size_t max) {
    const base::Json* member = object.find(key);
    const std::string* text = member ? member->text() : nullptr;
    if (!text || text->size() > max * 4 / 3 + 1) return std::nullopt;
    return from_base64url(*text);
}

std::optional<Response> read_response(std::string_view response_json) {
    if (response_json.size() > max_json) return std::nullopt;
    const auto json = base::parse_json(response_json);
    if (!json) return std::nullopt;
    const base::Json *type = json->find("type"), *raw_id = json->find("rawId"), *id = json->find("id"), *members = json->find("response");
    if (!type || *type != base::Json("public-key") || !id || !raw_id || *id != *raw_id || !members) return std::nullopt;
    auto id_bytes = read_bytes(*json, "id", max_credential_id);
    auto client_data = read_bytes(*members, "clientDataJSON", max_client_data);
    if (!id_bytes || id_bytes->empty() || !client_data) return std::nullopt;
    return Response{.id = std::move(*id_bytes), .client_data_json = std::move(*client_data), .members = *members};
}

}
