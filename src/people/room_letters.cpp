#include "people/letters.hpp"
#include "people/people.hpp"

namespace people {

mail::Message letter_to(const design::Frame& frame, base::Lang lang, std::string_view to, const Letter& words) {
    std::optional<LetterLink> link;
    if (!words.link_path.empty()) link = LetterLink{words.link_words, words.link_path};
    return letter(frame, lang, to, words.subject, words.paragraphs, link, words.after);
}

constexpr db::Query accounts{"people.list_accounts", R"sql(
    select distinct person_id from addresses where confirmed_at is not null order by person_id
)sql"};

std::vector<PersonId> list_accounts(db::Tx& tx) {
    std::vector<PersonId> persons;
    for (const db::Row& row : tx.all(accounts)) persons.push_back(row.id<PersonId>(0));
    return persons;
}

}
