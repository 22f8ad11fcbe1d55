#include "people/address.hpp"
#include "kit/base/ids.hpp"
#include "kit/mail/mail.hpp"
#include "people/people.hpp"

#include <algorithm>
#include <array>

namespace people {

std::optional<std::string> normal_address(std::string_view typed) {
    while (!typed.empty() && static_cast<unsigned char>(typed.front()) <= ' ') typed.remove_prefix(1);
    while (!typed.empty() && static_cast<unsigned char>(typed.back()) <= ' ') typed.remove_suffix(1);
    std::string address(typed);
    for (char& c : address)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!mail::is_address(address)) return std::nullopt;
    return address;
}

bool is_work_mailbox(std::string_view address) {
    // Schools, local governments, the state, universities, school corporations and companies in Japan (JPRS: attribute-type domains).
    static constexpr std::array<std::string_view, 6> endings{"ed.jp", "lg.jp", "go.jp", "ac.jp", "co.jp", "or.jp"};
    const std::string_view host = address.substr(std::min(address.find('@'), address.size() - 1) + 1);
    if (host == "yahoo.co.jp" || host == "excite.co.jp" || host == "livedoor.co.jp") return false;  // mail for everybody
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
        return host == ending || (host.ends_with(ending) && host[host.size() - ending.size() - 1] == '.');
    });
}

constexpr db::Query select_addresses{"people.list_addresses", R"sql(
    select id, address, confirmed_at, main from addresses where person_id = :person and removed_at is null order by main desc, made_at
)sql"};

std::vector<Address> list_addresses(db::Tx& tx, const base::Viewer& viewer) {
    std::vector<Address> addresses;
    for (const db::Row& row : tx.all(select_addresses, {{"person", require_account(viewer)}}))
        addresses.push_back({.id = row.number(0), .address = row.text(1), .confirmed = !row.is_null(2), .main = row.flag(3)});
    return addresses;
}

constexpr db::Query select_main{"people.find_main_address", R"sql(
    select address from addresses where person_id = :person and confirmed_at is not null order by main desc, made_at limit 1
)sql"};

std::optional<std::string> find_main_address(db::Tx& tx, PersonId person) {
    const auto row = tx.first(select_main, {{"person", person}});
    return row ? std::optional(row->text(0)) : std::nullopt;
}

constexpr db::Query choose_main{"people.set_main_address", R"sql(
    update addresses set main = case when id = :id then 1 else 0 end
     where person_id = :person and exists (select 1 from addresses own where own.id = :id and own.person_id = :person and own.confirmed_at is not null)
)sql"};

void set_main_address(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    if (tx.run(choose_main, {{"id", id}, {"person", require_account(viewer)}}) == 0) throw base::Missing();
    write_audit(tx, viewer, "address.main", "", true);
}

// The row stays while mail to it may lie in the outbox: who deletes their account takes that along.
constexpr db::Query delete_one{"people.delete_address", R"sql(
    update addresses set confirmed_at = null, main = 0, removed_at = :now where id = :id and person_id = :person
)sql"};
constexpr db::Query revoke_links_to{"people.revoke_links_to_address", R"sql(
    update task_links set revoked_at = :now where person_id = :person and address = :address and revoked_at is null
)sql"};

base::Result<PersonId, Problems> delete_address(db::Tx& tx, const base::Viewer& viewer, std::int64_t id) {
    const PersonId person = require_account(viewer);
    const auto addresses = list_addresses(tx, viewer);
    const auto found = std::find_if(addresses.begin(), addresses.end(), [&](const Address& one) { return one.id == id; });
    if (found == addresses.end()) throw base::Missing();
    const auto other = std::find_if(addresses.begin(), addresses.end(), [&](const Address& one) { return one.id != id && one.confirmed; });
    if (other == addresses.end()) return base::Failure{Problems{{"address", "problem.last_address"}}};
    tx.run(delete_one, {{"id", id}, {"person", person}, {"now", tx.now()}});
    // Whoever still reads that mailbox has the links that were sent there.
    tx.run(revoke_links_to, {{"person", person}, {"address", found->address}, {"now", tx.now()}});
    if (found->main) tx.run(choose_main, {{"id", other->id}, {"person", person}});
    write_audit(tx, viewer, "address.deleted", "", true);
    return person;
}

constexpr db::Query select_owner{"people.address_owner", R"sql(
    select person_id from addresses where address = :address and confirmed_at is not null
)sql"};

std::optional<PersonId> find_owner(db::Tx& tx, std::string_view address) {
    const auto row = tx.first(select_owner, {{"address", address}});
    return row ? std::optional(row->id<PersonId>(0)) : std::nullopt;
}

constexpr db::Query count_addresses{"people.count_addresses", R"sql(
    select count(*) from addresses where person_id = :person and confirmed_at is not null
)sql"};
constexpr db::Query insert_address{"people.insert_address", R"sql(
    insert into addresses (id, person_id, address, confirmed_at, main, made_at) values (:id, :person, :address, :now, :main, :now)
)sql"};

bool add_address(db::Tx& tx, PersonId person, std::string_view address) {
    if (const auto owner = find_owner(tx, address)) return *owner == person;
    const auto count = static_cast<std::size_t>(tx.first(count_addresses, {{"person", person}})->number(0));
    if (count >= max_addresses) return false;
    tx.run(insert_address, {{"id", base::new_id()}, {"person", person}, {"address", address}, {"main", count == 0}, {"now", tx.now()}});
    return true;
}

}
