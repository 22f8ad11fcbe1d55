#include "kit/base/hash.hpp"
#include "kit/base/ids.hpp"
#include "people/address.hpp"
#include "people/people.hpp"
#include "people/secret.hpp"
#include "people/store.hpp"

namespace people {

namespace {
constexpr std::int64_t minute = 60 * 1000;
constexpr std::string_view signs_in = "sign_in", confirms = "confirm";
}

constexpr db::Query insert_sign_in{"people.insert_sign_in", R"sql(
    insert into sign_ins (id, uid_hash, token_hash, code_hash, address, purpose, person_id, application_id, back, tries, made_at, expires_at)
    values (:id, :uid, :token, :code, :address, :purpose, :person, :application, :back, 0, :now, :expires)
)sql"};

namespace {
SignInSecrets begin(db::Tx& tx, std::string_view purpose, std::string_view address, std::optional<PersonId> person,
                    std::optional<std::int64_t> application, std::string_view back) {
    SignInSecrets secrets{.address = std::string(address), .token = base::new_uid(), .code = base::new_digits(6), .uid = base::new_uid()};
    tx.run(insert_sign_in, {{"id", base::new_id()},
                            {"uid", hash_of(secrets.uid)},
                            {"token", hash_of(secrets.token)},
                            {"code", hash_of(secrets.uid + secrets.code)},
                            {"address", address},
                            {"purpose", purpose},
                            {"person", person},
                            {"application", application},
                            {"back", back},
                            {"now", tx.now()},
                            {"expires", base::Instant{tx.now().ms + sign_in_minutes * minute}}});
    return secrets;
}
}

SignInSecrets begin_sign_in(db::Tx& tx, std::string_view address, std::string_view back, std::optional<std::int64_t> application) {
    return begin(tx, signs_in, address, std::nullopt, application, back);
}

base::Result<SignInSecrets, Problems> begin_confirm(db::Tx& tx, const base::Viewer& viewer, std::string_view typed) {
    const PersonId person = require_account(viewer);
    const auto address = normal_address(typed);
    if (!address) return base::Failure{Problems{{"address", "problem.address"}}};
    const auto own = list_addresses(tx, viewer);
    for (const Address& one : own)
        if (one.address == *address) return base::Failure{Problems{{"address", "problem.own_address"}}};
    if (own.size() >= max_addresses) return base::Failure{Problems{{"address", "problem.two_addresses"}}};
    // Whether another account has it is told to whoever reads that mailbox, and to nobody else.
    return begin(tx, confirms, *address, person, std::nullopt, "");
}

constexpr db::Query select_by_token{"people.sign_in_by_token", R"sql(
    select id, code_hash, address, purpose, person_id, back, tries, expires_at, used_at, application_id
      from sign_ins where token_hash = :hash
)sql"};
constexpr db::Query select_by_uid{"people.sign_in_by_uid", R"sql(
    select id, code_hash, address, purpose, person_id, back, tries, expires_at, used_at, application_id
      from sign_ins where uid_hash = :hash
)sql"};

namespace {
struct Row {
    std::int64_t id = 0;
    std::string code_hash, address, purpose;
    std::optional<PersonId> person;
    std::string back;
    std::optional<std::int64_t> application;
};

/// Only one that can still be redeemed.
std::optional<Row> find_open(db::Tx& tx, const db::Query& query, std::string_view secret) {
    const auto row = tx.first(query, {{"hash", hash_of(secret)}});
    if (!row || !row->is_null(8) || row->instant(7) <= tx.now() || row->number(6) >= max_code_tries) return std::nullopt;
    Row found{row->number(0), row->text(1), row->text(2), row->text(3), {}, row->text(5), row->find_number(9)};
    if (const auto person = row->find_number(4)) found.person = static_cast<PersonId>(*person);
    return found;
}

std::optional<PendingSignIn> pending(const std::optional<Row>& row) {
    if (!row) return std::nullopt;
    return PendingSignIn{row->address, row->purpose == confirms, row->person};
}
}

std::optional<PendingSignIn> find_sign_in(db::Tx& tx, std::string_view token) { return pending(find_open(tx, select_by_token, token)); }
std::optional<PendingSignIn> find_sign_in_by_uid(db::Tx& tx, std::string_view uid) { return pending(find_open(tx, select_by_uid, uid)); }

constexpr db::Query use_sign_in{"people.use_sign_in", R"sql(
    update sign_ins set used_at = :now where id = :id and used_at is null
)sql"};
constexpr db::Query count_try{"people.count_code_try", R"sql(
    update sign_ins set tries = tries + 1 where id = :id
)sql"};
constexpr db::Query attach_application{"people.attach_application", R"sql(
    update applications set person_id = :person where id = :application and address = :address and person_id is null
)sql"};
constexpr db::Query name_of_application{"people.name_of_application", R"sql(
    select name, lang from applications where id = :application and address = :address and person_id is null
)sql"};
constexpr db::Query set_lang{"people.set_lang", R"sql(
    update persons set lang = :lang where id = :id
)sql"};

namespace {
/// Whoever proves an address that nobody has gets an account, named by nobody.
PersonId make_account(db::Tx& tx, const Row& row) {
    Person person;
    person.slug = store::new_slug();
    const auto applied = tx.first(name_of_application, {{"application", row.application}, {"address", row.address}});
    if (applied) person.name = applied->text(0);
    const PersonId id = store::insert(tx, person);
    if (applied) tx.run(set_lang, {{"lang", applied->text(1)}, {"id", id}});
    add_address(tx, id, row.address);
    return id;
}

base::Result<SignedIn, SignInRefusal> redeem(db::Tx& tx, const Row& row, std::string_view agent, const base::Viewer& visitor) {
    // Whoever was sent a link that somebody else asked for would give their mailbox to that account. The link stays good for its person.
    if (row.purpose == confirms && (!row.person || visitor.person != static_cast<std::int64_t>(*row.person)))
        return base::Failure{SignInRefusal::elsewhere};
    if (tx.run(use_sign_in, {{"id", row.id}, {"now", tx.now()}}) == 0) return base::Failure{SignInRefusal::gone};
    base::Viewer viewer;
    if (row.purpose == confirms) {
        if (!add_address(tx, *row.person, row.address)) return base::Failure{SignInRefusal::taken};
        viewer.person = static_cast<std::int64_t>(*row.person);
        write_audit(tx, viewer, "address.confirmed", "", true);
        return SignedIn{.person = *row.person, .session = "", .back = row.back, .is_new = false};
    }
    const auto owner = find_owner(tx, row.address);
    const PersonId person = owner ? *owner : make_account(tx, row);
    if (row.application) tx.run(attach_application, {{"person", person}, {"application", *row.application}, {"address", row.address}});
    viewer.person = static_cast<std::int64_t>(person);
    write_audit(tx, viewer, "sign_in", "mail", true);
    return SignedIn{.person = person, .session = begin_session(tx, person, agent, false), .back = row.back, .is_new = !owner};
}
}

base::Result<SignedIn, SignInRefusal> redeem_link(db::Tx& tx, std::string_view token, std::string_view agent, const base::Viewer& viewer) {
    const auto row = find_open(tx, select_by_token, token);
    if (!row) return base::Failure{SignInRefusal::gone};
    return redeem(tx, *row, agent, viewer);
}

base::Result<SignedIn, SignInRefusal> redeem_code(db::Tx& tx, std::string_view uid, std::string_view code, std::string_view agent,
                                                  const base::Viewer& viewer) {
    const auto row = find_open(tx, select_by_uid, uid);
    if (!row) return base::Failure{SignInRefusal::gone};
    if (!base::equal_in_constant_time(hash_of(std::string(uid) + std::string(code)), row->code_hash)) {
        tx.run(count_try, {{"id", row->id}});
        return base::Failure{SignInRefusal::wrong_code};
    }
    return redeem(tx, *row, agent, viewer);
}

}
