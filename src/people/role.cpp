#include "people/role.hpp"
#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/streams/streams.hpp"
#include "people/people.hpp"
#include "people/store.hpp"

#include <algorithm>

namespace people {

namespace {
std::optional<PersonId> find_person_id(const db::Row& row, std::size_t column) {
    const auto number = row.find_number(column);
    return number ? std::optional(static_cast<PersonId>(*number)) : std::nullopt;
}

RoleGrant read(const db::Row& row) {
    RoleGrant grant{.id = row.id<RoleId>(0),
                    .person = row.id<PersonId>(1),
                    .role = role_from(row.text(2)).value_or(Role::reader),
                    .scope = row.text(3),
                    .given_by = find_person_id(row, 4),
                    .given_at = row.instant(5),
                    .accepted_at = {},
                    .term_end = row.find_day(7),
                    .deputy = find_person_id(row, 8)};
    if (!row.is_null(6)) grant.accepted_at = row.instant(6);
    return grant;
}

bool is_own(const base::Viewer& viewer, PersonId person) { return viewer.person == static_cast<std::int64_t>(person); }

std::string target_of(PersonId person, Role role) {
    return "person:" + std::to_string(static_cast<std::int64_t>(person)) + " " + std::string(name_of(role));
}

/// What is done at the terminal is written down with nobody's name.
void require_keep(db::Tx& tx, const base::Viewer& viewer, const std::string& target) {
    require(tx, viewer, Right::keep, Scope::site(), target);
    if (!viewer.person) write_audit(tx, viewer, name_of(Right::keep), target, true);
}

/// Some roles have a part of the site as their home.
std::string scope_for(Role role, const std::string& wanted) {
    if (wanted == "site" && role == Role::blog_editor) return section_scope("blog");
    if (wanted == "site" && role == Role::course_editor) return section_scope("learn");
    return wanted;
}
}

constexpr db::Query select_role{"people.get_role", R"sql(
    select id, person_id, role, scope, given_by, given_at, accepted_at, term_end, deputy_id from roles where id = :id and ended_at is null
)sql"};
constexpr db::Query select_roles{"people.list_roles", R"sql(
    select id, person_id, role, scope, given_by, given_at, accepted_at, term_end, deputy_id from roles
     where person_id = :person and ended_at is null order by given_at, id
)sql"};

namespace {
RoleGrant get_role(db::Tx& tx, RoleId id) {
    const auto row = tx.first(select_role, {{"id", id}});
    if (!row) throw base::Missing();
    return read(*row);
}
}

bool is_guarded(Role role, std::string_view scope) {
    constexpr std::uint64_t guarded = static_cast<std::uint64_t>(Right::edit) | static_cast<std::uint64_t>(Right::keep);
    return role != Role::contributor && (rights_of(role, scope) & guarded) != 0;
}

bool gives(const RoleGrant& held, const NewRole& wanted) {
    return held.role == wanted.role && held.scope == scope_for(wanted.role, wanted.scope);
}

std::optional<RoleGrant> find_role(db::Tx& tx, RoleId id) {
    const auto row = tx.first(select_role, {{"id", id}});
    return row ? std::optional(read(*row)) : std::nullopt;
}

constexpr db::Query insert_role{"people.insert_role", R"sql(
    insert into roles (id, person_id, role, scope, given_by, given_at, accepted_at, term_end, deputy_id)
    values (:id, :person, :role, :scope, :by, :now, :accepted, :term_end, :deputy)
)sql"};

RoleId add_role(db::Tx& tx, const base::Viewer& viewer, PersonId person, const NewRole& wanted, bool offered) {
    base::check(is_scope(wanted.scope));
    const auto id = static_cast<RoleId>(base::new_id());
    std::optional<base::Instant> accepted;
    if (!offered) accepted = tx.now();
    tx.run(insert_role, {{"id", id},
                         {"person", person},
                         {"role", name_of(wanted.role)},
                         {"scope", scope_for(wanted.role, wanted.scope)},
                         {"by", viewer.person},
                         {"now", tx.now()},
                         {"accepted", accepted},
                         {"term_end", wanted.term_end},
                         {"deputy", wanted.deputy}});
    return id;
}

RoleId give_role(db::Tx& tx, const base::Viewer& viewer, PersonId person, const NewRole& wanted, bool offered) {
    require_keep(tx, viewer, target_of(person, wanted.role));
    if (!store::find(tx, person)) throw base::Missing();
    return add_role(tx, viewer, person, wanted, offered);
}

RoleGrant get_role(db::Tx& tx, const base::Viewer& viewer, RoleId id) {
    RoleGrant grant = get_role(tx, id);
    if (!is_own(viewer, grant.person)) require(tx, viewer, Right::keep, Scope::site(), target_of(grant.person, grant.role));
    return grant;
}

constexpr db::Query count_other_keepers{"people.other_keepers", R"sql(
    select count(*) from roles
     where role = 'keeper' and id <> :id and ended_at is null and accepted_at is not null
       and (term_end is null or term_end >= :today or deputy_id is not null)
)sql"};

namespace {
/// Whether nobody would keep the site without this role. Whoever sits at the terminal can make another keeper, and may be there because of this one.
bool is_needed(db::Tx& tx, const base::Viewer& viewer, const RoleGrant& grant) {
    if (grant.role != Role::keeper || !grant.accepted_at || !viewer.person) return false;
    return tx.first(count_other_keepers, {{"id", grant.id}, {"today", base::day_of(tx.now())}})->number(0) == 0;
}

base::Failure<Problems> refusal(std::string field, std::string word) {
    return base::Failure{Problems{{std::move(field), std::move(word)}}};
}
}

constexpr db::Query end_one_role{"people.end_role", R"sql(
    update roles set ended_at = :now where id = :id and ended_at is null
)sql"};

void close_streams(db::Tx& tx, PersonId person) { streams::close(tx, "person:" + std::to_string(static_cast<std::int64_t>(person))); }

base::Result<RoleId, Problems> end_role(db::Tx& tx, const base::Viewer& viewer, RoleId id) {
    const RoleGrant grant = get_role(tx, id);
    if (!is_own(viewer, grant.person))
        require_keep(tx, viewer, target_of(grant.person, grant.role) + " ended");
    else
        write_audit(tx, viewer, "role.ended", target_of(grant.person, grant.role), true);
    if (is_needed(tx, viewer, grant)) return refusal("role", "problem.last_keeper");
    tx.run(end_one_role, {{"id", id}, {"now", tx.now()}});
    close_streams(tx, grant.person);
    return id;
}

base::Result<RoleId, Problems> hand_over_role(db::Tx& tx, const base::Viewer& viewer, RoleId id, PersonId to) {
    const RoleGrant grant = get_role(tx, id);
    const std::string target = target_of(grant.person, grant.role) + " to person:" + std::to_string(static_cast<std::int64_t>(to));
    if (!is_own(viewer, grant.person))
        require_keep(tx, viewer, target);
    else
        write_audit(tx, viewer, "role.handed_over", target, true);
    // Rights that wait for a passkey are not given on to somebody who has none.
    if (is_own(viewer, grant.person) && viewer.held_back != 0 && is_guarded(grant.role, grant.scope))
        throw base::Denied(std::string(name_of(grant.role == Role::keeper ? Right::keep : Right::publish)));
    if (!grant.accepted_at) return refusal("to", "problem.hand_over_offered");
    // A role that nobody could use would be lost.
    if (!store::find(tx, to) || !store::has_account(tx, to)) return refusal("to", "problem.hand_over_account");
    if (to == grant.person) return refusal("to", "problem.hand_over_same");
    tx.run(end_one_role, {{"id", id}, {"now", tx.now()}});
    return add_role(tx, viewer, to, {grant.role, grant.scope, grant.term_end, {}}, false);
}

constexpr db::Query update_term{"people.set_term", R"sql(
    update roles set term_end = :end, deputy_id = :deputy where id = :id
)sql"};

base::Result<RoleId, Problems> set_term(db::Tx& tx, const base::Viewer& viewer, RoleId id, std::optional<base::Day> end,
                                        std::optional<PersonId> deputy) {
    const RoleGrant grant = get_role(tx, id);
    require_keep(tx, viewer, target_of(grant.person, grant.role) + " term");
    if (end && *end < base::day_of(tx.now())) return refusal("term_end", "problem.term_passed");
    if (deputy && (*deputy == grant.person || !store::has_account(tx, *deputy))) return refusal("deputy", "problem.deputy");
    if (end && !deputy && is_needed(tx, viewer, grant)) return refusal("term_end", "problem.last_keeper_term");
    tx.run(update_term, {{"id", id}, {"end", end}, {"deputy", deputy}});
    return id;
}

std::vector<RoleGrant> list_roles(db::Tx& tx, const base::Viewer& viewer, PersonId person) {
    if (!is_own(viewer, person)) require(tx, viewer, Right::keep);
    std::vector<RoleGrant> grants;
    for (const db::Row& row : tx.all(select_roles, {{"person", person}})) grants.push_back(read(row));
    return grants;
}

bool holds(db::Tx& tx, PersonId person, const NewRole& wanted) {
    const base::Day today = base::day_of(tx.now());
    for (const db::Row& row : tx.all(select_roles, {{"person", person}}))
        if (const RoleGrant held = read(row); gives(held, wanted) && held.accepted_at && (!held.term_end || *held.term_end >= today))
            return true;
    return false;
}

constexpr db::Query select_keeper_count{"people.has_keeper", R"sql(
    select count(*) from roles
     where role = 'keeper' and ended_at is null and accepted_at is not null and (term_end is null or term_end >= :today or deputy_id is not null)
)sql"};

bool has_keeper(db::Tx& tx) { return tx.first(select_keeper_count, {{"today", base::day_of(tx.now())}})->number(0) > 0; }

constexpr db::Query select_keepers_without{"people.keepers_without", R"sql(
    select count(*) from roles
     where role = 'keeper' and person_id <> :person and ended_at is null and accepted_at is not null
       and (term_end is null or term_end >= :today or (deputy_id is not null and deputy_id <> :person))
)sql"};

bool keeps_alone(db::Tx& tx, PersonId person) {
    return has_keeper(tx) && tx.first(select_keepers_without, {{"person", person}, {"today", base::day_of(tx.now())}})->number(0) == 0;
}

constexpr db::Query select_in_force{"people.roles_in_force", R"sql(
    select person_id, role, scope from roles
     where ended_at is null and accepted_at is not null and (term_end is null or term_end >= :today) order by given_at
)sql"};

std::vector<std::string> who_may(db::Tx& tx, Right right, base::Lang lang) {
    std::vector<std::string> names;
    for (const db::Row& row : tx.all(select_in_force, {{"today", base::day_of(tx.now())}})) {
        const auto role = role_from(row.text(1));
        if (!role || row.text(2).starts_with("piece:") || (rights_of(*role, row.text(2)) & static_cast<std::uint64_t>(right)) == 0)
            continue;
        const auto person = store::find(tx, row.id<PersonId>(0));
        if (!person || !person->may_be_named()) continue;
        const std::string& name = name_in(lang, *person);
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        if (names.size() == 3) break;
    }
    return names;
}

}
