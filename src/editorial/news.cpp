#include "editorial/news.hpp"

#include "editorial/copy_store.hpp"

#include <algorithm>

namespace editorial {

constexpr db::Query act_by_id{"editorial.find_act", R"sql(
    select acts.piece_id, acts.text_id, texts.lang, acts.act, acts.stage_from, acts.stage_to, acts.note, acts.at, persons.id, persons.slug,
           persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on, persons.former
      from acts left join texts on texts.id = acts.text_id left join persons_shown persons on persons.id = acts.person_id
     where acts.id = :id and acts.undone_at is null
)sql"};

std::optional<Act> find_act(db::Tx& tx, ActId id) {
    const auto row = tx.first(act_by_id, {{"id", id}});
    if (!row) return std::nullopt;
    Act act;
    act.id = id;
    act.piece = row->id<PieceId>(0);
    if (!row->is_null(1)) act.text = row->id<TextId>(1);
    if (!row->is_null(2)) act.lang = base::lang_from(row->text(2));
    act.act = row->text(3);
    act.stage_from = row->text(4);
    act.stage_to = row->text(5);
    act.note = row->text(6);
    act.at = row->instant(7);
    act.person = store::read_person(*row, 8);
    return act;
}

constexpr db::Query writers{"editorial.list_writers", R"sql(
    select steps.person_id
      from steps join working_copies on working_copies.text_id = steps.text_id and steps.version > working_copies.first_version
     where steps.text_id = :text and steps.person_id is not null
    union
    select duties.person_id from duties where duties.text_id = :text and duties.ended_at is null and duties.duty in ('write', 'translate')
    union
    select working_copies.changed_by from working_copies where working_copies.text_id = :text and working_copies.changed_by is not null
     order by 1
)sql"};

std::vector<people::PersonId> list_writers(db::Tx& tx, TextId text) {
    std::vector<people::PersonId> persons;
    for (const db::Row& row : tx.all(writers, {{"text", text}})) persons.push_back(row.id<people::PersonId>(0));
    return persons;
}

constexpr db::Query asked{"editorial.list_asked", R"sql(
    select person_id, duty from duties where text_id = :text and ended_at is null order by asked_at, id
)sql"};

std::vector<people::PersonId> list_asked(db::Tx& tx, TextId text, Stage stage) {
    std::vector<people::PersonId> persons;
    for (const db::Row& row : tx.all(asked, {{"text", text}})) {
        const auto duty = duty_from(row.text(1));
        const auto person = row.id<people::PersonId>(0);
        if (duty && counts_at(*duty, stage) && std::find(persons.begin(), persons.end(), person) == persons.end())
            persons.push_back(person);
    }
    return persons;
}

constexpr db::Query live_text{"editorial.find_live_text", R"sql(
    select pieces.id, pieces.kind, pieces.slug, pieces.licence, texts.lang
      from texts join pieces on pieces.id = texts.piece_id
     where texts.id = :text and texts.live_revision_id is not null and texts.withdrawn_at is null and pieces.retired_at is null
)sql"};
constexpr db::Query way_to_readers{"editorial.way_to_readers", R"sql(
    select act, person_id from acts
     where piece_id = :piece and text_id = :text and undone_at is null and act in ('handed_over', 'published', 'corrected')
     order by at desc, id desc
)sql"};

std::optional<WentLive> find_went_live(db::Tx& tx, TextId text) {
    const auto row = tx.first(live_text, {{"text", text}});
    if (!row) return std::nullopt;
    WentLive went{.piece = {.id = row->id<PieceId>(0), .kind = row->text(1), .slug = row->text(2), .licence = row->text(3)},
                  .lang = base::lang_from(row->text(4)).value_or(base::Lang::en),
                  .by = {},
                  .handed_over_by = {}};
    bool found = false;
    for (const db::Row& act : tx.all(way_to_readers, {{"piece", went.piece.id}, {"text", text}})) {
        const bool hands_over = act.text(0) == "handed_over";
        if (!hands_over && found) break;
        if (!hands_over) {
            found = true;
            went.first = act.text(0) == "published";
            if (!act.is_null(1)) went.by = act.id<people::PersonId>(1);
        } else if (found && !act.is_null(1)) {
            went.handed_over_by.push_back(act.id<people::PersonId>(1));
        }
    }
    return found ? std::optional(std::move(went)) : std::nullopt;
}

}
