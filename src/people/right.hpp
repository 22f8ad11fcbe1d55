#pragma once
#include "kit/base/result.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"
#include "people/person.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace people {

/// What somebody may do. Editing and publishing are two rights.
enum class Right : std::uint64_t {
    pitch = 1,
    suggest = 2,
    comment = 4,
    accept = 8,
    edit = 16,
    approve = 32,
    publish = 64,
    send = 128,
    run_cohort = 256,
    keep = 512,
};
inline constexpr std::array<Right, 10> all_rights{Right::pitch,   Right::suggest, Right::comment, Right::accept,     Right::edit,
                                                  Right::approve, Right::publish, Right::send,    Right::run_cohort, Right::keep};
std::string_view name_of(Right);
std::optional<Right> right_from(std::string_view name);

/// Where a right is asked for: the thing itself and what it is a part of, the narrowest first. The site is always the last.
struct Scope {
    std::vector<std::string> within;
    static Scope site() { return {}; }
};
std::string piece_scope(std::int64_t piece);
std::string course_scope(std::int64_t piece);
std::string section_scope(std::string_view section);
/// "site", "section:blog", "course:7", "piece:42".
bool is_scope(std::string_view);

/// The ladder, from the first rung up.
enum class Role { reader, contributor, proofreader, editor, blog_editor, course_editor, trainer, social, keeper };
inline constexpr std::array<Role, 9> all_roles{Role::reader,        Role::contributor, Role::proofreader, Role::editor, Role::blog_editor,
                                               Role::course_editor, Role::trainer,     Role::social,      Role::keeper};
std::string_view name_of(Role);  // "blog_editor"
std::optional<Role> role_from(std::string_view name);
/// Bits of Right. A proofreader and a contributor have theirs on single pieces only: they see what is given to them.
std::uint64_t rights_of(Role, std::string_view scope);

/// In any of the scope's parts, or on the site.
bool may(const base::Viewer&, Right, const Scope& = Scope::site());
/// Somewhere; what a route asks before its handler asks for the thing itself.
bool may_somewhere(const base::Viewer&, Right);
/// Would have the right, had this session shown a passkey.
bool waits_for_passkey(const base::Viewer&, Right);
/// Throws base::Denied that names the right. In a write transaction the use of the right is written down, with what it was used on.
void require(db::Tx&, const base::Viewer&, Right, const Scope& = Scope::site(), std::string_view target = {});
/// Throws base::Denied("account") for a viewer without a person.
PersonId require_account(const base::Viewer&);
/// Who acts when the program itself loads or upgrades content at the keeper's command.
base::Viewer keeper_at_the_terminal();

enum class RoleId : std::int64_t {};
struct RoleGrant {
    RoleId id{};
    PersonId person{};
    Role role = Role::reader;
    std::string scope;                     // as is_scope()
    std::optional<PersonId> given_by;
    base::Instant given_at;
    std::optional<base::Instant> accepted_at;
    std::optional<base::Day> term_end;     // the last day on which it counts
    std::optional<PersonId> deputy;
};

struct NewRole {
    Role role = Role::reader;
    std::string scope = "site";
    std::optional<base::Day> term_end;
    std::optional<PersonId> deputy;
};
/// Whether it is the wanted role already, in the part of the site where that role is at home.
bool gives(const RoleGrant&, const NewRole& wanted);
/// Needs `keep`. `offered`: has no effect before the person said yes.
RoleId give_role(db::Tx&, const base::Viewer&, PersonId, const NewRole&, bool offered = false);
/// One that has not ended. Needs `keep`, or is one's own.
RoleGrant get_role(db::Tx&, const base::Viewer&, RoleId);
/// Needs `keep`, or is one's own. Refused for the last keeper, but at the terminal, which can make another one.
base::Result<RoleId, Problems> end_role(db::Tx&, const base::Viewer&, RoleId);
/// The role goes to another person with an account from now on, with what is left of its term. Needs `keep`, or is one's own and waits for no
/// passkey. Refused for one that was only offered.
base::Result<RoleId, Problems> hand_over_role(db::Tx&, const base::Viewer&, RoleId, PersonId to);
/// The last day on which it counts, and who stands in from the day after. Needs `keep`. Refused for a day that has passed, a deputy without
/// an account, and a term without a deputy for the last keeper.
base::Result<RoleId, Problems> set_term(db::Tx&, const base::Viewer&, RoleId, std::optional<base::Day> end, std::optional<PersonId> deputy);
/// Roles that have not ended, offered ones too. Needs `keep`, or are one's own.
std::vector<RoleGrant> list_roles(db::Tx&, const base::Viewer&, PersonId);
/// Contributor or proofreader of one piece, from now on; nothing where the person may do as much there already. Needs `approve` in `where`, the
/// scope of the piece.
void give_piece_role(db::Tx&, const base::Viewer&, PersonId, Role, std::int64_t piece, const Scope& where);
/// How many people with an account have this right on the site or a whole section of it.
std::int64_t count_holders(db::Tx&, Right);
/// What somebody may do, as their session would have it; nothing of who has no account. For rules that ask about another person.
base::Viewer viewer_of(db::Tx&, PersonId);
/// Is there anybody who keeps the site, as its keeper or as a keeper's deputy?
bool has_keeper(db::Tx&);
/// Names of people who hold this right on the site or a part of it and may be named: whom to ask. At most three.
std::vector<std::string> who_may(db::Tx&, Right, base::Lang);

}
