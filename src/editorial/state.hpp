#pragma once
#include "editorial/editorial.hpp"

/// Private to editorial: where a text stands, for the rules that move it.
namespace editorial {

struct State {
    TextId text{};
    Piece piece;
    base::Lang lang{};
    std::optional<Stage> stage;  // nothing without a working copy
    std::int64_t version = 0;    // of the working copy
    std::optional<RevisionId> live; // of a withdrawn text too
    std::optional<base::Day> published_on;
    bool withdrawn = false, retired = false;
    std::optional<base::Instant> go_live_at;
    std::optional<people::PersonId> scheduled_by;
};
/// Throws base::Missing for no text.
State get_state(db::Tx&, TextId);

/// The right and, for the record, the piece that it is used on.
people::Scope require(db::Tx&, const base::Viewer&, people::Right, PieceId);
base::Failure<Problems> refusal(std::string_view field, std::string_view word, std::vector<std::pair<std::string, std::string>> args = {});
/// Why no working copy of this text can be moved.
std::optional<Problem> find_obstacle(const State&);

/// In this stage from now on, and without a time to go live.
void set_stage(db::Tx&, TextId, Stage);
/// Writes down what was done to a text, and tells whoever looks at it where it stands now ("live": it left the desk).
struct Done {
    std::string_view act, stage_to, note = {};
    std::optional<RevisionId> revision = {};
    std::string before = {};
};
ActId record(db::Tx&, const base::Viewer&, const State& was, const Done&);

/// Whoever wrote in the present working copy, or was asked to write it.
bool is_writer(db::Tx&, TextId, people::PersonId);
/// People other than who writes it, and than this one, who said yes to the present version.
int count_approvals(db::Tx&, TextId, std::optional<people::PersonId> but = {});
/// The lines of the checklist that are not done, as reasons.
Problems open_problems(const std::vector<Check>&);
/// Who publishes, and whether they read the answer: what the record keeps for everybody has no names in it.
struct Asker {
    std::optional<people::PersonId> by = {};
    bool reads = true;
};
/// As checklist(), for rules that have asked for the right.
std::vector<Check> check_all(db::Tx&, const Copy&, const Asker&);

// ---- what readers see ------------------------------------------------------------------------------------------------

struct Making {
    std::string title, summary;
    doc::Node body;
    base::Day first_day{}; // if it was never live
    std::optional<base::Day> checked_on, check_by;
    bool native_read = false;
    Pairing pairing = Pairing::parallel;
    bool alone = false;
    std::string correction = {};
    std::optional<people::PersonId> by = {};
    bool from_desk = true; // what was written in the working copy; else it came from elsewhere
    bool lift = true; // shown again if it was withdrawn; a retired piece stays so
};
/// The one way for a document to become what readers see: revision, live pointer, citations, dates, credits and cache tags.
RevisionId make_live(db::Tx&, const Piece&, TextId, const Making&);
/// Citations of the live revision anew, after it was changed by hand.
void index_live(db::Tx&, const Piece&, TextId);
/// Drops the pages that show this text or list it.
void drop_pages(db::Tx&, const Piece&, TextId);

/// Withdraws what readers see of the piece, and the other way round for what was withdrawn with it.
void retire_now(db::Tx&, const Piece&, base::Instant at, std::optional<PieceId> instead);
void unretire_now(db::Tx&, const Piece&);

/// A draft in which nobody changed a word of what readers saw last.
bool is_copy_of_live(db::Tx&, TextId);
/// The working copy is gone from the desk; its approvals and ticks are void by this act and its duties have ended.
void leave_desk(db::Tx&, TextId, ActId);

// ---- undoing ---------------------------------------------------------------------------------------------------------

/// What undo brings back, as JSON without any person: where the text stands, and its working copy if that is going to leave the desk.
std::string snapshot(db::Tx&, TextId, bool with_copy);

}
