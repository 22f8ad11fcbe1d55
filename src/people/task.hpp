#pragma once
#include "people/account.hpp"
#include "people/audit.hpp"

namespace design {
struct Frame;
}
namespace mail {
struct Message;
}

namespace people {

// ---- links that open one task ----------------------------------------------------------------------------------------

/// `claim`: the page of a person who has no account becomes theirs. `role`: takes up a role that was offered. Both confirm the address
/// that the link was sent to. `naming`: says yes or no to being named.
enum class Task { claim, role, naming };
std::string_view name_of(Task);

struct TaskLink {
    std::int64_t id = 0;
    PersonId person{};
    Task task = Task::claim;
    std::string target;  // of a `role` task: the id of the role
    std::string address;
    base::Instant made_at, expires_at;
    std::optional<base::Instant> used_at, revoked_at;
};
inline constexpr int task_link_days = 30;
/// The value in the link, kept as a hash. Needs `edit` (claim, naming) or `keep` (role). `address` is whom it will be sent to: of somebody with an
/// account, one of theirs. Throws base::Missing for another one, and for the claim of a page that is somebody's already.
std::string make_task_link(db::Tx&, const base::Viewer&, PersonId, Task, std::string_view target, std::string_view address);
/// Nothing if it is unknown, revoked or too old, or claims what another link has claimed. `person` is who works with it; it signs nobody in.
struct OpenTask {
    TaskLink link;
    Person person; // without a name where the person has given none
    std::string name; // how to greet them: shown to the link's holder alone
    std::optional<RoleGrant> role; // of a `role` task
};
std::optional<OpenTask> find_task(db::Tx&, std::string_view token);
/// Does it. Again is no harm: the address is confirmed the first time only. `named`: the person lets pages name them (claim, naming).
base::Result<PersonId, Problems> do_task(db::Tx&, std::string_view token, bool named);
/// Links of a person that still open something. Needs `edit`.
std::vector<TaskLink> list_task_links(db::Tx&, const base::Viewer&, PersonId);
void revoke_task_link(db::Tx&, const base::Viewer&, std::int64_t id);

/// A person without an account for this address, or the one who has it. Needs `keep`.
PersonId invite_person(db::Tx&, const base::Viewer&, std::string_view name, std::string_view normal_address, base::Lang);

// ---- open calls ------------------------------------------------------------------------------------------------------

struct Call {
    std::int64_t id = 0;
    Role role = Role::proofreader;
    std::string title, title_ja, text, text_ja;
    base::Instant opened_at;
    std::optional<base::Instant> closed_at;
};
const std::string& title_in(base::Lang, const Call&);
const std::string& text_in(base::Lang, const Call&);
/// Open ones, the oldest first.
std::vector<Call> list_calls(db::Tx&, const base::Viewer&);
std::optional<Call> find_call(db::Tx&, const base::Viewer&, std::int64_t id);
/// Need `approve`; for other roles than contributor and proofreader `keep`. Nobody becomes a keeper by a call.
std::int64_t save_call(db::Tx&, const base::Viewer&, const Call&);
void close_call(db::Tx&, const base::Viewer&, std::int64_t id);

struct NewApplication {
    std::int64_t call = 0;
    std::string name, address, words;
    base::Lang lang = base::Lang::en;
};
struct Application {
    std::int64_t id = 0;
    Call call;
    std::string name, words;
    base::Lang lang = base::Lang::en;
    PersonId person{};
    base::Instant made_at;
    std::optional<base::Instant> answered_at;
    bool accepted = false;
    std::string reply;
};
/// Without an account: no editor sees it before its own mail was answered (begin_sign_in with it), which attaches it to the person.
base::Result<std::int64_t, Problems> apply(db::Tx&, const NewApplication&);
/// Confirmed ones that wait for an answer, the oldest first. Need `approve`; those for roles that only a keeper gives are there for keepers.
std::vector<Application> list_applications(db::Tx&, const base::Viewer&);
std::optional<Application> find_application(db::Tx&, const base::Viewer&, std::int64_t id);
/// One's own, answered or not.
std::vector<Application> list_own_applications(db::Tx&, const base::Viewer&);
/// Needs `approve`. Yes gives the role of the call at once. False if it was answered already.
bool answer_application(db::Tx&, const base::Viewer&, std::int64_t id, bool accept, std::string_view reply);
/// The mail that brings an answer, in the language of the application: the editor's words, and for a yes what the role is and where to begin.
mail::Message answer_letter(const design::Frame&, const Application&, std::string_view to);

// ---- one's data ------------------------------------------------------------------------------------------------------

/// Name and content of each file of an export.
using Files = std::vector<std::pair<std::string, std::string>>;
/// What this room keeps about the viewer, as JSON.
Files export_person(db::Tx&, const base::Viewer&);

enum class SignedAs { name, pen, former };
std::string_view name_of(SignedAs);
std::optional<SignedAs> signed_as_from(std::string_view);
/// Everything of the person that this room keeps goes; published work stays, signed as chosen. Needs to be oneself, or `keep`. Throws base::Denied
/// if nobody would keep the site then, but at the terminal.
void forget_person(db::Tx&, const base::Viewer&, PersonId, SignedAs);
/// Who was forgotten, to be forgotten again in an older copy of the database.
struct Forgotten {
    PersonId person{};
    SignedAs signed_as = SignedAs::former;
};
std::vector<Forgotten> list_forgotten(db::Tx&, const base::Viewer&);

/// What has had its time: old sign-ins, sessions, challenges, links of tasks, and applications that nobody confirmed. Answers how many rows went.
std::int64_t sweep(db::Tx&);

}
