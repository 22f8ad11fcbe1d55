#pragma once
#include "editorial/stage.hpp"

namespace editorial {

/// A text as it stood once.
struct Revision {
    RevisionId id{};
    TextId text{};
    std::string title, summary;
    doc::Node body;
    base::Instant made_at;
    std::optional<people::Person> made_by; // may be named only as people::Person::may_be_named() says
    std::string reason;                    // handed_over, author, idle, published, restored, offered
    bool live = false;
};
/// Newest first, without bodies. For the people of the text.
std::vector<Revision> list_revisions(db::Tx&, const base::Viewer&, TextId);
/// For the people of the text.
std::optional<Revision> find_revision(db::Tx&, const base::Viewer&, RevisionId);
/// A newer text that came with an upgrade of the content while people wrote their own: theirs was left alone. Nothing once the text was
/// published again. For the people of the text; restore_revision() takes it.
std::optional<Revision> find_offered(db::Tx&, const base::Viewer&, TextId);
/// Brings an older text back as a new change of the working copy, which is opened where there is none. Needs the right to write. What stood
/// there becomes a revision in turn.
std::variant<Saved, Since, Closed, Unfit> restore_revision(db::Tx&, const base::Viewer&, RevisionId);
/// Cuts one of the working copy as it stands, if it differs from the latest.
RevisionId cut_revision(db::Tx&, TextId, std::optional<people::PersonId> by, std::string_view reason);

/// A correction that readers are told of.
struct Correction {
    base::Day on;
    std::string note;
};
/// Of a live text, newest first.
std::vector<Correction> list_corrections(db::Tx&, TextId);

// ---- the record of a piece -------------------------------------------------------------------------------------------

/// created, asked, handed_over, sent_back, moved, approved, scheduled, unscheduled, published, corrected, withdrawn, restored, retired,
/// unretired, dropped, renamed, credited (stage_from and stage_to are the roles), translated, offered, redacted, undone.
struct Act {
    ActId id{};
    PieceId piece{};
    std::optional<TextId> text = {};
    std::optional<base::Lang> lang = {};
    std::string act = {};
    std::optional<people::Person> person = {}; // nobody: the program, at a set time
    std::string stage_from = {}, stage_to = {}, note = {};
    std::optional<RevisionId> revision = {};
    base::Instant at = {};
    bool undone = false;
    bool may_undo = false; // by the viewer, now
};
/// Newest first. For the people of the piece: everything.
std::vector<Act> list_acts(db::Tx&, const base::Viewer&, PieceId);
/// What everybody may read about how a live piece was made: asked, handed over, approved, published, corrected, translated; without notes,
/// without the names of those who may not be named, and without what was done for a version that is not live yet. What went live at a set time was
/// published by whoever set the time. The oldest first.
std::vector<Act> list_public_acts(db::Tx&, const base::Viewer&, PieceId);
ActId record_act(db::Tx&, const base::Viewer&, const Act&, std::string_view before = {});

// ---- credit ----------------------------------------------------------------------------------------------------------

/// By the act itself: once for each person, role and piece. Leaves what is there, and what the person said about it. On no page before the
/// text goes live that was worked on.
void record_credit(db::Tx&, PieceId, std::string_view role, people::PersonId);
struct OwnCredit {
    Piece piece;
    std::string title; // of the live text in the person's language, or the other one
    std::optional<std::string> url; // without language; nothing before it is live
    std::string role, line, line_ja;
    bool confirmed = false;
};
/// The viewer's own, what waits for a yes first.
std::vector<OwnCredit> list_own_credits(db::Tx&, const base::Viewer&);
/// One's own: it is right.
void confirm_credit(db::Tx&, const base::Viewer&, PieceId, std::string_view role);
inline constexpr std::size_t longest_line = 300; // code points
/// One's own: another role, other lines, or none at all (`now` empty). Problems name keys of locales/.
base::Result<PieceId, Problems> correct_credit(db::Tx&, const base::Viewer&, PieceId, std::string_view role, std::string_view now,
                                               std::string_view line, std::string_view line_ja);

}
