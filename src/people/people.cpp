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
    require(may(viewer, Right::keep));
    return store::save(tx, person);
}

std::vector<Person> list_all_people(db::Tx& tx, const base::Viewer& viewer) {
    require(may(viewer, Right::keep));
    return store::list(tx);
}

bool may(const base::Viewer& viewer, Right right) { return (viewer.rights & static_cast<std::uint64_t>(right)) != 0; }

void require(bool allowed) {
    if (!allowed) throw base::Denied();
}

base::Viewer keeper_at_the_terminal() {
    base::Viewer viewer;
    viewer.name = "keeper";
    viewer.rights = static_cast<std::uint64_t>(Right::publish) | static_cast<std::uint64_t>(Right::keep);
    return viewer;
}

}
