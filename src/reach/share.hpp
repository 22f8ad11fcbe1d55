#pragma once
#include "reach/reach.hpp"

namespace reach {

/// Where people tell others: x, bluesky, mastodon, facebook, line, mail.
struct Place {
    std::string_view name;
    /// The most that a post may have, counted as the place counts; 0: no limit that a post would reach.
    std::size_t most = 0;
};
const std::vector<Place>& places();

/// What X counts (twitter-text 3: letters up to U+10FF and general punctuation are one, everything else two, an address is 23).
std::size_t x_length(std::string_view text);

/// A text for one place: what to post, of a length that the place takes.
struct Post {
    Place place;
    std::string subject; // of mail; "" elsewhere
    std::string text;
    std::size_t length = 0; // as the place counts
};
struct Wording {
    std::string lead;    // "New lesson: Who to ask"
    std::string summary; // may be empty
    std::string url;     // absolute
};
/// In the order of places(). A summary that is too long ends at a word, or in Japanese at a sign or letter, with "…"; the lead too if need be.
std::vector<Post> posts_of(const Wording&);

struct Posted {
    std::string place;
    std::optional<people::Person> person;
    base::Instant at;
};
/// Needs `edit`, `publish` or `send` on the piece.
void require_sharing(db::Tx&, const base::Viewer&, editorial::PieceId);
std::vector<Posted> list_posted(db::Tx&, const base::Viewer&, editorial::PieceId, base::Lang);
/// Throws base::Missing for no such place. `posted` false: it was not, after all.
void set_posted(db::Tx&, const base::Viewer&, editorial::PieceId, base::Lang, std::string_view place, bool posted);

/// What a card of the piece says today; nothing while no text of it is live, or for what has no page.
struct CardWords {
    std::string title, title_ja, line;
};
std::optional<CardWords> card_words(db::Tx&, editorial::PieceId);

}
