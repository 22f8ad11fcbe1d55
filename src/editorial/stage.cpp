#include "editorial/stage.hpp"

#include "editorial/copy_store.hpp"
#include "editorial/state.hpp"
#include "kit/jobs/jobs.hpp"

#include <algorithm>
#include <array>

namespace editorial {

using people::Right;

// ---- agreement and ticks ---------------------------------------------------------------------------------------------

constexpr db::Query select_agreement{"editorial.agreement", R"sql(
    select 1 from agreements where text_id = :text and person_id = :person
)sql"};
constexpr db::Query insert_agreement{"editorial.agree", R"sql(
    insert into agreements (text_id, person_id, at) values (:text, :person, :now) on conflict (text_id, person_id) do nothing
)sql"};
constexpr db::Query delete_agreement{"editorial.disagree", R"sql(
    delete from agreements where text_id = :text and person_id = :person
)sql"};

namespace {
void agree(db::Tx& tx, TextId text, people::PersonId person) {
    tx.run(insert_agreement, {{"text", text}, {"person", person}, {"now", tx.now()}});
}

std::optional<people::PersonId> person_of(const base::Viewer& viewer) {
    return viewer.person ? std::optional(static_cast<people::PersonId>(*viewer.person)) : std::nullopt;
}

/// A contributor writes, whether or not a step of theirs was kept; an editor may hand over what others wrote.
bool must_agree(db::Tx& tx, const base::Viewer& viewer, TextId text, const people::Scope& scope) {
    const auto person = person_of(viewer);
    if (!person || tx.first(select_agreement, {{"text", text}, {"person", *person}})) return false;
    return is_writer(tx, text, *person) || (people::may(viewer, Right::edit, scope) && !people::may(viewer, Right::accept, scope));
}
}

bool must_agree(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    return must_agree(tx, viewer, text, scope_of(tx, store::piece_of(tx, text)));
}

bool is_tick(base::Lang lang, std::string_view name) {
    constexpr std::array<std::string_view, 3> names{"privacy", "house_words", "agreement"};
    return std::find(names.begin(), names.end(), name) != names.end() || (name == "japanese_read" && lang == base::Lang::ja);
}

constexpr db::Query upsert_tick{"editorial.tick", R"sql(
    insert into ticks (text_id, name, person_id, version, at) values (:text, :name, :person, :version, :now)
        on conflict (text_id, name) do update set person_id = excluded.person_id, version = excluded.version, at = excluded.at, voided_by = null
)sql"};
constexpr db::Query delete_tick{"editorial.untick", R"sql(
    delete from ticks where text_id = :text and name = :name
)sql"};

void tick(db::Tx& tx, const base::Viewer& viewer, TextId text, std::string_view name, bool on) {
    const State state = get_state(tx, text);
    const people::Scope scope = scope_of(tx, state.piece.id);
    const bool writes =
        people::may(viewer, Right::accept, scope) || (state.stage == Stage::draft && people::may(viewer, Right::edit, scope));
    // Who handed a text over may still be asked whether they agree.
    const bool own = name == "agreement" && people::may(viewer, Right::edit, scope);
    if (!writes && !own) require(tx, viewer, Right::approve, state.piece.id);
    if (!is_tick(state.lang, name) || find_obstacle(state)) throw base::Missing();
    if (name == "agreement") {
        const auto person = people::require_account(viewer);
        if (on)
            agree(tx, text, person);
        else
            tx.run(delete_agreement, {{"text", text}, {"person", person}});
    } else if (on)
        tx.run(upsert_tick, {{"text", text}, {"name", name}, {"person", viewer.person}, {"version", state.version}, {"now", tx.now()}});
    else
        tx.run(delete_tick, {{"text", text}, {"name", name}});
}

// ---- moves -----------------------------------------------------------------------------------------------------------

base::Result<ActId, Problems> hand_over(db::Tx& tx, const base::Viewer& viewer, TextId text, std::string_view note, bool agrees) {
    const State state = get_state(tx, text);
    const people::Scope scope = require(tx, viewer, Right::edit, state.piece.id);
    Problems problems;
    if (const auto obstacle = find_obstacle(state))
        problems.push_back(*obstacle);
    else if (state.stage != Stage::draft)
        problems.push_back({"stage", "publish.problem.not_draft"});
    if (note.size() > longest_note) problems.push_back({"note", "problem.too_long"});
    if (!problems.empty()) return base::Failure{std::move(problems)};

    const auto copy = find_copy(tx, viewer, text);
    if (copy->title.empty()) problems.push_back({"title", "problem.title_missing"});
    if (doc::plain_text(copy->body).empty()) problems.push_back({"body", "problem.text_missing"});
    const bool asked = must_agree(tx, viewer, text, scope);
    if (asked && !agrees) problems.push_back({"agrees", "publish.problem.agree"});
    if (!problems.empty()) return base::Failure{std::move(problems)};

    if (asked) agree(tx, text, *person_of(viewer));
    const Workflow workflow = workflow_of(tx, state.piece.kind);
    const Stage next = workflow.stages.size() > 1 ? workflow.stages[1] : Stage::ready;
    const std::string before = snapshot(tx, text, /*with_copy=*/false);
    const RevisionId revision = cut_revision(tx, text, person_of(viewer), "handed_over");
    set_stage(tx, text, next);
    const ActId act =
        record(tx, viewer, state, {.act = "handed_over", .stage_to = name_of(next), .note = note, .revision = revision, .before = before});
    jobs::later(tx, "editorial.handed_over", std::to_string(static_cast<std::int64_t>(act)));
    jobs::later(tx, on_its_way, std::to_string(static_cast<std::int64_t>(text)));
    return act;
}

constexpr db::Query void_all{"editorial.void_approvals_by", R"sql(
    update approvals set voided_by = :act where text_id = :text and voided_by is null
)sql"};

base::Result<ActId, Problems> send_back(db::Tx& tx, const base::Viewer& viewer, TextId text, std::string_view notes) {
    const State state = get_state(tx, text);
    // Either right will do; the one that is there is written down.
    const bool accepts = people::may(viewer, Right::accept, scope_of(tx, state.piece.id));
    require(tx, viewer, accepts ? Right::accept : Right::approve, state.piece.id);
    Problems problems;
    if (const auto obstacle = find_obstacle(state))
        problems.push_back(*obstacle);
    else if (state.stage == Stage::draft)
        problems.push_back({"stage", "publish.problem.is_draft"});
    if (notes.empty()) problems.push_back({"notes", "publish.problem.notes_missing"});
    if (notes.size() > longest_note) problems.push_back({"notes", "problem.too_long"});
    if (!problems.empty()) return base::Failure{std::move(problems)};

    const std::string before = snapshot(tx, text, /*with_copy=*/false);
    set_stage(tx, text, Stage::draft);
    const ActId act = record(tx, viewer, state, {.act = "sent_back", .stage_to = name_of(Stage::draft), .note = notes, .before = before});
    tx.run(void_all, {{"act", act}, {"text", text}});
    jobs::later(tx, "editorial.sent_back", std::to_string(static_cast<std::int64_t>(act)));
    return act;
}

base::Result<ActId, Problems> move_to(db::Tx& tx, const base::Viewer& viewer, TextId text, Stage to, std::string_view note) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::approve, state.piece.id);
    const Workflow workflow = workflow_of(tx, state.piece.kind);
    Problems problems;
    if (const auto obstacle = find_obstacle(state))
        problems.push_back(*obstacle);
    else if (state.stage == Stage::scheduled)
        problems.push_back({"stage", "publish.problem.scheduled"});
    else if (state.stage == to)
        problems.push_back({"stage", "publish.problem.there_already"});
    else if (std::find(workflow.stages.begin(), workflow.stages.end(), to) == workflow.stages.end())
        problems.push_back({"stage", "publish.problem.no_stage"});
    if (note.size() > longest_note) problems.push_back({"note", "problem.too_long"});
    if (!problems.empty()) return base::Failure{std::move(problems)};

    const std::string before = snapshot(tx, text, /*with_copy=*/false);
    set_stage(tx, text, to);
    return record(tx, viewer, state, {.act = "moved", .stage_to = name_of(to), .note = note, .before = before});
}

constexpr db::Query upsert_approval{"editorial.approve", R"sql(
    insert into approvals (text_id, person_id, version, at) values (:text, :person, :version, :now)
        on conflict (text_id, person_id) do update set version = excluded.version, at = excluded.at, voided_by = null
)sql"};
constexpr db::Query own_approval{"editorial.own_approval", R"sql(
    select 1 from approvals where text_id = :text and person_id = :person and version = :version and voided_by is null
)sql"};
constexpr db::Query end_own_reading{"editorial.end_own_reading", R"sql(
    update duties set ended_at = :now where text_id = :text and person_id = :person and ended_at is null and duty in ('read', 'proof')
)sql"};

base::Result<ActId, Problems> approve(db::Tx& tx, const base::Viewer& viewer, TextId text, std::int64_t version) {
    const State state = get_state(tx, text);
    require(tx, viewer, Right::approve, state.piece.id);
    const auto person = people::require_account(viewer);
    if (const auto obstacle = find_obstacle(state)) return base::Failure{Problems{*obstacle}};
    if (state.stage == Stage::draft) return refusal("stage", "publish.problem.still_draft");
    if (state.stage == Stage::scheduled) return refusal("stage", "publish.problem.scheduled");
    if (version != state.version) return refusal("version", "publish.problem.version");
    if (tx.first(own_approval, {{"text", text}, {"person", person}, {"version", version}}))
        return refusal("version", "publish.problem.approved_already");
    if (is_writer(tx, text, person) && !is_small_desk(tx)) return refusal("version", "publish.problem.own_text");

    tx.run(upsert_approval, {{"text", text}, {"person", person}, {"version", version}, {"now", tx.now()}});
    tx.run(end_own_reading, {{"now", tx.now()}, {"text", text}, {"person", person}});
    if (!is_writer(tx, text, person))
        store::record_credit(tx, state.piece.id, text, state.stage == Stage::proof ? "proofreader" : "editor", person);
    return record(tx, viewer, state,
                  {.act = "approved", .stage_to = name_of(*state.stage), .before = snapshot(tx, text, /*with_copy=*/false)});
}

constexpr db::Query select_approvals{"editorial.list_approvals", R"sql(
    select case when approvals.version = working_copies.version then 1 else 0 end, approvals.at, persons.id, persons.slug, persons.name,
           persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on, persons.former
      from approvals join working_copies on working_copies.text_id = approvals.text_id
           join persons_shown persons on persons.id = approvals.person_id
     where approvals.text_id = :text and approvals.voided_by is null
     order by approvals.at, persons.id
)sql"};

std::vector<Approval> list_approvals(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
    std::vector<Approval> approvals;
    for (const db::Row& row : tx.all(select_approvals, {{"text", text}}))
        approvals.push_back({.person = *store::read_person(row, 2), .of_present_version = row.flag(0), .at = row.instant(1)});
    return approvals;
}

}
