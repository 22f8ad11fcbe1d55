#include "editorial/editorial.hpp"

#include "editorial/copy_store.hpp"
#include "editorial/picture.hpp"
#include "editorial/state.hpp"
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
constexpr db::Query text_goes_live{"editorial.go_live", R"sql(
    update texts set live_revision_id = :revision, published_on = :published_on, revised_on = :revised_on, checked_on = :checked_on,
           check_by = :check_by, native_read = :native_read, pairing = :pairing, alone = :alone
     where id = :id
)sql"};
// A retired piece stays so, whatever becomes of its texts.
constexpr db::Query lift_withdrawal{"editorial.lift_withdrawal", R"sql(
    update texts set withdrawn_at = null
     where id = :id and exists (select 1 from pieces where pieces.id = texts.piece_id and pieces.retired_at is null)
)sql"};
constexpr db::Query stay_retired{"editorial.stay_retired", R"sql(
    update texts set withdrawn_at = (select pieces.retired_at from pieces where pieces.id = texts.piece_id) where id = :id and withdrawn_at is null
)sql"};
constexpr db::Query live_document{"editorial.live_document", R"sql(
    select revisions.body from texts join revisions on revisions.id = texts.live_revision_id where texts.id = :text
)sql"};
constexpr db::Query first_published{"editorial.first_published", R"sql(
    select published_on from texts where id = :text
)sql"};
constexpr db::Query delete_sources{"editorial.delete_text_sources", R"sql(
    delete from text_sources where text_id = :text
)sql"};
constexpr db::Query insert_source{"editorial.insert_text_source", R"sql(
    insert into text_sources (text_id, position, source) values (:text, :position, :source)
)sql"};
constexpr db::Query select_sources{"editorial.text_sources", R"sql(
    select source from text_sources where text_id = :text
)sql"};

namespace {
/// Works cited, each once, in order of appearance.
std::vector<std::string> cited_works(const doc::Node& body) {
    std::vector<std::string> works;
    for (const doc::Citation& citation : doc::citations(body))
        if (std::find(works.begin(), works.end(), citation.key) == works.end()) works.push_back(citation.key);
    return works;
}

void write_sources(db::Tx& tx, TextId text, const std::vector<std::string>& works) {
    tx.run(delete_sources, {{"text", text}});
    std::int64_t position = 0;
    for (const std::string& source : works) tx.run(insert_source, {{"text", text}, {"position", ++position}, {"source", source}});
}
}

void drop_pages(db::Tx& tx, const Piece& piece, TextId text) {
    std::vector<std::string> tags{piece_tag(piece.id)};
    for (const db::Row& row : tx.all(select_sources, {{"text", text}})) tags.push_back("source:" + row.text(0));
    if (const Kind* kind = find_kind(piece.kind)) tags.insert(tags.end(), kind->list_tags.begin(), kind->list_tags.end());
    changed(tx, tags);
}

void index_live(db::Tx& tx, const Piece& piece, TextId text) {
    drop_pages(tx, piece, text); // works that are cited no more
    const auto row = tx.first(live_document, {{"text", text}});
    const doc::Node body = row ? store::read_body(text, row->text(0)) : doc::Node{};
    write_sources(tx, text, cited_works(body));
    note_live_pictures(tx, text, body);
    drop_pages(tx, piece, text);
}

RevisionId make_live(db::Tx& tx, const Piece& piece, TextId text, const Making& made) {
    const auto first_day = tx.first(first_published, {{"text", text}})->find_day(0);
    const base::Day today = base::day_of(tx.now());
    const auto revision = store::add_revision(tx,
                                              {.text = text,
                                               .title = made.title,
                                               .summary = made.summary,
                                               .body = base::write_json(doc::to_json(made.body)),
                                               .by = made.by,
                                               .reason = "published",
                                               .correction = made.correction},
                                              made.body);
    if (made.from_desk)
        store::show_credits(tx, piece.id, text, made.by);
    else
        store::show_credits(tx, piece.id);
    tx.run(text_goes_live, {{"revision", revision},
                            {"published_on", first_day.value_or(made.first_day)},
                            {"revised_on", first_day && *first_day != today ? std::optional(today) : std::nullopt},
                            {"checked_on", made.checked_on},
                            {"check_by", made.check_by},
                            {"native_read", made.native_read},
                            {"pairing", made.pairing == Pairing::paired ? "paired" : "parallel"},
                            {"alone", made.alone},
                            {"id", text}});
    if (made.lift) tx.run(lift_withdrawal, {{"id", text}});
    tx.run(stay_retired, {{"id", text}});
    const auto works = cited_works(made.body);
    if (first_day) drop_pages(tx, piece, text); // works that are cited no more
    write_sources(tx, text, works);
    note_live_pictures(tx, text, made.body);
    drop_pages(tx, piece, text);
    return revision;
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
    const bool again = known && !known->is_null(1);
    Making making{.title = wanted.title,
                  .summary = wanted.summary,
                  .body = wanted.body,
                  .first_day = wanted.published_on,
                  .checked_on = wanted.checked_on,
                  .check_by = wanted.check_by,
                  .native_read = wanted.native_read,
                  .pairing = wanted.pairing};
    if (viewer.person) making.by = static_cast<people::PersonId>(*viewer.person);
    // What editors withdrew is not brought back by content that is loaded.
    making.lift = viewer.person.has_value();
    making.from_desk = false;
    const State was = get_state(tx, text);
    const std::string before = viewer.person ? snapshot(tx, text, /*with_copy=*/true) : "";
    // What others wrote meanwhile is not this text, and is kept.
    if (was.stage && !is_copy_of_live(tx, text)) cut_revision(tx, text, store::find_stored(tx, text)->copy.changed_by, "dropped");
    const RevisionId revision = make_live(tx, *piece, text, making);
    const ActId act =
        record(tx, viewer, was, {.act = again ? "corrected" : "published", .stage_to = "live", .revision = revision, .before = before});
    if (was.stage) leave_desk(tx, text, act);
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

void on_change(std::function<void(db::Tx&, const std::vector<std::string>&)> call) { listener() = std::move(call); }

void changed(db::Tx& tx, const std::vector<std::string>& tags) {
    if (listener()) listener()(tx, tags);
}

}
