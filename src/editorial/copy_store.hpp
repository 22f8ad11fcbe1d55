#pragma once
#include "editorial/editorial.hpp"

/// Private to editorial: rows of working copies and revisions.
namespace editorial::store {

/// The working copy with its document as it is stored: `copy.body` is empty.
struct StoredCopy {
    Copy copy;
    std::string body;               // JSON
    std::int64_t first_version = 0; // steps before this version are gone
};
std::optional<StoredCopy> find_stored(db::Tx&, TextId);
/// The document of this text that was stored as this JSON. Only its shape counts: a footnote may be missing for a moment.
doc::Node read_body(TextId, const std::string& json);
/// The same of a revision, which is read once.
doc::Node read_stored(TextId, const std::string& json);
/// The same for whoever stores the next one, without a copy.
doc::Node take_body(TextId, const std::string& json);
/// The document was just stored as this JSON: the next step need not parse it again. Harmless where the transaction is rolled back, because
/// a document counts only for exactly the JSON that the database holds.
void keep_body(TextId, const std::string& json, doc::Node);

/// As steps_since(), for whoever asked for the right.
std::optional<Since> since(db::Tx&, const StoredCopy&, std::int64_t version);

/// Puts the working copy there, in the place of one that is there. Steps before its version are gone; the text has its stage, since now.
void put_stored(db::Tx&, const StoredCopy&);

struct NewRevision {
    TextId text{};
    std::string title, summary, body; // body: JSON
    std::optional<people::PersonId> by;
    std::string reason, correction = {};
};
RevisionId add_revision(db::Tx&, const NewRevision&, const doc::Node& body);
/// As cut_revision(), of a working copy that was read already.
RevisionId cut(db::Tx&, const StoredCopy&, std::optional<people::PersonId> by, std::string_view reason);
std::optional<RevisionId> latest_revision(db::Tx&, TextId);
/// Reading time is that of the main text; what is folded or has a page of its own does not count.
doc::Length reading_length(const doc::Node& body);

/// Throws base::Missing for no text.
PieceId piece_of(db::Tx&, TextId);
base::Lang lang_of(db::Tx&, TextId);
/// Throws base::Denied for whoever is none of the piece's people.
void require_of_the_piece(db::Tx&, const base::Viewer&, PieceId);

/// Who worked on a text that goes live now stands on its page from now on: before its first day is noted and its copy leaves the desk.
void show_credits(db::Tx&, PieceId, TextId, std::optional<people::PersonId> by);
/// Of a text that came from elsewhere: nobody's work on the copy at the desk.
void show_credits(db::Tx&, PieceId);
void record_credit(db::Tx&, PieceId, std::optional<TextId>, std::string_view role, people::PersonId);

/// Reads a person from columns in the order id, slug, name, name_ja, bio, bio_ja, collective, agreed_on, former; nothing where the id is null.
std::optional<people::Person> read_person(const db::Row&, std::size_t from);

}
