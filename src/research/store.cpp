#include "research/store.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"

namespace research::store {

namespace {
Source read(const db::Row& row) {
    Source source;
    source.key = row.text(0);
    source.type = row.text(1);
    source.seen = seen_from(row.text(2)).value_or(Seen::listed);
    source.title = row.text(3);
    source.authors = row.text(4);
    source.year = row.text(5);
    const auto fields = base::parse_json(row.text(6));
    base::check(fields && fields->object());
    for (const auto& [name, value] : *fields->object())
        if (const std::string* text = value.text()) source.fields[name] = *text;
    return source;
}
}

constexpr db::Query find_by_key{"research.find", R"sql(
    select source, type, seen, title, authors, year, fields from sources where source = :source
)sql"};

std::optional<Source> find(db::Tx& tx, std::string_view key) {
    const auto row = tx.first(find_by_key, {{"source", key}});
    if (!row) return std::nullopt;
    return read(*row);
}

constexpr db::Query list_all{"research.list", R"sql(
    select source, type, seen, title, authors, year, fields from sources order by lower(authors), year, source
)sql"};

std::vector<Source> list(db::Tx& tx) {
    std::vector<Source> sources;
    for (const db::Row& row : tx.all(list_all)) sources.push_back(read(row));
    return sources;
}

constexpr db::Query citing_counts{"research.count_citing", R"sql(
    select text_sources.source, count(*) from text_sources join texts on texts.id = text_sources.text_id
     where texts.lang = :lang and texts.live_revision_id is not null and texts.withdrawn_at is null
     group by text_sources.source
)sql"};

std::map<std::string, std::int64_t, std::less<>> count_citing(db::Tx& tx, base::Lang lang) {
    std::map<std::string, std::int64_t, std::less<>> counts;
    for (const db::Row& row : tx.all(citing_counts, {{"lang", base::tag(lang)}})) counts[row.text(0)] = row.number(1);
    return counts;
}

constexpr db::Query upsert{"research.save", R"sql(
    insert into sources (id, source, type, seen, title, authors, year, fields)
    values (:id, :source, :type, :seen, :title, :authors, :year, :fields)
        on conflict (source) do update set type = excluded.type, seen = excluded.seen, title = excluded.title, authors = excluded.authors,
           year = excluded.year, fields = excluded.fields
)sql"};

void save(db::Tx& tx, const Source& source) {
    base::Json::Object fields;
    for (const auto& [name, value] : source.fields) fields.emplace_back(name, value);
    tx.run(upsert, {{"id", base::new_id()}, {"source", source.key}, {"type", source.type}, {"seen", name(source.seen)}, {"title", source.title},
                    {"authors", source.authors}, {"year", source.year}, {"fields", base::write_json(fields)}});
}

}
