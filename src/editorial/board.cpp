#include "editorial/copy_store.hpp"
#include "editorial/state.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace editorial {

using people::Right;

// ---- closed days -----------------------------------------------------------------------------------------------------

constexpr db::Query all_closures{"editorial.closures", R"sql(
    select id, from_day, until_day from desk_closures order by from_day, id
)sql"};

namespace {
std::vector<Closure> list_closures(db::Tx& tx) {
    std::vector<Closure> closures;
    for (const db::Row& row : tx.all(all_closures)) closures.push_back({row.number(0), row.day(1), row.day(2)});
    return closures;
}

/// Closures come in the order of their first days, and may overlap.
int count_open_days(const std::vector<Closure>& closures, base::Day from, base::Day to) {
    std::int64_t open = to.days - from.days;
    std::int64_t counted = from.days; // days up to this one are done with
    for (const Closure& closure : closures) {
        const std::int64_t begin = std::max(closure.from.days, counted + 1), end = std::min(closure.until.days, to.days);
        if (begin > end) continue;
        open -= end - begin + 1;
        counted = end;
    }
    return static_cast<int>(std::max<std::int64_t>(open, 0));
}
}

int open_days(db::Tx& tx, base::Instant from, base::Instant to) {
    return count_open_days(list_closures(tx), base::day_of(from), base::day_of(to));
}

std::optional<Closure> find_closure(db::Tx& tx) {
    const base::Day today = base::day_of(tx.now());
    for (const Closure& closure : list_closures(tx))
        if (closure.until >= today) return closure;
    return std::nullopt;
}

constexpr db::Query insert_closure{"editorial.close_desk", R"sql(
    insert into desk_closures (id, from_day, until_day, made_by) values (:id, :from, :until, :by)
)sql"};

base::Result<std::int64_t, Problems> close_desk(db::Tx& tx, const base::Viewer& viewer, base::Day from, base::Day until) {
    people::require(tx, viewer, Right::approve, people::Scope::site(), "desk");
    if (until < from) return refusal("until", "publish.problem.closure_order");
    if (from < base::day_of(tx.now())) return refusal("from", "publish.problem.day_passed");
    if (until.days - from.days > 366) return refusal("until", "publish.problem.closure_long");
    const std::int64_t id = base::new_id();
    tx.run(insert_closure, {{"id", id}, {"from", from}, {"until", until}, {"by", viewer.person}});
    return id;
}

constexpr db::Query closure_by_id{"editorial.closure", R"sql(
    select from_day, until_day from desk_closures where id = :id
)sql"};
constexpr db::Query shorten_closure{"editorial.shorten_closure", R"sql(
    update desk_closures set until_day = :until where id = :id
)sql"};
constexpr db::Query delete_closure{"editorial.delete_closure", R"sql(
    delete from desk_closures where id = :id
)sql"};

void reopen_desk(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    people::require(tx, viewer, Right::approve, people::Scope::site(), "desk");
    const auto row = tx.first(closure_by_id, {{"id", id}});
    const base::Day today = base::day_of(tx.now());
    if (!row || row->day(1) < today) throw base::Missing();
    if (row->day(0) >= today)
        tx.run(delete_closure, {{"id", id}});
    else
        tx.run(shorten_closure, {{"until", base::Day{today.days - 1}}, {"id", id}});
}

// ---- cards -----------------------------------------------------------------------------------------------------------

// The columns before the body come first in each row; what stands behind it costs a walk through the whole text.
constexpr db::Query open_copies{"editorial.list_cards", R"sql(
    select texts.id, texts.lang, texts.stage, texts.stage_since, texts.go_live_at,
           case when texts.withdrawn_at is null and texts.live_revision_id is not null then 1 else 0 end,
           pieces.id, pieces.kind, pieces.slug, working_copies.title, working_copies.changed_by
      from working_copies join texts on texts.id = working_copies.text_id join pieces on pieces.id = texts.piece_id
     where pieces.retired_at is null
     order by texts.stage_since, texts.id
)sql"};
constexpr db::Query open_duties{"editorial.open_duties", R"sql(
    select duties.text_id, duties.duty, duties.due_on, persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja,
           persons.collective, persons.agreed_on, persons.former
      from duties join persons_shown persons on persons.id = duties.person_id
     where duties.ended_at is null
     order by duties.asked_at, duties.id
)sql"};
constexpr db::Query present_approvals{"editorial.present_approvals", R"sql(
    select approvals.text_id, approvals.person_id
      from approvals join working_copies on working_copies.text_id = approvals.text_id
     where approvals.version = working_copies.version and approvals.voided_by is null
)sql"};
constexpr db::Query written_by{"editorial.written_by", R"sql(
    select distinct steps.text_id
      from steps join working_copies on working_copies.text_id = steps.text_id and steps.version > working_copies.first_version
     where steps.person_id = :person
)sql"};

bool counts_at(Duty duty, Stage stage) {
    switch (stage) {
        case Stage::draft: return duty == Duty::write || duty == Duty::translate;
        case Stage::first_read: return duty == Duty::read;
        case Stage::proof: return duty == Duty::proof;
        case Stage::ready:
        case Stage::scheduled: return false;
    }
    return false;
}

namespace {
/// Asks for rights on many pieces without a query for each.
class Access {
public:
    Access(db::Tx& tx, const base::Viewer& viewer) : tx_(tx), viewer_(viewer) {}

    bool may(Right right, PieceId piece, const std::string& kind) {
        if (people::may(viewer_, right, section(kind))) return true;
        if (people::may(viewer_, right, {{people::piece_scope(static_cast<std::int64_t>(piece))}})) return true;
        for (const base::Viewer::Grant& grant : viewer_.grants)
            if ((grant.rights & static_cast<std::uint64_t>(right)) != 0 && inside(kind, grant.scope).contains(piece)) return true;
        return false;
    }

private:
    const people::Scope& section(const std::string& kind) {
        const auto known = sections_.find(kind);
        return known != sections_.end() ? known->second : sections_.emplace(kind, scope_of_kind(kind)).first->second;
    }

    const std::set<PieceId>& inside(const std::string& kind_name, const std::string& scope) {
        const auto [at, is_new] = inside_.try_emplace({kind_name, scope});
        const Kind* kind = is_new ? find_kind(kind_name) : nullptr;
        if (kind && kind->inside)
            for (const PieceId piece : kind->inside(tx_, scope)) at->second.insert(piece);
        return at->second;
    }

    db::Tx& tx_;
    const base::Viewer& viewer_;
    std::map<std::string, people::Scope> sections_;
    std::map<std::pair<std::string, std::string>, std::set<PieceId>> inside_;
};

struct OpenDuty {
    Duty duty = Duty::write;
    std::optional<base::Day> due_on;
    people::Person person;
};

/// A card, and what decides whom it waits for.
struct Dealt {
    Card card;
    std::optional<people::PersonId> changed_by;
    std::set<people::PersonId> approved_by;
};

std::vector<Dealt> deal(db::Tx& tx, Access& access, bool small) {
    std::map<TextId, std::vector<OpenDuty>> duties;
    for (const db::Row& row : tx.all(open_duties))
        duties[row.id<TextId>(0)].push_back({duty_from(row.text(1)).value_or(Duty::write), row.find_day(2), *store::read_person(row, 3)});
    std::map<TextId, std::set<people::PersonId>> approvals;
    for (const db::Row& row : tx.all(present_approvals)) approvals[row.id<TextId>(0)].insert(row.id<people::PersonId>(1));
    const auto closures = list_closures(tx);
    const base::Day today = base::day_of(tx.now());
    std::map<std::string, int> needed;

    std::vector<Dealt> dealt;
    for (const db::Row& row : tx.all(open_copies)) {
        const auto piece = row.id<PieceId>(6);
        const std::string& kind = row.text(7);
        const bool moves = access.may(Right::approve, piece, kind);
        const bool sees = moves || access.may(Right::edit, piece, kind) || access.may(Right::suggest, piece, kind) ||
                          access.may(Right::comment, piece, kind);
        if (!sees) continue;
        Dealt one;
        Card& card = one.card;
        card.text = row.id<TextId>(0);
        card.piece = piece;
        card.kind = kind;
        card.slug = row.text(8);
        card.title = row.text(9);
        card.lang = base::lang_from(row.text(1)).value_or(base::Lang::en);
        card.stage = stage_from(row.text(2)).value_or(Stage::draft);
        card.since = row.instant(3);
        card.days = count_open_days(closures, base::day_of(card.since), today);
        if (!row.is_null(4)) card.go_live_at = row.instant(4);
        card.correction = row.flag(5);
        card.may_move = moves;
        if (!row.is_null(10)) one.changed_by = row.id<people::PersonId>(10);
        if (const auto asked = duties.find(card.text); asked != duties.end())
            for (const OpenDuty& duty : asked->second) {
                if (!counts_at(duty.duty, card.stage)) continue;
                card.turn.push_back(duty.person);
                if (duty.due_on && (!card.due_on || *duty.due_on < *card.due_on)) card.due_on = duty.due_on;
            }
        if (const auto said = approvals.find(card.text); said != approvals.end()) one.approved_by = said->second;
        card.approvals = static_cast<int>(one.approved_by.size());
        const auto [at, is_new] = needed.try_emplace(kind, 0);
        if (is_new && !small) at->second = workflow_of(tx, kind).approvals;
        card.approvals_needed = at->second;
        dealt.push_back(std::move(one));
    }
    return dealt;
}
}

std::vector<Card> list_cards(db::Tx& tx, const base::Viewer& viewer) {
    Access access(tx, viewer);
    std::vector<Card> cards;
    for (Dealt& one : deal(tx, access, is_small_desk(tx))) cards.push_back(std::move(one.card));
    return cards;
}

std::vector<Card> list_waiting(db::Tx& tx, const base::Viewer& viewer) {
    const auto me = people::require_account(viewer);
    std::set<TextId> own;
    for (const db::Row& row : tx.all(written_by, {{"person", me}})) own.insert(row.id<TextId>(0));
    const bool small = is_small_desk(tx);
    Access access(tx, viewer);
    const auto waits = [&](const Dealt& one) {
        const Card& card = one.card;
        if (!card.turn.empty())
            return std::any_of(card.turn.begin(), card.turn.end(), [&](const people::Person& person) { return person.id == me; });
        const bool can_approve = card.may_move && !one.approved_by.contains(me) && (small || !own.contains(card.text));
        switch (card.stage) {
            case Stage::draft: return one.changed_by == me;
            case Stage::first_read:
            case Stage::proof: return card.may_move && (can_approve || card.approvals >= card.approvals_needed);
            case Stage::ready:
                return card.approvals >= card.approvals_needed ? access.may(Right::publish, card.piece, card.kind) : can_approve;
            case Stage::scheduled: return false;
        }
        return false;
    };
    std::vector<Card> cards;
    for (Dealt& one : deal(tx, access, small))
        if (waits(one)) cards.push_back(std::move(one.card));
    return cards;
}

}
