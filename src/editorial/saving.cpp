#include "editorial/copy_store.hpp"
#include "editorial/rebase.hpp"
#include "kit/base/utf8.hpp"
#include "kit/doc/steps.hpp"

#include <algorithm>

namespace editorial {

using people::Right;
using Outcome = std::variant<Saved, Since, Closed, Unfit>;

namespace {
Unfit unfit(std::string what) { return {{{0, std::move(what)}}}; }

bool is_client(std::string_view name) {
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

/// The client of changes that no script sent.
constexpr std::string_view form = "form";
}

constexpr db::Query last_step_of{"editorial.last_step_of_person", R"sql(
    select max(at) from steps where text_id = :text and person_id = :person
)sql"};
constexpr db::Query open_duties{"editorial.writing_duty", R"sql(
    select duty from duties where text_id = :text and person_id = :person and ended_at is null
)sql"};
constexpr db::Query other_writers{"editorial.other_writers", R"sql(
    select 1 from credits where piece_id = :piece and role = 'writer' and person_id <> :person limit 1
)sql"};
constexpr db::Query insert_step{"editorial.insert_step", R"sql(
    insert into steps (text_id, version, client, person_id, step, at) values (:text, :version, :client, :person, :step, :now)
)sql"};
constexpr db::Query update_body{"editorial.save_body", R"sql(
    update working_copies set body = :body, version = :version, changed_at = :now, changed_by = :person where text_id = :text
)sql"};
constexpr db::Query update_version{"editorial.save_version", R"sql(
    update texts set version = :version where id = :text
)sql"};
constexpr db::Query update_heading{"editorial.save_heading", R"sql(
    update working_copies set title = :title, summary = :summary, changed_at = :now, changed_by = :person where text_id = :text
)sql"};
constexpr db::Query unsee{"editorial.unsee_heading", R"sql(
    update approvals set version = -1 where text_id = :text
)sql"};
constexpr db::Query untick{"editorial.untick_heading", R"sql(
    update ticks set version = -1 where text_id = :text
)sql"};
constexpr db::Query update_facts{"editorial.set_copy_facts", R"sql(
    update working_copies set check_by = :check_by, correction = :correction where text_id = :text
)sql"};

namespace {
/// One change of a working copy: who may, what is written down besides, and the change itself.
class Change {
public:
    /// Throws base::Denied for whoever may not write here at all, base::Missing for no text.
    Change(db::Tx& tx, const base::Viewer& viewer, TextId text)
        : tx_(tx), viewer_(viewer), text_(text), stored_(store::find_stored(tx, text)) {
        const PieceId piece = stored_ ? stored_->copy.piece.id : store::piece_of(tx, text);
        scope_ = scope_of(tx, piece);
        accepts_ = people::may(viewer, Right::accept, scope_);
        if (!accepts_ && !people::may(viewer, Right::edit, scope_)) throw base::Denied(std::string(people::name_of(Right::edit)));
    }

    std::optional<Closed> closed() const {
        if (!stored_) return Closed{.published = true};
        const Stage stage = stored_->copy.stage;
        if (stage == Stage::scheduled || (stage != Stage::draft && !accepts_)) return Closed{.published = false};
        return std::nullopt;
    }

    const store::StoredCopy& stored() const { return *stored_; }
    const Copy& copy() const { return stored_->copy; }
    /// What came since a version; closed where those steps are gone.
    Outcome since(std::int64_t version) const {
        if (auto since = store::since(tx_, *stored_, version)) return std::move(*since);
        return Closed{.published = true};
    }

    /// `after` is the document with these steps.
    Saved store_steps(const std::vector<doc::Step>& steps, doc::Node after, std::string_view client) {
        std::int64_t version = copy().version + static_cast<std::int64_t>(steps.size());
        const std::string body = base::write_json(doc::to_json(after));
        // The row of the copy comes first: of two who save at the same moment one waits here, and begins anew with the other's version.
        tx_.run(update_body, {{"body", body}, {"version", version}, {"now", tx_.now()}, {"person", viewer_.person}, {"text", text_}});
        tx_.run(update_version, {{"version", version}, {"text", text_}});
        note();
        credit(/*words=*/true);
        Since news{.version = version, .steps = {}, .clients = std::vector<std::string>(steps.size(), std::string(client))};
        version = copy().version;
        for (const doc::Step& step : steps) {
            news.steps.push_back(doc::to_json(step));
            tx_.run(insert_step, {{"text", text_},
                                  {"version", ++version},
                                  {"client", client},
                                  {"person", viewer_.person},
                                  {"step", base::write_json(news.steps.back())},
                                  {"now", tx_.now()}});
        }
        store::keep_body(text_, body, std::move(after));
        tell_copy(tx_, {.text = text_, .event = "steps", .data = to_json(news), .id = version});
        return {version};
    }

    void store_heading(const Heading& heading) {
        tx_.run(update_heading,
                {{"title", heading.title}, {"summary", heading.summary}, {"now", tx_.now()}, {"person", viewer_.person}, {"text", text_}});
        note();
        credit(/*words=*/false);
        tx_.run(unsee, {{"text", text_}});
        tx_.run(untick, {{"text", text_}});
        tell_copy(tx_, {.text = text_,
                        .event = "heading",
                        .data = base::Json::Object{{"title", heading.title}, {"summary", heading.summary}},
                        .id = copy().version});
    }

private:
    /// What stood here before and the use of the right are written down, once for a change.
    void note() {
        if (noted_) return;
        noted_ = true;
        const bool same = viewer_.person && copy().changed_by == person();
        std::optional<base::Instant> mine;
        if (same) mine = copy().changed_at;
        if (!same && viewer_.person) {
            const auto row = tx_.first(last_step_of, {{"text", text_}, {"person", *viewer_.person}});
            if (row && !row->is_null(0)) mine = row->instant(0);
        }
        const std::int64_t now = tx_.now().ms;
        const bool joins = !same && (!mine || now - mine->ms >= idle_ms);
        // A copy that nobody has touched is what it began from.
        if (copy().changed_by || copy().based_on) {
            if (joins)
                store::cut(tx_, *stored_, copy().changed_by, "author");
            else if (now - copy().changed_at.ms >= idle_ms)
                store::cut(tx_, *stored_, copy().changed_by, "idle");
        }
        // One line in an hour says as much as one for each sentence.
        constexpr std::int64_t hour = 3600LL * 1000;
        if (!mine || mine->ms / hour != now / hour)
            people::require(tx_, viewer_, accepts_ ? Right::accept : Right::edit, scope_,
                            people::piece_scope(static_cast<std::int64_t>(copy().piece.id)));
    }

    /// Whoever only gives an empty text its name, for somebody else to write it, is no writer of it.
    void credit(bool words) {
        if (credited_ || !viewer_.person) return;
        const bool empty = !copy().based_on && copy().version == stored_->first_version;
        const bool same = copy().changed_by == person();
        if (words ? same && !empty : same || (empty && !copy().changed_by)) return;
        credited_ = true;
        store::record_credit(tx_, copy().piece.id, text_, role(), *person());
    }

    std::optional<people::PersonId> person() const {
        return viewer_.person ? std::optional(static_cast<people::PersonId>(*viewer_.person)) : std::nullopt;
    }

    /// What this person's writing here is called. An editor who goes over what somebody else wrote is no second writer.
    std::string_view role() const {
        bool writes = !accepts_;
        for (const db::Row& row : tx_.all(open_duties, {{"text", text_}, {"person", *person()}})) {
            if (row.text(0) == "translate") return "translator";
            writes = writes || row.text(0) == "write";
        }
        if (writes) return "writer";
        return tx_.first(other_writers, {{"piece", copy().piece.id}, {"person", *person()}}) ? "editor" : "writer";
    }

    db::Tx& tx_;
    const base::Viewer& viewer_;
    TextId text_;
    std::optional<store::StoredCopy> stored_;
    people::Scope scope_;
    bool accepts_ = false, noted_ = false, credited_ = false;
};

base::Result<std::vector<doc::Step>, Unfit> read_steps(const std::vector<base::Json>& sent) {
    std::vector<doc::Step> steps;
    for (const base::Json& json : sent) {
        auto step = doc::step_from_json(json);
        if (!step) return base::Failure{Unfit{std::move(step.error())}};
        steps.push_back(std::move(*step));
    }
    return steps;
}

doc::Faults apply_all(doc::Node& document, const std::vector<doc::Step>& steps) {
    for (const doc::Step& step : steps)
        if (doc::Faults faults = doc::apply_to(document, step); !faults.empty()) return faults;
    return {};
}
}

Outcome save_steps(db::Tx& tx, const base::Viewer& viewer, TextId text, const Batch& batch) {
    Change change(tx, viewer, text);
    if (const auto closed = change.closed()) return *closed;
    if (!is_client(batch.client)) return unfit("the name of a client is 1 to 64 of A-Z a-z 0-9 - _");
    if (batch.steps.size() > most_steps) return unfit("a batch has at most " + std::to_string(most_steps) + " steps");
    if (batch.version != change.copy().version) return change.since(batch.version);
    if (batch.steps.empty()) return Saved{batch.version};
    const auto steps = read_steps(batch.steps);
    if (!steps) return steps.error();
    doc::Node body = store::take_body(text, change.stored().body);
    if (doc::Faults faults = apply_all(body, *steps); !faults.empty()) return Unfit{std::move(faults)};
    return change.store_steps(*steps, std::move(body), batch.client);
}

Outcome save_document(db::Tx& tx, const base::Viewer& viewer, TextId text, std::int64_t version, const doc::Node& before,
                      const doc::Node& after) {
    Change change(tx, viewer, text);
    if (const auto closed = change.closed()) return *closed;
    const auto since = store::since(tx, change.stored(), version);
    if (!since) return Closed{.published = true};
    if (before == after) return Saved{change.copy().version};

    doc::Node body = store::take_body(text, change.stored().body);
    if (since->steps.empty()) {
        const auto mine = doc::steps_between(body, after);
        if (!mine) return Unfit{mine.error()};
        if (doc::Faults faults = apply_all(body, *mine); !faults.empty()) return Unfit{std::move(faults)};
        return change.store_steps(*mine, std::move(body), form);
    }
    const auto mine = doc::steps_between(before, after);
    if (!mine) return Unfit{mine.error()};
    const auto theirs = read_steps(since->steps);
    if (!theirs) return theirs.error();
    doc::Node rebased_on = body;
    const auto rebased = rebase(*mine, mapping_to(before, *theirs, body), rebased_on);
    if (!rebased) return Unfit{rebased.error()};
    return change.store_steps(*rebased, std::move(rebased_on), form);
}

Outcome restore_revision(db::Tx& tx, const base::Viewer& viewer, RevisionId id) {
    const auto revision = find_revision(tx, viewer, id);
    if (!revision) throw base::Missing();
    if (!store::find_stored(tx, revision->text)) {
        const auto piece = store::piece_of(tx, revision->text);
        open_copy(tx, viewer, piece, store::lang_of(tx, revision->text));
    }
    Change change(tx, viewer, revision->text);
    if (const auto closed = change.closed()) return *closed;
    doc::Node body = store::take_body(revision->text, change.stored().body);
    const auto steps = doc::steps_between(body, revision->body);
    if (!steps) return Unfit{steps.error()};
    if (doc::Faults faults = apply_all(body, *steps); !faults.empty()) return Unfit{std::move(faults)};
    if (revision->title != change.copy().title || revision->summary != change.copy().summary)
        change.store_heading({revision->title, revision->summary});
    Saved saved{change.copy().version};
    if (!steps->empty()) saved = change.store_steps(*steps, std::move(body), form);
    // What stood there can be brought back in turn.
    store::cut(tx, change.stored(), change.copy().changed_by, "restored");
    return saved;
}

namespace {
/// One line of so many code points.
bool is_line(std::string_view text, std::size_t longest) {
    return base::is_utf8(text) && base::code_points(text) <= longest &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}
}

std::variant<Saved, Heading, Closed, Unfit> save_heading(db::Tx& tx, const base::Viewer& viewer, TextId text, const HeadingChange& wanted) {
    Change change(tx, viewer, text);
    if (const auto closed = change.closed()) return *closed;
    if (wanted.title && !is_line(wanted.title->second, longest_title))
        return unfit("a title is one line of at most " + std::to_string(longest_title) + " characters");
    if (wanted.summary && !is_line(wanted.summary->second, longest_summary))
        return unfit("a summary is one line of at most " + std::to_string(longest_summary) + " characters");
    Heading heading{change.copy().title, change.copy().summary};
    const Heading before = heading;
    const auto take = [](const auto& pair, std::string& here) {
        if (!pair) return true;
        // Sent again because the answer was lost: it is done.
        if (here == pair->second) return true;
        if (here != pair->first) return false;
        here = pair->second;
        return true;
    };
    if (!take(wanted.title, heading.title) || !take(wanted.summary, heading.summary)) return before;
    if (heading.title == before.title && heading.summary == before.summary) return Saved{change.copy().version};
    change.store_heading(heading);
    return Saved{change.copy().version};
}

void set_copy_facts(db::Tx& tx, const base::Viewer& viewer, TextId text, std::optional<base::Day> check_by, std::string_view correction) {
    const auto stored = store::find_stored(tx, text);
    if (!stored) throw base::Missing();
    if (!may_write(tx, viewer, stored->copy)) throw base::Denied(std::string(people::name_of(Right::edit)));
    tx.run(update_facts, {{"check_by", check_by}, {"correction", correction}, {"text", text}});
}

}
