#include "desk/desk.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/json.hpp"
#include "kit/mail/mail.hpp"
#include "reach/reach.hpp"
#include "record/record.hpp"
#include "research/research.hpp"
#include "site/wiring.hpp"

#include <algorithm>
#include <set>

namespace site {

namespace {
using base::Json;
using people::PersonId;
using people::SignedAs;

// Mail knows addresses and no people. An address that was written to may stand in an account, also where it was removed since, in a link that was
// sent to it, or in what its owner asked for. What somebody else has confirmed meanwhile is theirs.
constexpr db::Query addresses_of_person{"site.addresses_of_person", R"sql(
    select address from
         (select address from addresses where person_id = :person
           union select address from task_links where person_id = :person
           union select address from applications where person_id = :person
           union select address from sign_ins where person_id = :person) known
     where not exists (select 1 from addresses other where other.address = known.address and other.confirmed_at is not null
                          and other.person_id <> :person)
)sql"};
constexpr db::Query mails_to{"site.mails_to_address", R"sql(
    select to_name, to_address, subject, lang, state, made_at, sent_at from mails where to_key = :address order by made_at
)sql"};
constexpr db::Query bounces_of{"site.bounces_of_address", R"sql(
    select why, since from bounces where address = :address
)sql"};

std::vector<std::string> addresses_of(db::Tx& tx, PersonId person) {
    std::vector<std::string> addresses;
    for (const db::Row& row : tx.all(addresses_of_person, {{"person", person}})) addresses.push_back(row.text(0));
    return addresses;
}

Json instant_or_null(const db::Row& row, std::size_t column) { return row.is_null(column) ? Json() : Json(base::iso(row.instant(column))); }

/// Who was written to and when, without the text: it may hold a link that signs in.
people::Files export_mail(db::Tx& tx, const base::Viewer& viewer) {
    Json::Array mails, bounces;
    for (const std::string& address : addresses_of(tx, people::require_account(viewer))) {
        for (const db::Row& row : tx.all(mails_to, {{"address", address}}))
            mails.push_back(Json::Object{{"to_name", row.text(0)},
                                         {"to_address", row.text(1)},
                                         {"subject", row.text(2)},
                                         {"lang", row.text(3)},
                                         {"state", row.text(4)},
                                         {"made_at", base::iso(row.instant(5))},
                                         {"sent_at", instant_or_null(row, 6)}});
        for (const db::Row& row : tx.all(bounces_of, {{"address", address}}))
            bounces.push_back(Json::Object{{"address", address}, {"why", row.text(0)}, {"since", base::iso(row.instant(1))}});
    }
    return {{"mail.json", base::write_json(Json::Object{{"mails", std::move(mails)}, {"bounces", std::move(bounces)}})}};
}

void forget_mail(db::Tx& tx, const base::Viewer& viewer, PersonId person, SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    for (const std::string& address : addresses_of(tx, person)) mail::forget(tx, address);
}
}

const std::vector<PersonData>& person_data() {
    static const std::vector<PersonData> all{
        {.name = "mail", .tables = {"mails", "bounces"}, .export_person = export_mail, .forget_person = forget_mail},
        {.name = "people",
         .tables = {"persons", "person_links", "addresses", "photos", "sign_ins", "sessions", "passkeys", "passkey_challenges",
                    "recovery_codes", "roles", "audit", "task_links", "applications", "forgotten"},
         .export_person = people::export_person,
         .forget_person = people::forget_person},
        {.name = "research",
         .tables = {"source_revision_people"},
         .export_person = research::export_person,
         .forget_person = research::forget_person},
        {.name = "editorial",
         .tables = {"credits", "texts", "revisions", "working_copies", "steps", "approvals", "ticks", "agreements", "duties", "acts",
                    "desk_closures"},
         .export_person = editorial::export_works,
         .forget_person = editorial::forget_person},
        {.name = "words", .tables = {"word_changes"}, .export_person = export_word_changes, .forget_person = forget_word_changes},
        {.name = "desk", .tables = {"mail_choices"}, .export_person = desk::export_person, .forget_person = desk::forget_person},
        {.name = "reach", .tables = {"shared"}, .export_person = reach::export_person, .forget_person = reach::forget_person},
        {.name = "record", .tables = {"records"}, .export_person = record::export_person, .forget_person = record::forget_person},
        {.name = "pictures",
         .tables = {"picture_people"},
         .export_person = editorial::export_pictures,
         .forget_person = editorial::forget_picture_person},
        {.name = "pairs",
         .tables = {"block_pair_people"},
         .export_person = editorial::export_pairs,
         .forget_person = editorial::forget_pair_person},
    };
    return all;
}

people::Files export_more(db::Tx& tx, const base::Viewer& viewer) {
    people::Files files;
    for (const PersonData& one : person_data())
        if (one.name != "people")
            for (auto& file : one.export_person(tx, viewer)) files.push_back(std::move(file));
    return files;
}

void forget_everywhere(db::Tx& tx, const base::Viewer& viewer, PersonId person, SignedAs signed_as) {
    for (const PersonData& one : person_data()) one.forget_person(tx, viewer, person, signed_as);
}

}
