#include "kit/base/check.hpp"
#include "people/people.hpp"
#include "people/role.hpp"
#include "people/store.hpp"

#include <set>

namespace people {

constexpr db::Query select_rights{"people.rights_in_force", R"sql(
    select role, scope from roles
     where person_id = :person and ended_at is null and accepted_at is not null and (term_end is null or term_end >= :today)
)sql"};
constexpr db::Query select_deputy{"people.rights_as_deputy", R"sql(
    select role, scope from roles
     where deputy_id = :person and ended_at is null and accepted_at is not null and term_end is not null and term_end < :today
)sql"};

std::vector<Held> list_in_force(db::Tx& tx, PersonId person) {
    const auto today = base::day_of(tx.now());
    std::vector<Held> all;
    // A deputy stands in from the day after the term has ended.
    for (const db::Query* query : {&select_rights, &select_deputy})
        for (const db::Row& row : tx.all(*query, {{"person", person}, {"today", today}}))
            if (const auto role = role_from(row.text(0))) all.push_back({*role, row.text(1)});
    return all;
}

void add_rights(base::Viewer& viewer, const Held& held) {
    const std::uint64_t rights = rights_of(held.role, held.scope);
    if (held.scope == "site")
        viewer.rights |= rights;
    else
        viewer.grants.push_back({held.scope, rights});
}

base::Viewer viewer_of(db::Tx& tx, PersonId person) {
    base::Viewer viewer;
    if (!store::has_account(tx, person)) return viewer;
    viewer.person = static_cast<std::int64_t>(person);
    if (const auto known = store::find(tx, person)) viewer.name = known->name;
    viewer.rights = rights_of(Role::reader, "site");
    for (const Held& held : list_in_force(tx, person)) add_rights(viewer, held);
    return viewer;
}

constexpr db::Query select_holders{"people.holders", R"sql(
    select case when term_end is not null and term_end < :today then deputy_id else person_id end, role, scope from roles
     where ended_at is null and accepted_at is not null and (term_end is null or term_end >= :today or deputy_id is not null)
)sql"};

std::int64_t count_holders(db::Tx& tx, Right right) {
    std::set<PersonId> holders;
    for (const db::Row& row : tx.all(select_holders, {{"today", base::day_of(tx.now())}})) {
        const auto role = role_from(row.text(1));
        const std::string& scope = row.text(2);
        if (role && (scope == "site" || scope.starts_with("section:")) &&
            (rights_of(*role, scope) & static_cast<std::uint64_t>(right)) != 0)
            holders.insert(row.id<PersonId>(0));
    }
    std::erase_if(holders, [&](PersonId person) { return !store::has_account(tx, person); });
    return static_cast<std::int64_t>(holders.size());
}

void give_piece_role(db::Tx& tx, const base::Viewer& viewer, PersonId person, Role role, std::int64_t piece, const Scope& where) {
    base::check(role == Role::contributor || role == Role::proofreader);
    const std::string scope = piece_scope(piece);
    require(tx, viewer, Right::approve, where, scope);
    if (!store::find(tx, person)) throw base::Missing();
    const std::uint64_t wanted = rights_of(role, scope);
    const base::Viewer here = viewer_of(tx, person);
    const auto has_all = [&] {
        for (const Right right : all_rights)
            if ((wanted & static_cast<std::uint64_t>(right)) != 0 && !may(here, right, where)) return false;
        return true;
    };
    if (has_all()) return;
    if (!holds(tx, person, {.role = role, .scope = scope, .term_end = {}, .deputy = {}}))
        add_role(tx, viewer, person, {.role = role, .scope = scope, .term_end = {}, .deputy = {}}, false);
}

}
