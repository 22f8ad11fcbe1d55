#pragma once
#include "editorial/working.hpp"

namespace editorial {

/// A piece in a list of those who make it: live or not, under the title that readers see, else that of the working copy.
struct PieceLine {
    PieceId id{};
    std::string kind, slug;
    std::string title; // "" where no text has one
    base::Lang lang{}; // of the title
    bool live = false, retired = false;
    std::optional<Stage> stage; // of the working copy in this language, else in the other one
};
/// Titles in this language first. For whoever has `edit` or `publish` on it.
std::optional<PieceLine> find_piece_line(db::Tx&, const base::Viewer&, PieceId, base::Lang);
/// Of a kind, newest first, without the retired ones. Those on which the viewer has `edit` or `publish`.
std::vector<PieceLine> list_piece_lines(db::Tx&, const base::Viewer&, std::string_view kind, base::Lang);

/// The piece that has this slug, or ever had it.
std::optional<PieceId> find_slug_owner(db::Tx&, std::string_view kind, std::string_view slug);

/// Every credit of a piece, those too that wait for their text to go live. For whoever has `edit` or `publish` on it.
struct KeptCredit {
    Credit credit;
    bool by_act = false, confirmed = false, live = true;
};
std::vector<KeptCredit> list_kept_credits(db::Tx&, const base::Viewer&, PieceId);
/// These credits in this order; what was recorded by the act or confirmed by the person stays so. Needs `publish`. Empty: done.
Problems arrange_credits(db::Tx&, const base::Viewer&, PieceId, const std::vector<NewCredit>&);

}
