#include "editorial/copy_store.hpp"
#include "editorial/state.hpp"
#include "editorial/store.hpp"
#include "kit/jobs/jobs.hpp"

namespace editorial {

using people::Right;

constexpr db::Query japanese_was_read{"editorial.japanese_was_read", R"sql(
    select 1 from ticks where text_id = :text and name = 'japanese_read' and version = :version and voided_by is null
)sql"};

namespace {
std::optional<people::PersonId> person_of(const base::Viewer& viewer) {
    return viewer.person ? std::optional(static_cast<people::PersonId>(*viewer.person)) : std::nullopt;
}

/// `publisher` answers for it; `viewer` does it, which is nobody at a set time.
ActId put_live(db::Tx& tx, const base::Viewer& viewer, const State& state, const Copy& copy, std::optional<people::PersonId> publisher) {
    const base::Day today = base::day_of(tx.now());
    const bool by_others = count_approvals(tx, state.text, publisher) > 0;
    const bool alone = !by_others && count_approvals(tx, state.text) < workflow_of(tx, state.piece.kind).approvals;
    const bool wrote = publisher && is_writer(tx, state.text, *publisher);
    if (publisher && !wrote) store::record_credit(tx, state.piece.id, state.text, "editor", *publisher);
    const std::string before = snapshot(tx, state.text, /*with_copy=*/true);
    const RevisionId revision =
        make_live(tx, state.piece, state.text,
                  {.title = copy.title,
                   .summary = copy.summary,
                   .body = doc::normalized(copy.body),
                   .first_day = today,
                   // Nobody checks their own words.
                   .checked_on = wrote && !by_others ? std::nullopt : std::optional(today),
                   .check_by = copy.check_by,
                   .native_read = tx.first(japanese_was_read, {{"text", state.text}, {"version", copy.version}}).has_value(),
                   .pairing = copy.pairing,
                   .alone = alone,
                   .correction = state.published_on ? copy.correction : "",
                   .by = publisher});
    const ActId act = record(tx, viewer, state,
                             {.act = state.published_on ? "corrected" : "published",
                              .stage_to = "live",
                              .note = copy.correction,
                              .revision = revision,
                              .before = before});
    leave_desk(tx, state.text, act);
    jobs::later(tx, "editorial.published", std::to_string(static_cast<std::int64_t>(state.text)));
    return act;
}
}

// ---- now or at a time ------------------------------------------------------------------------------------------------

constexpr db::Query update_schedule{"editorial.schedule", R"sql(
    update texts set stage = 'scheduled', stage_since = :now, go_live_at = :at, go_live_wall = :wall, scheduled_by = :by where id = :text
)sql"};

base::Result<ActId, Problems> go_live(db::Tx& tx, const base::Viewer& viewer, TextId text, const GoLive& wanted) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::publish, state.piece.id);
    if (const auto obstacle = find_obstacle(state)) return base::Failure{Problems{*obstacle}};
    if (wanted.version != state.version) return refusal("version", "publish.problem.version");
    if (wanted.when && *wanted.when <= tx.now()) return refusal("when", "publish.problem.time_passed");
    constexpr std::int64_t farthest = 2LL * 366 * 24 * 3600 * 1000;
    if (wanted.when && wanted.when->ms > tx.now().ms + farthest) return refusal("when", "publish.problem.time_far");
    const auto copy = find_copy(tx, viewer, text);
    if (Problems open = open_problems(check_all(tx, *copy, {.by = person_of(viewer)})); !open.empty())
        return base::Failure{std::move(open)};
    if (!wanted.when) return put_live(tx, viewer, state, *copy, person_of(viewer));

    const std::string before = snapshot(tx, text, /*with_copy=*/false);
    const std::string wall = wanted.wall.substr(0, 40);
    tx.run(update_schedule, {{"now", tx.now()}, {"at", *wanted.when}, {"wall", wall}, {"by", viewer.person}, {"text", text}});
    jobs::later(tx, go_live_job, std::to_string(static_cast<std::int64_t>(text)), *wanted.when);
    jobs::later(tx, on_its_way, std::to_string(static_cast<std::int64_t>(text)));
    return record(tx, viewer, state, {.act = "scheduled", .stage_to = name_of(Stage::scheduled), .note = wall, .before = before});
}

base::Result<ActId, Problems> unschedule(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::publish, state.piece.id);
    if (state.stage != Stage::scheduled) return refusal("stage", "publish.problem.not_scheduled");
    const std::string before = snapshot(tx, text, /*with_copy=*/false);
    set_stage(tx, text, Stage::ready);
    return record(tx, viewer, state, {.act = "unscheduled", .stage_to = name_of(Stage::ready), .before = before});
}

namespace {
std::string note_of(const Problems& problems) {
    base::Json::Array lines;
    for (const Problem& problem : problems) {
        base::Json::Object args;
        for (const auto& [name, text] : problem.args) args.emplace_back(name, text);
        lines.push_back(base::Json::Object{{"field", problem.field}, {"word", problem.word}, {"args", std::move(args)}});
    }
    return base::write_json(base::Json::Object{{"problems", std::move(lines)}});
}

std::string text_in(const base::Json& object, std::string_view name) {
    const base::Json* member = object.find(name);
    return member && member->text() ? *member->text() : "";
}
}

Problems problems_in(std::string_view note) {
    const auto json = base::parse_json(note);
    const base::Json* lines = json ? json->find("problems") : nullptr;
    Problems problems;
    if (!lines || !lines->array()) return problems;
    for (const base::Json& line : *lines->array()) {
        Problem problem{text_in(line, "field"), text_in(line, "word")};
        if (const base::Json* args = line.find("args"); args && args->object())
            for (const auto& [name, value] : *args->object()) problem.args.emplace_back(name, value.text() ? *value.text() : "");
        problems.push_back(std::move(problem));
    }
    return problems;
}

void go_live_when_due(db::Tx& tx, TextId text) {
    std::optional<State> state;
    try {
        state = get_state(tx, text);
    } catch (const base::Missing&) {
        return;
    }
    // Another job did it, it was taken back, or it has another time by now, for which there is another job.
    if (state->stage != Stage::scheduled || !state->go_live_at || *state->go_live_at > tx.now()) return;
    Problems open;
    std::optional<Copy> copy;
    const base::Viewer publisher = state->scheduled_by ? people::viewer_of(tx, *state->scheduled_by) : base::Viewer{};
    if (state->retired)
        open.push_back({"stage", "publish.problem.retired"});
    else if (!people::may(publisher, Right::publish, scope_of(tx, state->piece.id)))
        open.push_back({"stage", "publish.problem.scheduler_gone"});
    else {
        copy = find_copy(tx, publisher, text);
        open = open_problems(check_all(tx, *copy, {.by = state->scheduled_by, .reads = false}));
    }
    const base::Viewer nobody;
    if (open.empty()) {
        put_live(tx, nobody, *state, *copy, state->scheduled_by);
        return;
    }
    set_stage(tx, text, Stage::ready);
    record(tx, nobody, *state, {.act = "unscheduled", .stage_to = name_of(Stage::ready), .note = note_of(open)});
}

// ---- withdrawn and back ----------------------------------------------------------------------------------------------

constexpr db::Query set_withdrawn{"editorial.withdraw", R"sql(
    update texts set withdrawn_at = :at where id = :text
)sql"};

base::Result<ActId, Problems> withdraw(db::Tx& tx, const base::Viewer& viewer, TextId text, std::string_view why) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::publish, state.piece.id);
    Problems problems;
    if (state.retired)
        problems.push_back({"stage", "publish.problem.retired"});
    else if (!state.live || state.withdrawn)
        problems.push_back({"stage", "publish.problem.not_live"});
    if (why.empty()) problems.push_back({"why", "publish.problem.why_missing"});
    if (why.size() > longest_note) problems.push_back({"why", "problem.too_long"});
    if (!problems.empty()) return base::Failure{std::move(problems)};
    const std::string before = snapshot(tx, text, /*with_copy=*/false);
    if (!state.stage) open_copy(tx, viewer, state.piece.id, state.lang);
    tx.run(set_withdrawn, {{"at", tx.now()}, {"text", text}});
    drop_pages(tx, state.piece, text);
    return record(tx, viewer, state,
                  {.act = "withdrawn", .stage_to = name_of(state.stage.value_or(Stage::draft)), .note = why, .before = before});
}

constexpr db::Query set_shown{"editorial.restore", R"sql(
    update texts set withdrawn_at = null where id = :text
)sql"};
base::Result<ActId, Problems> restore(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::publish, state.piece.id);
    if (state.retired) return refusal("stage", "publish.problem.retired");
    if (!state.live || !state.withdrawn) return refusal("stage", "publish.problem.not_withdrawn");
    const std::string before = snapshot(tx, text, /*with_copy=*/true);
    tx.run(set_shown, {{"text", text}});
    drop_pages(tx, state.piece, text);
    const bool unchanged = is_copy_of_live(tx, text);
    const ActId act = record(tx, viewer, state,
                             {.act = "restored", .stage_to = unchanged || !state.stage ? "live" : name_of(*state.stage), .before = before});
    if (unchanged) leave_desk(tx, text, act);
    return act;
}

base::Result<ActId, Problems> drop_copy(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::publish, state.piece.id);
    if (!state.stage) return refusal("stage", "publish.problem.no_copy");
    if (state.stage == Stage::scheduled) return refusal("stage", "publish.problem.scheduled");
    const std::string before = snapshot(tx, text, /*with_copy=*/true);
    const auto copy = find_copy(tx, viewer, text);
    std::optional<RevisionId> kept;
    if (!copy->title.empty() || !doc::plain_text(copy->body).empty()) kept = cut_revision(tx, text, copy->changed_by, "dropped");
    const ActId act =
        record(tx, viewer, state, {.act = "dropped", .stage_to = state.live ? "live" : "", .revision = kept, .before = before});
    leave_desk(tx, text, act);
    return act;
}

// ---- retired ---------------------------------------------------------------------------------------------------------

constexpr db::Query retired_of{"editorial.retired", R"sql(
    select retired_at, retired_to from pieces where id = :piece
)sql"};
constexpr db::Query set_retired{"editorial.retire", R"sql(
    update pieces set retired_at = :at, retired_to = :to where id = :piece
)sql"};
constexpr db::Query withdraw_texts{"editorial.withdraw_texts", R"sql(
    update texts set withdrawn_at = :at where piece_id = :piece and live_revision_id is not null and withdrawn_at is null
)sql"};
constexpr db::Query show_texts{"editorial.show_texts", R"sql(
    update texts set withdrawn_at = null where piece_id = :piece and withdrawn_at = :at
)sql"};
constexpr db::Query texts_of_piece{"editorial.texts_of_piece", R"sql(
    select id from texts where piece_id = :piece and live_revision_id is not null order by id
)sql"};

namespace {
Piece get_piece(db::Tx& tx, PieceId id) {
    auto piece = store::find_piece(tx, id);
    if (!piece) throw base::Missing();
    return std::move(*piece);
}

bool is_retired(db::Tx& tx, PieceId piece) { return !tx.first(retired_of, {{"piece", piece}})->is_null(0); }

bool was_live(db::Tx& tx, PieceId piece) { return tx.first(texts_of_piece, {{"piece", piece}}).has_value(); }
}

void retire_now(db::Tx& tx, const Piece& piece, base::Instant at, std::optional<PieceId> instead) {
    tx.run(set_retired, {{"at", at}, {"to", instead}, {"piece", piece.id}});
    tx.run(withdraw_texts, {{"at", at}, {"piece", piece.id}});
    for (const db::Row& row : tx.all(texts_of_piece, {{"piece", piece.id}})) drop_pages(tx, piece, row.id<TextId>(0));
}

void unretire_now(db::Tx& tx, const Piece& piece) {
    const base::Instant at = tx.first(retired_of, {{"piece", piece.id}})->instant(0);
    tx.run(show_texts, {{"piece", piece.id}, {"at", at}});
    tx.run(set_retired, {{"at", std::optional<base::Instant>{}}, {"to", std::optional<PieceId>{}}, {"piece", piece.id}});
    for (const db::Row& row : tx.all(texts_of_piece, {{"piece", piece.id}})) drop_pages(tx, piece, row.id<TextId>(0));
}

base::Result<ActId, Problems> retire(db::Tx& tx, const base::Viewer& viewer, PieceId id, std::optional<PieceId> instead) {
    const Piece piece = get_piece(tx, id);
    require(tx, viewer, Right::publish, id);
    if (is_retired(tx, id)) return refusal("stage", "publish.problem.retired");
    if (!was_live(tx, id)) return refusal("stage", "publish.problem.not_live");
    if (instead && (*instead == id || !find_entry(tx, viewer, *instead, base::Lang::en)))
        return refusal("instead", "publish.problem.instead");
    retire_now(tx, piece, tx.now(), instead);
    return record_act(tx, viewer, {.piece = id, .act = "retired", .stage_to = "retired"}, "{}");
}

base::Result<ActId, Problems> unretire(db::Tx& tx, const base::Viewer& viewer, PieceId id) {
    const Piece piece = get_piece(tx, id);
    require(tx, viewer, Right::publish, id);
    if (!is_retired(tx, id)) return refusal("stage", "publish.problem.not_retired");
    const auto row = tx.first(retired_of, {{"piece", id}});
    const auto instead = row->find_number(1);
    const std::string before =
        base::write_json(base::Json::Object{{"at", row->number(0)}, {"instead", instead ? base::Json(*instead) : base::Json()}});
    unretire_now(tx, piece);
    return record_act(tx, viewer, {.piece = id, .act = "unretired", .stage_from = "retired"}, before);
}

// What was withdrawn before may have had a reason that its title shows.
constexpr db::Query last_seen{"editorial.last_seen", R"sql(
    select revisions.title, texts.lang
      from texts join revisions on revisions.id = texts.live_revision_id join pieces on pieces.id = texts.piece_id
     where texts.piece_id = :piece and texts.withdrawn_at = pieces.retired_at
     order by case when texts.lang = :lang then 0 else 1 end limit 1
)sql"};

std::optional<Gone> find_gone(db::Tx& tx, const base::Viewer& viewer, const Piece& piece, base::Lang lang) {
    auto retired = tx.first(retired_of, {{"piece", piece.id}});
    if (!retired || retired->is_null(0)) return std::nullopt;
    Gone gone{.title = {}, .title_lang = lang, .on = base::day_of(retired->instant(0)), .instead = {}};
    if (const auto row = tx.first(last_seen, {{"piece", piece.id}, {"lang", base::tag(lang)}})) {
        gone.title = row->text(0);
        gone.title_lang = base::lang_from(row->text(1)).value_or(lang);
    }
    // What took its place may have been replaced since; nobody replaces a thing often, and a circle must end.
    for (int hops = 0; hops < 8 && retired && !retired->is_null(1); ++hops) {
        const auto next = retired->id<PieceId>(1);
        gone.instead = find_entry(tx, viewer, next, lang);
        if (gone.instead) break;
        retired = tx.first(retired_of, {{"piece", next}});
    }
    return gone;
}

}
