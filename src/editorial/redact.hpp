#pragma once
#include "editorial/history.hpp"
#include "editorial/picture.hpp"

#include <span>

namespace editorial {

/// Words and pictures that must not be here: a pupil's name, an address, somebody's account of somebody else.
struct Redaction {
    std::string words;                 // one line; a space stands for a line end, too
    std::vector<std::string> pictures; // uids, of this piece or another
    std::string in_english, in_japanese; // what is left in their place, by the language of a text: "removed for privacy"
    base::Lang lang{};                 // of what is left in notes and mail
};
inline constexpr std::size_t longest_redacted = 500; // code points

/// Where the words stand, with what stands around them.
struct RedactedPlace {
    std::string table;                 // revisions, working_copies, acts …
    std::optional<base::Lang> lang;    // of a text
    std::optional<base::Instant> at;   // of a revision
    std::string before, words, after;  // a few words each
    std::size_t times = 1;              // of the same kind and with the same words around; `at` is of the latest
};
struct RedactedPlaces {
    std::vector<RedactedPlace> places; // the first most_places different ones
    std::size_t count = 0, unlisted = 0;
    std::size_t versions = 0;          // revisions and working copies in which something is found
    std::vector<std::string> addresses; // slugs of the piece with the words in them, which stay
    std::vector<Piece> others;         // other pieces in whose texts they stand, each redacted by itself
};
inline constexpr std::size_t most_places = 50;
/// What redact() would take out. Needs `keep`. Changes nothing.
base::Result<RedactedPlaces, Problems> find_redacted(db::Tx&, const base::Viewer&, PieceId, const Redaction&);

/// The one exception to revisions that never change: takes the words and pictures out of every revision and working copy of the piece, across
/// marks and readings, out of what is said about it and out of every copy that other rooms keep (redacted_columns()). Steps are gone and the
/// documents have new versions, so that whoever has one open reads it anew; nothing before it can be undone. Revisions keep their ids, dates and
/// authors; pages are drawn anew. Act "redacted": who and when, never what. News "editorial.redacted" (the id of each live text). Needs `keep`.
/// Call db::Pool::scrub() after the commit. Refused for words that stand nowhere.
base::Result<ActId, Problems> redact(db::Tx&, const base::Viewer&, PieceId, const Redaction&);

/// Those that were put in for the piece, the newest first. Needs `keep`.
std::vector<Picture> list_piece_pictures(db::Tx&, const base::Viewer&, PieceId);

// ---- where copies are ------------------------------------------------------------------------------------------------

/// A column that may hold words of a text.
struct RedactedColumn {
    enum class Form { plain, html, json, document, removed }; // `removed`: a row with the words goes as a whole
    enum class Of { text, piece, everything }; // rows of the piece's texts, of the piece, or all
    std::string_view table, column;
    Form form = Form::plain;
    Of of = Of::everything;
};
std::span<const RedactedColumn> redacted_columns();
/// Columns of text that are left alone, and why; `column` "*" stands for all of a table that has none in redacted_columns().
struct KeptColumn {
    std::string_view table, column, why;
};
std::span<const KeptColumn> kept_columns();

}
