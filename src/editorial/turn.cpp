#include "editorial/copy_store.hpp"
#include "editorial/state.hpp"
#include "kit/base/ids.hpp"
#include "kit/jobs/jobs.hpp"

namespace editorial {

using people::Right;

std::string_view name_of(Duty duty) {
    switch (duty) {
        case Duty::write: return "write";
        case Duty::translate: return "translate";
        case Duty::read: return "read";
        case Duty::proof: return "proof";
    }
    return "";
}

std::optional<Duty> duty_from(std::string_view name) {
    for (const Duty duty : all_duties)
        if (name_of(duty) == name) return duty;
    return std::nullopt;
}

constexpr db::Query open_turns{"editorial.list_turns", R"sql(
    select duties.id, duties.text_id, duties.duty, duties.due_on, duties.note, duties.asked_at, persons.id, persons.slug, persons.name,
           persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on, persons.former
      from duties join persons_shown persons on persons.id = duties.person_id
     where duties.text_id = :text and duties.ended_at is null
     order by duties.asked_at, duties.id
)sql"};
constexpr db::Query one_turn{"editorial.find_turn", R"sql(
    select duties.id, duties.text_id, duties.duty, duties.due_on, duties.note, duties.asked_at, persons.id, persons.slug, persons.name,
           persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on, persons.former
      from duties join persons_shown persons on persons.id = duties.person_id
     where duties.id = :id and duties.ended_at is null
)sql"};

namespace {
Turn read(const db::Row& row) {
    return {.id = row.number(0),
            .text = row.id<TextId>(1),
            .person = *store::read_person(row, 6),
            .duty = duty_from(row.text(2)).value_or(Duty::write),
            .due_on = row.find_day(3),
            .note = row.text(4),
            .asked_at = row.instant(5)};
}

people::Role role_for(Duty duty) {
    switch (duty) {
        case Duty::write:
        case Duty::translate: return people::Role::contributor;
        case Duty::read:
        case Duty::proof: return people::Role::proofreader;
    }
    return people::Role::proofreader;
}
}

std::vector<Turn> list_turns(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
    std::vector<Turn> turns;
    for (const db::Row& row : tx.all(open_turns, {{"text", text}})) turns.push_back(read(row));
    return turns;
}

std::optional<Turn> find_turn(db::Tx& tx, std::int64_t id) {
    const auto row = tx.first(one_turn, {{"id", id}});
    return row ? std::optional(read(*row)) : std::nullopt;
}

constexpr db::Query end_same_duty{"editorial.end_same_duty", R"sql(
    update duties set ended_at = :now
     where text_id = :text and duty = :duty and ended_at is null and (person_id = :person or duty in ('write', 'translate'))
)sql"};
constexpr db::Query insert_duty{"editorial.insert_duty", R"sql(
    insert into duties (id, text_id, person_id, duty, due_on, note, asked_by, asked_at)
    values (:id, :text, :person, :duty, :due, :note, :by, :now)
)sql"};

base::Result<std::int64_t, Problems> ask(db::Tx& tx, const base::Viewer& viewer, TextId text, const Ask& wanted) {
    const State state = get_state(tx, text);
    const people::Scope scope = require(tx, viewer, Right::approve, state.piece.id);
    Problems problems;
    if (const auto obstacle = find_obstacle(state)) problems.push_back(*obstacle);
    if (!people::find_main_address(tx, wanted.person)) problems.push_back({"person", "problem.no_account"});
    if (wanted.due_on && *wanted.due_on < base::day_of(tx.now())) problems.push_back({"due_on", "publish.problem.day_passed"});
    if (wanted.note.size() > longest_note) problems.push_back({"note", "problem.too_long"});
    if (!problems.empty()) return base::Failure{std::move(problems)};

    people::give_piece_role(tx, viewer, wanted.person, role_for(wanted.duty), static_cast<std::int64_t>(state.piece.id), scope);
    tx.run(end_same_duty, {{"now", tx.now()}, {"text", text}, {"duty", name_of(wanted.duty)}, {"person", wanted.person}});
    const std::int64_t id = base::new_id();
    tx.run(insert_duty, {{"id", id},
                         {"text", text},
                         {"person", wanted.person},
                         {"duty", name_of(wanted.duty)},
                         {"due", wanted.due_on},
                         {"note", wanted.note},
                         {"by", viewer.person},
                         {"now", tx.now()}});
    record(tx, viewer, state, {.act = "asked", .stage_to = name_of(*state.stage), .note = wanted.note});
    jobs::later(tx, "editorial.asked", std::to_string(id));
    return id;
}

constexpr db::Query duty_by_id{"editorial.duty", R"sql(
    select duties.person_id, texts.piece_id from duties join texts on texts.id = duties.text_id where duties.id = :id and duties.ended_at is null
)sql"};
constexpr db::Query end_duty{"editorial.end_duty", R"sql(
    update duties set ended_at = :now where id = :id
)sql"};

void end_turn(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    const auto row = tx.first(duty_by_id, {{"id", id}});
    if (!row) throw base::Missing();
    if (viewer.person != row->number(0)) require(tx, viewer, Right::approve, row->id<PieceId>(1));
    tx.run(end_duty, {{"now", tx.now()}, {"id", id}});
}

}
