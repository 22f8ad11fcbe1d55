#include "kit/webauthn/webauthn.hpp"

namespace webauthn {

std::string_view name_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::malformed: return "malformed";
        case Refusal::type: return "type";
        case Refusal::challenge: return "challenge";
        case Refusal::origin: return "origin";
        case Refusal::rp_id: return "rp_id";
        case Refusal::credential: return "credential";
        case Refusal::not_present: return "not_present";
        case Refusal::not_verified: return "not_verified";
        case Refusal::backup_flags: return "backup_flags";
        case Refusal::algorithm: return "algorithm";
        case Refusal::attestation: return "attestation";
        case Refusal::user_handle: return "user_handle";
        case Refusal::signature: return "signature";
        case Refusal::clone: return "clone";
    }
    return "";
}

}
