#include "editorial/store.hpp"

#include "kit/base/check.hpp"

namespace editorial::store {

namespace {
base::Lang lang_of(const std::string& tag) { return base::lang_from(tag).value_or(base::Lang::en); }

Piece read_piece(const db::Row& row) {
    return {.id = row.id<PieceId>(0), .kind = row.text(1), .slug = row.text(2), .licence = row.text(3)};
}

/// Columns: piece, kind, slug, lang, title, summary, minutes, published_on.
Entry read_entry(const db::Row& row, std::size_t from = 0) {
    return {.piece = row.id<PieceId>(from),
            .kind = row.text(from + 1),
            .slug = row.text(from + 2),
            .lang = lang_of(row.text(from + 3)),
            .title = row.text(from + 4),
            .summary = row.text(from + 5),
            .minutes = static_cast<int>(row.number(from + 6)),
            .published_on = row.day(from + 7)};
}

std::vector<Entry> read_entries(const std::vector<db::Row>& rows) {
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (const db::Row& row : rows) entries.push_back(read_entry(row));
    return entries;
}
}

constexpr db::Query piece_by_slug{"editorial.piece_by_slug", R"sql(
    select id, kind, slug, licence from pieces where kind = :kind and slug = :slug
)sql"};

std::optional<Piece> find_piece(db::Tx& tx, std::string_view kind, std::string_view slug) {
    const auto row = tx.first(piece_by_slug, {{"kind", kind}, {"slug", slug}});
    if (!row) return std::nullopt;
    return read_piece(*row);
}

constexpr db::Query piece_by_id{"editorial.piece_by_id", R"sql(
    select id, kind, slug, licence from pieces where id = :id
)sql"};

std::optional<Piece> find_piece(db::Tx& tx, PieceId id) {
    const auto row = tx.first(piece_by_id, {{"id", id}});
    if (!row) return std::nullopt;
    return read_piece(*row);
}

constexpr db::Query owner_of_slug{"editorial.slug_owner", R"sql(
    select slugs.piece_id, pieces.slug from slugs join pieces on pieces.id = slugs.piece_id
     where slugs.kind = :kind and slugs.slug = :slug
)sql"};

std::optional<std::string> find_moved(db::Tx& tx, std::string_view kind, std::string_view slug) {
    const auto row = tx.first(owner_of_slug, {{"kind", kind}, {"slug", slug}});
    if (!row || row->text(1) == slug) return std::nullopt;
    return row->text(1);
}

std::optional<PieceId> slug_owner(db::Tx& tx, std::string_view kind, std::string_view slug) {
    const auto row = tx.first(owner_of_slug, {{"kind", kind}, {"slug", slug}});
    if (!row) return std::nullopt;
    return row->id<PieceId>(0);
}

constexpr db::Query live_text{"editorial.live_text", R"sql(
    select texts.id, revisions.title, revisions.summary, revisions.body, revisions.words, revisions.characters, revisions.minutes,
           texts.published_on, texts.revised_on, texts.checked_on, texts.check_by, texts.native_read, texts.pairing, texts.alone
      from texts join revisions on revisions.id = texts.live_revision_id
     where texts.piece_id = :piece and texts.lang = :lang and texts.withdrawn_at is null
)sql"};

std::optional<Text> find_live(db::Tx& tx, const Piece& piece, base::Lang lang) {
    const auto row = tx.first(live_text, {{"piece", piece.id}, {"lang", base::tag(lang)}});
    if (!row) return std::nullopt;
    const auto json = base::parse_json(row->text(3));
    base::check(json.has_value());
    auto body = doc::from_json(*json);
    if (!body) throw base::Error("the stored document of text " + std::to_string(row->number(0)) + " does not fit the schema");
    return Text{.id = row->id<TextId>(0),
                .piece = piece,
                .lang = lang,
                .title = row->text(1),
                .summary = row->text(2),
                .body = std::move(*body),
                .length = {.words = static_cast<std::size_t>(row->number(4)),
                           .characters = static_cast<std::size_t>(row->number(5)),
                           .minutes = static_cast<int>(row->number(6))},
                .published_on = row->day(7),
                .revised_on = row->find_day(8),
                .checked_on = row->find_day(9),
                .check_by = row->find_day(10),
                .native_read = row->flag(11),
                .checked_alone = row->flag(13),
                .pairing = row->text(12) == "paired" ? Pairing::paired : Pairing::parallel};
}

constexpr db::Query live_exists{"editorial.live_exists", R"sql(
    select 1 from texts where piece_id = :piece and lang = :lang and live_revision_id is not null and withdrawn_at is null
)sql"};

bool has_live(db::Tx& tx, PieceId piece, base::Lang lang) {
    return tx.first(live_exists, {{"piece", piece}, {"lang", base::tag(lang)}}).has_value();
}

constexpr db::Query entries_of_kind{"editorial.list_live", R"sql(
    select pieces.id, pieces.kind, pieces.slug, texts.lang, revisions.title, revisions.summary, revisions.minutes, texts.published_on
      from pieces join texts on texts.piece_id = pieces.id join revisions on revisions.id = texts.live_revision_id
     where pieces.kind = :kind and texts.lang = :lang and texts.withdrawn_at is null
     order by texts.published_on desc, pieces.id desc
     limit :limit offset :offset
)sql"};

std::vector<Entry> list_live(db::Tx& tx, std::string_view kind, base::Lang lang, std::int64_t offset, std::int64_t limit) {
    return read_entries(tx.all(entries_of_kind, {{"kind", kind}, {"lang", base::tag(lang)}, {"limit", limit}, {"offset", offset}}));
}

constexpr db::Query all_entries{"editorial.list_all_live", R"sql(
    select pieces.id, pieces.kind, pieces.slug, texts.lang, revisions.title, revisions.summary, revisions.minutes,
           coalesce(texts.revised_on, texts.published_on)
      from pieces join texts on texts.piece_id = pieces.id join revisions on revisions.id = texts.live_revision_id
     where texts.lang = :lang and texts.withdrawn_at is null
     order by pieces.kind, pieces.slug
)sql"};

std::vector<Entry> list_all_live(db::Tx& tx, base::Lang lang) { return read_entries(tx.all(all_entries, {{"lang", base::tag(lang)}})); }

constexpr db::Query count_of_kind{"editorial.count_live", R"sql(
    select count(*) from pieces join texts on texts.piece_id = pieces.id
     where pieces.kind = :kind and texts.lang = :lang and texts.live_revision_id is not null and texts.withdrawn_at is null
)sql"};

std::int64_t count_live(db::Tx& tx, std::string_view kind, base::Lang lang) {
    return tx.first(count_of_kind, {{"kind", kind}, {"lang", base::tag(lang)}})->number(0);
}

constexpr db::Query entry_of_piece{"editorial.entry", R"sql(
    select pieces.id, pieces.kind, pieces.slug, texts.lang, revisions.title, revisions.summary, revisions.minutes, texts.published_on
      from pieces join texts on texts.piece_id = pieces.id join revisions on revisions.id = texts.live_revision_id
     where pieces.id = :piece and texts.withdrawn_at is null
     order by case when texts.lang = :lang then 0 else 1 end
     limit 1
)sql"};

std::optional<Entry> find_entry(db::Tx& tx, PieceId piece, base::Lang lang) {
    const auto row = tx.first(entry_of_piece, {{"piece", piece}, {"lang", base::tag(lang)}});
    if (!row) return std::nullopt;
    return read_entry(*row);
}

constexpr db::Query credits_of_piece{"editorial.credits", R"sql(
    select credits.role, credits.line, credits.line_ja, persons.id, persons.slug, persons.name, persons.name_ja, persons.bio, persons.bio_ja,
           persons.collective, persons.agreed_on, persons.former
      from credits join persons_shown persons on persons.id = credits.person_id
     where credits.piece_id = :piece and credits.live = 1
     order by credits.position
)sql"};

std::vector<Credit> list_credits(db::Tx& tx, PieceId piece) {
    std::vector<Credit> credits;
    for (const db::Row& row : tx.all(credits_of_piece, {{"piece", piece}}))
        credits.push_back({.role = row.text(0),
                           .person = {.id = row.id<people::PersonId>(3),
                                      .slug = row.text(4),
                                      .name = row.text(5),
                                      .name_ja = row.text(6),
                                      .bio = row.text(7),
                                      .bio_ja = row.text(8),
                                      .collective = row.flag(9),
                                      .agreed_on = row.find_day(10),
                                      .former = row.flag(11)},
                           .line = row.text(1),
                           .line_ja = row.text(2)});
    return credits;
}

constexpr db::Query unnamed_people{"editorial.list_unnamed", R"sql(
    select distinct credits.person_id
      from credits join texts on texts.piece_id = credits.piece_id join persons_shown on persons_shown.id = credits.person_id
     where texts.live_revision_id is not null and texts.withdrawn_at is null and credits.live = 1
       and persons_shown.agreed_on is null and persons_shown.collective = 0 and persons_shown.former = 0
     order by credits.person_id
)sql"};

std::vector<people::PersonId> list_unnamed(db::Tx& tx) {
    std::vector<people::PersonId> found;
    for (const db::Row& row : tx.all(unnamed_people)) found.push_back(row.id<people::PersonId>(0));
    return found;
}

constexpr db::Query works_of_person{"editorial.works", R"sql(
    select credits.role, pieces.id, pieces.kind, pieces.slug, texts.lang, revisions.title, revisions.summary, revisions.minutes, texts.published_on
      from credits join pieces on pieces.id = credits.piece_id join texts on texts.piece_id = pieces.id
           join revisions on revisions.id = texts.live_revision_id
     where credits.person_id = :person and credits.live = 1 and texts.withdrawn_at is null
     order by texts.published_on desc, pieces.id, credits.position, case when texts.lang = :lang then 0 else 1 end
)sql"};

std::vector<Work> list_works(db::Tx& tx, people::PersonId person, base::Lang lang) {
    std::vector<Work> works;
    for (const db::Row& row : tx.all(works_of_person, {{"person", person}, {"lang", base::tag(lang)}})) {
        Work work{row.text(0), read_entry(row, 1)};
        // Both languages of a piece are one work; the reader's own language comes first.
        if (!works.empty() && works.back().entry.piece == work.entry.piece && works.back().role == work.role) continue;
        works.push_back(std::move(work));
    }
    return works;
}

constexpr db::Query entries_citing{"editorial.citing", R"sql(
    select pieces.id, pieces.kind, pieces.slug, texts.lang, revisions.title, revisions.summary, revisions.minutes, texts.published_on
      from text_sources join texts on texts.id = text_sources.text_id join pieces on pieces.id = texts.piece_id
           join revisions on revisions.id = texts.live_revision_id
     where text_sources.source = :source and texts.lang = :lang and texts.withdrawn_at is null
     order by pieces.kind, texts.published_on desc, pieces.slug
)sql"};

std::vector<Entry> list_citing(db::Tx& tx, std::string_view source, base::Lang lang) {
    return read_entries(tx.all(entries_citing, {{"source", source}, {"lang", base::tag(lang)}}));
}

}
