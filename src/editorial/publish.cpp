#include "editorial/editorial.hpp"

#include "editorial/store.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>

namespace editorial {

using people::Right;

namespace {
std::function<void(db::Tx&, const std::vector<std::string>&)>& listener() {
    static std::function<void(db::Tx&, const std::vector<std::string>&)> call;
    return call;
}
}

constexpr db::Query insert_piece{"editorial.insert_piece", R"sql(
    insert into pieces (id, kind, slug, licence, created_at) values (:id, :kind, :slug, :licence, :now)
)sql"};
constexpr db::Query insert_slug{"editorial.insert_slug", R"sql(
    insert into slugs (kind, slug, piece_id) values (:kind, :slug, :piece)
)sql"};

namespace {
/// The right and, for the record, the piece that it is used on.
void require(db::Tx& tx, const base::Viewer& viewer, Right right, PieceId piece) {
    people::require(tx, viewer, right, scope_of(tx, piece), people::piece_scope(static_cast<std::int64_t>(piece)));
}
}

PieceId make_piece(db::Tx& tx, const base::Viewer& viewer, const NewPiece& wanted) {
    people::require(tx, viewer, Right::publish, scope_of_kind(wanted.kind), wanted.kind);
    if (const auto known = store::find_piece(tx, wanted.kind, wanted.slug)) return known->id;
    if (store::slug_owner(tx, wanted.kind, wanted.slug))
        throw base::Error("the " + wanted.kind + " slug \"" + wanted.slug + "\" belonged to another piece and is never used again");
    const auto id = static_cast<PieceId>(base::new_id());
    tx.run(insert_piece, {{"id", id}, {"kind", wanted.kind}, {"slug", wanted.slug}, {"licence", wanted.licence}, {"now", tx.now()}});
    tx.run(insert_slug, {{"kind", wanted.kind}, {"slug", wanted.slug}, {"piece", id}});
    return id;
}

constexpr db::Query update_slug{"editorial.update_slug", R"sql(
    update pieces set slug = :slug where id = :id
)sql"};

void rename_piece(db::Tx& tx, const base::Viewer& viewer, PieceId id, std::string_view new_slug) {
    require(tx, viewer, Right::publish, id);
    const auto piece = store::find_piece(tx, id);
    if (!piece) throw base::Missing();
    const auto owner = store::slug_owner(tx, piece->kind, new_slug);
    if (owner && *owner != id)
        throw base::Error("the " + piece->kind + " slug \"" + std::string(new_slug) +
                          "\" belonged to another piece and is never used again");
    if (!owner) tx.run(insert_slug, {{"kind", piece->kind}, {"slug", new_slug}, {"piece", id}});
    tx.run(update_slug, {{"slug", new_slug}, {"id", id}});
    changed(tx, {piece_tag(id), "site"});
}

constexpr db::Query update_licence{"editorial.update_licence", R"sql(
    update pieces set licence = :licence where id = :id
)sql"};

void set_licence(db::Tx& tx, const base::Viewer& viewer, PieceId id, std::string_view licence) {
    require(tx, viewer, Right::publish, id);
    tx.run(update_licence, {{"licence", licence}, {"id", id}});
    changed(tx, {piece_tag(id)});
}

constexpr db::Query delete_credits{"editorial.delete_credits", R"sql(
    delete from credits where piece_id = :piece
)sql"};
constexpr db::Query insert_credit{"editorial.insert_credit", R"sql(
    insert into credits (piece_id, position, role, person_id, line, line_ja) values (:piece, :position, :role, :person, :line, :line_ja)
)sql"};

void set_credits(db::Tx& tx, const base::Viewer& viewer, PieceId piece, const std::vector<NewCredit>& credits) {
    require(tx, viewer, Right::publish, piece);
    tx.run(delete_credits, {{"piece", piece}});
    std::int64_t position = 0;
    for (const NewCredit& credit : credits)
        tx.run(insert_credit, {{"piece", piece},
                               {"position", ++position},
                               {"role", credit.role},
                               {"person", credit.person},
                               {"line", credit.line},
                               {"line_ja", credit.line_ja}});
    changed(tx, {piece_tag(piece), "people"});
}

constexpr db::Query text_by_piece{"editorial.text_by_piece", R"sql(
    select id, published_on from texts where piece_id = :piece and lang = :lang
)sql"};

std::optional<TextId> find_text_id(db::Tx& tx, PieceId piece, base::Lang lang) {
    const auto row = tx.first(text_by_piece, {{"piece", piece}, {"lang", base::tag(lang)}});
    if (!row) return std::nullopt;
    return row->id<TextId>(0);
}

constexpr db::Query insert_text{"editorial.insert_text", R"sql(
    insert into texts (id, piece_id, lang, stage, native_read, pairing) values (:id, :piece, :lang, 'live', 0, 'parallel')
)sql"};
constexpr db::Query insert_revision{"editorial.insert_revision", R"sql(
    insert into revisions (id, text_id, title, summary, body, words, characters, minutes, made_at)
    values (:id, :text, :title, :summary, :body, :words, :characters, :minutes, :now)
)sql"};
constexpr db::Query go_live{"editorial.go_live", R"sql(
    update texts set live_revision_id = :revision, stage = 'live', published_on = :published_on, revised_on = :revised_on,
           checked_on = :checked_on, check_by = :check_by, native_read = :native_read, pairing = :pairing, withdrawn_at = null
     where id = :id
)sql"};
constexpr db::Query delete_sources{"editorial.delete_text_sources", R"sql(
    delete from text_sources where text_id = :text
)sql"};
constexpr db::Query insert_source{"editorial.insert_text_source", R"sql(
    insert into text_sources (text_id, position, source) values (:text, :position, :source)
)sql"};

namespace {
/// Works cited, each once, in order of appearance.
std::vector<std::string> cited_works(const doc::Node& body) {
    std::vector<std::string> works;
    for (const doc::Citation& citation : doc::citations(body))
        if (std::find(works.begin(), works.end(), citation.key) == works.end()) works.push_back(citation.key);
    return works;
}

/// Reading time is that of the main text; what is folded or has a page of its own does not count.
doc::Length reading_length(const doc::Node& body) {
    return doc::length(doc::without_blocks(body, {"check", "deepdive", "partner", "note"}));
}
}

base::Result<TextId, Problems> publish(db::Tx& tx, const base::Viewer& viewer, PieceId piece_id, base::Lang lang,
                                       const Publication& wanted) {
    require(tx, viewer, Right::publish, piece_id);
    const auto piece = store::find_piece(tx, piece_id);
    if (!piece) throw base::Missing();
    const Kind* kind = find_kind(piece->kind);
    if (kind && kind->ready)
        if (Problems open = kind->ready(lang, wanted.body); !open.empty()) return base::Failure{std::move(open)};

    const auto known = tx.first(text_by_piece, {{"piece", piece_id}, {"lang", base::tag(lang)}});
    const auto text = known ? known->id<TextId>(0) : static_cast<TextId>(base::new_id());
    if (!known) tx.run(insert_text, {{"id", text}, {"piece", piece_id}, {"lang", base::tag(lang)}});
    const auto first_day = known ? known->find_day(1) : std::nullopt;
    const base::Day today = base::day_of(tx.now());
    const std::optional<base::Day> revised = first_day && *first_day != today ? std::optional(today) : std::nullopt;

    const auto revision = static_cast<RevisionId>(base::new_id());
    const doc::Length length = reading_length(wanted.body);
    tx.run(insert_revision, {{"id", revision},
                             {"text", text},
                             {"title", wanted.title},
                             {"summary", wanted.summary},
                             {"body", base::write_json(doc::to_json(wanted.body))},
                             {"words", static_cast<std::int64_t>(length.words)},
                             {"characters", static_cast<std::int64_t>(length.characters)},
                             {"minutes", length.minutes},
                             {"now", tx.now()}});
    tx.run(go_live, {{"revision", revision},
                     {"published_on", first_day.value_or(wanted.published_on)},
                     {"revised_on", revised},
                     {"checked_on", wanted.checked_on},
                     {"check_by", wanted.check_by},
                     {"native_read", wanted.native_read},
                     {"pairing", wanted.pairing == Pairing::paired ? "paired" : "parallel"},
                     {"id", text}});
    tx.run(delete_sources, {{"text", text}});
    std::int64_t position = 0;
    std::vector<std::string> tags{piece_tag(piece_id)};
    for (const std::string& source : cited_works(wanted.body)) {
        tx.run(insert_source, {{"text", text}, {"position", ++position}, {"source", source}});
        tags.push_back("source:" + source);
    }
    if (kind) tags.insert(tags.end(), kind->list_tags.begin(), kind->list_tags.end());
    changed(tx, tags);
    return text;
}

constexpr db::Query starter_of{"editorial.starter", R"sql(
    select starter_path, starter_hash from texts where piece_id = :piece and lang = :lang
)sql"};

std::optional<Starter> find_starter(db::Tx& tx, PieceId piece, base::Lang lang) {
    const auto row = tx.first(starter_of, {{"piece", piece}, {"lang", base::tag(lang)}});
    if (!row || row->is_null(0)) return std::nullopt;
    return Starter{row->text(0), row->find_text(1).value_or("")};
}

constexpr db::Query update_starter{"editorial.set_starter", R"sql(
    update texts set starter_path = :path, starter_hash = :hash where piece_id = :piece and lang = :lang
)sql"};

void set_starter(db::Tx& tx, const base::Viewer& viewer, PieceId piece, base::Lang lang, const Starter& starter) {
    people::require(tx, viewer, Right::keep);
    tx.run(update_starter, {{"path", starter.path}, {"hash", starter.hash}, {"piece", piece}, {"lang", base::tag(lang)}});
}

constexpr db::Query upsert_copy{"editorial.put_working_copy", R"sql(
    insert into working_copies (text_id, title, summary, body, version, changed_at) values (:text, :title, :summary, :body, 1, :now)
        on conflict (text_id) do update set title = excluded.title, summary = excluded.summary, body = excluded.body,
           version = working_copies.version + 1, changed_at = excluded.changed_at
)sql"};
constexpr db::Query to_draft{"editorial.to_draft", R"sql(
    update texts set stage = 'draft' where id = :id
)sql"};

constexpr db::Query piece_of_text{"editorial.piece_of_text", R"sql(
    select piece_id from texts where id = :id
)sql"};

void put_working_copy(db::Tx& tx, const base::Viewer& viewer, TextId text, const std::string& title, const std::string& summary,
                      const doc::Node& body) {
    const auto row = tx.first(piece_of_text, {{"id", text}});
    if (!row) throw base::Missing();
    require(tx, viewer, Right::edit, row->id<PieceId>(0));
    tx.run(upsert_copy,
           {{"text", text}, {"title", title}, {"summary", summary}, {"body", base::write_json(doc::to_json(body))}, {"now", tx.now()}});
    tx.run(to_draft, {{"id", text}});
}

void on_change(std::function<void(db::Tx&, const std::vector<std::string>&)> call) { listener() = std::move(call); }

void changed(db::Tx& tx, const std::vector<std::string>& tags) {
    if (listener()) listener()(tx, tags);
}

}
