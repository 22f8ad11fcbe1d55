#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/result.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"
#include "kit/doc/doc.hpp"
#include "people/people.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a piece is. Lessons, posts, pages and all other writing are pieces; nothing is public without this room.
namespace editorial {

enum class PieceId : std::int64_t {};
enum class TextId : std::int64_t {};
enum class RevisionId : std::int64_t {};

struct Piece {
    PieceId id{};
    std::string kind;
    std::string slug;
    std::string licence;  // SPDX id
};

/// SPDX ids under which pieces are published: readers stay free to copy.
inline constexpr std::array<std::string_view, 3> licences{"CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"};

enum class Pairing { parallel, paired };

/// The live revision of a text: what readers see.
struct Text {
    TextId id{};
    Piece piece;
    base::Lang lang{};
    std::string title, summary;
    doc::Node body;
    doc::Length length;
    base::Day published_on{};
    std::optional<base::Day> revised_on, checked_on, check_by;
    bool native_read = false;
    bool checked_alone = false; // by fewer people than its kind asks for, and nobody but whoever published it
    Pairing pairing = Pairing::parallel;
};

/// A line in a list: no body.
struct Entry {
    PieceId piece{};
    std::string kind, slug;
    base::Lang lang{};
    std::string title, summary;
    int minutes = 1;
    base::Day published_on{};
};

/// writer, editor, proofreader, reviewer, researcher, translator, illustrator, mentor.
bool is_role(std::string_view);

struct Credit {
    std::string role;
    people::Person person;
    std::string line, line_ja;  // the author's line as it was when the piece was written
};

/// What stands in the way of publishing. `word` is a key of locales/ and says what to do; `{…}` in it are `args`.
struct Problem {
    std::string field;  // "aim", "check" …
    std::string word;
    std::vector<std::pair<std::string, std::string>> args = {};
};
using Problems = std::vector<Problem>;

/// What editorial must know of a kind of piece and may not depend on. Rooms define one in kind.cpp; wiring lists them.
struct Kind {
    std::string name;
    /// Address without language; nothing when the piece has no page of its own.
    std::function<std::optional<std::string>(db::Tx&, const Piece&)> url_of;
    /// What a text of this kind must have before it can go live.
    std::function<Problems(base::Lang, const doc::Node& body)> ready;
    /// What an empty text of this kind begins with.
    std::function<doc::Node(base::Lang)> outline = nullptr;
    /// Stages in order (of `editorial::Stage`) and how many other people must have said yes.
    std::vector<std::string> stages = {"draft", "first_read", "ready"};
    int approvals = 1;
    /// Cache tags of lists that show pieces of this kind.
    std::vector<std::string> list_tags;
    /// Section of the site in which rights are given: learn, blog; "" for what belongs to the site as a whole.
    std::string section = {};
    /// The course of a lesson: scopes between a piece and its section.
    std::function<std::vector<std::string>(db::Tx&, const Piece&)> within = nullptr;
    /// The other way round: pieces of this kind in such a scope, so that a list needs not ask for each piece.
    std::function<std::vector<PieceId>(db::Tx&, std::string_view scope)> inside = nullptr;
};
void set_kinds(std::vector<Kind>);
const Kind* find_kind(std::string_view name);
/// Where rights on a piece are asked for: the piece, what it is a part of, its section.
people::Scope scope_of(db::Tx&, PieceId);
/// Of a piece that is not made yet.
people::Scope scope_of_kind(std::string_view kind);
/// Address of a piece without language; nothing without a page.
std::optional<std::string> url_of(db::Tx&, const Piece&);

/// By present slug.
std::optional<Piece> find_piece(db::Tx&, const base::Viewer&, std::string_view kind, std::string_view slug);
std::optional<Piece> find_piece(db::Tx&, const base::Viewer&, PieceId);
/// The present slug of a piece that once had this one; nothing if it is the present one or was never used.
std::optional<std::string> find_moved(db::Tx&, std::string_view kind, std::string_view old_slug);

/// What this viewer may read: the live revision.
std::optional<Text> find_text(db::Tx&, const base::Viewer&, const Piece&, base::Lang);
std::optional<Text> find_text(db::Tx&, const base::Viewer&, std::string_view kind, std::string_view slug, base::Lang);
bool has_text(db::Tx&, const base::Viewer&, PieceId, base::Lang);

/// Live texts of a kind, newest first; `offset` and `limit` page through.
std::vector<Entry> list_texts(db::Tx&, const base::Viewer&, std::string_view kind, base::Lang, std::int64_t offset, std::int64_t limit);
std::int64_t count_texts(db::Tx&, const base::Viewer&, std::string_view kind, base::Lang);
/// The entry of one piece in a language, or in the other one where there is none.
std::optional<Entry> find_entry(db::Tx&, const base::Viewer&, PieceId, base::Lang);
/// Every live text in one language, for the sitemap and feeds.
std::vector<Entry> list_all_texts(db::Tx&, const base::Viewer&, base::Lang);

std::vector<Credit> list_credits(db::Tx&, PieceId);
struct Work {
    std::string role;
    Entry entry;
};
/// What a person did: live pieces, newest first.
std::vector<Work> list_works(db::Tx&, const base::Viewer&, people::PersonId, base::Lang);
/// Whether a page may show what somebody wrote about themself: a person has seen it with a published work or a role, or it came with the
/// content (people::was_seen).
bool is_seen(db::Tx&, const base::Viewer&, people::PersonId);
/// People on live texts who have not said yes to being named.
std::vector<people::PersonId> list_unnamed(db::Tx&, const base::Viewer&);

/// Live texts that rest on a source.
std::vector<Entry> list_citing(db::Tx&, const base::Viewer&, std::string_view source, base::Lang);

/// The cache tags of a piece's own page.
std::string piece_tag(PieceId);

// ---- publishing ------------------------------------------------------------------------------------------------------

struct NewPiece {
    std::string kind, slug, licence;
};

struct NewCredit {
    std::string role;
    people::PersonId person{};
    std::string line, line_ja;
};

/// What a text is published with.
struct Publication {
    std::string title, summary;
    doc::Node body;
    base::Day published_on{};  // the first time; kept afterwards
    std::optional<base::Day> checked_on, check_by;
    bool native_read = false;
    Pairing pairing = Pairing::parallel;
};

/// Makes the piece of this kind and slug, or finds it. A slug that another piece ever had is refused with base::Error.
PieceId make_piece(db::Tx&, const base::Viewer&, const NewPiece&);
/// The old slug redirects for ever.
void rename_piece(db::Tx&, const base::Viewer&, PieceId, std::string_view new_slug);
void set_licence(db::Tx&, const base::Viewer&, PieceId, std::string_view licence);
void set_credits(db::Tx&, const base::Viewer&, PieceId, const std::vector<NewCredit>&);

/// Makes this what readers see: revision, citations, dates and cache tags in one transaction. Refused with what is missing.
base::Result<TextId, Problems> publish(db::Tx&, const base::Viewer&, PieceId, base::Lang, const Publication&);

// ---- what is kept about a person -------------------------------------------------------------------------------------

/// Every live text that the viewer is credited on, as canonical Markdown under its title, and the credits with their lines as JSON.
people::Files export_works(db::Tx&, const base::Viewer&);
/// The lines about a person who leaves as a former contributor go; published texts stay. After people::forget_person(). Needs to be oneself, or `keep`.
void forget_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

/// Where a text was loaded from and the hash of that file; the mark of an untouched starter text.
struct Starter {
    std::string path, hash;
};
std::optional<Starter> find_starter(db::Tx&, PieceId, base::Lang);
void set_starter(db::Tx&, const base::Viewer&, PieceId, base::Lang, const Starter&);

/// Keeps a text beside the live one, for its people to compare; readers see nothing of it.
void put_working_copy(db::Tx&, const base::Viewer&, TextId, const std::string& title, const std::string& summary, const doc::Node& body);
std::optional<TextId> find_text_id(db::Tx&, PieceId, base::Lang);

/// Called after commit, before publish's caller is answered, with the tags to drop.
void on_change(std::function<void(db::Tx&, const std::vector<std::string>& tags)>);
/// Announces that what carries these tags changed; for rooms whose own tables changed.
void changed(db::Tx&, const std::vector<std::string>& tags);

}
