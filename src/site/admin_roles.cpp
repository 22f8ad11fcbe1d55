#include "design/words.hpp"
#include "editorial/editorial.hpp"
#include "site/admin_view.hpp"
#include "site/member_page.hpp"

#include <charconv>

namespace site {

using design::tr;
using web::Visit;

std::string member_path(people::PersonId person) { return "/admin/people/" + std::to_string(static_cast<std::int64_t>(person)); }

namespace {
std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

/// A role's part of the site in words: a section, or the title of the piece.
std::string scope_in_words(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, const std::string& scope) {
    if (scope == "section:learn") return tr(lang, "admin.scope_learn");
    if (scope == "section:blog") return tr(lang, "admin.scope_blog");
    const std::size_t colon = scope.find(':');
    const auto id = colon == std::string::npos ? std::nullopt : number_from(std::string_view(scope).substr(colon + 1));
    if (!id) return scope == "site" ? tr(lang, "admin.scope_site") : scope;
    const auto entry = editorial::find_entry(tx, viewer, static_cast<editorial::PieceId>(*id), lang);
    return entry ? entry->title : scope;
}

std::string find_name(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, std::optional<people::PersonId> person) {
    return person ? name_or_none(lang, people::get_person(tx, viewer, *person)) : "";
}

/// Fields of one role's forms carry its id, because several stand on one page.
std::string own_field(std::string_view field, people::RoleId role) {
    return std::string(field) + "-" + std::to_string(static_cast<std::int64_t>(role));
}

web::Response refused(const Facts& facts, Visit& visit, people::RoleId role, people::PersonId person, people::Problems problems) {
    for (people::Problem& problem : problems) problem.field = own_field(problem.field, role);
    return member_page(facts, visit, person, problems);
}

web::Response end(const Facts& facts, Visit& visit) {
    const auto role = static_cast<people::RoleId>(id_of(visit, "id"));
    const auto grant = people::get_role(visit.tx(), visit.viewer, role);
    if (const auto done = people::end_role(visit.tx(), visit.viewer, role); !done)
        return refused(facts, visit, role, grant.person, done.error());
    return admin_done(visit, member_path(grant.person), "role_ended");
}

web::Response hand_over(const Facts& facts, Visit& visit) {
    const auto role = static_cast<people::RoleId>(id_of(visit, "id"));
    const auto to = number_from(visit.fields().get(own_field("to", role)));
    const auto grant = people::get_role(visit.tx(), visit.viewer, role);
    if (!to) return refused(facts, visit, role, grant.person, {{"to", "problem.hand_over_account"}});
    if (const auto done = people::hand_over_role(visit.tx(), visit.viewer, role, static_cast<people::PersonId>(*to)); !done)
        return refused(facts, visit, role, grant.person, done.error());
    return admin_done(visit, member_path(static_cast<people::PersonId>(*to)), "role_handed_over");
}

web::Response set_term(const Facts& facts, Visit& visit) {
    const auto role = static_cast<people::RoleId>(id_of(visit, "id"));
    const std::string typed(visit.fields().get(own_field("term_end", role)));
    const std::string deputy(visit.fields().get(own_field("deputy", role)));
    const auto day = base::parse_day(typed);
    const auto person = number_from(deputy);
    const auto grant = people::get_role(visit.tx(), visit.viewer, role);
    if (!typed.empty() && !day) return refused(facts, visit, role, grant.person, {{"term_end", "problem.date"}});
    const auto done = people::set_term(visit.tx(), visit.viewer, role, day,
                                       person ? std::optional(static_cast<people::PersonId>(*person)) : std::nullopt);
    if (!done) return refused(facts, visit, role, grant.person, done.error());
    return admin_done(visit, member_path(grant.person), "term_saved");
}
}

std::string role_in_short(db::Tx& tx, const base::Viewer& viewer, base::Lang lang, const people::RoleGrant& grant) {
    std::string role = view::role_name(lang, grant.role);
    if (grant.scope != "site")
        role = tr(lang, "admin.role_short_scope", {{"role", role}, {"scope", scope_in_words(tx, viewer, lang, grant.scope)}});
    if (!grant.accepted_at) return tr(lang, "admin.role_short_offered", {{"role", role}});
    if (grant.term_end && *grant.term_end < base::day_of(tx.now()))
        return tr(lang, "admin.role_short_over", {{"role", role}, {"date", design::date(lang, *grant.term_end)}});
    return grant.term_end ? tr(lang, "admin.role_short_until", {{"role", role}, {"date", design::date(lang, *grant.term_end)}}) : role;
}

base::Result<people::NewRole, people::Problems> read_new_role(const web::Fields& fields) {
    people::Problems problems;
    people::NewRole wanted;
    const auto role = people::role_from(fields.get("role"));
    if (role && *role != people::Role::reader)
        wanted.role = *role;
    else
        problems.push_back({"role", "problem.role"});
    const std::string scope(fields.get("scope"));
    if (scope == "site" || scope == "section:learn" || scope == "section:blog")
        wanted.scope = scope;
    else
        problems.push_back({"scope", "problem.scope"});
    if (const std::string_view typed = fields.get("term_end"); !typed.empty()) {
        wanted.term_end = base::parse_day(typed);
        if (!wanted.term_end)
            problems.push_back({"term_end", "problem.date"});
        else if (*wanted.term_end < base::day_of(base::now()))
            problems.push_back({"term_end", "problem.term_passed"});
    }
    // Keeping is of the whole site.
    if (wanted.role == people::Role::keeper) wanted.scope = "site";
    if (!problems.empty()) return base::Failure{std::move(problems)};
    return wanted;
}

web::Response member_page(const Facts& facts, Visit& visit, people::PersonId id, const people::Problems& problems) {
    const auto lang = visit.lang;
    db::Tx& tx = visit.tx();
    const people::Member member = people::get_member(tx, visit.viewer, id);
    view::MemberPage page{.id = static_cast<std::int64_t>(id),
                          .has_account = member.has_account,
                          .page = {},
                          .roles = {},
                          .others = {},
                          .links = {},
                          .problems = in_words(lang, problems)};
    if (member.person.may_be_named() && member.person.has_page()) page.page = "/people/" + member.person.slug;
    for (const people::RoleGrant& grant : member.roles)
        page.roles.push_back({grant, scope_in_words(tx, visit.viewer, lang, grant.scope), find_name(tx, visit.viewer, lang, grant.deputy),
                              find_name(tx, visit.viewer, lang, grant.given_by)});
    for (const people::Person& holder : people::list_role_holders(tx, visit.viewer))
        if (holder.id != id) page.others.emplace_back(std::to_string(static_cast<std::int64_t>(holder.id)), name_or_none(lang, holder));
    for (const people::TaskLink& link : people::list_task_links(tx, visit.viewer, id))
        page.links.push_back({.id = link.id,
                              .task = std::string(people::name_of(link.task)),
                              .made = base::day_of(link.made_at),
                              .expires = base::day_of(link.expires_at),
                              .used = link.used_at.has_value()});
    return admin_page(facts, visit,
                      {.crumbs = {{tr(lang, "admin.people"), design::address(lang, "/admin/people")}},
                       .title = name_or_none(lang, member.person),
                       .dek = {},
                       .done = std::string(visit.query("done")),
                       .problems = page.problems,
                       .content = view::member(lang, page)},
                      problems.empty() ? 200 : 422);
}

void admin_role_routes(web::Routes& on, const Facts& facts, const Services&) {
    on.post("/admin/roles/{id}/end", [&](Visit& visit) { return end(facts, visit); }).needs("keep");
    on.post("/admin/roles/{id}/hand-over", [&](Visit& visit) { return hand_over(facts, visit); }).needs("keep");
    on.post("/admin/roles/{id}/term", [&](Visit& visit) { return set_term(facts, visit); }).needs("keep");
}

}
