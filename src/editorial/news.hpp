#pragma once
#include "editorial/history.hpp"

/// For whoever tells people by mail what happened, after the news that a change put into the queue. No viewer: nothing of it is shown before
/// the receiver's own rights were asked.
namespace editorial {

/// Nothing for an act that was taken back meanwhile.
std::optional<Act> find_act(db::Tx&, ActId);
/// Whoever wrote in the present working copy, changed it last, or was asked to write it.
std::vector<people::PersonId> list_writers(db::Tx&, TextId);
/// Whose turn it is at a stage, with an open duty.
std::vector<people::PersonId> list_asked(db::Tx&, TextId, Stage);

/// The latest time that readers got a new version of a text.
struct WentLive {
    Piece piece;
    base::Lang lang{};
    bool first = true; // else it was a correction
    std::optional<people::PersonId> by; // nobody: it went live at a set time
    std::vector<people::PersonId> handed_over_by; // on its way there
};
/// Nothing where readers do not see the text, or what made them see it was taken back.
std::optional<WentLive> find_went_live(db::Tx&, TextId);

}
