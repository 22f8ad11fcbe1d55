#pragma once
#include "editorial/history.hpp"

namespace editorial {

/// How a block stands to the block of the other language that it answers to.
enum class PairState {
    current, // made from it as it is now
    older,   // made from what it was before
    missing, // there is none here yet
    unsaid,  // it seems to be this one, and nobody has said so
    gone,    // the other language has nothing (any more) that it answers to
};

/// A block of the other language beside the one here. Documents of one block and the footnotes that it refers to, in their one normal form.
struct PairedBlock {
    PairState state = PairState::missing;
    std::size_t place = 0; // of the block in Source::body; of one that is gone, in Pairs::own
    std::optional<doc::Node> source; // nothing for what is gone
    std::optional<doc::Node> source_then; // of an older one
    std::optional<doc::Node> own;
    std::optional<std::size_t> own_place; // in Pairs::own
    std::optional<std::int64_t> pair; // what somebody said
    std::optional<base::Instant> said_at;
};

/// What readers see of the other language.
struct Source {
    TextId text{};
    RevisionId revision{};
    base::Lang lang{};
    std::string title, summary;
    doc::Node body; // normal form
    base::Instant made_at;
};

struct Pairs {
    Piece piece;
    base::Lang lang{};
    Pairing pairing = Pairing::parallel;
    std::optional<TextId> text; // nothing: there is none in this language yet
    std::optional<Source> source; // nothing: readers see none in the other language
    bool at_desk = false; // `own` is the working copy, else what readers see
    bool may_write = false; // blocks can be saved by the viewer now
    bool may_say = false; // the viewer may say that the text is up to date
    std::int64_t version = 0;
    std::string title, summary;
    doc::Node own;
    std::optional<Source> made_from; // what the whole text was last brought in line with
    bool behind = false; // that is not what readers see now; of a text that was never brought in line: false
    std::vector<PairedBlock> blocks; // in the order of the other language
    std::vector<std::string> sources_missing, sources_extra; // works that only the other text cites, and only this one
};
/// For the people of the piece. Of a parallel text the blocks are those that every lesson has: aim, try, check. Throws base::Missing for no piece.
Pairs get_pairs(db::Tx&, const base::Viewer&, PieceId, base::Lang);

/// Whether a text follows the other language block by block. Needs the right to write it now, or `accept`.
void set_pairing(db::Tx&, const base::Viewer&, TextId, Pairing);
/// An empty working copy, with the outline of its kind and none of the other language's words; whoever begins it has the duty to translate it,
/// unless somebody else has. Needs `edit`. A text that is there already keeps what it has.
Copy start_translation(db::Tx&, const base::Viewer&, PieceId, base::Lang, Pairing);

struct BlockEdit {
    RevisionId source{}; // that the person saw
    std::size_t place = 0; // of the block in it; of one that is gone, in the text itself
    bool has_source = true;
    doc::Node before, after; // of the block here; `before` is empty where there was none
    bool up_to_date = false; // the person says so
};
/// Somebody else changed the same block meanwhile.
struct BlockClash {
    doc::Node theirs; // empty: they took it out
};
/// Others' changes of other blocks stay, and of this one where that is possible. A block that was missing is up to date when it is saved; an
/// empty `after` takes the block out. Throws base::Missing for a source that is none of the other language's revisions.
std::variant<Saved, BlockClash, Closed, Unfit> save_block(db::Tx&, const base::Viewer&, TextId, const BlockEdit&);

/// The whole text answers to this revision of the other language, with every block of it that has one here. Act "translated" and, for the
/// working copy, the credit of a translator. Readers are told that the other language is newer until then; of a working copy it counts for them
/// once that is live. Needs the right to write the working copy; of a text without one, `accept`.
base::Result<ActId, Problems> bring_in_line(db::Tx&, const base::Viewer&, TextId, RevisionId source);

/// What readers of a text are told: the other language was changed since this one was brought in line with it. Nothing where the words are the
/// same, and for a text that never was in line with anything.
struct Newer {
    base::Lang lang{}; // the newer one
    base::Day on;
};
std::optional<Newer> find_newer(db::Tx&, PieceId, base::Lang);

/// What the viewer said of blocks, as JSON.
people::Files export_pairs(db::Tx&, const base::Viewer&);
/// Who said it is not known any more; the pair stays. Needs to be oneself, or `keep`.
void forget_pair_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

}
