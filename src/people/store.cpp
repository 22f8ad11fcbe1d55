#include "people/store.hpp"

#include "kit/base/ids.hpp"

namespace people::store {

namespace {
Person read(const db::Row& row) {
    return {.id = row.id<PersonId>(0), .slug = row.text(1), .name = row.text(2), .name_ja = row.text(3), .bio = row.text(4),
            .bio_ja = row.text(5), .collective = row.flag(6), .agreed_on = row.find_day(7)};
}
}

constexpr db::Query find_by_slug{"people.find", R"sql(
    select id, slug, name, name_ja, bio, bio_ja, collective, agreed_on from persons where slug = :slug
)sql"};

std::optional<Person> find(db::Tx& tx, std::string_view slug) {
    const auto row = tx.first(find_by_slug, {{"slug", slug}});
    if (!row) return std::nullopt;
    return read(*row);
}

constexpr db::Query list_all{"people.list", R"sql(
    select id, slug, name, name_ja, bio, bio_ja, collective, agreed_on from persons order by name, slug
)sql"};

std::vector<Person> list(db::Tx& tx) {
    std::vector<Person> people;
    for (const db::Row& row : tx.all(list_all)) people.push_back(read(row));
    return people;
}

constexpr db::Query insert{"people.insert", R"sql(
    insert into persons (id, slug, name, name_ja, bio, bio_ja, collective, agreed_on, created_at)
    values (:id, :slug, :name, :name_ja, :bio, :bio_ja, :collective, :agreed_on, :now)
)sql"};

constexpr db::Query update{"people.update", R"sql(
    update persons set name = :name, name_ja = :name_ja, bio = :bio, bio_ja = :bio_ja, collective = :collective, agreed_on = :agreed_on
     where slug = :slug
)sql"};

PersonId save(db::Tx& tx, const Person& person) {
    if (const auto known = find(tx, person.slug)) {
        tx.run(update, {{"name", person.name}, {"name_ja", person.name_ja}, {"bio", person.bio}, {"bio_ja", person.bio_ja},
                        {"collective", person.collective}, {"agreed_on", person.agreed_on}, {"slug", person.slug}});
        return known->id;
    }
    const auto id = static_cast<PersonId>(base::new_id());
    tx.run(insert, {{"id", id}, {"slug", person.slug}, {"name", person.name}, {"name_ja", person.name_ja}, {"bio", person.bio},
                    {"bio_ja", person.bio_ja}, {"collective", person.collective}, {"agreed_on", person.agreed_on}, {"now", tx.now()}});
    return id;
}

}
