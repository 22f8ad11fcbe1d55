#include "site/admin_workflow_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace site::view {

using base::Lang;
using design::tr;
using editorial::Stage;
using html::each;
using html::Html;
using html::html;

namespace {
/// "Draft → First read → Ready": the way of a text at a glance.
Html way(Lang lang, const std::vector<Stage>& stages) {
    Html all;
    for (const Stage stage : stages)
        all += html::maybe(!all.empty(), R"( <span aria-hidden="true">→</span> )") +
               html("<span>{}</span>", {tr(lang, "stage." + std::string(editorial::name_of(stage)))});
    return html(R"(<p class="soft">{}</p>)", {all});
}

Html workflow(Lang lang, const WorkflowForm& form) {
    const auto field = [&](std::string_view name) { return workflow_field(form.kind, name); };
    const auto error = [&](std::string_view name) { return design::message_for(form.problems, field(name)); };
    const auto has = [&](Stage stage) { return std::find(form.stages.begin(), form.stages.end(), stage) != form.stages.end(); };
    std::vector<design::CheckBox> boxes;
    Html limits;
    for (const Stage stage : editorial::all_stages) {
        if (stage == Stage::scheduled) continue;
        const std::string name(editorial::name_of(stage)), words = tr(lang, "stage." + name);
        if (is_optional(stage)) boxes.push_back({.id = field(name), .name = "stage", .value = name, .label = words, .checked = has(stage)});
        const auto limit = form.limits.find(stage);
        limits += design::field(lang, {.id = field("limit-" + name),
                                       .label = tr(lang, "workflow.limit", {{"stage", words}}),
                                       .hint = {},
                                       .value = limit == form.limits.end() ? "" : limit->second,
                                       .error = error("limit-" + name),
                                       .inputmode = "numeric"});
    }
    const Html fields =
        way(lang, form.stages) +
        design::check_group(
            {.legend = tr(lang, "workflow.stages"), .hint = tr(lang, "workflow.stages_hint"), .boxes = boxes, .error = error("stages")}) +
        design::field(lang, {.id = field("approvals"),
                             .label = tr(lang, "workflow.approvals"),
                             .hint = tr(lang, "workflow.approvals_hint", {{"most", editorial::most_approvals}}),
                             .value = form.approvals,
                             .error = error("approvals"),
                             .required = true,
                             .inputmode = "numeric"}) +
        html(R"(<details class="desk-fold"{}><summary>{}</summary><p class="hint">{}</p>{}</details>)",
             {html::maybe(!form.limits.empty(), " open"), tr(lang, "workflow.limits"), tr(lang, "workflow.limits_hint"), limits});
    const std::string kind = tr(lang, "kind." + form.kind);
    return design::desk_section(
        "kind-" + form.kind, kind,
        design::form(design::address(lang, "/admin/workflow/" + form.kind), fields, tr(lang, "workflow.save", {{"kind", kind}})));
}
}

bool is_optional(Stage stage) {
    switch (stage) {
        case Stage::first_read:
        case Stage::proof: return true;
        case Stage::draft:
        case Stage::ready:
        case Stage::scheduled: return false;
    }
    return false;
}

std::string workflow_field(const std::string& kind, std::string_view field) { return kind + "-" + std::string(field); }

Html workflows(Lang lang, const std::vector<WorkflowForm>& forms, std::int64_t editors) {
    const Html small = design::notice(html::text(tr(lang, editors < 3 ? "workflow.small" : "workflow.not_small", {{"count", editors}})));
    return small + each(forms, [&](const WorkflowForm& form) { return workflow(lang, form); });
}

}
