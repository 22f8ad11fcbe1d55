#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "kit/text/text.hpp"
#include "people/people.hpp"
#include "people/role.hpp"
#include "people/store.hpp"

#include <array>

namespace people {

using base::Json;

std::string_view name_of(SignedAs signed_as) {
    switch (signed_as) {
        case SignedAs::name: return "name";
        case SignedAs::pen: return "pen";
        case SignedAs::former: return "former";
    }
    return "";
}

std::optional<SignedAs> signed_as_from(std::string_view name) {
    for (const SignedAs each : {SignedAs::name, SignedAs::pen, SignedAs::former})
        if (name_of(each) == name) return each;
    return std::nullopt;
}

// ---- export ----------------------------------------------------------------------------------------------------------

constexpr db::Query export_person_row{"people.export_person", R"sql(
    select slug, name, name_ja, kana, romaji, pen_name, bio, bio_ja, languages, levels, contract, lang, shared, agreed_on, created_at
      from persons where id = :person
)sql"};
constexpr db::Query export_links{"people.export_links", R"sql(
    select label, url from person_links where person_id = :person order by position
)sql"};
constexpr db::Query export_addresses{"people.export_addresses", R"sql(
    select address, main, confirmed_at from addresses where person_id = :person order by made_at
)sql"};
constexpr db::Query export_sessions{"people.export_sessions", R"sql(
    select agent, made_at, seen_on, expires_at, passkey_at from sessions where person_id = :person order by made_at
)sql"};
constexpr db::Query export_passkeys{"people.export_passkeys", R"sql(
    select name, credential_id, transports, backed_up, made_at, used_at from passkeys where person_id = :person order by made_at
)sql"};
constexpr db::Query export_codes{"people.export_recovery_codes", R"sql(
    select count(*), count(used_at) from recovery_codes where person_id = :person
)sql"};
constexpr db::Query export_roles{"people.export_roles", R"sql(
    select role, scope, given_at, accepted_at, term_end, ended_at from roles where person_id = :person order by given_at
)sql"};
constexpr db::Query export_tasks{"people.export_task_links", R"sql(
    select action, target, address, made_at, expires_at, used_at, revoked_at from task_links where person_id = :person order by made_at
)sql"};
constexpr db::Query export_applications{"people.export_applications", R"sql(
    select name, address, words, lang, made_at, answered_at, accepted, reply from applications where person_id = :person order by made_at
)sql"};
constexpr db::Query export_audit{"people.export_audit", R"sql(
    select at, action, target, allowed from audit where person_id = :person order by id
)sql"};
constexpr db::Query export_sign_ins{"people.export_sign_ins", R"sql(
    select address, purpose, back, made_at, used_at from sign_ins
     where person_id = :person
        or address in (select address from addresses where addresses.person_id = :person and confirmed_at is not null) order by made_at
)sql"};
constexpr db::Query export_photos{"people.export_photos", R"sql(
    select width, mime, hash from photos where person_id = :person order by width, mime
)sql"};

namespace {
/// Columns as a member each: `_at` is an instant, `_on` and `_end` a day, and a flag is true or false.
Json object(const db::Row& row, std::initializer_list<std::string_view> names) {
    Json::Object members;
    std::size_t column = 0;
    for (const std::string_view name : names) {
        const std::size_t at = column++;
        const bool flag = name == "main" || name == "allowed" || name == "accepted" || name == "backed_up";
        if (row.is_null(at))
            members.emplace_back(name, Json());
        else if (name.ends_with("_at") || name == "at")
            members.emplace_back(name, base::iso(row.instant(at)));
        else if (name.ends_with("_on") || name.ends_with("_end"))
            members.emplace_back(name, base::iso(row.day(at)));
        else if (flag)
            members.emplace_back(name, row.flag(at));
        else if (name == "made" || name == "used")
            members.emplace_back(name, row.number(at));
        else
            members.emplace_back(name, row.text(at));
    }
    return members;
}

Json list(db::Tx& tx, const db::Query& query, PersonId person, std::initializer_list<std::string_view> names) {
    Json::Array rows;
    for (const db::Row& row : tx.all(query, {{"person", person}})) rows.push_back(object(row, names));
    return rows;
}
}

Files export_person(db::Tx& tx, const base::Viewer& viewer) {
    const PersonId person = require_account(viewer);
    Json::Object all;
    all.emplace_back("person", object(*tx.first(export_person_row, {{"person", person}}),
                                      {"slug", "name", "kanji", "kana", "romaji", "pen_name", "bio", "bio_ja", "languages", "levels",
                                       "contract", "lang", "shared", "agreed_on", "created_at"}));
    all.emplace_back("links", list(tx, export_links, person, {"label", "url"}));
    all.emplace_back("addresses", list(tx, export_addresses, person, {"address", "main", "confirmed_at"}));
    all.emplace_back("sessions", list(tx, export_sessions, person, {"agent", "made_at", "seen_on", "expires_at", "passkey_at"}));
    all.emplace_back("passkeys",
                     list(tx, export_passkeys, person, {"name", "credential_id", "transports", "backed_up", "made_at", "used_at"}));
    all.emplace_back("recovery_codes", object(*tx.first(export_codes, {{"person", person}}), {"made", "used"}));
    all.emplace_back("roles", list(tx, export_roles, person, {"role", "scope", "given_at", "accepted_at", "term_end", "ended_at"}));
    all.emplace_back("task_links",
                     list(tx, export_tasks, person, {"action", "target", "address", "made_at", "expires_at", "used_at", "revoked_at"}));
    all.emplace_back("applications", list(tx, export_applications, person,
                                          {"name", "address", "words", "lang", "made_at", "answered_at", "accepted", "reply"}));
    all.emplace_back("sign_ins", list(tx, export_sign_ins, person, {"address", "purpose", "back", "made_at", "used_at"}));
    all.emplace_back("audit", list(tx, export_audit, person, {"at", "action", "target", "allowed"}));
    Files files{{"account.json", base::write_json(all)}};
    for (const db::Row& row : tx.all(export_photos, {{"person", person}}))
        if (auto bytes = tx.find_blob(row.text(2)))
            files.emplace_back("photo-" + std::to_string(row.number(0)) + (row.text(1) == "image/avif" ? ".avif" : ".jpg"),
                               std::move(*bytes));
    return files;
}

// ---- forgetting ------------------------------------------------------------------------------------------------------

constexpr db::Query keep_name{"people.forget_but_name", R"sql(
    update persons set kana = '', romaji = '', pen_name = '', pen_keeper_id = null, bio = '', bio_ja = '', languages = '', levels = '', contract = '',
           shared = '', handle = '', photo = '', lang = 'en' where id = :person
)sql"};
constexpr db::Query keep_pen_name{"people.forget_but_pen_name", R"sql(
    update persons set slug = :slug, name = pen_name, name_ja = '', kana = '', romaji = '', pen_name = '', pen_keeper_id = null, bio = '', bio_ja = '', languages = '',
           levels = '', contract = '', shared = '', handle = '', photo = '', lang = 'en' where id = :person
)sql"};
constexpr db::Query keep_nothing{"people.forget_whole_name", R"sql(
    update persons set slug = :slug, name = '', name_ja = '', kana = '', romaji = '', pen_name = '', pen_keeper_id = null, bio = '', bio_ja = '',
           languages = '', levels = '', contract = '', shared = '', handle = '', photo = '', lang = 'en', agreed_on = null, former = 1 where id = :person
)sql"};
constexpr db::Query select_pen_name{"people.find_pen_name", R"sql(
    select pen_name from persons where id = :person
)sql"};
constexpr db::Query forget_photo_hashes{"people.forget_photo_hashes", R"sql(
    select hash from photos where person_id = :person
)sql"};
constexpr db::Query note_forgotten{"people.note_forgotten", R"sql(
    insert into forgotten (person_id, signed_as, at) values (:person, :signed_as, :now) on conflict (person_id) do update set signed_as = :signed_as
)sql"};

// What is found by an address goes before the addresses do.
constexpr std::array<db::Query, 14> forget_rows{{
    {"people.forget_sign_ins",
     "delete from sign_ins where person_id = :person or address in (select address from addresses where addresses.person_id = :person)"},
    {"people.forget_applications",
     "delete from applications where person_id = :person or (person_id is null and address in (select address from addresses where "
     "addresses.person_id = :person))"},
    {"people.forget_task_links", "delete from task_links where person_id = :person"},
    {"people.forget_links", "delete from person_links where person_id = :person"},
    {"people.forget_photos", "delete from photos where person_id = :person"},
    {"people.forget_sessions", "delete from sessions where person_id = :person"},
    {"people.forget_passkeys", "delete from passkeys where person_id = :person"},
    {"people.forget_challenges", "delete from passkey_challenges where person_id = :person"},
    {"people.forget_recovery_codes", "delete from recovery_codes where person_id = :person"},
    {"people.forget_deputies", "update roles set deputy_id = null where deputy_id = :person"},
    {"people.forget_pen_keepers", "update persons set pen_keeper_id = null where pen_keeper_id = :person"},
    {"people.forget_roles", "delete from roles where person_id = :person"},
    {"people.forget_role_givers", "update roles set given_by = null where given_by = :person"},
    {"people.forget_addresses", "delete from addresses where person_id = :person"},
}};

void forget_person(db::Tx& tx, const base::Viewer& viewer, PersonId person, SignedAs wanted) {
    if (viewer.person != static_cast<std::int64_t>(person))
        require(tx, viewer, Right::keep, Scope::site(), "person:" + std::to_string(static_cast<std::int64_t>(person)));
    const auto known = store::find(tx, person);
    if (!known) throw base::Missing();
    // Whoever sits at the terminal makes another keeper.
    if (viewer.person && keeps_alone(tx, person)) throw base::Denied("keep");
    const std::string pen_name = tx.first(select_pen_name, {{"person", person}})->text(0);
    const bool pen = !pen_name.empty();
    // Whoever was never named is not named by leaving.
    SignedAs signed_as = known->may_be_named() ? wanted : SignedAs::former;
    // The name behind a pen name is not made public by a choice of words.
    if (pen && signed_as == SignedAs::name) signed_as = SignedAs::pen;
    if (!pen && signed_as == SignedAs::pen) signed_as = SignedAs::former;
    write_audit(tx, viewer, "account.deleted", "person:" + std::to_string(static_cast<std::int64_t>(person)), true);
    for (const db::Row& row : tx.all(forget_photo_hashes, {{"person", person}})) tx.delete_blob(row.text(0));
    for (const db::Query& query : forget_rows) tx.run(query, {{"person", person}});
    close_streams(tx, person);
    switch (signed_as) {
        case SignedAs::name: tx.run(keep_name, {{"person", person}}); break;
        case SignedAs::pen: {
            const std::string slug = text::slug(pen_name);
            tx.run(keep_pen_name, {{"person", person}, {"slug", slug.empty() ? store::new_slug() : store::free_slug(tx, slug, person)}});
            break;
        }
        case SignedAs::former: tx.run(keep_nothing, {{"person", person}, {"slug", store::new_slug()}}); break;
    }
    tx.run(note_forgotten, {{"person", person}, {"signed_as", name_of(signed_as)}, {"now", tx.now()}});
}

constexpr db::Query select_forgotten{"people.list_forgotten", R"sql(
    select person_id, signed_as from forgotten order by at
)sql"};

std::vector<Forgotten> list_forgotten(db::Tx& tx, const base::Viewer& viewer) {
    require(tx, viewer, Right::keep);
    std::vector<Forgotten> all;
    for (const db::Row& row : tx.all(select_forgotten))
        all.push_back({row.id<PersonId>(0), signed_as_from(row.text(1)).value_or(SignedAs::former)});
    return all;
}

// ---- what has had its time -------------------------------------------------------------------------------------------

constexpr std::array<db::Query, 6> sweep_rows{{
    {"people.sweep_sign_ins", "delete from sign_ins where expires_at < :now - 86400000"},
    {"people.sweep_sessions", "delete from sessions where expires_at < :now"},
    {"people.sweep_challenges", "delete from passkey_challenges where expires_at < :now"},
    {"people.sweep_applications", "delete from applications where person_id is null and made_at < :now - 604800000"},
    // Mail that was sent is kept for 30 days.
    {"people.sweep_addresses", "delete from addresses where removed_at < :now - 2678400000"},
    {"people.sweep_task_links", "delete from task_links where expires_at < :now - 7776000000"},
}};

std::int64_t sweep(db::Tx& tx) {
    std::int64_t gone = 0;
    for (const db::Query& query : sweep_rows) gone += tx.run(query, {{"now", tx.now()}});
    return gone;
}

}
