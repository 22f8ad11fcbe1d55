#include "editorial/copy_store.hpp"
#include "editorial/setting.hpp"
#include "editorial/state.hpp"
#include "editorial/store.hpp"
#include "kit/jobs/jobs.hpp"

#include <array>
#include <span>

namespace editorial {

using base::Json;
using people::Right;

// ---- what is kept ----------------------------------------------------------------------------------------------------

constexpr db::Query text_as_it_is{"editorial.text_as_it_is", R"sql(
    select stage, stage_since, go_live_at, go_live_wall, live_revision_id, published_on, revised_on, checked_on, check_by, native_read, pairing,
           withdrawn_at, alone
      from texts where id = :text
)sql"};
constexpr db::Query copy_as_it_is{"editorial.copy_as_it_is", R"sql(
    select title, summary, correction, body, version, first_version, based_on, check_by, changed_at from working_copies where text_id = :text
)sql"};
constexpr db::Query unseen_credits{"editorial.unseen_credits", R"sql(
    select credits.position from credits join texts on texts.piece_id = credits.piece_id where texts.id = :text and credits.live = 0
     order by credits.position
)sql"};
constexpr db::Query copy_exists{"editorial.copy_exists", R"sql(
    select 1 from working_copies where text_id = :text
)sql"};

namespace {
constexpr std::array<std::string_view, 13> text_columns{"stage",        "stage_since",  "go_live_at", "go_live_wall", "live",
                                                        "published_on", "revised_on",   "checked_on", "check_by",     "native_read",
                                                        "pairing",      "withdrawn_at", "alone"};
constexpr std::array<std::string_view, 9> copy_columns{"title", "summary",  "correction", "body",      "version",
                                                       "first", "based_on", "check_by",   "changed_at"};

constexpr bool is_text(std::string_view column) {
    for (const std::string_view name : {"stage", "go_live_wall", "pairing", "title", "summary", "correction", "body"})
        if (column == name) return true;
    return false;
}

Json::Object members(const db::Row& row, std::span<const std::string_view> columns) {
    Json::Object object;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (row.is_null(i)) continue;
        object.emplace_back(columns[i], is_text(columns[i]) ? Json(row.text(i)) : Json(row.number(i)));
    }
    return object;
}

std::optional<std::int64_t> number(const Json& object, std::string_view name) {
    const Json* member = object.find(name);
    return member ? member->integer() : std::nullopt;
}

std::string text(const Json& object, std::string_view name) {
    const Json* member = object.find(name);
    return member && member->text() ? *member->text() : "";
}
}

std::string snapshot(db::Tx& tx, TextId id, bool with_copy) {
    Json::Object kept = members(*tx.first(text_as_it_is, {{"text", id}}), text_columns);
    kept.emplace_back("desk", tx.first(copy_exists, {{"text", id}}).has_value());
    Json::Array unseen;
    for (const db::Row& row : tx.all(unseen_credits, {{"text", id}})) unseen.emplace_back(row.number(0));
    kept.emplace_back("unseen", std::move(unseen));
    if (with_copy)
        if (const auto row = tx.first(copy_as_it_is, {{"text", id}})) kept.emplace_back("copy", members(*row, copy_columns));
    return base::write_json(kept);
}

// ---- bringing back ---------------------------------------------------------------------------------------------------

constexpr db::Query put_text_back{"editorial.put_text_back", R"sql(
    update texts set stage = :stage, stage_since = :stage_since, go_live_at = :go_live_at, go_live_wall = :go_live_wall, scheduled_by = :by,
           live_revision_id = :live, published_on = :published_on, revised_on = :revised_on, checked_on = :checked_on, check_by = :check_by,
           native_read = :native_read, pairing = :pairing, withdrawn_at = :withdrawn_at, alone = :alone
     where id = :text
)sql"};
constexpr db::Query put_copy_back{"editorial.put_copy_back", R"sql(
    insert into working_copies (text_id, title, summary, correction, body, version, first_version, based_on, check_by, changed_at, changed_by)
    select texts.id, :title, :summary, :correction, :body, :version, :first, :based_on, :check_by, :changed_at,
           (select steps.person_id from steps where steps.text_id = texts.id order by steps.version desc limit 1)
      from texts where texts.id = :text
)sql"};
constexpr db::Query version_of_text{"editorial.version_of_text", R"sql(
    select version from texts where id = :text
)sql"};
// The next document is another one than that of the copy that goes.
constexpr db::Query count_dropped_copy{"editorial.count_dropped_copy", R"sql(
    update texts set version = version + 1 where id = :text
)sql"};
constexpr db::Query drop_copy_again{"editorial.drop_copy_again", R"sql(
    delete from working_copies where text_id = :text
)sql"};
constexpr db::Query count_again{"editorial.count_approvals_again", R"sql(
    update approvals set voided_by = null where text_id = :text and voided_by = :act
)sql"};
constexpr db::Query tick_again{"editorial.tick_again", R"sql(
    update ticks set voided_by = null where text_id = :text and voided_by = :act
)sql"};
constexpr db::Query begin_duties_again{"editorial.begin_duties_again", R"sql(
    update duties set ended_at = null where text_id = :text and ended_at = :at
)sql"};
constexpr db::Query unpublish_revision{"editorial.unpublish_revision", R"sql(
    update revisions set reason = 'undone', correction = '' where id = :revision and reason = 'published'
)sql"};
// Their places tell credits apart for as long as nobody arranges them anew.
constexpr db::Query arranged_since{"editorial.arranged_since", R"sql(
    select 1 from acts where piece_id = :piece and act = 'changed' and stage_to = 'credits' and at >= :at limit 1
)sql"};
constexpr db::Query hide_credit{"editorial.hide_credit", R"sql(
    update credits set live = 0 where piece_id = :piece and position = :position and by_act = 1
)sql"};
// Who read a text and took that back did nothing else on it.
constexpr db::Query forget_reading{"editorial.forget_reading_credit", R"sql(
    delete from credits
     where piece_id = :piece and text_id = :text and person_id = :person and by_act = 1 and live = 0 and confirmed_at is null
       and role in ('editor', 'proofreader')
       and not exists (select 1 from steps where steps.text_id = :text and steps.person_id = :person)
       and not exists (select 1 from acts where acts.text_id = :text and acts.person_id = :person and acts.undone_at is null and acts.id <> :act
                          and acts.act in ('approved', 'scheduled', 'published', 'corrected'))
)sql"};
constexpr db::Query delete_approval{"editorial.delete_approval", R"sql(
    delete from approvals where text_id = :text and person_id = :person
)sql"};
constexpr db::Query begin_reading_again{"editorial.begin_reading_again", R"sql(
    update duties set ended_at = null where text_id = :text and person_id = :person and ended_at = :at and duty in ('read', 'proof')
)sql"};

namespace {
/// An act as undoing needs it.
struct Kept {
    ActId id{};
    PieceId piece{};
    std::optional<TextId> text;
    std::optional<std::int64_t> person;
    std::string act, before, stage_to;
    std::optional<RevisionId> revision;
    base::Instant at;
    bool undone = false;
};

/// What the act needed; nothing for what cannot be taken back.
std::optional<Right> right_of(std::string_view act) {
    using Row = std::pair<std::string_view, Right>;
    constexpr std::array<Row, 14> rights{{{"handed_over", Right::edit},
                                          {"sent_back", Right::accept},
                                          {"moved", Right::approve},
                                          {"approved", Right::approve},
                                          {"scheduled", Right::publish},
                                          {"unscheduled", Right::publish},
                                          {"published", Right::publish},
                                          {"corrected", Right::publish},
                                          {"withdrawn", Right::publish},
                                          {"restored", Right::publish},
                                          {"dropped", Right::publish},
                                          {"retired", Right::publish},
                                          {"unretired", Right::publish},
                                          {"changed", Right::publish}}};
    for (const auto& [name, right] : rights)
        if (name == act) return right;
    return std::nullopt;
}
}

constexpr db::Query one_act{"editorial.act", R"sql(
    select piece_id, text_id, person_id, act, before, revision_id, at, undone_at, stage_to from acts where id = :id
)sql"};
// Asking somebody and crediting somebody changes nothing that would be brought back.
constexpr db::Query later_act{"editorial.later_act", R"sql(
    select 1 from acts
     where piece_id = :piece and (text_id = :text or text_id is null or :text = 0) and undone_at is null
       and (at > :at or (at = :at and id > :id)) and act not in ('undone', 'asked', 'credited', 'offered', 'renamed', 'changed') limit 1
)sql"};

namespace {
Kept get_act(db::Tx& tx, ActId id) {
    const auto row = tx.first(one_act, {{"id", id}});
    if (!row) throw base::Missing();
    Kept kept;
    kept.id = id;
    kept.piece = row->id<PieceId>(0);
    if (!row->is_null(1)) kept.text = row->id<TextId>(1);
    kept.person = row->find_number(2);
    kept.act = row->text(3);
    kept.before = row->text(4);
    if (!row->is_null(5)) kept.revision = row->id<RevisionId>(5);
    kept.at = row->instant(6);
    kept.undone = !row->is_null(7);
    kept.stage_to = row->text(8);
    return kept;
}

/// Why it is too late, in the order in which it helps to know.
std::optional<std::string_view> find_reason(db::Tx& tx, const Kept& kept) {
    if (kept.undone) return "publish.problem.undone_already";
    if (!right_of(kept.act)) return "publish.problem.no_undo";
    if (kept.before.empty() || kept.at.ms + undo_ms < tx.now().ms) return "publish.problem.undo_late";
    // Settings are each on their own: take_setting_back() looks whether it was changed again.
    if (kept.act != "changed" &&
        tx.first(later_act, {{"piece", kept.piece}, {"text", kept.text.value_or(TextId{0})}, {"at", kept.at}, {"id", kept.id}}))
        return "publish.problem.undo_later_act";
    return std::nullopt;
}

bool may_take_back(db::Tx& tx, const base::Viewer& viewer, const Kept& kept) {
    const auto right = right_of(kept.act);
    if (!right || !people::may(viewer, *right, scope_of(tx, kept.piece))) return false;
    return kept.act != "approved" || (kept.person && kept.person == viewer.person);
}

void take_reading_back(db::Tx& tx, const Kept& kept) {
    if (kept.person) tx.run(forget_reading, {{"piece", kept.piece}, {"text", *kept.text}, {"person", *kept.person}, {"act", kept.id}});
}

void take_approval_back(db::Tx& tx, const Kept& kept) {
    tx.run(delete_approval, {{"text", *kept.text}, {"person", *kept.person}});
    tx.run(begin_reading_again, {{"text", *kept.text}, {"person", *kept.person}, {"at", kept.at}});
    take_reading_back(tx, kept);
}

/// Whoever the publication put on the page is on it no more.
void hide_credits(db::Tx& tx, const Kept& kept, const Json& before) {
    const Json* unseen = before.find("unseen");
    if (!unseen || !unseen->array() || tx.first(arranged_since, {{"piece", kept.piece}, {"at", kept.at}})) return;
    for (const Json& position : *unseen->array())
        if (const auto number = position.integer()) tx.run(hide_credit, {{"piece", kept.piece}, {"position", *number}});
    take_reading_back(tx, kept);
    changed(tx, {piece_tag(kept.piece), "people"});
}

/// Answers what is in the way.
std::optional<std::string_view> bring_back(db::Tx& tx, const base::Viewer& viewer, const Kept& kept, const Json& before) {
    const TextId id = *kept.text;
    const Json* copy = before.find("copy");
    const Json* desk = before.find("desk");
    const bool had_copy = desk && desk->value == Json(true).value;
    const bool has_copy = tx.first(copy_exists, {{"text", id}}).has_value();
    const bool left = copy && (kept.stage_to == "live" || kept.stage_to.empty());
    if (left ? has_copy : !had_copy && has_copy) {
        // A withdrawal put it there; anything else was begun since.
        if (left || kept.act != "withdrawn" || !is_copy_of_live(tx, id)) return "publish.problem.undo_new_copy";
        tx.run(drop_copy_again, {{"text", id}});
        tx.run(count_dropped_copy, {{"text", id}});
    }
    if (!left && had_copy && !has_copy) return "publish.problem.undo_later_act";

    std::string stage = text(before, "stage");
    auto go_live_at = number(before, "go_live_at");
    auto wall = text(before, "go_live_wall");
    std::optional<std::int64_t> by;
    if (stage == name_of(Stage::scheduled)) {
        if (go_live_at && *go_live_at > tx.now().ms) {
            // Who brings a time back answers for it; jobs that are there already do it once together.
            by = viewer.person;
            jobs::later(tx, go_live_job, std::to_string(static_cast<std::int64_t>(id)), base::Instant{*go_live_at});
        } else {
            stage = name_of(Stage::ready);
            go_live_at.reset();
            wall.clear();
        }
    }
    tx.run(put_text_back, {{"stage", stage},
                           {"stage_since", number(before, "stage_since")},
                           {"go_live_at", go_live_at},
                           {"go_live_wall", wall},
                           {"by", by},
                           {"live", number(before, "live")},
                           {"published_on", number(before, "published_on")},
                           {"revised_on", number(before, "revised_on")},
                           {"checked_on", number(before, "checked_on")},
                           {"check_by", number(before, "check_by")},
                           {"native_read", number(before, "native_read")},
                           {"pairing", text(before, "pairing")},
                           {"withdrawn_at", number(before, "withdrawn_at")},
                           {"alone", number(before, "alone")},
                           {"text", id}});
    if (left) {
        auto version = number(*copy, "version"), first = number(*copy, "first");
        // Another copy was here in between, and whoever has it open must not take this one for it.
        if (const std::int64_t now = tx.first(version_of_text, {{"text", id}})->number(0); now > version.value_or(0))
            version = first = now + 1;
        tx.run(put_copy_back, {{"title", text(*copy, "title")},
                               {"summary", text(*copy, "summary")},
                               {"correction", text(*copy, "correction")},
                               {"body", text(*copy, "body")},
                               {"version", version},
                               {"first", first},
                               {"based_on", number(*copy, "based_on")},
                               {"check_by", number(*copy, "check_by")},
                               {"changed_at", number(*copy, "changed_at")},
                               {"text", id}});
    }
    tx.run(count_again, {{"text", id}, {"act", kept.id}});
    tx.run(tick_again, {{"text", id}, {"act", kept.id}});
    if (left) tx.run(begin_duties_again, {{"text", id}, {"at", kept.at}});
    return std::nullopt;
}
}

constexpr db::Query mark_undone{"editorial.mark_undone", R"sql(
    update acts set undone_at = :now, before = '' where id = :id
)sql"};

bool may_undo(db::Tx& tx, const base::Viewer& viewer, const Act& act) {
    const Kept kept = get_act(tx, act.id);
    return !find_reason(tx, kept) && may_take_back(tx, viewer, kept);
}

base::Result<ActId, Problems> undo(db::Tx& tx, const base::Viewer& viewer, ActId id) {
    const Kept kept = get_act(tx, id);
    const auto right = right_of(kept.act);
    if (right) require(tx, viewer, *right, kept.piece);
    if (const auto reason = find_reason(tx, kept)) return refusal("act", *reason);
    if (!may_take_back(tx, viewer, kept)) throw base::Denied(std::string(people::name_of(Right::approve)));
    const auto before = base::parse_json(kept.before);
    const auto piece = store::find_piece(tx, kept.piece);
    if (!before || !piece)
        throw base::Error("what act " + std::to_string(static_cast<std::int64_t>(id)) + " would bring back cannot be read");

    std::optional<State> was;
    if (kept.text) was = get_state(tx, *kept.text);
    if (kept.act == "retired")
        unretire_now(tx, *piece);
    else if (kept.act == "changed") {
        if (const auto obstacle = take_setting_back(tx, viewer, kept.piece, *before)) return refusal("act", *obstacle);
    } else if (kept.act == "unretired") {
        const auto instead = number(*before, "instead");
        retire_now(tx, *piece, {number(*before, "at").value_or(tx.now().ms)},
                   instead ? std::optional(static_cast<PieceId>(*instead)) : std::nullopt);
    } else if (kept.act == "approved")
        take_approval_back(tx, kept);
    else if (const auto obstacle = bring_back(tx, viewer, kept, *before))
        return refusal("act", *obstacle);
    if (kept.act == "published" || kept.act == "corrected") {
        if (kept.revision) tx.run(unpublish_revision, {{"revision", *kept.revision}});
        hide_credits(tx, kept, *before);
        index_live(tx, *piece, *kept.text);
    } else if (kept.act == "withdrawn" || kept.act == "restored")
        drop_pages(tx, *piece, *kept.text);

    tx.run(mark_undone, {{"now", tx.now()}, {"id", id}});
    if (!was) return record_act(tx, viewer, {.piece = kept.piece, .act = "undone", .note = kept.act});
    const State now = get_state(tx, *kept.text);
    const std::string_view stage = now.stage ? name_of(*now.stage) : now.live ? "live" : "";
    return record(tx, viewer, *was, {.act = "undone", .stage_to = stage, .note = kept.act});
}

// ---- what nobody can bring back any more -----------------------------------------------------------------------------

constexpr db::Query forget_before{"editorial.forget_before", R"sql(
    update acts set before = '' where before <> '' and at < :day_ago
)sql"};
constexpr db::Query forget_approvals{"editorial.forget_void_approvals", R"sql(
    delete from approvals where voided_by is not null and voided_by in (select id from acts where before = '')
)sql"};
constexpr db::Query forget_ticks{"editorial.forget_void_ticks", R"sql(
    delete from ticks where voided_by is not null and voided_by in (select id from acts where before = '')
)sql"};
constexpr db::Query forget_steps{"editorial.forget_steps", R"sql(
    delete from steps
     where not exists (select 1 from working_copies where working_copies.text_id = steps.text_id and working_copies.first_version < steps.version)
       and not exists (select 1 from acts where acts.text_id = steps.text_id and acts.before <> '')
)sql"};

void sweep(db::Tx& tx) {
    tx.run(forget_before, {{"day_ago", base::Instant{tx.now().ms - undo_ms}}});
    tx.run(forget_approvals);
    tx.run(forget_ticks);
    tx.run(forget_steps);
}

}
