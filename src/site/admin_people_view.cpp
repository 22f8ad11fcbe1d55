#include "design/parts.hpp"
#include "site/admin_view.hpp"

#include <algorithm>

namespace site::view {

using design::tr;
using html::each;
using html::html;
using html::maybe;

std::string role_name(Lang lang, people::Role role) { return tr(lang, "roles." + std::string(people::name_of(role))); }

namespace {
Html member_link(Lang lang, std::int64_t id, const std::string& name) {
    return html(R"(<a href="{}">{}</a>)", {design::address(lang, "/admin/people/" + std::to_string(id)), name});
}

/// Every role but reader, which everybody with an account has.
design::Choice role_choice(Lang lang, std::string chosen, std::string error) {
    design::Choice choice{
        .id = "role", .label = tr(lang, "admin.role"), .options = {}, .chosen = std::move(chosen), .hint = {}, .error = std::move(error)};
    for (const people::Role role : people::all_roles)
        if (role != people::Role::reader) {
            const std::string name(people::name_of(role));
            choice.options.emplace_back(name, role_name(lang, role) + ": " + tr(lang, "roles." + name + "_text"));
        }
    return choice;
}

design::Choice scope_choice(Lang lang, std::string chosen, std::string error) {
    return {.id = "scope",
            .label = tr(lang, "admin.scope"),
            .options = {{"site", tr(lang, "admin.scope_site")},
                        {"section:learn", tr(lang, "admin.scope_learn")},
                        {"section:blog", tr(lang, "admin.scope_blog")}},
            .chosen = std::move(chosen),
            .hint = tr(lang, "admin.scope_hint"),
            .error = std::move(error)};
}

design::Field term_field(Lang lang, std::string id, std::string value, std::string error) {
    return {.id = std::move(id),
            .label = tr(lang, "admin.term_end"),
            .hint = tr(lang, "admin.term_end_hint"),
            .value = std::move(value),
            .type = "date",
            .error = std::move(error),
            .required = false};
}

/// A form below the main one of the screen: its button is no main button.
Html small_form(const Url& action, const Html& fields, std::string_view words) {
    return html(R"(<form class="desk-form" method="post" action="{}">{}<p class="acts"><button class="btn sm">{}</button></p></form>)",
                {action, fields, words});
}
}

Html members(Lang lang, const std::vector<MemberLine>& lines) {
    design::Table table{.caption = tr(lang, "admin.people"),
                        .headings = {tr(lang, "admin.name"), tr(lang, "admin.roles"), tr(lang, "admin.account")},
                        .rows = {}};
    for (const MemberLine& line : lines) {
        const Html roles = line.roles.empty()
                               ? html::text(role_name(lang, people::Role::reader))
                               : html(R"(<ul class="plain-list">{}</ul>)",
                                      {each(line.roles, [](const std::string& role) { return html("<li>{}</li>", {role}); })});
        table.rows.push_back({member_link(lang, line.id, line.name), roles,
                              html::text(tr(lang, line.has_account ? "admin.account_yes" : "admin.account_no"))});
    }
    return design::table(table);
}

Html invitation_form(Lang lang, const InvitationTyped& typed, const std::vector<design::Problem>& problems) {
    const auto error = [&](std::string_view field) { return design::message_for(problems, field); };
    const Html fields = design::field(lang, {.id = "name",
                                             .label = tr(lang, "admin.invite_name"),
                                             .hint = tr(lang, "admin.invite_name_hint"),
                                             .value = typed.name,
                                             .type = "text",
                                             .error = error("name"),
                                             .required = true}) +
                        design::field(lang, {.id = "address",
                                             .label = tr(lang, "admin.invite_address"),
                                             .hint = {},
                                             .value = typed.address,
                                             .type = "email",
                                             .error = error("address"),
                                             .required = true}) +
                        design::choice(role_choice(lang, typed.role, error("role"))) +
                        design::choice(scope_choice(lang, typed.scope, error("scope"))) +
                        design::field(lang, term_field(lang, "term_end", typed.term_end, error("term_end"))) +
                        design::choice({.id = "lang",
                                        .label = tr(lang, "admin.invite_lang"),
                                        .options = {{"en", tr(lang, "admin.in_english")}, {"ja", tr(lang, "admin.in_japanese")}},
                                        .chosen = typed.lang,
                                        .hint = {},
                                        .error = {}});
    return design::desk_section(
        "invite", tr(lang, "admin.invite"),
        html("<p>{}</p>", {tr(lang, "admin.invite_text")}) +
            design::form(design::address(lang, "/admin/people/invitations"), fields, tr(lang, "admin.invite_send")));
}

namespace {
Html role_block(Lang lang, const MemberPage& page, const RoleLine& line) {
    const people::RoleGrant& grant = line.grant;
    const std::string id = std::to_string(static_cast<std::int64_t>(grant.id));
    const Url base = design::address(lang, "/admin/roles/" + id);
    const auto error = [&](const std::string& field) { return design::message_for(page.problems, field + "-" + id); };
    const Html since = design::time(lang, base::day_of(grant.accepted_at.value_or(grant.given_at)));
    Html out = html(R"(<h3 id="role-{}">{}</h3>)", {id, role_name(lang, grant.role)});
    if (const std::string refused = error("role"); !refused.empty())
        out += html(R"(<p class="err">{}{}</p>)", {design::icon("circle-alert"), refused});
    out += design::facts(
        {{tr(lang, "admin.scope"), html::text(line.scope)},
         {tr(lang, grant.accepted_at ? "admin.role_since" : "admin.role_offered"), since},
         {tr(lang, "admin.term_end"), grant.term_end ? design::time(lang, *grant.term_end) : html::text(tr(lang, "admin.term_open"))},
         {tr(lang, "admin.deputy"), line.deputy.empty() ? Html{} : html::text(line.deputy)},
         {tr(lang, "admin.given_by"), html::text(line.given_by.empty() ? tr(lang, "admin.given_at_terminal") : line.given_by)}});

    design::Choice deputy{.id = "deputy-" + id,
                          .label = tr(lang, "admin.deputy"),
                          .options = {{"", tr(lang, "admin.deputy_none")}},
                          .chosen = grant.deputy ? std::to_string(static_cast<std::int64_t>(*grant.deputy)) : "",
                          .hint = tr(lang, "admin.deputy_hint"),
                          .error = error("deputy")};
    deputy.options.insert(deputy.options.end(), page.others.begin(), page.others.end());
    const Html term =
        design::field(lang, term_field(lang, "term_end-" + id, grant.term_end ? base::iso(*grant.term_end) : "", error("term_end"))) +
        design::choice(deputy);
    const bool open = !error("term_end").empty() || !error("deputy").empty();
    out +=
        html(R"(<details{}><summary>{}</summary>{}</details>)", {maybe(open, " open"), tr(lang, "admin.term_change"),
                                                                 small_form(Url(base.str() + "/term"), term, tr(lang, "admin.term_save"))});

    const Html to = page.others.empty() ? html("<p>{}</p>", {tr(lang, "admin.hand_over_nobody")})
                                        : small_form(Url(base.str() + "/hand-over"),
                                                     design::choice({.id = "to-" + id,
                                                                     .label = tr(lang, "admin.hand_over_to"),
                                                                     .options = page.others,
                                                                     .chosen = "",
                                                                     .hint = tr(lang, "admin.hand_over_hint"),
                                                                     .error = error("to")}),
                                                     tr(lang, "admin.hand_over"));
    out += html(R"(<details{}><summary>{}</summary>{}</details>)", {maybe(!error("to").empty(), " open"), tr(lang, "admin.hand_over"), to});
    out += html(R"(<div class="acts">{}</div>)",
                {design::action_button(Url(base.str() + "/end"), tr(lang, "admin.role_end"), {}, design::Danger::yes)});
    return html(R"(<article class="held" aria-labelledby="role-{}">{}</article>)", {id, out});
}

Html links_table(Lang lang, const MemberPage& page) {
    design::Table table{
        .caption = tr(lang, "admin.links_table"),
        .headings = {tr(lang, "admin.link_task"), tr(lang, "admin.link_until"), tr(lang, "admin.link_used"), tr(lang, "admin.link_do")},
        .rows = {}};
    for (const LinkLine& line : page.links)
        table.rows.push_back(
            {html("{} <small>{}</small>", {tr(lang, "admin.link_" + line.task), design::time(lang, line.made)}),
             design::time(lang, line.expires), html::text(tr(lang, line.used ? "admin.link_used_yes" : "admin.link_used_no")),
             design::action_button(
                 design::address(lang, "/admin/people/" + std::to_string(page.id) + "/links/" + std::to_string(line.id) + "/revocation"),
                 tr(lang, "admin.link_revoke"), {}, design::Danger::yes)});
    return design::table(table);
}
}

Html member(Lang lang, const MemberPage& page) {
    Html out =
        html("<p>{}{}</p>",
             {tr(lang, page.has_account ? "admin.account_yes_text" : "admin.account_no_text"),
              page.page ? html(R"( <a href="{}">{}</a>)", {design::address(lang, *page.page), tr(lang, "admin.public_page")}) : Html{}});
    out += design::desk_section("roles", tr(lang, "admin.roles"),
                                page.roles.empty() ? html("<p>{}</p>", {tr(lang, "admin.roles_none")})
                                                   : each(page.roles, [&](const RoleLine& line) { return role_block(lang, page, line); }));
    if (!page.links.empty())
        out += design::desk_section("links", tr(lang, "admin.links"),
                                    html("<p>{}</p>", {tr(lang, "admin.links_text")}) + links_table(lang, page));
    const auto error = [&](std::string_view field) { return design::message_for(page.problems, field); };
    if (page.has_account) {
        const Html fields = design::choice(role_choice(lang, "editor", error("role"))) +
                            design::choice(scope_choice(lang, "site", error("scope"))) +
                            design::field(lang, term_field(lang, "term_end", "", error("term_end")));
        out += design::desk_section("give", tr(lang, "admin.give"),
                                    design::form(design::address(lang, "/admin/people/" + std::to_string(page.id) + "/roles"), fields,
                                                 tr(lang, "admin.give_role")));
    }
    return out;
}

}
