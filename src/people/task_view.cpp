#include "people/task_view.hpp"

#include "design/parts.hpp"

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;

namespace {
Html paragraph(std::string_view words) { return html("<p>{}</p>", {words}); }

std::string role_name(Lang lang, const RoleGrant& grant) { return tr(lang, "roles." + std::string(name_of(grant.role))); }

Html mail_link(const std::string& contact) { return html(R"( <a href="{}">{}</a>)", {html::Url("mailto:" + contact), contact}); }

/// A link may be forwarded, or be opened by somebody at the same computer.
Html who_works(Lang lang, const TaskPage& page) {
    const std::string who = page.task.name.empty() ? tr(lang, "task.working") : tr(lang, "task.working_as", {{"name", page.task.name}});
    const Html contact = page.contact.empty() ? Html{} : mail_link(page.contact);
    return design::notice(html("<p><b>{}</b> {}{}</p>", {who, tr(lang, "task.not_you"), contact}));
}

/// The public page as it will stand.
Html preview(Lang lang, const Person& person) {
    const std::string& name = name_in(lang, person);
    const std::string& other = lang == Lang::ja ? person.name : person.name_ja;
    Html bio;
    if (!person.bio.empty()) bio += html("<p>{}</p>", {design::words(lang, {person.bio, Lang::en})});
    if (!person.bio_ja.empty()) bio += html("<p>{}</p>", {design::words(lang, {person.bio_ja, Lang::ja})});
    if (bio.empty()) bio = html(R"(<p class="soft">{}</p>)", {tr(lang, "task.no_bio")});
    return html(
        R"(<div class="others-see"><p><b>{}</b></p>{}{}</div>)",
        {design::words(lang, {name, lang == Lang::ja && person.name_ja.empty() ? Lang::en : lang}),
         other.empty() || other == name ? Html{} : html(R"(<p class="soft">{}</p>)", {design::words(lang, {other, base::other(lang)})}),
         bio});
}

html::Url url_of(Lang lang, const TaskPage& page) { return address(lang, "/task/" + page.token); }

/// What is done can be done again, so the answer about the name can be changed as long as the link lives.
Html naming_now(Lang lang, const TaskPage& page) {
    const bool named = page.task.person.agreed_on.has_value();
    return paragraph(tr(lang, named ? "task.is_named" : "task.not_named")) +
           design::action_button(url_of(lang, page), tr(lang, named ? "task.stop_naming" : "task.start_naming"),
                                 {{"named", named ? "no" : "yes"}});
}

Html how_to_sign_in(Lang lang) {
    return paragraph(tr(lang, "task.sign_in_how")) +
           html(R"(<p class="acts">{}</p>)",
                {design::button_link(lang, {{tr(lang, "task.sign_in"), lang}, address(lang, "/sign-in")}, design::Weight::main)});
}

Html after(Lang lang, const TaskPage& page) {
    const TaskLink& link = page.task.link;
    Html now;
    switch (link.task) {
        case Task::claim: now = paragraph(tr(lang, "task.claim_now", {{"address", link.address}})) + naming_now(lang, page); break;
        case Task::role:
            now = paragraph(tr(lang, "task.role_now", {{"role", role_name(lang, *page.task.role)}})) +
                  paragraph(tr(lang, "roles." + std::string(name_of(page.task.role->role)) + "_text")) +
                  paragraph(tr(lang, "task.confirmed", {{"address", link.address}}));
            break;
        case Task::naming: now = naming_now(lang, page); break;
    }
    const Html sign_in = page.has_account ? how_to_sign_in(lang) : Html{};
    return design::desk_section("now", tr(lang, "task.now"), now + sign_in);
}

Html claim_form(Lang lang, const TaskPage& page) {
    const Html tick = design::check_box({.id = "named",
                                         .name = "named",
                                         .value = "yes",
                                         .label = tr(lang, "task.name_me"),
                                         .checked = page.task.person.agreed_on.has_value()}) +
                      html(R"(<p class="hint">{}</p>)", {tr(lang, "task.name_me_hint")});
    return design::desk_section("preview", tr(lang, "task.preview"), preview(lang, page.task.person)) +
           design::form(url_of(lang, page),
                        html(R"(<div class="field">{}</div>)", {tick}) +
                            paragraph(tr(lang, "task.confirms", {{"address", page.task.link.address}})),
                        tr(lang, "task.claim_button"));
}

Html role_form(Lang lang, const TaskPage& page) {
    const RoleGrant& grant = *page.task.role;
    Html may = paragraph(tr(lang, "roles." + std::string(name_of(grant.role)) + "_text"));
    if (grant.term_end) may += paragraph(tr(lang, "task.role_until", {{"date", design::date(lang, *grant.term_end)}}));
    return design::desk_section("may", role_name(lang, grant), may) +
           design::form(url_of(lang, page), paragraph(tr(lang, "task.confirms", {{"address", page.task.link.address}})),
                        tr(lang, "task.role_button"));
}

Html naming_form(Lang lang, const TaskPage& page, const std::vector<design::Problem>& problems) {
    const Html choice = design::check_group(
        {.legend = tr(lang, "task.naming_question"),
         .hint = tr(lang, "task.name_me_hint"),
         .boxes = {{.id = "named", .name = "named", .value = "yes", .label = tr(lang, "task.naming_yes"), .checked = false},
                   {.id = "named_no", .name = "named", .value = "no", .label = tr(lang, "task.naming_no"), .checked = false}},
         .one = true,
         .error = design::message_for(problems, "named")});
    return design::form(url_of(lang, page), choice, tr(lang, "task.naming_button"));
}

Html before(Lang lang, const TaskPage& page, const std::vector<design::Problem>& problems) {
    switch (page.task.link.task) {
        case Task::claim: return claim_form(lang, page);
        case Task::role: return role_form(lang, page);
        case Task::naming: return naming_form(lang, page, problems);
    }
    return {};
}

std::string_view title_of(Task task) {
    switch (task) {
        case Task::claim: return "task.claim_title";
        case Task::role: return "task.role_title";
        case Task::naming: return "task.naming_title";
    }
    return "";
}

std::string_view lead_of(Task task) {
    switch (task) {
        case Task::claim: return "task.claim_lead";
        case Task::role: return "task.role_lead";
        case Task::naming: return "task.naming_lead";
    }
    return "";
}
}

design::DeskPage task(Lang lang, const TaskPage& page, const std::vector<design::Problem>& problems) {
    const bool done = page.task.link.used_at.has_value();
    const Task what = page.task.link.task;
    return {.crumbs = {},
            .title = tr(lang, title_of(what)),
            .dek = done ? "" : tr(lang, lead_of(what), {{"site", page.site}}),
            .done = {},
            .problems = problems,
            .content = who_works(lang, page) + (done ? after(lang, page) : before(lang, page, problems))};
}

design::DeskPage task_gone(Lang lang, const std::string& contact) {
    const Html line = html("<p>{}{}</p>", {tr(lang, "task.gone_do"), contact.empty() ? Html{} : mail_link(contact)});
    return {.crumbs = {}, .title = tr(lang, "task.gone_title"), .dek = tr(lang, "task.gone"), .done = {}, .problems = {}, .content = line};
}

}
