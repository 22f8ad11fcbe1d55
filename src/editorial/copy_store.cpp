#include "editorial/copy_store.hpp"

#include "editorial/store.hpp"
#include "kit/base/guarded.hpp"
#include "kit/base/ids.hpp"

#include <algorithm>
#include <list>

namespace editorial::store {

constexpr db::Query copy_by_text{"editorial.find_copy", R"sql(
    select texts.id, texts.lang, texts.stage, texts.stage_since, case when texts.withdrawn_at is null then texts.live_revision_id end,
           texts.go_live_at, texts.go_live_wall, texts.native_read, texts.pairing,
           pieces.id, pieces.kind, pieces.slug, pieces.licence,
           working_copies.title, working_copies.summary, working_copies.version, working_copies.changed_at, working_copies.changed_by,
           working_copies.based_on, working_copies.check_by, working_copies.correction, working_copies.first_version, working_copies.body
      from working_copies join texts on texts.id = working_copies.text_id join pieces on pieces.id = texts.piece_id
     where working_copies.text_id = :text
)sql"};

namespace {
template <class Id>
std::optional<Id> find_id(const db::Row& row, std::size_t column) {
    const auto number = row.find_number(column);
    return number ? std::optional(static_cast<Id>(*number)) : std::nullopt;
}
}

std::optional<StoredCopy> find_stored(db::Tx& tx, TextId text) {
    const auto row = tx.first(copy_by_text, {{"text", text}});
    if (!row) return std::nullopt;
    StoredCopy stored;
    Copy& copy = stored.copy;
    copy.text = row->id<TextId>(0);
    copy.lang = base::lang_from(row->text(1)).value_or(base::Lang::en);
    copy.stage = stage_from(row->text(2)).value_or(Stage::draft);
    copy.stage_since = row->instant(3);
    copy.live = find_id<RevisionId>(*row, 4);
    if (!row->is_null(5)) copy.go_live_at = row->instant(5);
    copy.go_live_wall = row->text(6);
    copy.native_read = row->flag(7);
    copy.pairing = row->text(8) == "paired" ? Pairing::paired : Pairing::parallel;
    copy.piece = {.id = row->id<PieceId>(9), .kind = row->text(10), .slug = row->text(11), .licence = row->text(12)};
    copy.title = row->text(13);
    copy.summary = row->text(14);
    copy.version = row->number(15);
    copy.changed_at = row->instant(16);
    copy.changed_by = find_id<people::PersonId>(*row, 17);
    copy.based_on = find_id<RevisionId>(*row, 18);
    copy.check_by = row->find_day(19);
    copy.correction = row->text(20);
    stored.first_version = row->number(21);
    stored.body = row->text(22);
    return stored;
}

// ---- parsed documents ------------------------------------------------------------------------------------------------

namespace {
struct Parsed {
    TextId text{};
    std::string json;
    doc::Node body;
};

/// The documents that were stored last, the latest first. Parsing one of 5,000 words takes longer than all else that a step needs.
struct Latest {
    std::list<Parsed> documents;
    std::size_t bytes = 0; // of JSON
};
constexpr std::size_t most_bytes = 3 << 20;

base::Guarded<Latest>& latest() {
    static base::Guarded<Latest> kept;
    return kept;
}

std::list<Parsed>::iterator of_text(Latest& kept, TextId text) {
    return std::find_if(kept.documents.begin(), kept.documents.end(), [&](const Parsed& one) { return one.text == text; });
}
}

namespace {
std::optional<doc::Node> find_parsed(TextId text, const std::string& json, bool take) {
    return latest().with([&](Latest& kept) -> std::optional<doc::Node> {
        const auto at = of_text(kept, text);
        if (at == kept.documents.end() || at->json != json) return std::nullopt;
        if (!take) return at->body;
        std::optional<doc::Node> body = std::move(at->body);
        kept.bytes -= at->json.size();
        kept.documents.erase(at);
        return body;
    });
}

}

doc::Node read_stored(TextId text, const std::string& stored) {
    const auto json = base::parse_json(stored);
    auto body = json ? doc::from_json(*json, doc::State::working) : base::Result<doc::Node, doc::Faults>(base::Failure{doc::Faults{}});
    if (!body)
        throw base::Error("the stored document of text " + std::to_string(static_cast<std::int64_t>(text)) + " does not fit the schema");
    return std::move(*body);
}

doc::Node read_body(TextId text, const std::string& json) {
    auto known = find_parsed(text, json, false);
    return known ? std::move(*known) : read_stored(text, json);
}

doc::Node take_body(TextId text, const std::string& json) {
    auto known = find_parsed(text, json, true);
    return known ? std::move(*known) : read_stored(text, json);
}

void keep_body(TextId text, const std::string& json, doc::Node body) {
    Parsed newest{text, json, std::move(body)};
    std::list<Parsed> gone; // freed after the lock
    latest().with([&](Latest& kept) {
        if (const auto at = of_text(kept, text); at != kept.documents.end()) {
            kept.bytes -= at->json.size();
            gone.splice(gone.end(), kept.documents, at);
        }
        kept.bytes += newest.json.size();
        kept.documents.push_front(std::move(newest));
        while (kept.bytes > most_bytes && kept.documents.size() > 1) {
            kept.bytes -= kept.documents.back().json.size();
            gone.splice(gone.end(), kept.documents, std::prev(kept.documents.end()));
        }
    });
}

// ---- coming and going ------------------------------------------------------------------------------------------------

constexpr db::Query upsert_copy{"editorial.put_copy", R"sql(
    insert into working_copies (text_id, title, summary, body, version, changed_at, first_version, based_on, changed_by, check_by, correction)
    values (:text, :title, :summary, :body, :version, :changed_at, :first, :based_on, :changed_by, :check_by, :correction)
        on conflict (text_id) do update set title = excluded.title, summary = excluded.summary, body = excluded.body,
           version = excluded.version, changed_at = excluded.changed_at, first_version = excluded.first_version, based_on = excluded.based_on,
           changed_by = excluded.changed_by, check_by = excluded.check_by, correction = excluded.correction
)sql"};
constexpr db::Query put_stage{"editorial.put_stage", R"sql(
    update texts set stage = :stage, stage_since = :now, version = :version where id = :text
)sql"};

void put_stored(db::Tx& tx, const StoredCopy& stored) {
    const Copy& copy = stored.copy;
    tx.run(upsert_copy, {{"text", copy.text},
                         {"title", copy.title},
                         {"summary", copy.summary},
                         {"body", stored.body},
                         {"version", copy.version},
                         {"changed_at", copy.changed_at},
                         {"first", copy.version},
                         {"based_on", copy.based_on},
                         {"changed_by", copy.changed_by},
                         {"check_by", copy.check_by},
                         {"correction", copy.correction}});
    tx.run(put_stage, {{"stage", name_of(copy.stage)}, {"now", tx.now()}, {"version", copy.version}, {"text", copy.text}});
}

// ---- whose ----------------------------------------------------------------------------------------------------------

constexpr db::Query piece_of_text{"editorial.owner_of_text", R"sql(
    select piece_id, lang from texts where id = :id
)sql"};

PieceId piece_of(db::Tx& tx, TextId text) {
    const auto row = tx.first(piece_of_text, {{"id", text}});
    if (!row) throw base::Missing();
    return row->id<PieceId>(0);
}

base::Lang lang_of(db::Tx& tx, TextId text) {
    const auto row = tx.first(piece_of_text, {{"id", text}});
    if (!row) throw base::Missing();
    return base::lang_from(row->text(1)).value_or(base::Lang::en);
}

void require_of_the_piece(db::Tx& tx, const base::Viewer& viewer, PieceId piece) {
    if (!is_of_the_piece(tx, viewer, piece)) throw base::Denied(std::string(people::name_of(people::Right::comment)));
}

std::optional<people::Person> read_person(const db::Row& row, std::size_t from) {
    if (row.is_null(from)) return std::nullopt;
    return people::Person{.id = row.id<people::PersonId>(from),
                          .slug = row.text(from + 1),
                          .name = row.text(from + 2),
                          .name_ja = row.text(from + 3),
                          .bio = row.text(from + 4),
                          .bio_ja = row.text(from + 5),
                          .collective = row.flag(from + 6),
                          .agreed_on = row.find_day(from + 7),
                          .former = row.flag(from + 8)};
}

}
