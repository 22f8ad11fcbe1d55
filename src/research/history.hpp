#pragma once
#include "kit/base/result.hpp"
#include "people/people.hpp"
#include "research/source.hpp"

namespace research {

enum class SourceRevisionId : std::int64_t {};

/// A source as it was after a change; after `deleted`, as it was before it.
struct SourceRevision {
    SourceRevisionId id{};
    std::string what;  // loaded, added, changed, restored, deleted
    Source source;
    base::Instant made_at;
    std::optional<people::Person> by;  // may be named only as people::Person::may_be_named() says
};
/// Newest first, of a deleted source too; empty for one that was never changed here. Needs may_add().
std::vector<SourceRevision> list_source_revisions(db::Tx&, const base::Viewer&, std::string_view key);
/// The newest revision, by which a form knows whether somebody else was faster.
std::optional<SourceRevisionId> last_source_revision(db::Tx&, std::string_view key);

/// Refused with problems_of(), and where the newest revision is no longer `was`. A source that somebody who may publish has saved is shown.
/// Needs may_change().
base::Result<Source, people::Problems> change_source(db::Tx&, const base::Viewer&, const Source&, std::optional<SourceRevisionId> was);
/// Refused while a text that is live or written at rests on it. Its history stays. Needs may_change().
base::Result<Source, people::Problems> delete_source(db::Tx&, const base::Viewer&, std::string_view key);
/// The source becomes again what it was, also where it is deleted. Needs may_change().
Source restore_source(db::Tx&, const base::Viewer&, std::string_view key, SourceRevisionId);

/// What somebody added and changed, as JSON.
people::Files export_person(db::Tx&, const base::Viewer&);
/// The changes stay, with nobody's name. Needs to be oneself, or `keep`.
void forget_person(db::Tx&, const base::Viewer&, people::PersonId, people::SignedAs);

}
