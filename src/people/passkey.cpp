#include "kit/base/ids.hpp"
#include "people/people.hpp"
#include "people/secret.hpp"

namespace people {

namespace {
constexpr std::int64_t challenge_lasts = 5 * 60 * 1000;
constexpr int recovery_code_count = 10;

Passkey read(const db::Row& row) {
    Passkey key{.id = row.number(0),
                .person = row.id<PersonId>(1),
                .credential_id = row.text(2),
                .public_key = row.text(3),
                .algorithm = row.number(4),
                .sign_count = row.number(5),
                .backup_eligible = row.flag(6),
                .backed_up = row.flag(7),
                .transports = row.text(8),
                .name = row.text(9),
                .made_at = row.instant(10),
                .used_at = {}};
    if (!row.is_null(11)) key.used_at = row.instant(11);
    return key;
}
}

constexpr db::Query insert_challenge{"people.insert_challenge", R"sql(
    insert into passkey_challenges (hash, person_id, expires_at) values (:hash, :person, :expires)
)sql"};

void keep_challenge(db::Tx& tx, std::string_view challenge, std::optional<PersonId> person) {
    tx.run(insert_challenge, {{"hash", hash_of(challenge)}, {"person", person}, {"expires", base::Instant{tx.now().ms + challenge_lasts}}});
}

constexpr db::Query delete_challenge{"people.take_challenge", R"sql(
    delete from passkey_challenges where hash = :hash and expires_at > :now and coalesce(person_id, 0) = :person
)sql"};

bool take_challenge(db::Tx& tx, std::string_view challenge, std::optional<PersonId> person) {
    return tx.run(delete_challenge,
                  {{"hash", hash_of(challenge)}, {"now", tx.now()}, {"person", person ? static_cast<std::int64_t>(*person) : 0}}) == 1;
}

constexpr db::Query select_handle{"people.passkey_handle", R"sql(
    select handle from persons where id = :id
)sql"};
constexpr db::Query set_handle{"people.set_handle", R"sql(
    update persons set handle = :handle where id = :id
)sql"};

std::string passkey_handle(db::Tx& tx, const base::Viewer& viewer) {
    const PersonId id = require_account(viewer);
    if (const std::string known = tx.first(select_handle, {{"id", id}})->text(0); !known.empty()) return known;
    std::string handle = base::new_uid();
    tx.run(set_handle, {{"handle", handle}, {"id", id}});
    return handle;
}

constexpr db::Query select_passkeys{"people.list_passkeys", R"sql(
    select id, person_id, credential_id, public_key, algorithm, sign_count, backup_eligible, backed_up, transports, name, made_at, used_at
      from passkeys where person_id = :person order by made_at
)sql"};

std::vector<Passkey> list_passkeys(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<Passkey> keys;
    for (const db::Row& row : tx.all(select_passkeys, {{"person", require_account(viewer)}})) keys.push_back(read(row));
    return keys;
}

constexpr db::Query insert_passkey{"people.add_passkey", R"sql(
    insert into passkeys (id, person_id, credential_id, public_key, algorithm, sign_count, backup_eligible, backed_up, transports, name, made_at)
    values (:id, :person, :credential, :key, :algorithm, :count, :eligible, :backed_up, :transports, :name, :now)
)sql"};

bool add_passkey(db::Tx& tx, const base::Viewer& viewer, const Passkey& key) {
    const PersonId person = require_account(viewer);
    if (find_passkey(tx, key.credential_id)) return false;
    tx.run(insert_passkey, {{"id", base::new_id()},
                            {"person", person},
                            {"credential", key.credential_id},
                            {"key", key.public_key},
                            {"algorithm", key.algorithm},
                            {"count", key.sign_count},
                            {"eligible", key.backup_eligible},
                            {"backed_up", key.backed_up},
                            {"transports", key.transports},
                            {"name", key.name},
                            {"now", tx.now()}});
    write_audit(tx, viewer, "passkey.added", "", true);
    return true;
}

constexpr db::Query update_name{"people.rename_passkey", R"sql(
    update passkeys set name = :name where id = :id and person_id = :person
)sql"};

void rename_passkey(db::Tx& tx, const base::Viewer& viewer, std::int64_t id, std::string_view name) {
    if (tx.run(update_name, {{"id", id}, {"person", require_account(viewer)}, {"name", name}}) == 0) throw base::Missing();
}

constexpr db::Query delete_one_passkey{"people.delete_passkey", R"sql(
    delete from passkeys where id = :id and person_id = :person
)sql"};

void delete_passkey(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    if (tx.run(delete_one_passkey, {{"id", id}, {"person", require_account(viewer)}}) == 0) throw base::Missing();
    write_audit(tx, viewer, "passkey.deleted", "", true);
}

constexpr db::Query select_passkey{"people.find_passkey", R"sql(
    select passkeys.id, person_id, credential_id, public_key, algorithm, sign_count, backup_eligible, backed_up, transports, passkeys.name, made_at, used_at,
           persons.handle
      from passkeys join persons on persons.id = passkeys.person_id where credential_id = :credential
)sql"};

std::optional<FoundPasskey> find_passkey(db::Tx& tx, std::string_view credential_id) {
    const auto row = tx.first(select_passkey, {{"credential", credential_id}});
    if (!row) return std::nullopt;
    return FoundPasskey{read(*row), row->text(12)};
}

constexpr db::Query update_used{"people.use_passkey", R"sql(
    update passkeys set sign_count = :count, backed_up = :backed_up, used_at = :now where id = :id
)sql"};

void use_passkey(db::Tx& tx, const Passkey& key, std::int64_t sign_count, bool backed_up) {
    tx.run(update_used, {{"id", key.id}, {"count", sign_count}, {"backed_up", backed_up}, {"now", tx.now()}});
}

// ---- recovery codes --------------------------------------------------------------------------------------------------

constexpr db::Query delete_codes{"people.delete_recovery_codes", R"sql(
    delete from recovery_codes where person_id = :person
)sql"};
constexpr db::Query insert_code{"people.insert_recovery_code", R"sql(
    insert into recovery_codes (person_id, hash) values (:person, :hash)
)sql"};

std::vector<std::string> make_recovery_codes(db::Tx& tx, const base::Viewer& viewer) {
    const PersonId person = require_account(viewer);
    tx.run(delete_codes, {{"person", person}});
    std::vector<std::string> codes;
    for (int i = 0; i < recovery_code_count; ++i) {
        const std::string random = base::new_uid();
        std::string code;
        for (std::size_t at = 0; at < 16; at += 4) code += (code.empty() ? "" : "-") + random.substr(at, 4);
        tx.run(insert_code, {{"person", person}, {"hash", hash_of(code)}});
        codes.push_back(std::move(code));
    }
    write_audit(tx, viewer, "recovery_codes.made", "", true);
    return codes;
}

constexpr db::Query count_codes{"people.count_recovery_codes", R"sql(
    select count(*) from recovery_codes where person_id = :person and used_at is null
)sql"};

std::int64_t count_recovery_codes(db::Tx& tx, const base::Viewer& viewer) {
    return tx.first(count_codes, {{"person", require_account(viewer)}})->number(0);
}

constexpr db::Query spend_code{"people.use_recovery_code", R"sql(
    update recovery_codes set used_at = :now where person_id = :person and hash = :hash and used_at is null
)sql"};

bool use_recovery_code(db::Tx& tx, const base::Viewer& viewer, std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '\t') continue;
        code += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (tx.run(spend_code, {{"person", require_account(viewer)}, {"hash", hash_of(code)}, {"now", tx.now()}}) != 1) return false;
    raise_session(tx, viewer);
    write_audit(tx, viewer, "recovery_code.used", "", true);
    return true;
}

}
