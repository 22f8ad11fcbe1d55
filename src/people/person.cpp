#include "people/people.hpp"
#include "people/store.hpp"

namespace people {

const std::string& name_in(base::Lang lang, const Person& person) {
    return lang == base::Lang::ja && !person.name_ja.empty() ? person.name_ja : person.name;
}

const std::string& bio_in(base::Lang lang, const Person& person) {
    const bool japanese = lang == base::Lang::ja ? !person.bio_ja.empty() : person.bio.empty();
    return japanese ? person.bio_ja : person.bio;
}

std::optional<Person> find_person(db::Tx& tx, const base::Viewer&, std::string_view slug) {
    auto person = store::find(tx, slug);
    if (person && !person->may_be_named()) return std::nullopt;
    return person;
}

std::vector<Person> list_people(db::Tx& tx, const base::Viewer&) {
    auto people = store::list(tx);
    std::erase_if(people, [](const Person& person) { return person.collective || !person.may_be_named(); });
    return people;
}

PersonId save_person(db::Tx& tx, const base::Viewer& viewer, const Person& person) {
    require(tx, viewer, Right::keep);
    const auto known = store::find(tx, person.slug);
    if (!known) return store::insert(tx, person);
    if (!known->former && !store::has_account(tx, known->id)) store::update(tx, known->id, person);
    return known->id;
}

std::vector<Person> list_all_people(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::keep);
    return store::list(tx);
}

std::vector<Person> list_content_people(db::Tx& tx, const base::Viewer& viewer) {
    auto people = list_all_people(tx, viewer);
    // Who has an account decides alone what is told of them.
    for (Person& person : people)
        if (!person.may_be_named() && (person.former || store::has_account(tx, person.id))) {
            person.name = "Guest writer";
            person.name_ja = "寄稿者";
            person.bio.clear();
            person.bio_ja.clear();
        }
    return people;
}

Person get_person(db::Tx& tx, const base::Viewer& viewer, PersonId id) {
    if (viewer.person != static_cast<std::int64_t>(id)) require(tx, viewer, Right::keep);
    auto person = store::find(tx, id);
    if (!person) throw base::Missing();
    return std::move(*person);
}

}
