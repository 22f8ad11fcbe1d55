#include "desk/people_view.hpp"

#include "design/parts.hpp"

namespace desk::view {

using design::address;
using design::Lang;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
std::string path_of(people::PersonId person) { return "/edit/people/" + std::to_string(static_cast<std::int64_t>(person)); }

Html works(Lang lang, const std::vector<editorial::Work>& all) {
    if (all.empty()) return html(R"(<p class="soft">{}</p>)", {tr(lang, "people_desk.no_works")});
    return html("<ul>{}</ul>", {each(all, [&](const editorial::Work& work) {
                    return html("<li><span{}>{}</span> ({})</li>",
                                {maybe(work.entry.lang != lang, R"( lang="{}")", {base::tag(work.entry.lang)}), work.entry.title,
                                 tr(lang, "role." + work.role)});
                })});
}

Html sent(Lang lang, const std::optional<people::TaskLink>& link) {
    if (!link) return {};
    const std::string date = design::date(lang, base::day_of(link->made_at)), until = design::date(lang, base::day_of(link->expires_at));
    return html("<p>{}</p>",
                {link->address.empty() ? tr(lang, "people_desk.asked", {{"date", date}, {"until", until}})
                                       : tr(lang, "people_desk.sent", {{"address", link->address}, {"date", date}, {"until", until}})});
}

Html guest(Lang lang, const Guest& one, const std::vector<design::Problem>& problems) {
    const std::string name = people::name_in(lang, one.person).empty() ? tr(lang, "byline.guest") : people::name_in(lang, one.person);
    const std::string id = field_of("address", one.person.id);
    const Html fields = design::field(lang, {.id = id,
                                             .label = tr(lang, "people_desk.address"),
                                             .hint = tr(lang, "people_desk.address_hint"),
                                             .value = one.address,
                                             .type = "email",
                                             .error = design::message_for(problems, id),
                                             .required = true}) +
                        design::choice({.id = field_of("lang", one.person.id),
                                        .label = tr(lang, "people_desk.lang"),
                                        .options = {{"en", "English"}, {"ja", "日本語"}},
                                        .chosen = std::string(base::tag(one.lang))});
    return design::desk_section(
        "person-" + std::to_string(static_cast<std::int64_t>(one.person.id)), name,
        works(lang, one.works) + sent(lang, one.sent) +
            html(R"(<details class="desk-fold"{}><summary>{}</summary>{}</details>)",
                 {maybe(one.open, " open"), tr(lang, "people_desk.claim"),
                  design::form(address(lang, path_of(one.person.id) + "/claim"), fields, tr(lang, "people_desk.send_claim"))}));
}

Html unnamed(Lang lang, const Unnamed& one) {
    return html(R"(<li>{}{}<div class="acts">{}</div></li>)",
                {works(lang, one.works), sent(lang, one.sent),
                 design::action_button(address(lang, path_of(one.person) + "/naming"), tr(lang, "people_desk.send_naming"))});
}
}

std::string field_of(std::string_view what, people::PersonId person) {
    return std::string(what) + "-" + std::to_string(static_cast<std::int64_t>(person));
}

design::DeskPage people(Lang lang, const std::vector<Guest>& guests, const std::vector<Unnamed>& others,
                        const std::vector<Entrusted>& entrusted, const std::vector<design::Problem>& problems) {
    Html content;
    if (!entrusted.empty())
        content += design::desk_section("pen-names", tr(lang, "people_desk.pen_names"),
                                        html("<ul>{}</ul>", {each(entrusted, [&](const Entrusted& one) {
                                                 return html("<li>{}</li>",
                                                             {tr(lang, "people_desk.behind", {{"pen", one.pen_name}, {"name", one.name}})});
                                             })}));
    if (!others.empty())
        content +=
            design::desk_section("unnamed", tr(lang, "people_desk.unnamed"),
                                 html("<p>{}</p><ul>{}</ul>", {tr(lang, "people_desk.unnamed_text"),
                                                               each(others, [&](const Unnamed& one) { return unnamed(lang, one); })}));
    content += each(guests, [&](const Guest& one) { return guest(lang, one, problems); });
    if (guests.empty() && others.empty() && entrusted.empty())
        content = design::empty_state(lang, tr(lang, "people_desk.empty"),
                                      design::Link{{tr(lang, "queue.title"), lang}, address(lang, "/edit/queue")});
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {tr(lang, "queue.title"), address(lang, "/edit/queue")}},
            .title = tr(lang, "people_desk.title"),
            .dek = guests.empty() ? "" : tr(lang, "people_desk.dek"),
            .done = {},
            .problems = problems,
            .content = content};
}

}
