#pragma once
#include "editorial/piece.hpp"

#include <variant>

namespace editorial {

/// Where a working copy stands. A text without one has none of these; `scheduled` waits for its time.
enum class Stage { draft, first_read, proof, ready, scheduled };
inline constexpr std::array<Stage, 5> all_stages{Stage::draft, Stage::first_read, Stage::proof, Stage::ready, Stage::scheduled};
std::string_view name_of(Stage);
std::optional<Stage> stage_from(std::string_view);

/// A text while it is worked on, for its people alone. Readers see the live revision, whatever is done here.
struct Copy {
    TextId text{};
    Piece piece;
    base::Lang lang{};
    std::string title, summary;
    doc::Node body;
    std::int64_t version = 0;                // of the document
    Stage stage = Stage::draft;
    base::Instant stage_since, changed_at;
    std::optional<people::PersonId> changed_by;
    std::optional<RevisionId> live;          // what readers see meanwhile
    std::optional<RevisionId> based_on;      // the live revision that it began from
    std::optional<base::Instant> go_live_at; // of a scheduled one
    std::string go_live_wall;
    std::optional<base::Day> check_by;
    std::string correction;                  // what readers will be told about the change
    bool native_read = false;
    Pairing pairing = Pairing::parallel;
};

/// Whoever has one of edit, suggest, comment, approve on the piece: its people, who see what readers do not see yet.
bool is_of_the_piece(db::Tx&, const base::Viewer&, PieceId);
/// Nothing without a working copy. Throws base::Denied for whoever is none of the piece's people.
std::optional<Copy> find_copy(db::Tx&, const base::Viewer&, TextId);
std::optional<Copy> find_copy(db::Tx&, const base::Viewer&, PieceId, base::Lang);
/// May the viewer change the words now? Contributors while it is a draft, whoever has `accept` at every stage but `scheduled`.
bool may_write(db::Tx&, const base::Viewer&, const Copy&);

/// The working copy of this text, made from the live revision (a correction) or empty with the outline of its kind where there is none.
/// Makes the text too if the piece has none in this language. Needs `edit`. One that is there already is answered as it is.
Copy open_copy(db::Tx&, const base::Viewer&, PieceId, base::Lang);

/// Steps that came since a version, the oldest first; `clients[i]` sent `steps[i]`.
struct Since {
    std::int64_t version = 0; // after the last of them
    std::vector<base::Json> steps;
    std::vector<std::string> clients;
};
/// Nothing where they are gone, because the text was published or redacted meanwhile: the document must be read anew.
std::optional<Since> steps_since(db::Tx&, const base::Viewer&, TextId, std::int64_t version);
/// What came after a version of a document that is not there any more, up to its end and for a day: whoever got no answer learns from it what of
/// theirs was saved. Without steps where that is not known, or nothing came. For the people of the piece.
Since last_steps(db::Tx&, const base::Viewer&, TextId, std::int64_t version);

struct Batch {
    std::int64_t version = 0; // of the document that the steps were made on
    std::string client; // [A-Za-z0-9_-]{1,64}
    std::vector<base::Json> steps;
};
inline constexpr std::size_t most_steps = 500;
struct Saved {
    std::int64_t version = 0;
};
/// The document that the person changed is not there any more, or may not be changed at its stage.
struct Closed {
    bool published = false; // or redacted, or taken away: it must be read anew; else it is scheduled, or in the hands of others
};
struct Unfit {
    doc::Faults faults;
};
inline constexpr std::int64_t idle_ms = 30LL * 60 * 1000;
/// The one way to save. All steps of a batch or none. With another version than the present one nothing is changed: the answer is what came
/// since; steps of this very client among it are its own, whose answer was lost. Cuts a revision where a person goes on who has not written
/// here for half an hour (two who write at the same time are no change of author), and after half an hour without a change; records the credit
/// of who writes. Throws base::Denied for whoever may not write here at all.
std::variant<Saved, Since, Closed, Unfit> save_steps(db::Tx&, const base::Viewer&, TextId, const Batch&);
/// The document as it should be, from a form: the difference becomes steps. `version` is of the document that the form was made from; where
/// others went on meanwhile, their steps are kept and these are mapped over them. Unfit where a part cannot be.
std::variant<Saved, Since, Closed, Unfit> save_document(db::Tx&, const base::Viewer&, TextId, std::int64_t version, const doc::Node& before,
                                                        const doc::Node& after);

/// Title and summary: each is changed only if it still is what the person saw.
struct HeadingChange {
    std::optional<std::pair<std::string, std::string>> title, summary; // was, now
};
struct Heading {
    std::string title, summary;
};
inline constexpr std::size_t longest_title = 200, longest_summary = 500; // code points
/// Saved, or what they are now. Who said yes to the text or ticked a box has not seen another title. Unfit: too long, or not one line.
std::variant<Saved, Heading, Closed, Unfit> save_heading(db::Tx&, const base::Viewer&, TextId, const HeadingChange&);
/// Day for looking at it again, what readers are told about a correction. Throws base::Denied for whoever may not write here now.
void set_copy_facts(db::Tx&, const base::Viewer&, TextId, std::optional<base::Day> check_by, std::string_view correction);

/// Called in the transaction that saved, for whoever looks at the same text: the topic of its stream is copy_topic(). `data` of steps: {version,
/// steps, clients}, the version is the one after them; of heading: {title, summary}; of people: [{name, client, from, to}].
struct CopyNews {
    TextId text{};
    std::string event; // steps, heading, moved, people
    base::Json data;
    std::int64_t id = 0; // of the event: the version
};
base::Json to_json(const Since&);
std::string copy_topic(TextId);
void on_copy_news(std::function<void(db::Tx&, const CopyNews&)>);
void tell_copy(db::Tx&, const CopyNews&);

}
