#pragma once
#include "people/person.hpp"
#include "people/right.hpp"

namespace people {

// ---- addresses -------------------------------------------------------------------------------------------------------

struct Address {
    std::int64_t id = 0;
    std::string address;
    bool confirmed = false, main = false;
};
inline constexpr std::size_t max_addresses = 2;
/// One's own, the main one first.
std::vector<Address> list_addresses(db::Tx&, const base::Viewer&);
/// Where mail to a person goes; nothing for people without an account. For rooms that write to people.
std::optional<std::string> find_main_address(db::Tx&, PersonId);
void set_main_address(db::Tx&, const base::Viewer&, std::int64_t id);
/// Not the last one. Links of tasks that were sent there open nothing from now on.
base::Result<PersonId, Problems> delete_address(db::Tx&, const base::Viewer&, std::int64_t id);
/// In lower case and without spaces around it; nothing if mail::is_address() refuses it.
std::optional<std::string> normal_address(std::string_view typed);
/// A mailbox that a school, a board of education or a company may read: ed.jp, lg.jp, ac.jp …
bool is_work_mailbox(std::string_view address);

// ---- signing in by mail ----------------------------------------------------------------------------------------------

/// What goes into the mail and the cookie; kept nowhere but as hashes.
struct SignInSecrets {
    std::string address;
    std::string token;  // of the link
    std::string code;   // six digits
    std::string uid;    // of the browser that asked: in its cookie
};
inline constexpr int sign_in_minutes = 15;
inline constexpr int max_code_tries = 5;
/// The same statements and the same answer for known and unknown addresses: whoever redeems it first gets an account. `application`: the one
/// that is confirmed with it, and no other.
SignInSecrets begin_sign_in(db::Tx&, std::string_view normal_address, std::string_view back, std::optional<std::int64_t> application = {});
/// Adds an address to one's account when its link or code is redeemed where one is signed in.
base::Result<SignInSecrets, Problems> begin_confirm(db::Tx&, const base::Viewer&, std::string_view typed_address);

/// What a link or a cookie leads to, for the page that asks to go on: nothing if it is unknown, used, or too old.
struct PendingSignIn {
    std::string address;
    bool confirms = false; // adds an address, signs nobody in
    std::optional<PersonId> person; // to whose account it adds the address
};
std::optional<PendingSignIn> find_sign_in(db::Tx&, std::string_view token);
std::optional<PendingSignIn> find_sign_in_by_uid(db::Tx&, std::string_view uid);

struct SignedIn {
    PersonId person{};
    std::string session; // the value of the cookie; "" when an address was confirmed and nobody was signed in
    std::string back;
    bool is_new = false; // the account was made just now
};
enum class SignInRefusal {
    gone,
    wrong_code,
    taken,
    elsewhere
}; // gone: unknown, used, too old or tried too often; taken: another account has the address; elsewhere: not signed in as whoever asked
/// Used up at once. `agent` is the User-Agent of the browser; `viewer`, who is signed in there: an address is added to their own account alone,
/// because a mail with a link can be asked for by anybody.
base::Result<SignedIn, SignInRefusal> redeem_link(db::Tx&, std::string_view token, std::string_view agent, const base::Viewer& viewer = {});
/// A wrong try counts and must be committed although it is refused; after max_code_tries the code is dead.
base::Result<SignedIn, SignInRefusal> redeem_code(db::Tx&, std::string_view uid, std::string_view code, std::string_view agent,
                                                  const base::Viewer& viewer = {});

// ---- sessions --------------------------------------------------------------------------------------------------------

struct Session {
    std::int64_t id = 0;
    std::string agent;
    base::Instant made_at;
    base::Day seen_on;
    bool current = false;
};
inline constexpr int session_days = 60;
/// Makes the session of a person who has proved who they are; the value of the cookie.
std::string begin_session(db::Tx&, PersonId, std::string_view agent, bool with_passkey);
/// The viewer of a session's cookie value: name, rights, grants, what waits for a passkey. Nobody for an unknown, ended or old one.
base::Viewer find_viewer(db::Tx&, std::string_view session);
/// Another value for the cookie of the viewer's session; the one before is nobody's from now on. For whoever has just proved more.
std::string renew_session(db::Tx&, const base::Viewer&);
/// Notes the day; answers whether there was anything to note.
bool touch_session(db::Tx&, const base::Viewer&);
std::vector<Session> list_sessions(db::Tx&, const base::Viewer&);
void end_session(db::Tx&, const base::Viewer&, std::int64_t id);
/// Every session of the viewer, this one too unless it is to be kept.
void end_all_sessions(db::Tx&, const base::Viewer&, bool keep_current);

// ---- passkeys and recovery codes -------------------------------------------------------------------------------------

struct Passkey {
    std::int64_t id = 0;
    PersonId person{};
    std::string credential_id, public_key; // base64url
    std::int64_t algorithm = 0, sign_count = 0;
    bool backup_eligible = false, backed_up = false;
    std::string transports, name;
    base::Instant made_at;
    std::optional<base::Instant> used_at;
};
/// Kept as a hash for five minutes, for one use; `person` for a key to be added or shown by somebody signed in.
void keep_challenge(db::Tx&, std::string_view challenge, std::optional<PersonId> person);
/// Uses the challenge up; false if it is unknown, old, used or another person's.
bool take_challenge(db::Tx&, std::string_view challenge, std::optional<PersonId>);
/// Random, base64url; made at the first call.
std::string passkey_handle(db::Tx&, const base::Viewer&);
std::vector<Passkey> list_passkeys(db::Tx&, const base::Viewer&);
/// False if the credential is known already.
bool add_passkey(db::Tx&, const base::Viewer&, const Passkey&);
void rename_passkey(db::Tx&, const base::Viewer&, std::int64_t id, std::string_view name);
void delete_passkey(db::Tx&, const base::Viewer&, std::int64_t id);
struct FoundPasskey {
    Passkey key;
    std::string handle;
};
std::optional<FoundPasskey> find_passkey(db::Tx&, std::string_view credential_id);
/// After its signature was checked.
void use_passkey(db::Tx&, const Passkey&, std::int64_t sign_count, bool backed_up);
/// The session has shown a passkey now: its rights are no longer held back.
void raise_session(db::Tx&, const base::Viewer&);

/// Ten new codes in place of those before; shown once.
std::vector<std::string> make_recovery_codes(db::Tx&, const base::Viewer&);
std::int64_t count_recovery_codes(db::Tx&, const base::Viewer&);
/// Uses one up and raises the session, as a passkey would.
bool use_recovery_code(db::Tx&, const base::Viewer&, std::string_view code);

}
