#include "desk/call_view.hpp"

#include "design/parts.hpp"

namespace desk::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;

namespace {
std::string role_name(Lang lang, people::Role role) { return tr(lang, "roles." + std::string(people::name_of(role))); }

std::string path_of(const people::Call& call) { return "/edit/calls/" + std::to_string(call.id); }

Html buttons(Lang lang, const OpenCall& one) {
    if (!one.may_change) return {};
    return html(R"(<div class="acts">{}{}</div>)",
                {design::button_link(lang, {{tr(lang, "call.change"), lang}, address(lang, path_of(one.call))}, design::Weight::small),
                 design::action_button(address(lang, path_of(one.call) + "/closing"), tr(lang, "call.close"), {}, design::Danger::yes)});
}

design::Field field(Lang lang, std::string id, const char* label, const std::string& value, bool large, Lang of,
                    const std::vector<design::Problem>& problems) {
    design::Field made{.id = std::move(id),
                       .label = tr(lang, label),
                       .hint = large ? tr(lang, "call.text_hint") : "",
                       .value = value,
                       .type = large ? "textarea" : "text",
                       .error = {},
                       .required = true};
    made.error = design::message_for(problems, made.id);
    if (of != lang) made.lang = base::tag(of);
    return made;
}
}

design::DeskPage calls(Lang lang, const std::vector<OpenCall>& open) {
    const design::Link new_call{{tr(lang, "call.open_one"), lang}, address(lang, "/edit/calls/new")};
    Html content;
    if (open.empty()) {
        content = design::empty_state(lang, tr(lang, "call.list_empty"), new_call);
    } else {
        design::Table table{
            .caption = tr(lang, "call.list_title"),
            .headings = {tr(lang, "call.title_column"), tr(lang, "call.role_column"), tr(lang, "call.opened"), tr(lang, "call.work")},
            .rows = {}};
        for (const OpenCall& one : open)
            table.rows.push_back({html::text(people::title_in(lang, one.call)), html::text(role_name(lang, one.call.role)),
                                  design::time(lang, base::day_of(one.call.opened_at)), buttons(lang, one)});
        content = design::table(table) + html(R"(<p class="acts">{}</p>)", {design::button_link(lang, new_call, design::Weight::main)});
    }
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {tr(lang, "queue.title"), address(lang, "/edit/queue")}},
            .title = tr(lang, "call.list_title"),
            .dek = open.empty() ? "" : tr(lang, "call.list_dek"),
            .done = {},
            .problems = {},
            .content = content};
}

design::DeskPage call_form(Lang lang, const CallForm& form, const std::vector<design::Problem>& problems) {
    const people::Call& call = form.call;
    const bool is_new = call.id == 0;
    Html fields;
    if (is_new) {
        design::Choice choice{.id = "role",
                              .label = tr(lang, "call.role_field"),
                              .options = {},
                              .chosen = std::string(people::name_of(call.role)),
                              .hint = {},
                              .error = design::message_for(problems, "role")};
        for (const people::Role role : form.roles) choice.options.emplace_back(people::name_of(role), role_name(lang, role));
        fields += design::choice(choice);
    } else {
        fields += html("<p>{}</p>", {tr(lang, "call.role", {{"role", role_name(lang, call.role)}})});
    }
    fields += design::field(lang, field(lang, "title", "call.title_en", call.title, false, Lang::en, problems));
    fields += design::field(lang, field(lang, "text", "call.text_en", call.text, true, Lang::en, problems));
    fields += design::field(lang, field(lang, "title_ja", "call.title_ja", call.title_ja, false, Lang::ja, problems));
    fields += design::field(lang, field(lang, "text_ja", "call.text_ja", call.text_ja, true, Lang::ja, problems));
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {tr(lang, "call.list_title"), address(lang, "/edit/calls")}},
            .title = tr(lang, is_new ? "call.new_title" : "call.edit_title"),
            .dek = tr(lang, "call.form_dek"),
            .done = {},
            .problems = problems,
            .content = design::form(address(lang, is_new ? "/edit/calls" : path_of(call)), fields,
                                    tr(lang, is_new ? "call.publish" : "call.save"))};
}

}
