#include "editorial/state.hpp"

#include "editorial/copy_store.hpp"

namespace editorial {

using people::Right;

constexpr db::Query select_state{"editorial.state", R"sql(
    select texts.id, texts.lang, texts.stage, texts.live_revision_id, texts.published_on, texts.withdrawn_at, texts.go_live_at,
           texts.scheduled_by, pieces.id, pieces.kind, pieces.slug, pieces.licence, pieces.retired_at, working_copies.version
      from texts join pieces on pieces.id = texts.piece_id left join working_copies on working_copies.text_id = texts.id
     where texts.id = :text
)sql"};

State get_state(db::Tx& tx, TextId text) {
    const auto row = tx.first(select_state, {{"text", text}});
    if (!row) throw base::Missing();
    State state;
    state.text = text;
    state.lang = base::lang_from(row->text(1)).value_or(base::Lang::en);
    if (!row->is_null(13)) {
        state.stage = stage_from(row->text(2)).value_or(Stage::draft);
        state.version = row->number(13);
    }
    if (!row->is_null(3)) state.live = row->id<RevisionId>(3);
    state.published_on = row->find_day(4);
    state.withdrawn = !row->is_null(5);
    if (!row->is_null(6)) state.go_live_at = row->instant(6);
    if (!row->is_null(7)) state.scheduled_by = row->id<people::PersonId>(7);
    state.piece = {.id = row->id<PieceId>(8), .kind = row->text(9), .slug = row->text(10), .licence = row->text(11)};
    state.retired = !row->is_null(12);
    return state;
}

people::Scope require(db::Tx& tx, const base::Viewer& viewer, Right right, PieceId piece) {
    people::Scope scope = scope_of(tx, piece);
    people::require(tx, viewer, right, scope, people::piece_scope(static_cast<std::int64_t>(piece)));
    return scope;
}

base::Failure<Problems> refusal(std::string_view field, std::string_view word, std::vector<std::pair<std::string, std::string>> args) {
    return base::Failure{Problems{{std::string(field), std::string(word), std::move(args)}}};
}

std::optional<Problem> find_obstacle(const State& state) {
    if (state.retired) return Problem{"stage", "publish.problem.retired"};
    if (!state.stage) return Problem{"stage", "publish.problem.no_copy"};
    return std::nullopt;
}

constexpr db::Query update_stage{"editorial.set_stage", R"sql(
    update texts set stage = :stage, stage_since = :now, go_live_at = null, go_live_wall = '', scheduled_by = null where id = :text
)sql"};

void set_stage(db::Tx& tx, TextId text, Stage stage) {
    tx.run(update_stage, {{"stage", name_of(stage)}, {"now", tx.now()}, {"text", text}});
}

ActId record(db::Tx& tx, const base::Viewer& viewer, const State& was, const Done& done) {
    const ActId id = record_act(tx, viewer,
                                {.piece = was.piece.id,
                                 .text = was.text,
                                 .act = std::string(done.act),
                                 .stage_from = std::string(was.stage  ? name_of(*was.stage)
                                                           : was.live ? "live"
                                                                      : ""),
                                 .stage_to = std::string(done.stage_to),
                                 .note = std::string(done.note),
                                 .revision = done.revision},
                                done.before);
    tell_copy(tx, {.text = was.text, .event = "moved", .data = base::Json::Object{{"stage", done.stage_to}}, .id = was.version});
    return id;
}

// ---- who wrote, who said yes -----------------------------------------------------------------------------------------

constexpr db::Query select_writer{"editorial.is_writer", R"sql(
    select 1 from working_copies
     where text_id = :text
       and (exists (select 1 from steps where steps.text_id = working_copies.text_id and steps.version > working_copies.first_version
                       and steps.person_id = :person)
            or exists (select 1 from duties where duties.text_id = working_copies.text_id and duties.person_id = :person
                          and duties.ended_at is null and duties.duty in ('write', 'translate')))
)sql"};

bool is_writer(db::Tx& tx, TextId text, people::PersonId person) {
    return tx.first(select_writer, {{"text", text}, {"person", person}}).has_value();
}

constexpr db::Query select_yes{"editorial.count_approvals", R"sql(
    select count(*) from approvals join working_copies on working_copies.text_id = approvals.text_id
     where approvals.text_id = :text and approvals.version = working_copies.version and approvals.voided_by is null
       and approvals.person_id <> :but
       and not exists (select 1 from steps where steps.text_id = approvals.text_id and steps.version > working_copies.first_version
                          and steps.person_id = approvals.person_id)
       and not exists (select 1 from duties where duties.text_id = approvals.text_id and duties.person_id = approvals.person_id
                          and duties.ended_at is null and duties.duty in ('write', 'translate'))
)sql"};

int count_approvals(db::Tx& tx, TextId text, std::optional<people::PersonId> but) {
    return static_cast<int>(tx.first(select_yes, {{"text", text}, {"but", but.value_or(people::PersonId{0})}})->number(0));
}

Problems open_problems(const std::vector<Check>& checks) {
    Problems open;
    for (const Check& check : checks)
        if (check.state == Check::State::open) open.insert(open.end(), check.problems.begin(), check.problems.end());
    return open;
}

constexpr db::Query select_unchanged{"editorial.copy_is_unchanged", R"sql(
    select 1 from working_copies join texts on texts.id = working_copies.text_id join revisions on revisions.id = texts.live_revision_id
     where working_copies.text_id = :text and texts.stage = 'draft' and working_copies.title = revisions.title
       and working_copies.summary = revisions.summary and working_copies.body = revisions.body
)sql"};

bool is_copy_of_live(db::Tx& tx, TextId text) { return tx.first(select_unchanged, {{"text", text}}).has_value(); }

// ---- leaving the desk ------------------------------------------------------------------------------------------------

constexpr db::Query off_the_desk{"editorial.leave_desk", R"sql(
    update texts set stage = 'live', go_live_at = null, go_live_wall = '', scheduled_by = null, stage_since = :now,
           version = coalesce((select case when working_copies.version = 0 then 1 else working_copies.version end
                                 from working_copies where working_copies.text_id = texts.id), version)
     where id = :text
)sql"};
constexpr db::Query delete_copy{"editorial.delete_copy_row", R"sql(
    delete from working_copies where text_id = :text
)sql"};
constexpr db::Query void_approvals{"editorial.void_approvals", R"sql(
    update approvals set voided_by = :act where text_id = :text and voided_by is null
)sql"};
constexpr db::Query void_ticks{"editorial.void_ticks", R"sql(
    update ticks set voided_by = :act where text_id = :text and voided_by is null
)sql"};
constexpr db::Query end_duties{"editorial.end_duties", R"sql(
    update duties set ended_at = :now where text_id = :text and ended_at is null
)sql"};

void leave_desk(db::Tx& tx, TextId text, ActId act) {
    tx.run(off_the_desk, {{"now", tx.now()}, {"text", text}});
    tx.run(delete_copy, {{"text", text}});
    tx.run(void_approvals, {{"act", act}, {"text", text}});
    tx.run(void_ticks, {{"act", act}, {"text", text}});
    tx.run(end_duties, {{"now", tx.now()}, {"text", text}});
}

}
