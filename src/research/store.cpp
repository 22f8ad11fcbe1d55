#include "research/store.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"

namespace research::store {

namespace {
std::string written(const Source& source) {
    base::Json::Object fields;
    for (const auto& [name, value] : source.fields) fields.emplace_back(name, value);
    return base::write_json(fields);
}

std::map<std::string, std::string, std::less<>> read_fields(const std::string& json) {
    std::map<std::string, std::string, std::less<>> fields;
    const auto parsed = base::parse_json(json);
    base::check(parsed && parsed->object());
    for (const auto& [name, value] : *parsed->object())
        if (const std::string* text = value.text()) fields[name] = *text;
    return fields;
}

Source read(const db::Row& row) {
    Source source;
    source.key = row.text(0);
    source.type = row.text(1);
    source.seen = seen_from(row.text(2)).value_or(Seen::listed);
    source.title = row.text(3);
    source.authors = row.text(4);
    source.year = row.text(5);
    source.fields = read_fields(row.text(6));
    source.shown = row.flag(7);
    return source;
}
}

// What nobody has seen yet stands on public pages from the moment on at which a live text rests on it.
constexpr db::Query find_by_key{"research.find", R"sql(
    select source, type, seen, title, authors, year, fields, shown from sources
     where source = :source and (:all = 1 or shown = 1 or exists (
               select 1 from text_sources join texts on texts.id = text_sources.text_id
                where text_sources.source = sources.source and texts.live_revision_id is not null and texts.withdrawn_at is null))
)sql"};

std::optional<Source> find(db::Tx& tx, std::string_view key, bool all) {
    const auto row = tx.first(find_by_key, {{"source", key}, {"all", all}});
    if (!row) return std::nullopt;
    return read(*row);
}

bool is_public(db::Tx& tx, std::string_view key) { return find(tx, key, false).has_value(); }

constexpr db::Query list_all{"research.list", R"sql(
    select source, type, seen, title, authors, year, fields, shown from sources
     where :all = 1 or shown = 1 or exists (
               select 1 from text_sources join texts on texts.id = text_sources.text_id
                where text_sources.source = sources.source and texts.live_revision_id is not null and texts.withdrawn_at is null)
     order by lower(authors), year, source
)sql"};

std::vector<Source> list(db::Tx& tx, bool all) {
    std::vector<Source> sources;
    for (const db::Row& row : tx.all(list_all, {{"all", all}})) sources.push_back(read(row));
    return sources;
}

constexpr db::Query lines{"research.list_lines", R"sql(
    select source, authors, year, title from sources order by lower(authors), year, source
)sql"};

std::vector<Line> list_lines(db::Tx& tx) {
    std::vector<Line> all;
    for (const db::Row& row : tx.all(lines)) all.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
    return all;
}

// Keys of deleted sources, too: a history belongs to one work.
constexpr db::Query keys{"research.list_keys", R"sql(
    select source from sources union select source from source_revisions
)sql"};

std::vector<std::string> list_keys(db::Tx& tx) {
    std::vector<std::string> all;
    for (const db::Row& row : tx.all(keys)) all.push_back(row.text(0));
    return all;
}

constexpr db::Query in_use{"research.is_in_use", R"sql(
    select 1 from text_sources join texts on texts.id = text_sources.text_id
     where text_sources.source = :source and texts.live_revision_id is not null
     union all
    select 1 from working_copies where body like :quoted
     limit 1
)sql"};

bool is_in_use(db::Tx& tx, std::string_view key) {
    return tx.first(in_use, {{"source", key}, {"quoted", "%\"key\":\"" + std::string(key) + "\"%"}}).has_value();
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
    insert into sources (id, source, type, seen, title, authors, year, fields, shown)
    values (:id, :source, :type, :seen, :title, :authors, :year, :fields, :shown)
        on conflict (source) do update set type = excluded.type, seen = excluded.seen, title = excluded.title, authors = excluded.authors,
           year = excluded.year, fields = excluded.fields, shown = excluded.shown
)sql"};

void save(db::Tx& tx, const Source& source) {
    tx.run(upsert, {{"id", base::new_id()},
                    {"source", source.key},
                    {"type", source.type},
                    {"seen", name(source.seen)},
                    {"title", source.title},
                    {"authors", source.authors},
                    {"year", source.year},
                    {"fields", written(source)},
                    {"shown", source.shown}});
}

constexpr db::Query delete_one{"research.delete", R"sql(
    delete from sources where source = :source
)sql"};

void remove(db::Tx& tx, std::string_view key) { tx.run(delete_one, {{"source", key}}); }

constexpr db::Query insert_revision{"research.put_revision", R"sql(
    insert into source_revisions (id, source, what, type, fields, made_at) values (:id, :source, :what, :type, :fields, :now)
)sql"};
constexpr db::Query insert_person{"research.put_revision_person", R"sql(
    insert into source_revision_people (revision_id, person_id) values (:id, :person)
)sql"};

SourceRevisionId put_revision(db::Tx& tx, const base::Viewer& viewer, std::string_view what, const Source& source) {
    const auto id = static_cast<SourceRevisionId>(base::new_id());
    tx.run(insert_revision,
           {{"id", id}, {"source", source.key}, {"what", what}, {"type", source.type}, {"fields", written(source)}, {"now", tx.now()}});
    if (viewer.person && what != "loaded") tx.run(insert_person, {{"id", id}, {"person", *viewer.person}});
    return id;
}

constexpr db::Query select_revisions{"research.list_revisions", R"sql(
    select source_revisions.id, source_revisions.source, source_revisions.what, source_revisions.type, source_revisions.fields,
           source_revisions.made_at, persons.id, persons.slug, persons.name, persons.name_ja, persons.collective, persons.agreed_on, persons.former
      from source_revisions left join source_revision_people on source_revision_people.revision_id = source_revisions.id
           left join persons_shown persons on persons.id = source_revision_people.person_id
     where source_revisions.source = :source order by source_revisions.id desc
)sql"};

std::vector<SourceRevision> list_revisions(db::Tx& tx, std::string_view key) {
    std::vector<SourceRevision> all;
    for (const db::Row& row : tx.all(select_revisions, {{"source", key}})) {
        SourceRevision one{.id = row.id<SourceRevisionId>(0),
                           .what = row.text(2),
                           .source = from_fields(row.text(1), row.text(3), read_fields(row.text(4))),
                           .made_at = row.instant(5),
                           .by = {}};
        if (!row.is_null(6)) {
            people::Person person;
            person.id = row.id<people::PersonId>(6);
            person.slug = row.text(7);
            person.name = row.text(8);
            person.name_ja = row.text(9);
            person.collective = row.flag(10);
            person.agreed_on = row.find_day(11);
            person.former = row.flag(12);
            one.by = std::move(person);
        }
        all.push_back(std::move(one));
    }
    return all;
}

constexpr db::Query select_last{"research.last_revision", R"sql(
    select max(id) from source_revisions where source = :source
)sql"};

std::optional<SourceRevisionId> last_revision(db::Tx& tx, std::string_view key) {
    const auto row = tx.first(select_last, {{"source", key}});
    if (!row || row->is_null(0)) return std::nullopt;
    return row->id<SourceRevisionId>(0);
}

}
