#pragma once
#include "kit/mail/mail.hpp"
#include "site/test_site.hpp"

namespace site_test {

/// A site with a keeper who is signed in.
template <class Base>
struct Kept : Base {
    explicit Kept(support::Database& database) : Base(database) {
        boss = this->member("kim@example.org", people::Role::keeper);
        cookie = this->cookie_of(boss);
    }
    std::vector<people::RoleGrant> roles_of(people::PersonId person) { return people::list_roles(*this->db.read(), this->keeper, person); }
    std::vector<mail::Mail> outbox() { return mail::list_outbox(*this->db.read(), 100); }
    people::PersonId boss{};
    std::string cookie;
};

}
