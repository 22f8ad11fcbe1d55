#pragma once
#include "editorial/history.hpp"

namespace editorial {

/// Texts with a working copy that the viewer writes: was asked to, wrote a word of it, or changed it last. In the order of their ids.
std::vector<TextId> list_own_copies(db::Tx&, const base::Viewer&);

/// An open duty of the viewer's own.
struct OwnTurn {
    TextId text{};
    Duty duty = Duty::write;
    std::optional<base::Day> due_on;
    std::string note;
    std::optional<people::Person> asked_by; // may be named only as people::Person::may_be_named() says
    base::Instant asked_at;
};
/// The oldest first.
std::vector<OwnTurn> list_own_turns(db::Tx&, const base::Viewer&);

/// The latest step of a working copy from one hand to another, or back from its time: handed_over, sent_back, unscheduled. Nothing where
/// it took none since readers last got a new version. For the people of the text.
std::optional<Act> find_passing(db::Tx&, const base::Viewer&, PieceId, TextId);

/// A text that readers got lately, under its title now.
struct LiveLine {
    Piece piece;
    base::Lang lang{};
    std::string title;
    base::Instant at;
    bool correction = false;
};
/// Those that are live still, the newest first, without what the program loaded with its content. For whoever has `edit` on the site: all; else those of one's own pieces.
std::vector<LiveLine> list_gone_live(db::Tx&, const base::Viewer&, base::Instant since, std::size_t most);

}
