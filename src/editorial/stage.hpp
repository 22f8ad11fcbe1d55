#pragma once
#include "editorial/working.hpp"

namespace editorial {

/// How a kind of piece is made: its stages in order, how many other people must have said yes to the last version.
struct Workflow {
    std::vector<Stage> stages{Stage::draft, Stage::first_read, Stage::ready}; // from draft to ready; `scheduled` is in none
    int approvals = 1;
    std::vector<std::pair<Stage, int>> limits; // how many texts a column of the board should hold
};
inline constexpr int most_approvals = 5;
/// What the keeper set for the kind, else what the kind brings.
Workflow workflow_of(db::Tx&, std::string_view kind);
/// Needs `keep`. Texts at a stage that there is no more go back to the one before it. Empty: it is set; else what is wrong with it.
Problems set_workflow(db::Tx&, const base::Viewer&, std::string_view kind, const Workflow&);
/// Fewer than three people may approve here: then whoever may publish does so without a second person, and the page says it.
bool is_small_desk(db::Tx&);

// ---- whose turn ------------------------------------------------------------------------------------------------------

/// `write` and `translate` count while the text is a draft, `read` in its first read, `proof` in its proof.
enum class Duty { write, translate, read, proof };
inline constexpr std::array<Duty, 4> all_duties{Duty::write, Duty::translate, Duty::read, Duty::proof};
std::string_view name_of(Duty);
std::optional<Duty> duty_from(std::string_view);
bool counts_at(Duty, Stage);
struct Turn {
    std::int64_t id = 0;
    TextId text{};
    people::Person person;
    Duty duty = Duty::write;
    std::optional<base::Day> due_on;
    std::string note;
    base::Instant asked_at;
};
/// Open ones of a text. For its people.
std::vector<Turn> list_turns(db::Tx&, const base::Viewer&, TextId);
/// An open one, for whoever tells the person about it; nothing once it has ended.
std::optional<Turn> find_turn(db::Tx&, std::int64_t id);
struct Ask {
    people::PersonId person{};
    Duty duty = Duty::write;
    std::optional<base::Day> due_on;
    std::string note;
};
inline constexpr std::size_t longest_note = 4000; // bytes
/// Needs `approve`. Gives the role on the piece that the duty needs (contributor, proofreader) where the person has not more already. Ends the
/// open duty to write or translate of whoever had it, and an open duty of the same kind of this person: several may read. Tells the person by
/// mail (news "editorial.asked", the id of the duty). Refused for who has no account.
base::Result<std::int64_t, Problems> ask(db::Tx&, const base::Viewer&, TextId, const Ask&);
/// Needs `approve`, or is one's own.
void end_turn(db::Tx&, const base::Viewer&, std::int64_t id);

// ---- moves -----------------------------------------------------------------------------------------------------------
// Refused, all of them, where the piece was retired or there is no working copy any more.

enum class ActId : std::int64_t {};
struct Act;

/// News, with the id of the text: it was handed over or has its time, so that there is something to look at before readers get it.
inline constexpr std::string_view on_its_way = "editorial.on_its_way";
/// From a draft to the next stage, by who writes it. Cuts a revision. News "editorial.handed_over" (the id of the act). Needs `edit`. `agrees`: the
/// agreement of who writes to being published unpaid under the licence, asked once for each text and person; refused without it.
base::Result<ActId, Problems> hand_over(db::Tx&, const base::Viewer&, TextId, std::string_view note, bool agrees);
/// Whether hand_over() and publishing still ask the viewer for it.
bool must_agree(db::Tx&, const base::Viewer&, TextId);
/// From anywhere back to the writer, with notes. Needs `approve` or `accept`. Approvals are void. News "editorial.sent_back" (the id of the act).
base::Result<ActId, Problems> send_back(db::Tx&, const base::Viewer&, TextId, std::string_view notes);
/// To another stage of the workflow, `scheduled` excepted. Needs `approve`.
base::Result<ActId, Problems> move_to(db::Tx&, const base::Viewer&, TextId, Stage, std::string_view note = {});
/// Says yes to this version, and ends one's own duty to read or proofread. Needs `approve`; refused for a draft, for a version that is not the
/// present one, and, but on a small desk, for whoever wrote the text.
base::Result<ActId, Problems> approve(db::Tx&, const base::Viewer&, TextId, std::int64_t version);
struct Approval {
    people::Person person;
    bool of_present_version = false;
    base::Instant at;
};
/// Those that are not void. For the people of the text.
std::vector<Approval> list_approvals(db::Tx&, const base::Viewer&, TextId);
/// privacy, japanese_read (of a Japanese text), house_words, agreement.
bool is_tick(base::Lang, std::string_view name);
/// Ticks a box for the present version; `agreement` is one's own and for good. Needs the right to write here, or `approve`. Throws base::Missing for
/// another name, and where there is no working copy.
void tick(db::Tx&, const base::Viewer&, TextId, std::string_view name, bool on);

/// One line of the checklist.
struct Check {
    enum class State { done, open, advice };
    std::string name;
    State state = State::open;
    Problems problems; // what is open, or advised
};
/// In the order in which the page shows them: heading, block (what the kind asks for), headings, pictures, japanese_read, house_words, privacy,
/// agreement, licence, the gates, approvals, hands, check_by, correction; those that do not concern the text are left out. For the people of the
/// text. Publishing is refused while one is open.
std::vector<Check> checklist(db::Tx&, const base::Viewer&, const Copy&);
/// Part of the checklist that a room above answers for: nothing where it does not concern the text. Wiring lists them.
struct Gate {
    std::string name;
    std::function<std::optional<Check>(db::Tx&, const Copy&)> check;
};
void set_gates(std::vector<Gate>);

struct GoLive {
    std::optional<base::Instant> when; // nothing: now
    std::string wall; // as it was typed
    std::int64_t version = 0; // that the person saw
};
/// Makes the working copy live, now or at a time. Needs `publish`. Refused while the checklist has something open, for another version than the
/// present one, and for a time that has passed. News "editorial.published" (the id of the text) once it is live.
base::Result<ActId, Problems> go_live(db::Tx&, const base::Viewer&, TextId, const GoLive&);
/// Back to `ready`. Needs `publish`.
base::Result<ActId, Problems> unschedule(db::Tx&, const base::Viewer&, TextId);
/// The scheduled text goes live: done once, however often the job runs; sent back to `ready` where the checklist has something open by now, or
/// who set the time may publish no more. The act is of nobody then, and its note is read by problems_in(). Kind of the job: "editorial.go_live",
/// payload: the id of the text.
void go_live_when_due(db::Tx&, TextId);
inline constexpr std::string_view go_live_job = "editorial.go_live";
/// What the program wrote as the note of an act of its own; empty for words that a person wrote.
Problems problems_in(std::string_view note);

/// Readers do not see it any more; the text stays as it was, as a working copy too if there was none. Needs `publish`.
base::Result<ActId, Problems> withdraw(db::Tx&, const base::Viewer&, TextId, std::string_view why);
/// Shows the live revision again. A working copy that differs from it stays. Needs `publish`.
base::Result<ActId, Problems> restore(db::Tx&, const base::Viewer&, TextId);
/// The whole piece, in both languages; its address says what to read instead. Needs `publish`.
base::Result<ActId, Problems> retire(db::Tx&, const base::Viewer&, PieceId, std::optional<PieceId> instead);
base::Result<ActId, Problems> unretire(db::Tx&, const base::Viewer&, PieceId);
/// A working copy that nobody wants leaves the board. What was written in it is kept as a revision. Needs `publish`.
base::Result<ActId, Problems> drop_copy(db::Tx&, const base::Viewer&, TextId);

/// A retired piece, for its address.
struct Gone {
    std::string title; // of what readers saw last; "" where it had been withdrawn before
    base::Lang title_lang{};
    base::Day on;
    std::optional<Entry> instead; // what readers see of the piece to read in its place
};
std::optional<Gone> find_gone(db::Tx&, const base::Viewer&, const Piece&, base::Lang);

inline constexpr std::int64_t undo_ms = 24LL * 3600 * 1000;
/// Takes the latest act of a text or piece back, within a day. Needs the right that the act needed; saying yes is taken back by whoever said it.
/// Refused once something else was done since.
base::Result<ActId, Problems> undo(db::Tx&, const base::Viewer&, ActId);
/// Whether undo() would be tried for this viewer now, for the page that shows the button.
bool may_undo(db::Tx&, const base::Viewer&, const Act&);
/// What only an undo would need goes once its day is over: a schedule calls it each hour.
void sweep(db::Tx&);

// ---- board -----------------------------------------------------------------------------------------------------------

struct Card {
    TextId text{};
    PieceId piece{};
    std::string kind, slug, title; // the title may be empty
    base::Lang lang{};
    Stage stage = Stage::draft;
    base::Instant since; // in this stage
    int days = 0; // since then, without those on which the desk was closed
    std::vector<people::Person> turn; // of whom it waits for; empty: nobody was asked
    std::optional<base::Day> due_on; // the first of theirs
    std::optional<base::Instant> go_live_at;
    int approvals = 0, approvals_needed = 0; // of the present version; a small desk needs none
    bool correction = false; // readers see an older revision
    bool may_move = false; // the viewer
};
/// Working copies that the viewer may see, the longest waiting first. Everything for whoever has `edit` on the site, what is in the section or
/// course for whoever has it there; else those of one's own.
std::vector<Card> list_cards(db::Tx&, const base::Viewer&);
/// Those that wait for the viewer: one's own duties, and texts at a stage that needs a right the viewer has while nobody else was asked. A draft
/// that nobody was asked to write waits for whoever wrote in it last.
std::vector<Card> list_waiting(db::Tx&, const base::Viewer&);

struct Closure {
    std::int64_t id = 0;
    base::Day from, until; // the last day
};
/// The present or next one.
std::optional<Closure> find_closure(db::Tx&);
/// Needs `approve` on the site. Refused for days that have passed or are more than a year.
base::Result<std::int64_t, Problems> close_desk(db::Tx&, const base::Viewer&, base::Day from, base::Day until);
/// From today on; days on which it was closed already stay so. Needs `approve` on the site.
void reopen_desk(db::Tx&, const base::Viewer&, std::int64_t id);
/// Days between two instants on which the desk was open: those after the first one's, up to the second one's.
int open_days(db::Tx&, base::Instant from, base::Instant to);

}
