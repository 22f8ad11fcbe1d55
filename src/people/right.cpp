#include "people/right.hpp"

#include "people/audit.hpp"

#include <algorithm>

namespace people {

namespace {
constexpr std::uint64_t bit(Right right) { return static_cast<std::uint64_t>(right); }
constexpr std::uint64_t bits(std::initializer_list<Right> rights) {
    std::uint64_t sum = 0;
    for (const Right right : rights) sum |= bit(right);
    return sum;
}
}

std::string_view name_of(Right right) {
    switch (right) {
        case Right::pitch: return "pitch";
        case Right::suggest: return "suggest";
        case Right::comment: return "comment";
        case Right::accept: return "accept";
        case Right::edit: return "edit";
        case Right::approve: return "approve";
        case Right::publish: return "publish";
        case Right::send: return "send";
        case Right::run_cohort: return "run_cohort";
        case Right::keep: return "keep";
    }
    return "";
}

std::optional<Right> right_from(std::string_view name) {
    for (const Right right : all_rights)
        if (name_of(right) == name) return right;
    return std::nullopt;
}

std::string piece_scope(std::int64_t piece) { return "piece:" + std::to_string(piece); }
std::string course_scope(std::int64_t piece) { return "course:" + std::to_string(piece); }
std::string section_scope(std::string_view section) { return "section:" + std::string(section); }

bool is_scope(std::string_view scope) {
    if (scope == "site") return true;
    const std::size_t colon = scope.find(':');
    if (colon == std::string_view::npos || colon + 1 == scope.size() || scope.size() > 60) return false;
    const std::string_view kind = scope.substr(0, colon), name = scope.substr(colon + 1);
    if (kind == "section") return std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
    return (kind == "course" || kind == "piece") && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view name_of(Role role) {
    switch (role) {
        case Role::reader: return "reader";
        case Role::contributor: return "contributor";
        case Role::proofreader: return "proofreader";
        case Role::editor: return "editor";
        case Role::blog_editor: return "blog_editor";
        case Role::course_editor: return "course_editor";
        case Role::trainer: return "trainer";
        case Role::social: return "social";
        case Role::keeper: return "keeper";
    }
    return "";
}

std::optional<Role> role_from(std::string_view name) {
    for (const Role role : all_roles)
        if (name_of(role) == name) return role;
    return std::nullopt;
}

std::uint64_t rights_of(Role role, std::string_view scope) {
    constexpr std::uint64_t editing =
        bits({Right::pitch, Right::suggest, Right::comment, Right::accept, Right::edit, Right::approve, Right::publish});
    const bool piece = scope.starts_with("piece:");
    switch (role) {
        case Role::reader: return bits({Right::pitch});
        case Role::contributor: return piece ? bits({Right::pitch, Right::comment, Right::edit}) : bits({Right::pitch});
        case Role::proofreader: return piece ? bits({Right::pitch, Right::suggest, Right::comment}) : bits({Right::pitch});
        case Role::editor:
        case Role::blog_editor:
        case Role::course_editor: return editing;
        case Role::trainer: return bits({Right::pitch, Right::run_cohort});
        case Role::social: return bits({Right::pitch, Right::send});
        case Role::keeper: return editing | bits({Right::send, Right::run_cohort, Right::keep});
    }
    return 0;
}

bool may(const base::Viewer& viewer, Right right, const Scope& scope) {
    if ((viewer.rights & bit(right)) != 0) return true;
    return std::any_of(viewer.grants.begin(), viewer.grants.end(), [&](const base::Viewer::Grant& grant) {
        return (grant.rights & bit(right)) != 0 && std::find(scope.within.begin(), scope.within.end(), grant.scope) != scope.within.end();
    });
}

bool may_somewhere(const base::Viewer& viewer, Right right) {
    return (viewer.rights & bit(right)) != 0 ||
           std::any_of(viewer.grants.begin(), viewer.grants.end(),
                       [&](const base::Viewer::Grant& grant) { return (grant.rights & bit(right)) != 0; });
}

bool waits_for_passkey(const base::Viewer& viewer, Right right) {
    return !may_somewhere(viewer, right) && (viewer.held_back & bit(right)) != 0;
}

void require(db::Tx& tx, const base::Viewer& viewer, Right right, const Scope& scope, std::string_view target) {
    // A refusal is written down by whoever answers it: what is written here is undone with the refused work.
    if (!may(viewer, right, scope)) throw base::Denied(std::string(name_of(right)));
    // Whoever sits at the terminal owns the machine, and loads thousands of texts at once.
    if (tx.writable() && viewer.person) write_audit(tx, viewer, name_of(right), target, true);
}

PersonId require_account(const base::Viewer& viewer) {
    if (!viewer.person) throw base::Denied("account");
    return static_cast<PersonId>(*viewer.person);
}

base::Viewer keeper_at_the_terminal() {
    base::Viewer viewer;
    viewer.name = "keeper";
    viewer.rights = rights_of(Role::keeper, "site");
    return viewer;
}

}
