#pragma once
#include "design/forms.hpp"
#include "people/people.hpp"
#include "site/site.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Private to site: the keepers' pages, by noun.
namespace site {

void admin_people_routes(web::Routes&, const Facts&, const Services&);
void admin_role_routes(web::Routes&, const Facts&, const Services&);
void admin_site_routes(web::Routes&, const Facts&, const Services&);
void admin_workflow_routes(web::Routes&, const Facts&, const Services&);
void admin_words_routes(web::Routes&, const Facts&, const Services&);
void admin_text_routes(web::Routes&, const Facts&, const Services&);
void admin_mail_routes(web::Routes&, const Facts&, const Services&);
void admin_audit_routes(web::Routes&, const Facts&, const Services&);
void admin_health_routes(web::Routes&, const Facts&, const Services&);

/// The whole page. One below /admin has the way back there above its own crumbs.
web::Response admin_page(const Facts&, web::Visit&, design::DeskPage, int status = 200);
/// The keeper's front page itself.
web::Response admin_front_page(const Facts&, web::Visit&, design::DeskPage);
/// Where a POST leads, in the language of the page.
web::Response admin_done(const web::Visit&, std::string_view path, std::string_view done);
/// Sentences in place of keys.
std::vector<design::Problem> in_words(base::Lang, const people::Problems&);
/// The whole number of a `{name}` in the address; throws base::Missing for anything else.
std::int64_t id_of(const web::Visit&, std::string_view name);
/// A person's name in the reader's language; says so where there is none.
std::string name_or_none(base::Lang, const people::Person&);
/// Other processes of the site, and this one, take the settings up after the commit.
void settings_changed(db::Tx&, const Services&);

/// Readers come by https, or from this machine alone: a session may be begun.
bool is_private_way(std::string_view public_url);

}
