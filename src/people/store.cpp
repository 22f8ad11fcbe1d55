#include "people/store.hpp"

#include "kit/base/ids.hpp"

namespace people::store {

namespace {
Person read(const db::Row& row) {
    return {.id = row.id<PersonId>(0),
            .slug = row.text(1),
            .name = row.text(2),
            .name_ja = row.text(3),
            .bio = row.text(4),
            .bio_ja = row.text(5),
            .collective = row.flag(6),
            .agreed_on = row.find_day(7),
            .former = row.flag(8)};
}
}

constexpr db::Query find_by_slug{"people.find", R"sql(
    select id, slug, name, name_ja, bio, bio_ja, collective, agreed_on, former from persons_shown where slug = :slug
)sql"};

std::optional<Person> find(db::Tx& tx, std::string_view slug) {
    const auto row = tx.first(find_by_slug, {{"slug", slug}});
    if (!row) return std::nullopt;
    return read(*row);
}

constexpr db::Query find_by_id{"people.find_by_id", R"sql(
    select id, slug, name, name_ja, bio, bio_ja, collective, agreed_on, former from persons_shown where id = :id
)sql"};

std::optional<Person> find(db::Tx& tx, PersonId id) {
    const auto row = tx.first(find_by_id, {{"id", id}});
    if (!row) return std::nullopt;
    return read(*row);
}

constexpr db::Query list_all{"people.list", R"sql(
    select id, slug, name, name_ja, bio, bio_ja, collective, agreed_on, former from persons_shown order by name, slug
)sql"};

std::vector<Person> list(db::Tx& tx) {
    std::vector<Person> people;
    for (const db::Row& row : tx.all(list_all)) people.push_back(read(row));
    return people;
}

constexpr db::Query has_confirmed{"people.has_account", R"sql(
    select count(*) from addresses where person_id = :person and confirmed_at is not null
)sql"};

bool has_account(db::Tx& tx, PersonId person) { return tx.first(has_confirmed, {{"person", person}})->number(0) > 0; }

constexpr db::Query insert_person{"people.insert", R"sql(
    insert into persons (id, slug, name, name_ja, bio, bio_ja, collective, agreed_on, created_at)
    values (:id, :slug, :name, :name_ja, :bio, :bio_ja, :collective, :agreed_on, :now)
)sql"};

PersonId insert(db::Tx& tx, const Person& person) {
    const auto id = static_cast<PersonId>(base::new_id());
    tx.run(insert_person, {{"id", id},
                           {"slug", person.slug},
                           {"name", person.name},
                           {"name_ja", person.name_ja},
                           {"bio", person.bio},
                           {"bio_ja", person.bio_ja},
                           {"collective", person.collective},
                           {"agreed_on", person.agreed_on},
                           {"now", tx.now()}});
    return id;
}

constexpr db::Query update_person{"people.update", R"sql(
    update persons set name = :name, name_ja = :name_ja, bio = :bio, bio_ja = :bio_ja, collective = :collective, agreed_on = :agreed_on
     where id = :id
)sql"};

void update(db::Tx& tx, PersonId id, const Person& person) {
    tx.run(update_person, {{"name", person.name},
                           {"name_ja", person.name_ja},
                           {"bio", person.bio},
                           {"bio_ja", person.bio_ja},
                           {"collective", person.collective},
                           {"agreed_on", person.agreed_on},
                           {"id", id}});
}

std::string new_slug() { return "p-" + base::new_uid().substr(0, 12); }

constexpr db::Query slug_owner{"people.slug_owner", R"sql(
    select id from persons where slug = :slug
)sql"};

std::string free_slug(db::Tx& tx, std::string_view wanted, std::optional<PersonId> except) {
    for (int number = 1;; ++number) {
        std::string slug(wanted);
        if (number > 1) slug += "-" + std::to_string(number);
        const auto owner = tx.first(slug_owner, {{"slug", slug}});
        if (!owner || (except && owner->id<PersonId>(0) == *except)) return slug;
    }
}

}
