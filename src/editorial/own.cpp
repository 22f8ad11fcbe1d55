#include "editorial/own.hpp"

#include "editorial/copy_store.hpp"

#include <set>

namespace editorial {

using people::Right;

constexpr db::Query own_copies{"editorial.list_own_copies", R"sql(
    select working_copies.text_id from working_copies where working_copies.changed_by = :person
    union
    select duties.text_id
      from duties join working_copies on working_copies.text_id = duties.text_id
     where duties.person_id = :person and duties.ended_at is null and duties.duty in ('write', 'translate')
    union
    select steps.text_id
      from steps join working_copies on working_copies.text_id = steps.text_id and steps.version > working_copies.first_version
     where steps.person_id = :person
     order by 1
)sql"};

std::vector<TextId> list_own_copies(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<TextId> texts;
    for (const db::Row& row : tx.all(own_copies, {{"person", people::require_account(viewer)}})) texts.push_back(row.id<TextId>(0));
    return texts;
}

constexpr db::Query own_turns{"editorial.list_own_turns", R"sql(
    select duties.text_id, duties.duty, duties.due_on, duties.note, duties.asked_at, persons.id, persons.slug, persons.name,
           persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on, persons.former
      from duties left join persons_shown persons on persons.id = duties.asked_by
     where duties.person_id = :person and duties.ended_at is null
     order by duties.asked_at, duties.id
)sql"};

std::vector<OwnTurn> list_own_turns(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<OwnTurn> turns;
    for (const db::Row& row : tx.all(own_turns, {{"person", people::require_account(viewer)}}))
        turns.push_back({.text = row.id<TextId>(0),
                         .duty = duty_from(row.text(1)).value_or(Duty::write),
                         .due_on = row.find_day(2),
                         .note = row.text(3),
                         .asked_by = store::read_person(row, 5),
                         .asked_at = row.instant(4)});
    return turns;
}

// By the piece, because that is what the table is sorted by.
constexpr db::Query latest_passing{"editorial.find_passing", R"sql(
    select acts.id, acts.act, acts.stage_from, acts.stage_to, acts.note, acts.at, persons.id, persons.slug, persons.name, persons.name_ja,
           persons.bio, persons.bio_ja, persons.collective, persons.agreed_on, persons.former
      from acts left join persons_shown persons on persons.id = acts.person_id
     where acts.piece_id = :piece and acts.text_id = :text and acts.undone_at is null
       and acts.act in ('handed_over', 'sent_back', 'unscheduled', 'published', 'corrected')
     order by acts.at desc, acts.id desc limit 1
)sql"};

std::optional<Act> find_passing(db::Tx& tx, const base::Viewer& viewer, PieceId piece, TextId text) {
    store::require_of_the_piece(tx, viewer, piece);
    const auto row = tx.first(latest_passing, {{"piece", piece}, {"text", text}});
    if (!row || row->text(1) == "published" || row->text(1) == "corrected") return std::nullopt;
    Act act;
    act.id = row->id<ActId>(0);
    act.piece = piece;
    act.text = text;
    act.act = row->text(1);
    act.stage_from = row->text(2);
    act.stage_to = row->text(3);
    act.note = row->text(4);
    act.at = row->instant(5);
    act.person = store::read_person(*row, 6);
    return act;
}

// What came with the content is done by nobody, and from no stage.
constexpr db::Query gone_live{"editorial.list_gone_live", R"sql(
    select pieces.id, pieces.kind, pieces.slug, pieces.licence, texts.lang, revisions.title, acts.at, acts.act, texts.id
      from acts join texts on texts.id = acts.text_id join revisions on revisions.id = texts.live_revision_id
           join pieces on pieces.id = texts.piece_id
     where acts.act in ('published', 'corrected') and acts.at >= :since and acts.undone_at is null and texts.withdrawn_at is null
       and (acts.person_id is not null or acts.stage_from = 'scheduled')
     order by acts.at desc, acts.id desc limit :most
)sql"};

std::vector<LiveLine> list_gone_live(db::Tx& tx, const base::Viewer& viewer, base::Instant since, std::size_t most) {
    const bool all = people::may(viewer, Right::edit);
    std::vector<LiveLine> lines;
    std::set<TextId> seen;
    // Of a text that was corrected twice, one line is left; of others' texts none.
    constexpr std::int64_t enough = 300;
    for (const db::Row& row : tx.all(gone_live, {{"since", since}, {"most", enough}})) {
        if (lines.size() == most) break;
        const auto piece = row.id<PieceId>(0);
        if (!seen.insert(row.id<TextId>(8)).second || (!all && !is_of_the_piece(tx, viewer, piece))) continue;
        lines.push_back({.piece = {.id = piece, .kind = row.text(1), .slug = row.text(2), .licence = row.text(3)},
                         .lang = base::lang_from(row.text(4)).value_or(base::Lang::en),
                         .title = row.text(5),
                         .at = row.instant(6),
                         .correction = row.text(7) == "corrected"});
    }
    return lines;
}

}
