#pragma once
#include "site/admin.hpp"

#include <string>

/// Private to site: the page of one person for keepers, which several forms come back to.
namespace site {

std::string member_path(people::PersonId);
/// With problems of a form: refused with 422.
web::Response member_page(const Facts&, web::Visit&, people::PersonId, const people::Problems&);
/// "Editor, blog, until 31 March 2027".
std::string role_in_short(db::Tx&, const base::Viewer&, base::Lang, const people::RoleGrant&);
/// The fields role, scope and term_end. A day that has passed is refused.
base::Result<people::NewRole, people::Problems> read_new_role(const web::Fields&);

}
