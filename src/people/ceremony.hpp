#pragma once
#include "kit/base/result.hpp"
#include "kit/webauthn/webauthn.hpp"
#include "people/account.hpp"
#include "people/right.hpp"

#include <string>
#include <string_view>

/// Private to people: what the browser and this site say to each other about a passkey.
namespace people {

/// The site as passkeys know it.
webauthn::RelyingParty relying_party(std::string_view name, std::string_view public_url);

/// `reason`: the name of a webauthn::Refusal, or `old` (a challenge that is used, too old, or somebody else's), `unknown` (a passkey of nobody,
/// or of another person), `known` (a passkey that is stored already). A refused try has used its challenge up: commit it.
struct PasskeyRefused {
    std::string_view reason;
};
template <class T>
using PasskeyResult = base::Result<T, PasskeyRefused>;

/// JSON for the browser, with a fresh challenge.
std::string begin_adding(db::Tx&, const base::Viewer&, const webauthn::RelyingParty&);
/// `name` is cut after 60 characters. The session that added the person's first passkey counts as having shown it.
PasskeyResult<PersonId> finish_adding(db::Tx&, const base::Viewer&, const webauthn::RelyingParty&, std::string_view response,
                                      std::string_view name);
std::string cut_name(std::string_view);

/// Of any person, chosen in the browser.
std::string begin_signing_in(db::Tx&, const webauthn::RelyingParty&);
/// The session has the rights that wait for a passkey if the device checked who is in front of it.
PasskeyResult<SignedIn> finish_signing_in(db::Tx&, const webauthn::RelyingParty&, std::string_view response, std::string_view agent);

/// For a session that is there; the device must check who is in front of it.
std::string begin_showing(db::Tx&, const base::Viewer&, const webauthn::RelyingParty&);
PasskeyResult<PersonId> finish_showing(db::Tx&, const base::Viewer&, const webauthn::RelyingParty&, std::string_view response);

/// How long ago this session proved who is in front of it: who has no passkey yet, needs no proof.
struct SessionProof {
    bool has_passkey = false;
    bool shown = false; // a passkey or a recovery code, within a day
    bool fresh = false; // begun within a quarter of an hour, by whatever way
};
SessionProof find_proof(db::Tx&, const base::Viewer&);

}
