#include "design/words.hpp"
#include "people/letters.hpp"
#include "people/people.hpp"
#include "people/store.hpp"

namespace people {

using design::tr;

constexpr db::Query select_guests{"people.list_guests", R"sql(
    select id from persons
     where collective = 0 and former = 0
       and not exists (select 1 from addresses where addresses.person_id = persons.id and addresses.confirmed_at is not null)
       and not exists (select 1 from forgotten where forgotten.person_id = persons.id)
     order by name, slug
)sql"};

std::vector<Person> list_guests(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::edit);
    std::vector<Person> guests;
    for (const db::Row& row : tx.all(select_guests))
        if (auto person = store::find(tx, row.id<PersonId>(0)); person && person->has_page()) guests.push_back(std::move(*person));
    return guests;
}

constexpr db::Query select_entrusted{"people.list_entrusted", R"sql(
    select id from persons where pen_keeper_id = :viewer and pen_name <> '' order by pen_name, id
)sql"};

std::vector<Person> list_entrusted(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<Person> found;
    for (const db::Row& row : tx.all(select_entrusted, {{"viewer", require_account(viewer)}}))
        if (auto person = store::find(tx, row.id<PersonId>(0))) found.push_back(std::move(*person));
    return found;
}

constexpr db::Query select_seen{"people.was_seen", R"sql(
    select (select count(*) from roles where person_id = :person and accepted_at is not null),
           (select count(*) from addresses where person_id = :person and confirmed_at is not null),
           (select count(*) from forgotten where person_id = :person)
)sql"};

bool was_seen(db::Tx& tx, PersonId person) {
    const auto row = tx.first(select_seen, {{"person", person}});
    return row->number(0) > 0 || (row->number(1) == 0 && row->number(2) == 0);
}

constexpr db::Query select_photo_owner{"people.find_photo_owner", R"sql(
    select person_id from photos where uid = :uid limit 1
)sql"};

std::optional<PersonId> find_photo_owner(db::Tx& tx, std::string_view uid) {
    const auto row = tx.first(select_photo_owner, {{"uid", uid}});
    return row ? std::optional(row->id<PersonId>(0)) : std::nullopt;
}

constexpr db::Query select_lang{"people.mail_lang", R"sql(
    select lang from persons where id = :person
)sql"};

base::Lang mail_lang_of(db::Tx& tx, PersonId person) {
    const auto row = tx.first(select_lang, {{"person", person}});
    return row ? base::lang_from(row->text(0)).value_or(base::Lang::en) : base::Lang::en;
}

mail::Message claim_letter(const design::Frame& frame, base::Lang lang, std::string_view to, std::string_view token) {
    return letter(frame, lang, to, tr(lang, "people_desk.letter_claim_subject", {{"site", frame.name}}),
                  {tr(lang, "people_desk.letter_claim", {{"site", frame.name}})},
                  LetterLink{tr(lang, "people_desk.letter_claim_link"), "/task/" + std::string(token)},
                  {tr(lang, "people_desk.letter_claim_good", {{"days", task_link_days}}), tr(lang, "people_desk.letter_not_you")});
}

mail::Message naming_letter(const design::Frame& frame, base::Lang lang, std::string_view to, std::string_view token) {
    return letter(frame, lang, to, tr(lang, "people_desk.letter_naming_subject", {{"site", frame.name}}),
                  {tr(lang, "people_desk.letter_naming", {{"site", frame.name}})},
                  LetterLink{tr(lang, "people_desk.letter_naming_link"), "/task/" + std::string(token)},
                  {tr(lang, "people_desk.letter_naming_good", {{"days", task_link_days}}), tr(lang, "people_desk.letter_not_you")});
}

}
