#include "site/admin.hpp"

#include "design/words.hpp"
#include "kit/mail/mail.hpp"
#include "site/admin_view.hpp"
#include "site/invite.hpp"
#include "site/member_page.hpp"

#include <chrono>

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::int64_t page_size = 50;
constexpr std::size_t longest_name = 100;

/// What a form may hold, read before the transaction begins.
struct Typed {
    view::InvitationTyped typed;
    Invitation wanted;
    people::Problems problems;
};

Typed read_invitation(Visit& visit) {
    const web::Fields& fields = visit.fields();
    Typed read;
    read.typed = {.name = std::string(fields.get("name")),
                  .address = std::string(fields.get("address")),
                  .role = std::string(fields.get("role")),
                  .scope = std::string(fields.get("scope")),
                  .term_end = std::string(fields.get("term_end")),
                  .lang = std::string(fields.get("lang"))};
    read.wanted.name = read.typed.name;
    read.wanted.lang = read.typed.lang == "ja" ? base::Lang::ja : base::Lang::en;
    if (read.typed.name.empty() || read.typed.name.size() > longest_name) read.problems.push_back({"name", "problem.name_missing"});
    if (const auto address = people::normal_address(read.typed.address))
        read.wanted.address = *address;
    else
        read.problems.push_back({"address", "problem.address"});
    if (const auto role = read_new_role(fields))
        read.wanted.role = *role;
    else
        read.problems.insert(read.problems.end(), role.error().begin(), role.error().end());
    return read;
}

web::Response list(const Facts& facts, Visit& visit, const view::InvitationTyped& typed, const people::Problems& problems) {
    const auto lang = visit.lang;
    db::Tx& tx = visit.tx();
    const int number = problems.empty() ? web::page_number(visit.query("page")) : 1;
    const std::int64_t count = people::count_members(tx, visit.viewer);
    const auto members = people::list_members(tx, visit.viewer, (number - 1) * page_size, page_size);
    if (members.empty() && number > 1) throw base::Missing();
    std::vector<view::MemberLine> lines;
    for (const people::Member& member : members) {
        view::MemberLine line{.id = static_cast<std::int64_t>(member.person.id),
                              .name = name_or_none(lang, member.person),
                              .has_account = member.has_account,
                              .roles = {}};
        for (const people::RoleGrant& grant : member.roles) line.roles.push_back(role_in_short(tx, visit.viewer, lang, grant));
        lines.push_back(std::move(line));
    }
    const auto page_path = [](int wanted) { return "/admin/people?page=" + std::to_string(wanted); };
    const auto words = in_words(lang, problems);
    const html::Html content =
        view::members(lang, lines) +
        view::turn_pages(lang, number > 1 ? page_path(number - 1) : "", number * page_size < count ? page_path(number + 1) : "") +
        view::invitation_form(lang, typed, words);
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(lang, "admin.people"),
                       .dek = tr(lang, "admin.people_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = words,
                       .content = content},
                      problems.empty() ? 200 : 422);
}

web::Response send_invitation(const Facts& facts, Visit& visit) {
    const Typed read = read_invitation(visit);
    visit.limit("invite", std::to_string(visit.viewer.person.value_or(0)), {30, std::chrono::seconds(3600)});
    if (!read.problems.empty()) return list(facts, visit, read.typed, read.problems);
    const auto invited = invite(visit.tx(), visit.viewer, read.wanted);
    if (!invited) return list(facts, visit, read.typed, invited.error());
    mail::send(visit.tx(), people::invitation_letter(facts.frame, read.wanted.lang, read.wanted.address, read.wanted.role, invited->token));
    return admin_done(visit, "/admin/people", "invited");
}

web::Response show(const Facts& facts, Visit& visit) {
    return member_page(facts, visit, static_cast<people::PersonId>(id_of(visit, "id")), {});
}

web::Response give(const Facts& facts, Visit& visit) {
    const auto person = static_cast<people::PersonId>(id_of(visit, "id"));
    const auto role = read_new_role(visit.fields());
    if (!role) return member_page(facts, visit, person, role.error());
    const people::Member member = people::get_member(visit.tx(), visit.viewer, person);
    // Who has no account must prove an address first: an invitation asks for that.
    if (!member.has_account) return member_page(facts, visit, person, {{"role", "problem.no_account"}});
    for (const people::RoleGrant& held : member.roles)
        if (people::gives(held, *role)) return member_page(facts, visit, person, {{"role", "problem.has_role"}});
    people::give_role(visit.tx(), visit.viewer, person, *role);
    return admin_done(visit, member_path(person), "role_given");
}

web::Response revoke(Visit& visit) {
    const auto person = static_cast<people::PersonId>(id_of(visit, "id"));
    people::revoke_task_link(visit.tx(), visit.viewer, id_of(visit, "link"));
    return admin_done(visit, member_path(person), "link_revoked");
}
}

void admin_people_routes(web::Routes& on, const Facts& facts, const Services&) {
    on.get("/admin/people",
           [&](Visit& visit) {
               return list(facts, visit, {.name = {}, .address = {}, .term_end = {}, .lang = std::string(base::tag(visit.lang))}, {});
           })
        .needs("keep")
        .takes({"page", "done"});
    on.post("/admin/people/invitations", [&](Visit& visit) { return send_invitation(facts, visit); }).needs("keep");
    on.get("/admin/people/{id}", [&](Visit& visit) { return show(facts, visit); }).needs("keep").takes({"done"});
    on.post("/admin/people/{id}/roles", [&](Visit& visit) { return give(facts, visit); }).needs("keep");
    on.post("/admin/people/{id}/links/{link}/revocation", revoke).needs("keep");
}

}
