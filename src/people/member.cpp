#include "people/address.hpp"
#include "people/people.hpp"
#include "people/role.hpp"
#include "people/store.hpp"

namespace people {

constexpr db::Query select_members{"people.list_members", R"sql(
    select id from persons_shown
     where former = 0
       and (exists (select 1 from addresses where addresses.person_id = persons_shown.id and confirmed_at is not null)
            or exists (select 1 from roles where roles.person_id = persons_shown.id and ended_at is null))
     order by case when name = '' then 1 else 0 end, name, id limit :limit offset :offset
)sql"};
constexpr db::Query count_all_members{"people.count_members", R"sql(
    select count(*) from persons_shown
     where former = 0
       and (exists (select 1 from addresses where addresses.person_id = persons_shown.id and confirmed_at is not null)
            or exists (select 1 from roles where roles.person_id = persons_shown.id and ended_at is null))
)sql"};

Member get_member(db::Tx& tx, const base::Viewer& viewer, PersonId id) {
    require(tx, viewer, Right::keep);
    auto person = store::find(tx, id);
    if (!person) throw base::Missing();
    return {std::move(*person), store::has_account(tx, id), list_roles(tx, viewer, id)};
}

std::vector<Member> list_members(db::Tx& tx, const base::Viewer& viewer, std::int64_t offset, std::int64_t limit) {
    require(tx, viewer, Right::keep);
    std::vector<Member> members;
    for (const db::Row& row : tx.all(select_members, {{"offset", offset}, {"limit", limit}}))
        members.push_back(get_member(tx, viewer, row.id<PersonId>(0)));
    return members;
}

std::int64_t count_members(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::keep);
    return tx.first(count_all_members)->number(0);
}

constexpr db::Query select_holders{"people.list_role_holders", R"sql(
    select id from persons_shown
     where exists (select 1 from addresses where addresses.person_id = persons_shown.id and confirmed_at is not null)
       and exists (select 1 from roles where roles.person_id = persons_shown.id and role <> 'reader' and ended_at is null and accepted_at is not null
                                         and (term_end is null or term_end >= :today))
     order by name, id
)sql"};

std::vector<Person> list_role_holders(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::keep);
    std::vector<Person> holders;
    for (const db::Row& row : tx.all(select_holders, {{"today", base::day_of(tx.now())}}))
        if (auto person = store::find(tx, row.id<PersonId>(0))) holders.push_back(std::move(*person));
    return holders;
}

constexpr db::Query select_invited{"people.find_invited", R"sql(
    select person_id from task_links where address = :address and revoked_at is null and expires_at > :now order by made_at desc limit 1
)sql"};

std::optional<PersonId> find_member(db::Tx& tx, const base::Viewer& viewer, std::string_view address) {
    require(tx, viewer, Right::keep);
    if (const auto owner = find_owner(tx, address)) return owner;
    const auto row = tx.first(select_invited, {{"address", address}, {"now", tx.now()}});
    if (!row) return std::nullopt;
    return row->id<PersonId>(0);
}

constexpr db::Query end_sessions{"people.end_sessions_of", R"sql(
    delete from sessions where person_id = :person
)sql"};
constexpr db::Query end_deputy{"people.end_deputy", R"sql(
    update roles set deputy_id = null where deputy_id = :person and ended_at is null
)sql"};

std::size_t end_member(db::Tx& tx, const base::Viewer& viewer, PersonId person) {
    const std::string target = "person:" + std::to_string(static_cast<std::int64_t>(person)) + " sessions";
    require(tx, viewer, Right::keep, Scope::site(), target);
    if (!viewer.person) write_audit(tx, viewer, name_of(Right::keep), target, true);
    tx.run(end_sessions, {{"person", person}});
    close_streams(tx, person);
    std::size_t ended = 0;
    for (const RoleGrant& grant : list_roles(tx, viewer, person))
        if (end_role(tx, viewer, grant.id)) ++ended;
    if (!viewer.person || !keeps_alone(tx, person)) tx.run(end_deputy, {{"person", person}});
    for (const TaskLink& link : list_task_links(tx, viewer, person)) revoke_task_link(tx, viewer, link.id);
    return ended;
}

constexpr db::Query count_all_keepers{"people.count_keepers", R"sql(
    select count(distinct person_id), count(distinct case when exists (select 1 from passkeys where passkeys.person_id = roles.person_id) then person_id end)
      from roles
     where role = 'keeper' and ended_at is null and accepted_at is not null and (term_end is null or term_end >= :today)
)sql"};

KeeperCount count_keepers(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::keep);
    const auto row = tx.first(count_all_keepers, {{"today", base::day_of(tx.now())}});
    return {row->number(0), row->number(1)};
}

PersonId make_first_keeper(db::Tx& tx, std::string_view name, std::string_view address, base::Lang lang) {
    if (has_keeper(tx)) throw base::Denied("keep");
    const base::Viewer terminal = keeper_at_the_terminal();
    const PersonId person = invite_person(tx, terminal, name, address, lang);
    if (!find_owner(tx, address)) add_address(tx, person, address);
    add_role(tx, terminal, person, {.role = Role::keeper, .scope = "site", .term_end = {}, .deputy = {}}, false);
    base::Viewer keeper;
    keeper.person = static_cast<std::int64_t>(person);
    write_audit(tx, keeper, "setup", "", true);
    return person;
}

}
