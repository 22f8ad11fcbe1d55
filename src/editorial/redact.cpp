#include "editorial/redact.hpp"

#include "editorial/copy_store.hpp"
#include "editorial/erase.hpp"
#include "editorial/state.hpp"
#include "editorial/store.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/utf8.hpp"
#include "kit/jobs/jobs.hpp"
#include "kit/text/typed.hpp"

#include <algorithm>
#include <set>

namespace editorial {

using people::Right;
using Form = RedactedColumn::Form;
using Of = RedactedColumn::Of;

constexpr db::Query texts_of_piece{"editorial.texts_to_redact", R"sql(
    select texts.id, texts.lang, texts.version, texts.live_revision_id, working_copies.version
      from texts left join working_copies on working_copies.text_id = texts.id
     where texts.piece_id = :piece order by texts.id
)sql"};
constexpr db::Query revisions_of_text{"editorial.revisions_to_redact", R"sql(
    select id, title, summary, body, correction, made_at from revisions where text_id = :text order by made_at desc, id desc
)sql"};
constexpr db::Query copy_of_text{"editorial.copy_to_redact", R"sql(
    select text_id, title, summary, body, correction, changed_at from working_copies where text_id = :text
)sql"};
constexpr db::Query redact_revision{"editorial.redact_revision", R"sql(
    update revisions set title = :title, summary = :summary, body = :body, correction = :correction, words = :words,
           characters = :characters, minutes = :minutes
     where id = :id
)sql"};
constexpr db::Query redact_copy{"editorial.redact_copy", R"sql(
    update working_copies set title = :title, summary = :summary, body = :body, correction = :correction where text_id = :id
)sql"};
constexpr db::Query steps_to_forget{"editorial.redacted_steps", R"sql(
    select step from steps where text_id = :text
)sql"};
constexpr db::Query new_version{"editorial.redacted_version", R"sql(
    update texts set version = :version where id = :text
)sql"};
constexpr db::Query new_copy_version{"editorial.redacted_copy_version", R"sql(
    update working_copies set version = :version, first_version = :version where text_id = :text
)sql"};
constexpr db::Query drop_steps{"editorial.drop_redacted_steps", R"sql(
    delete from steps where text_id = :text
)sql"};
// Who wrote is known by their steps, and nobody checks their own words.
constexpr db::Query writers_of_copy{"editorial.writers_of_copy", R"sql(
    select distinct steps.person_id
      from steps join working_copies on working_copies.text_id = steps.text_id
     where steps.text_id = :text and steps.version > working_copies.first_version and steps.person_id is not null
       and not exists (select 1 from duties where duties.text_id = steps.text_id and duties.person_id = steps.person_id
                          and duties.ended_at is null and duties.duty in ('write', 'translate'))
)sql"};
constexpr db::Query stay_writer{"editorial.stay_writer", R"sql(
    insert into duties (id, text_id, person_id, duty, due_on, note, asked_by, asked_at, ended_at)
    values (:id, :text, :person, 'write', null, '', null, :now, null)
)sql"};
constexpr db::Query forget_undo{"editorial.forget_undo", R"sql(
    update acts set before = '' where piece_id = :piece and before <> ''
)sql"};
constexpr db::Query slugs_of_piece{"editorial.slugs_of_piece", R"sql(
    select slug from slugs where piece_id = :piece order by slug
)sql"};
constexpr db::Query pieces_with_words{"editorial.pieces_with_words", R"sql(
    select distinct pieces.id, pieces.kind, pieces.slug, pieces.licence
      from revisions join texts on texts.id = revisions.text_id join pieces on pieces.id = texts.piece_id
     where pieces.id <> :piece
       and (replace(revisions.title, :words, '') <> revisions.title or replace(revisions.summary, :words, '') <> revisions.summary
            or replace(revisions.body, :words, '') <> revisions.body)
     order by pieces.kind, pieces.slug limit 20
)sql"};
constexpr db::Query pictures_known{"editorial.picture_is_known", R"sql(
    select 1 from pictures where uid = :uid
)sql"};

namespace {
bool is_by_hand(const RedactedColumn& column) {
    return column.table == "revisions" || column.table == "working_copies" || column.table == "steps" || column.table == "stream_events" ||
           (column.table == "acts" && column.column == "before");
}

/// Looks through everything, or changes it on the way.
class Clearing {
public:
    Clearing(db::Tx& tx, PieceId piece, const Redaction& wanted, bool changes)
        : tx_(tx), piece_(piece), wanted_(wanted), changes_(changes), eraser_(wanted.words, wanted.pictures) {}

    void run() {
        for (const db::Row& row : tx_.all(texts_of_piece, {{"piece", piece_}})) text(row);
        for (const RedactedColumn& column : redacted_columns()) {
            if (is_by_hand(column)) continue;
            if (column.of == Of::text)
                for (const auto& [id, lang] : texts_) rows(column, "text_id", static_cast<std::int64_t>(id), lang);
            else if (column.of == Of::piece)
                rows(column, "piece_id", static_cast<std::int64_t>(piece_), wanted_.lang);
            else
                rows(column, "", 0, wanted_.lang);
        }
    }

    RedactedPlaces found;
    std::set<std::string> tags;
    std::vector<TextId> live;

private:
    const std::string& put_in(base::Lang lang) const { return lang == base::Lang::ja ? wanted_.in_japanese : wanted_.in_english; }

    void note(std::string_view table, std::optional<base::Lang> lang, std::optional<base::Instant> at, std::vector<Hit>& hits,
              bool context = true) {
        for (Hit& hit : hits) {
            ++found.count;
            if (!context) hit.before.clear(), hit.after.clear();
            const auto same = std::find_if(found.places.begin(), found.places.end(), [&](const RedactedPlace& one) {
                return one.table == table && one.lang == lang && one.before == hit.before && one.words == hit.words &&
                       one.after == hit.after;
            });
            if (same != found.places.end()) {
                ++same->times;
                continue;
            }
            if (found.places.size() == most_places) {
                ++found.unlisted;
                continue;
            }
            found.places.push_back({std::string(table), lang, at, std::move(hit.before), std::move(hit.words), std::move(hit.after)});
        }
        hits.clear();
    }

    // ---- what editorial keeps itself ---------------------------------------------------------------------------------

    void text(const db::Row& row) {
        const auto id = row.id<TextId>(0);
        const base::Lang lang = base::lang_from(row.text(1)).value_or(base::Lang::en);
        texts_.emplace_back(id, lang);
        const std::optional<std::int64_t> of_copy = row.find_number(4);
        for (const db::Row& one : tx_.all(copy_of_text, {{"text", id}})) document(one, id, lang, "working_copies", redact_copy);
        for (const db::Row& one : tx_.all(revisions_of_text, {{"text", id}})) document(one, id, lang, "revisions", redact_revision);
        if (!row.is_null(3)) live.push_back(id);
        if (!changes_) {
            std::vector<Hit> hits;
            for (const db::Row& one : tx_.all(steps_to_forget, {{"text", id}}))
                if (const auto json = base::parse_json(one.text(0))) eraser_.json(*json, "", hits);
            note("steps", lang, std::nullopt, hits);
            return;
        }
        if (of_copy)
            for (const db::Row& one : tx_.all(writers_of_copy, {{"text", id}}))
                tx_.run(stay_writer, {{"id", base::new_id()}, {"text", id}, {"person", one.number(0)}, {"now", tx_.now()}});
        tx_.run(drop_steps, {{"text", id}});
        const std::int64_t version = std::max(row.number(2), of_copy.value_or(0)) + 1;
        tx_.run(new_version, {{"version", version}, {"text", id}});
        if (of_copy) tx_.run(new_copy_version, {{"version", version}, {"text", id}});
        // Steps on their way to other processes.
        if (tx_.engine() == db::Engine::postgres)
            tx_.run({"editorial.drop_told_steps", "delete from stream_events where topic = :topic"}, {{"topic", copy_topic(id)}});
        // A version that nobody has the steps to: whoever has the text open asks for it, and hears that it must be read anew.
        tell_copy(tx_, {.text = id,
                        .event = "steps",
                        .data = base::Json::Object{{"version", version}, {"steps", base::Json::Array{}}, {"clients", base::Json::Array{}}},
                        .id = version});
    }

    void document(const db::Row& row, TextId id, base::Lang lang, std::string_view table, const db::Query& update) {
        const std::string& put = put_in(lang);
        std::vector<Hit> hits;
        const std::string title = eraser_.plain(row.text(1), put, hits), summary = eraser_.plain(row.text(2), put, hits);
        const doc::Node body = eraser_.document(store::read_stored(id, row.text(3)), put, hits);
        const std::string correction = eraser_.plain(row.text(4), put, hits);
        if (hits.empty()) return;
        ++found.versions;
        note(table, lang, row.instant(5), hits);
        if (!changes_) return;
        const std::string json = base::write_json(doc::to_json(body));
        const doc::Node checked = store::read_stored(id, json); // what no longer fits the schema must not be kept
        if (table == "revisions") {
            const doc::Length length = store::reading_length(checked);
            tx_.run(update, {{"title", title},
                             {"summary", summary},
                             {"body", json},
                             {"correction", correction},
                             {"words", static_cast<std::int64_t>(length.words)},
                             {"characters", static_cast<std::int64_t>(length.characters)},
                             {"minutes", length.minutes},
                             {"id", row.number(0)}});
        } else {
            tx_.run(update, {{"title", title}, {"summary", summary}, {"body", json}, {"correction", correction}, {"id", row.number(0)}});
            // Nor does this process remember what was read last.
            store::keep_body(id, json, checked);
        }
    }

    // ---- copies in all rooms -----------------------------------------------------------------------------------------

    /// Statements are made here because one loop goes through the tables of all rooms; every name is of redacted_columns().
    void rows(const RedactedColumn& column, std::string_view key, std::int64_t id, base::Lang lang) {
        const std::string table(column.table), name(column.column);
        const std::string where = key.empty() ? "" : " and " + std::string(key) + " = :id";
        const std::string read = "select distinct " + name + " from " + table + " where " + name + " <> ''" + where;
        const auto all = key.empty() ? tx_.all({"editorial.read_copies", read}) : tx_.all({"editorial.read_copies", read}, {{"id", id}});
        for (const db::Row& row : all) {
            if (row.is_null(0)) continue;
            const std::string was = row.text(0);
            std::vector<Hit> hits;
            const std::string now = erased(column, was, lang, hits);
            if (hits.empty()) continue;
            // What stands around the words elsewhere is nobody's business here: mail holds links that sign in.
            note(column.table, column.of == Of::text ? std::optional(lang) : std::nullopt, std::nullopt, hits, column.of != Of::everything);
            if (!changes_) continue;
            if (column.table == "sources") note_source(name, was);
            if (column.table == "cards") drop_card_picture();
            if (column.form == Form::removed) {
                const std::string sql = "delete from " + table + " where " + name + " = :was" + where;
                key.empty() ? tx_.run({"editorial.drop_copies", sql}, {{"was", was}})
                            : tx_.run({"editorial.drop_copies", sql}, {{"was", was}, {"id", id}});
            } else {
                const std::string sql = "update " + table + " set " + name + " = :now where " + name + " = :was" + where;
                key.empty() ? tx_.run({"editorial.redact_copies", sql}, {{"now", now}, {"was", was}})
                            : tx_.run({"editorial.redact_copies", sql}, {{"now", now}, {"was", was}, {"id", id}});
            }
            if (column.table == "calls") tags.insert("calls");
            if (column.table == "credits") tags.insert("people");
        }
    }

    std::string erased(const RedactedColumn& column, const std::string& was, base::Lang lang, std::vector<Hit>& hits) const {
        switch (column.form) {
            case Form::plain: return eraser_.plain(was, put_in(lang), hits);
            case Form::html: return eraser_.html(was, put_in(lang), hits);
            case Form::removed:
                if (column.table == "links" && !eraser_.is_in(was) && eraser_.is_in_url(was)) hits.push_back({"", was, ""});
                eraser_.plain(was, "", hits);
                return "";
            case Form::json: {
                const auto json = base::parse_json(was);
                return json ? base::write_json(eraser_.json(*json, put_in(lang), hits)) : eraser_.plain(was, put_in(lang), hits);
            }
            case Form::document: {
                // Of a pair of blocks one is of the other language.
                const base::Lang of = column.column == "source" ? base::other(lang) : lang;
                return base::write_json(doc::to_json(eraser_.document(store::read_stored(TextId{0}, was), put_in(of), hits)));
            }
        }
        return was;
    }

    void note_source(const std::string& name, const std::string& was) {
        const std::string sql = "select source from sources where " + name + " = :was";
        for (const db::Row& row : tx_.all({"editorial.redacted_sources", sql}, {{"was", was}})) tags.insert("source:" + row.text(0));
        tags.insert("source:list");
    }

    void drop_card_picture() {
        for (const db::Row& row : tx_.all({"editorial.redacted_card", "select hash from cards where piece_id = :id"}, {{"id", piece_}}))
            tx_.delete_blob(row.text(0));
    }

    db::Tx& tx_;
    PieceId piece_;
    const Redaction& wanted_;
    bool changes_;
    Eraser eraser_;
    std::vector<std::pair<TextId, base::Lang>> texts_;
};

Redaction cleaned(Redaction wanted) {
    wanted.words = text::one_line(wanted.words);
    return wanted;
}

Problems problems_of(db::Tx& tx, const Redaction& wanted) {
    Problems problems;
    const auto refuse = [&](const char* word) { problems.push_back({.field = "words", .word = word}); };
    if (wanted.words.empty() && wanted.pictures.empty())
        refuse("redact.problem_missing");
    else if (!wanted.words.empty() && (!base::is_utf8(wanted.words) || base::code_points(wanted.words) < 2))
        refuse("redact.problem_short");
    else if (base::code_points(wanted.words) > longest_redacted)
        problems.push_back({.field = "words", .word = "redact.problem_long", .args = {{"most", std::to_string(longest_redacted)}}});
    // It would be found again in what takes its place.
    else if (const Eraser eraser(wanted.words, {}); eraser.is_in(wanted.in_english) || eraser.is_in(wanted.in_japanese))
        refuse("redact.problem_own");
    for (const std::string& uid : wanted.pictures)
        if (!tx.first(pictures_known, {{"uid", uid}})) problems.push_back({.field = "pictures", .word = "redact.problem_picture"});
    return problems;
}

Piece get_piece(db::Tx& tx, PieceId id) {
    auto piece = store::find_piece(tx, id);
    if (!piece) throw base::Missing();
    return std::move(*piece);
}

void require_keep(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    people::require(tx, viewer, Right::keep, people::Scope::site(), people::piece_scope(static_cast<std::int64_t>(piece)));
}
}

constexpr db::Query pictures_of_piece{"editorial.pictures_of_piece", R"sql(
    select uid from pictures where piece_id = :piece order by added_at desc, uid
)sql"};

std::vector<Picture> list_piece_pictures(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    require_keep(tx, viewer, piece);
    std::vector<Picture> pictures;
    for (const db::Row& row : tx.all(pictures_of_piece, {{"piece", piece}}))
        if (auto picture = find_picture(tx, viewer, row.text(0))) pictures.push_back(std::move(*picture));
    return pictures;
}

base::Result<RedactedPlaces, Problems> find_redacted(db::Tx& tx, const base::Viewer& viewer, PieceId piece, const Redaction& typed) {
    require_keep(tx, viewer, piece);
    get_piece(tx, piece);
    const Redaction wanted = cleaned(typed);
    if (Problems problems = problems_of(tx, wanted); !problems.empty()) return base::Failure{std::move(problems)};
    Clearing work(tx, piece, wanted, /*changes=*/false);
    work.run();
    if (wanted.words.empty()) return std::move(work.found);
    const Eraser eraser(wanted.words, {});
    for (const db::Row& row : tx.all(slugs_of_piece, {{"piece", piece}}))
        if (eraser.is_in(row.text(0))) work.found.addresses.push_back(row.text(0));
    for (const db::Row& row : tx.all(pieces_with_words, {{"piece", piece}, {"words", wanted.words}}))
        work.found.others.push_back({.id = row.id<PieceId>(0), .kind = row.text(1), .slug = row.text(2), .licence = row.text(3)});
    return std::move(work.found);
}

base::Result<ActId, Problems> redact(db::Tx& tx, const base::Viewer& viewer, PieceId id, const Redaction& typed) {
    require_keep(tx, viewer, id);
    const Piece piece = get_piece(tx, id);
    const Redaction wanted = cleaned(typed);
    if (Problems problems = problems_of(tx, wanted); !problems.empty()) return base::Failure{std::move(problems)};
    Clearing work(tx, id, wanted, /*changes=*/true);
    work.run();
    // Pictures are looked for in documents; whether one stands in any, its bytes go.
    if (work.found.count == 0 && wanted.pictures.empty()) return refusal("words", "redact.problem_nowhere");
    for (const std::string& uid : wanted.pictures) delete_picture(tx, viewer, uid);
    tx.run(forget_undo, {{"piece", id}});
    for (const TextId text : work.live) {
        index_live(tx, piece, text);
        jobs::later(tx, "editorial.redacted", std::to_string(static_cast<std::int64_t>(text)));
    }
    changed(tx, {work.tags.begin(), work.tags.end()});
    return record_act(tx, viewer, {.piece = id, .act = "redacted"});
}

}
