#include "record/record.hpp"

#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "record/store.hpp"

namespace record {

namespace {
Record read(const db::Row& row) {
    Record record{.code = row.text(0), .facts = store::read_facts(row.text(1)), .issued_at = row.instant(2), .revoked_at = {}};
    if (!row.is_null(3)) record.revoked_at = row.instant(3);
    return record;
}
}

constexpr db::Query count_own{"record.count", R"sql(
    select count(*) from records where person_id = :person and revoked_at is null
)sql"};
constexpr db::Query insert_record{"record.issue", R"sql(
    insert into records (id, code, person_id, facts, issued_at) values (:id, :code, :person, :facts, :now)
)sql"};

std::optional<Record> issue(db::Tx& tx, const base::Viewer& viewer, const Facts& facts) {
    const auto person = people::require_account(viewer);
    if (tx.first(count_own, {{"person", person}})->number(0) >= most_records) return std::nullopt;
    Record record{.code = new_code(), .facts = facts, .issued_at = tx.now(), .revoked_at = {}};
    tx.run(insert_record, {{"id", base::new_id()},
                           {"code", record.code},
                           {"person", person},
                           {"facts", store::write_facts(facts)},
                           {"now", record.issued_at}});
    return record;
}

constexpr db::Query own_records{"record.list_own", R"sql(
    select code, facts, issued_at, revoked_at from records where person_id = :person order by issued_at desc, id desc
)sql"};

std::vector<Record> list_own(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<Record> records;
    for (const db::Row& row : tx.all(own_records, {{"person", people::require_account(viewer)}})) records.push_back(read(row));
    return records;
}

constexpr db::Query revoke_own{"record.revoke", R"sql(
    update records set revoked_at = coalesce(revoked_at, :now) where code = :code and person_id = :person
)sql"};

void revoke(db::Tx& tx, const base::Viewer& viewer, std::string_view code) {
    if (tx.run(revoke_own, {{"now", tx.now()}, {"code", code}, {"person", people::require_account(viewer)}}) == 0) throw base::Missing();
}

constexpr db::Query by_code{"record.find", R"sql(
    select code, facts, issued_at, revoked_at from records where code = :code
)sql"};

std::optional<Record> find(db::Tx& tx, std::string_view typed) {
    const auto code = read_code(typed);
    if (!code) return std::nullopt;
    const auto row = tx.first(by_code, {{"code", *code}});
    return row ? std::optional(read(*row)) : std::nullopt;
}

constexpr db::Query kept_records{"record.export", R"sql(
    select code, facts, issued_at, revoked_at from records where person_id = :person order by issued_at, id
)sql"};

people::Files export_person(db::Tx& tx, const base::Viewer& viewer) {
    base::Json::Array all;
    for (const db::Row& row : tx.all(kept_records, {{"person", people::require_account(viewer)}}))
        all.push_back(base::Json::Object{{"code", row.text(0)},
                                         {"facts", row.text(1)},
                                         {"issued_at", base::iso(row.instant(2))},
                                         {"revoked_at", row.is_null(3) ? base::Json() : base::Json(base::iso(row.instant(3)))}});
    return {{"records.json", base::write_json(all)}};
}

constexpr db::Query forget{"record.forget", R"sql(
    delete from records where person_id = :person
)sql"};

void forget_person(db::Tx& tx, const base::Viewer& viewer, people::PersonId person, people::SignedAs) {
    if (viewer.person != static_cast<std::int64_t>(person))
        people::require(tx, viewer, people::Right::keep, people::Scope::site(),
                        "person:" + std::to_string(static_cast<std::int64_t>(person)));
    tx.run(forget, {{"person", person}});
}

}
