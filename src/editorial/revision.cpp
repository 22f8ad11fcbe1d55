#include "editorial/copy_store.hpp"
#include "kit/base/ids.hpp"

namespace editorial {

constexpr db::Query insert_revision{"editorial.add_revision", R"sql(
    insert into revisions (id, text_id, title, summary, body, words, characters, minutes, made_at, made_by, reason, correction)
    values (:id, :text, :title, :summary, :body, :words, :characters, :minutes, :now, :by, :reason, :correction)
)sql"};
constexpr db::Query select_latest{"editorial.latest_revision", R"sql(
    select id, title, summary, body from revisions where text_id = :text and reason <> 'offered' order by made_at desc, id desc limit 1
)sql"};
constexpr db::Query select_one{"editorial.revision_text", R"sql(
    select id, title, summary, body from revisions where id = :id
)sql"};

namespace store {

doc::Length reading_length(const doc::Node& body) {
    return doc::length(doc::without_blocks(body, {"check", "deepdive", "partner", "note"}));
}

RevisionId add_revision(db::Tx& tx, const NewRevision& wanted, const doc::Node& body) {
    const auto id = static_cast<RevisionId>(base::new_id());
    const doc::Length length = reading_length(body);
    tx.run(insert_revision, {{"id", id},
                             {"text", wanted.text},
                             {"title", wanted.title},
                             {"summary", wanted.summary},
                             {"body", wanted.body},
                             {"words", static_cast<std::int64_t>(length.words)},
                             {"characters", static_cast<std::int64_t>(length.characters)},
                             {"minutes", length.minutes},
                             {"now", tx.now()},
                             {"by", wanted.by},
                             {"reason", wanted.reason},
                             {"correction", wanted.correction}});
    return id;
}

std::optional<RevisionId> latest_revision(db::Tx& tx, TextId text) {
    const auto row = tx.first(select_latest, {{"text", text}});
    return row ? std::optional(row->id<RevisionId>(0)) : std::nullopt;
}

RevisionId cut(db::Tx& tx, const StoredCopy& stored, std::optional<people::PersonId> by, std::string_view reason) {
    const Copy& copy = stored.copy;
    const auto is_same = [&](const std::optional<db::Row>& row) {
        return row && row->text(1) == copy.title && row->text(2) == copy.summary && row->text(3) == stored.body;
    };
    if (const auto latest = tx.first(select_latest, {{"text", copy.text}}); is_same(latest)) return latest->id<RevisionId>(0);
    if (copy.based_on)
        if (const auto live = tx.first(select_one, {{"id", *copy.based_on}}); is_same(live)) return *copy.based_on;
    return add_revision(tx,
                        {.text = copy.text,
                         .title = copy.title,
                         .summary = copy.summary,
                         .body = stored.body,
                         .by = by,
                         .reason = std::string(reason),
                         .correction = {}},
                        read_body(copy.text, stored.body));
}

}

RevisionId cut_revision(db::Tx& tx, TextId text, std::optional<people::PersonId> by, std::string_view reason) {
    const auto stored = store::find_stored(tx, text);
    if (!stored) throw base::Missing();
    return store::cut(tx, *stored, by, reason);
}

// ---- reading ---------------------------------------------------------------------------------------------------------

constexpr db::Query revisions_of_text{"editorial.list_revisions", R"sql(
    select revisions.id, revisions.text_id, revisions.title, revisions.summary, revisions.made_at, revisions.reason,
           case when texts.live_revision_id = revisions.id and texts.withdrawn_at is null then 1 else 0 end,
           persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on,
           persons.former
      from revisions join texts on texts.id = revisions.text_id left join persons_shown persons on persons.id = revisions.made_by
     where revisions.text_id = :text
     order by revisions.made_at desc, revisions.id desc
)sql"};
constexpr db::Query revision_by_id{"editorial.find_revision", R"sql(
    select revisions.id, revisions.text_id, revisions.title, revisions.summary, revisions.made_at, revisions.reason,
           case when texts.live_revision_id = revisions.id and texts.withdrawn_at is null then 1 else 0 end,
           persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja, persons.collective, persons.agreed_on,
           persons.former, revisions.body
      from revisions join texts on texts.id = revisions.text_id left join persons_shown persons on persons.id = revisions.made_by
     where revisions.id = :id
)sql"};

namespace {
Revision read(const db::Row& row) {
    Revision revision;
    revision.id = row.id<RevisionId>(0);
    revision.text = row.id<TextId>(1);
    revision.title = row.text(2);
    revision.summary = row.text(3);
    revision.made_at = row.instant(4);
    revision.reason = row.text(5);
    revision.live = row.flag(6);
    revision.made_by = store::read_person(row, 7);
    return revision;
}
}

std::vector<Revision> list_revisions(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
    std::vector<Revision> revisions;
    for (const db::Row& row : tx.all(revisions_of_text, {{"text", text}})) revisions.push_back(read(row));
    return revisions;
}

std::optional<Revision> find_revision(db::Tx& tx, const base::Viewer& viewer, RevisionId id) {
    const auto row = tx.first(revision_by_id, {{"id", id}});
    if (!row) return std::nullopt;
    Revision revision = read(*row);
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, revision.text));
    revision.body = store::read_stored(revision.text, row->text(16));
    return revision;
}

constexpr db::Query offered_of_text{"editorial.find_offered", R"sql(
    select offered.id from revisions offered
     where offered.text_id = :text and offered.reason = 'offered'
       and not exists (select 1 from revisions later where later.text_id = offered.text_id and later.reason = 'published'
                          and (later.made_at > offered.made_at or (later.made_at = offered.made_at and later.id > offered.id)))
     order by offered.made_at desc, offered.id desc limit 1
)sql"};

std::optional<Revision> find_offered(db::Tx& tx, const base::Viewer& viewer, TextId text) {
    store::require_of_the_piece(tx, viewer, store::piece_of(tx, text));
    const auto row = tx.first(offered_of_text, {{"text", text}});
    return row ? find_revision(tx, viewer, row->id<RevisionId>(0)) : std::nullopt;
}

constexpr db::Query corrections_of_text{"editorial.list_corrections", R"sql(
    select made_at, correction from revisions where text_id = :text and reason = 'published' and correction <> '' order by made_at desc, id desc
)sql"};

std::vector<Correction> list_corrections(db::Tx& tx, TextId text) {
    std::vector<Correction> corrections;
    for (const db::Row& row : tx.all(corrections_of_text, {{"text", text}}))
        corrections.push_back({base::day_of(row.instant(0)), row.text(1)});
    return corrections;
}

}
