#include "desk/mail_choice.hpp"

#include "kit/base/json.hpp"

namespace desk {

constexpr db::Query select_choice{"desk.mail_choice", R"sql(
    select weekly from mail_choices where person_id = :person
)sql"};

namespace {
std::optional<bool> find_choice(db::Tx& tx, people::PersonId person) {
    const auto row = tx.first(select_choice, {{"person", person}});
    return row ? std::optional(row->flag(0)) : std::nullopt;
}
}

bool wants_week(db::Tx& tx, people::PersonId person) { return find_choice(tx, person).value_or(true); }

constexpr db::Query upsert_choice{"desk.set_mail_choice", R"sql(
    insert into mail_choices (person_id, weekly) values (:person, :weekly)
        on conflict (person_id) do update set weekly = excluded.weekly
)sql"};

void set_wants_week(db::Tx& tx, const base::Viewer& viewer, bool wants) {
    tx.run(upsert_choice, {{"person", people::require_account(viewer)}, {"weekly", wants}});
}

people::Files export_person(db::Tx& tx, const base::Viewer& viewer) {
    const auto choice = find_choice(tx, people::require_account(viewer));
    if (!choice) return {};
    return {{"mail-choices.json", base::write_json(base::Json::Object{{"weekly", *choice}})}};
}

constexpr db::Query delete_choice{"desk.forget_mail_choice", R"sql(
    delete from mail_choices where person_id = :person
)sql"};

void forget_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(delete_choice, {{"person", person}});
}

}
