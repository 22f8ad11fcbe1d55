#include "site/user_commands.hpp"

#include "kit/base/error.hpp"
#include "people/people.hpp"
#include "site/invite.hpp"

#include <ostream>

namespace site {

namespace {
std::string address_from(const std::string& typed) {
    const auto address = people::normal_address(typed);
    if (!address) throw base::Error("\"" + typed + "\" is no mail address; expected: name@example.org");
    return *address;
}

people::Role role_from(const std::string& typed) {
    if (const auto role = people::role_from(typed)) return *role;
    std::string names;
    for (const people::Role role : people::all_roles) names += (names.empty() ? "" : ", ") + std::string(people::name_of(role));
    throw base::Error("there is no role \"" + typed + "\"; expected one of: " + names);
}

people::NewRole new_role(const std::string& role, const std::string& scope, const std::string& until) {
    people::NewRole wanted{.role = role_from(role), .scope = scope, .term_end = {}, .deputy = {}};
    if (!people::is_scope(scope))
        throw base::Error("\"" + scope + "\" is no part of the site; expected: site, section:learn, section:blog, course:ID or piece:ID");
    if (wanted.role == people::Role::keeper && scope != "site") throw base::Error("a keeper keeps the whole site; leave --scope out");
    if (!until.empty()) {
        wanted.term_end = base::parse_day(until);
        if (!wanted.term_end) throw base::Error("\"" + until + "\" is no day; expected: YYYY-MM-DD");
        if (*wanted.term_end < base::day_of(base::now())) throw base::Error(until + " has passed; expected: today or a later day");
    }
    return wanted;
}

people::PersonId get_owner(db::Tx& tx, const base::Viewer& keeper, const std::string& address) {
    const auto person = people::find_member(tx, keeper, address);
    if (!person || !people::get_member(tx, keeper, *person).has_account)
        throw base::Error("nobody here has the address " + address + "; invite them first: altto user invite NAME ADDRESS ROLE");
    return *person;
}

/// "editor (section:blog) until 2027-03-31".
std::string in_words(const people::RoleGrant& grant) {
    std::string words(people::name_of(grant.role));
    if (grant.scope != "site") words += " (" + grant.scope + ")";
    if (!grant.accepted_at) words += ", offered";
    if (grant.term_end) words += " until " + base::iso(*grant.term_end);
    return words;
}
}

int user_list(db::Pool& pool, std::ostream& out) {
    const auto tx = pool.read();
    const base::Viewer keeper = people::keeper_at_the_terminal();
    const std::int64_t count = people::count_members(*tx, keeper);
    for (const people::Member& member : people::list_members(*tx, keeper, 0, count)) {
        out << (member.person.name.empty() ? "(no name)" : member.person.name);
        const auto address = people::find_main_address(*tx, member.person.id);
        out << (address ? " <" + *address + ">" : " (no account)");
        for (const people::RoleGrant& grant : member.roles) out << "; " << in_words(grant);
        out << '\n';
    }
    out << count << (count == 1 ? " person" : " people") << (people::has_keeper(*tx) ? "" : "; nobody keeps this site") << '\n';
    return 0;
}

int user_invite(db::Pool& pool, const std::string& url, const UserInvitation& wanted, std::ostream& out) {
    const auto lang = base::lang_from(wanted.lang);
    if (!lang) throw base::Error("\"" + wanted.lang + "\" is no language of this site; expected: en or ja");
    const Invitation invitation{.name = wanted.name,
                                .address = address_from(wanted.address),
                                .role = new_role(wanted.role, wanted.scope, wanted.until),
                                .lang = *lang};
    std::string token;
    db::write(pool, [&](db::Tx& tx) {
        const auto invited = invite(tx, people::keeper_at_the_terminal(), invitation);
        if (!invited) throw base::Error(invitation.address + " has this role already, or was offered it; see: altto user list");
        token = invited->token;
    });
    out << "Send this link to " << invitation.address << ". It is good for " << people::task_link_days << " days, and for them alone:\n"
        << url << (*lang == base::Lang::ja ? "/ja" : "") << "/task/" << token << '\n';
    return 0;
}

int user_role(db::Pool& pool, const std::string& typed, const std::string& role, const std::string& scope, const std::string& until,
              std::ostream& out) {
    const std::string address = address_from(typed);
    const people::NewRole wanted = new_role(role, scope, until);
    db::write(pool, [&](db::Tx& tx) {
        const base::Viewer keeper = people::keeper_at_the_terminal();
        const people::PersonId person = get_owner(tx, keeper, address);
        for (const people::RoleGrant& held : people::list_roles(tx, keeper, person))
            if (people::gives(held, wanted)) throw base::Error(address + " has this role already, or was offered it; see: altto user list");
        people::give_role(tx, keeper, person, wanted);
    });
    out << address << " is " << people::name_of(wanted.role) << " from now on\n";
    return 0;
}

int user_link(db::Pool& pool, const std::string& url, const std::string& typed, std::ostream& out) {
    const std::string address = address_from(typed);
    std::string token;
    db::write(pool, [&](db::Tx& tx) {
        const base::Viewer keeper = people::keeper_at_the_terminal();
        const auto person = static_cast<std::int64_t>(get_owner(tx, keeper, address));
        people::write_audit(tx, keeper, people::name_of(people::Right::keep), "person:" + std::to_string(person) + " sign-in link", true);
        token = people::begin_sign_in(tx, address, "").token;
    });
    out << "This link signs in as " << address << ", once, within " << people::sign_in_minutes << " minutes. Give it to nobody else:\n"
        << url << "/sign-in/link/" << token << '\n';
    return 0;
}

int user_end(db::Pool& pool, const std::string& typed, std::ostream& out) {
    const std::string address = address_from(typed);
    std::size_t ended = 0;
    bool kept = true;
    db::write(pool, [&](db::Tx& tx) {
        const base::Viewer keeper = people::keeper_at_the_terminal();
        const people::PersonId person = get_owner(tx, keeper, address);
        ended = people::end_member(tx, keeper, person);
        kept = people::has_keeper(tx);
    });
    out << address << " is signed out everywhere; " << ended << (ended == 1 ? " role" : " roles") << " ended\n";
    if (!kept) out << "Nobody keeps this site now. Start it again: it prints the link that makes a keeper.\n";
    return 0;
}

}
