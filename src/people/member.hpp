#pragma once
#include "people/person.hpp"
#include "people/right.hpp"

namespace design {
struct Frame;
}
namespace mail {
struct Message;
}

namespace people {

/// Somebody with an account or a role that has not ended, as keepers list them.
struct Member {
    Person person;
    bool has_account = false;
    std::vector<RoleGrant> roles;
};
/// By name, people without one last. Needs `keep`.
std::vector<Member> list_members(db::Tx&, const base::Viewer&, std::int64_t offset, std::int64_t limit);
std::int64_t count_members(db::Tx&, const base::Viewer&);
/// Of whoever has no account and no role, too. Needs `keep`.
Member get_member(db::Tx&, const base::Viewer&, PersonId);
/// People with an account who hold a role above reader now: to whom a role can be handed. Needs `keep`.
std::vector<Person> list_role_holders(db::Tx&, const base::Viewer&);
/// Who has confirmed this address, or holds a link that was sent to it and still opens something. Needs `keep`.
std::optional<PersonId> find_member(db::Tx&, const base::Viewer&, std::string_view normal_address);

/// Signed out everywhere, without roles, nobody's deputy, and no link of a task opens anything for them. Answers how many roles ended; those that
/// the site cannot do without stay, but at the terminal. Needs `keep`.
std::size_t end_member(db::Tx&, const base::Viewer&, PersonId);

struct KeeperCount {
    std::int64_t all = 0, with_passkey = 0;
};
/// People who keep the site now. Needs `keep`.
KeeperCount count_keepers(db::Tx&, const base::Viewer&);

/// Whoever holds the link that the console printed becomes keeper: the person of this address, or a new one, with the address confirmed. Throws
/// base::Denied when somebody keeps the site already.
PersonId make_first_keeper(db::Tx&, std::string_view name, std::string_view normal_address, base::Lang);

/// To the invited address: which role, what it may do, until when, and the link of make_task_link() that takes it up.
mail::Message invitation_letter(const design::Frame&, base::Lang, std::string_view to, const NewRole&, std::string_view token);
/// To a keeper's own address: whether mail leaves.
mail::Message test_letter(const design::Frame&, base::Lang, std::string_view to);

}
