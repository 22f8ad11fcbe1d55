#include "editorial/editorial.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "research/research.hpp"
#include "research/rights.hpp"
#include "research/store.hpp"

#include <algorithm>

namespace research {

namespace {
using people::Right;

void require_change(db::Tx& tx, const base::Viewer& viewer, const Source& source) {
    const Right right = people::may_somewhere(viewer, Right::publish) || may_change(tx, viewer, source) ? Right::edit : Right::publish;
    people::require(tx, viewer, right, where_may(viewer, right), "source " + source.key);
}

void announce(db::Tx& tx, const std::string& key) { editorial::changed(tx, {"source:" + key, "source:list"}); }

/// What a source was when it came is written down before it changes for the first time.
void keep_first(db::Tx& tx, const base::Viewer& viewer, const Source& before) {
    if (!store::last_revision(tx, before.key)) store::put_revision(tx, viewer, "loaded", before);
}
}

std::vector<SourceRevision> list_source_revisions(db::Tx& tx, const base::Viewer& viewer, std::string_view key) {
    if (!may_add(viewer)) throw base::Denied(std::string(people::name_of(Right::edit)));
    return store::list_revisions(tx, key);
}

std::optional<SourceRevisionId> last_source_revision(db::Tx& tx, std::string_view key) { return store::last_revision(tx, key); }

base::Result<Source, people::Problems> change_source(db::Tx& tx, const base::Viewer& viewer, const Source& wanted,
                                                     std::optional<SourceRevisionId> was) {
    const auto before = store::find(tx, wanted.key, true);
    if (!before) throw base::Missing();
    require_change(tx, viewer, *before);
    people::Problems problems = problems_of(wanted);
    if (store::last_revision(tx, wanted.key) != was) problems.push_back({"title", "sources.problem_meanwhile"});
    if (!problems.empty()) return base::Failure{std::move(problems)};
    Source source = wanted;
    // Seen by somebody who may publish.
    source.shown = before->shown || people::may_somewhere(viewer, Right::publish);
    if (before->type != source.type || before->fields != source.fields) {
        keep_first(tx, viewer, *before);
        store::put_revision(tx, viewer, "changed", source);
    }
    store::save(tx, source);
    announce(tx, source.key);
    return source;
}

base::Result<Source, people::Problems> delete_source(db::Tx& tx, const base::Viewer& viewer, std::string_view key) {
    const auto before = store::find(tx, key, true);
    if (!before) throw base::Missing();
    require_change(tx, viewer, *before);
    if (store::is_in_use(tx, key)) return base::Failure{people::Problems{{"deletion", "sources.problem_in_use"}}};
    keep_first(tx, viewer, *before);
    store::put_revision(tx, viewer, "deleted", *before);
    store::remove(tx, key);
    announce(tx, before->key);
    return *before;
}

Source restore_source(db::Tx& tx, const base::Viewer& viewer, std::string_view key, SourceRevisionId wanted) {
    const auto revisions = store::list_revisions(tx, key);
    const auto at = std::find_if(revisions.begin(), revisions.end(), [&](const SourceRevision& one) { return one.id == wanted; });
    if (at == revisions.end()) throw base::Missing();
    const auto before = store::find(tx, key, true);
    Source source = at->source;
    require_change(tx, viewer, source);
    source.shown = (before && before->shown) || people::may_somewhere(viewer, Right::publish);
    store::put_revision(tx, viewer, "restored", source);
    store::save(tx, source);
    announce(tx, source.key);
    return source;
}

// ---- what is kept about a person -------------------------------------------------------------------------------------

constexpr db::Query of_person{"research.revisions_of_person", R"sql(
    select source_revisions.source, source_revisions.what, source_revisions.made_at
      from source_revision_people join source_revisions on source_revisions.id = source_revision_people.revision_id
     where source_revision_people.person_id = :person order by source_revisions.id
)sql"};

people::Files export_person(db::Tx& tx, const base::Viewer& viewer) {
    base::Json::Array all;
    for (const db::Row& row : tx.all(of_person, {{"person", people::require_account(viewer)}}))
        all.push_back(base::Json::Object{{"source", row.text(0)}, {"what", row.text(1)}, {"at", base::iso(row.instant(2))}});
    return {{"sources.json", base::write_json(all)}};
}

constexpr db::Query forget{"research.forget_person", R"sql(
    delete from source_revision_people where person_id = :person
)sql"};

void forget_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, Right::keep, people::Scope::site(), "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(forget, {{"person", person}});
}

}
