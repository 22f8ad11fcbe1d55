#include "kit/base/ids.hpp"
#include "people/address.hpp"
#include "people/people.hpp"
#include "people/role.hpp"
#include "people/secret.hpp"
#include "people/store.hpp"

#include <array>
#include <charconv>

namespace people {

namespace {
constexpr std::int64_t day = 24LL * 60 * 60 * 1000;

Right right_for(Task task) { return task == Task::role ? Right::keep : Right::edit; }

std::string target_of(PersonId person, Task task) {
    return "person:" + std::to_string(static_cast<std::int64_t>(person)) + " " + std::string(name_of(task));
}

TaskLink read(const db::Row& row) {
    TaskLink link{.id = row.number(0),
                  .person = row.id<PersonId>(1),
                  .task = Task::claim,
                  .target = row.text(3),
                  .address = row.text(4),
                  .made_at = row.instant(5),
                  .expires_at = row.instant(6),
                  .used_at = {},
                  .revoked_at = {}};
    for (const Task task : {Task::claim, Task::role, Task::naming})
        if (name_of(task) == row.text(2)) link.task = task;
    if (!row.is_null(7)) link.used_at = row.instant(7);
    if (!row.is_null(8)) link.revoked_at = row.instant(8);
    return link;
}
}

std::string_view name_of(Task task) {
    switch (task) {
        case Task::claim: return "claim";
        case Task::role: return "role";
        case Task::naming: return "naming";
    }
    return "";
}

constexpr db::Query insert_link{"people.insert_task_link", R"sql(
    insert into task_links (id, token_hash, person_id, action, target, address, made_by, made_at, expires_at)
    values (:id, :hash, :person, :action, :target, :address, :by, :now, :expires)
)sql"};

std::string make_task_link(db::Tx& tx, const base::Viewer& viewer, PersonId person, Task task, std::string_view target,
                           std::string_view address) {
    require(tx, viewer, right_for(task), Scope::site(), target_of(person, task));
    // A link to another mailbox would make the account over to whoever reads that.
    if (store::has_account(tx, person) && (task == Task::claim || find_owner(tx, address) != person)) throw base::Missing();
    std::string token = base::new_uid();
    tx.run(insert_link, {{"id", base::new_id()},
                         {"hash", hash_of(token)},
                         {"person", person},
                         {"action", name_of(task)},
                         {"target", target},
                         {"address", address},
                         {"by", viewer.person},
                         {"now", tx.now()},
                         {"expires", base::Instant{tx.now().ms + task_link_days * day}}});
    return token;
}

constexpr db::Query select_link{"people.find_task_link", R"sql(
    select id, person_id, action, target, address, made_at, expires_at, used_at, revoked_at
      from task_links where token_hash = :hash and revoked_at is null and expires_at > :now
)sql"};
constexpr db::Query select_name{"people.name_for_task", R"sql(
    select case when pen_name <> '' then pen_name else name end from persons where id = :id
)sql"};

std::optional<OpenTask> find_task(db::Tx& tx, std::string_view token) {
    const auto row = tx.first(select_link, {{"hash", hash_of(token)}, {"now", tx.now()}});
    if (!row) return std::nullopt;
    OpenTask open{.link = read(*row), .person = {}, .name = {}, .role = {}};
    auto person = store::find(tx, open.link.person);
    if (!person || person->former) return std::nullopt;
    if (open.link.task == Task::claim && !open.link.used_at && store::has_account(tx, open.link.person)) return std::nullopt;
    open.person = std::move(*person);
    open.name = tx.first(select_name, {{"id", open.link.person}})->text(0);
    if (open.link.task == Task::role) {
        std::int64_t id = 0;
        std::from_chars(open.link.target.data(), open.link.target.data() + open.link.target.size(), id);
        open.role = find_role(tx, static_cast<RoleId>(id));
        if (!open.role || open.role->person != open.link.person) return std::nullopt;
    }
    return open;
}

constexpr db::Query mark_used{"people.use_task_link", R"sql(
    update task_links set used_at = coalesce(used_at, :now) where id = :id
)sql"};
constexpr db::Query accept_role{"people.accept_role", R"sql(
    update roles set accepted_at = :now where id = :id and accepted_at is null
)sql"};
constexpr db::Query set_named{"people.set_named", R"sql(
    update persons set agreed_on = case when :named = 0 then null else coalesce(agreed_on, :today) end where id = :id
)sql"};

base::Result<PersonId, Problems> do_task(db::Tx& tx, std::string_view token, bool named) {
    const auto open = find_task(tx, token);
    if (!open) throw base::Missing();
    const PersonId person = open->link.person;
    if (open->link.task != Task::naming && !open->link.used_at && !add_address(tx, person, open->link.address))
        return base::Failure{Problems{{"address", "problem.address_taken"}}};
    if (open->role)
        tx.run(accept_role, {{"id", open->role->id}, {"now", tx.now()}});
    else
        tx.run(set_named, {{"named", named}, {"today", base::day_of(tx.now())}, {"id", person}});
    tx.run(mark_used, {{"id", open->link.id}, {"now", tx.now()}});
    base::Viewer worker;
    worker.person = static_cast<std::int64_t>(person);
    write_audit(tx, worker, "task." + std::string(name_of(open->link.task)), open->link.target, true);
    return person;
}

constexpr db::Query select_links_of{"people.list_task_links", R"sql(
    select id, person_id, action, target, address, made_at, expires_at, used_at, revoked_at
      from task_links where person_id = :person and revoked_at is null and expires_at > :now order by made_at desc
)sql"};

std::vector<TaskLink> list_task_links(db::Tx& tx, const base::Viewer& viewer, PersonId person) {
    require(tx, viewer, Right::edit);
    std::vector<TaskLink> links;
    for (const db::Row& row : tx.all(select_links_of, {{"person", person}, {"now", tx.now()}})) links.push_back(read(row));
    return links;
}

constexpr db::Query revoke_link{"people.revoke_task_link", R"sql(
    update task_links set revoked_at = :now where id = :id and revoked_at is null
)sql"};

void revoke_task_link(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    require(tx, viewer, Right::edit, Scope::site(), "task_link:" + std::to_string(id));
    if (tx.run(revoke_link, {{"id", id}, {"now", tx.now()}}) == 0) throw base::Missing();
}

constexpr db::Query set_lang{"people.set_lang_of_invited", R"sql(
    update persons set lang = :lang where id = :id
)sql"};

PersonId invite_person(db::Tx& tx, const base::Viewer& viewer, std::string_view name, std::string_view address, base::Lang lang) {
    require(tx, viewer, Right::keep);
    if (const auto owner = find_owner(tx, address)) return *owner;
    Person person;
    person.slug = store::new_slug();
    person.name = name;
    const PersonId id = store::insert(tx, person);
    tx.run(set_lang, {{"lang", base::tag(lang)}, {"id", id}});
    return id;
}

}
