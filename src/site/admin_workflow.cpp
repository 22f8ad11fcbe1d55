#include "design/words.hpp"
#include "kit/text/typed.hpp"
#include "site/admin.hpp"
#include "site/admin_workflow_view.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace site {

using design::tr;
using editorial::Stage;
using editorial::Workflow;
using view::WorkflowForm;
using web::Visit;

namespace {
/// In the order of the page: what is written most comes first.
constexpr std::array<std::string_view, 6> kinds{"lesson", "post", "course", "series", "page", "snippet"};

std::optional<int> number_in(std::string_view typed) {
    int number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (typed.empty() || failed != std::errc{} || end != typed.data() + typed.size()) return std::nullopt;
    return number;
}

WorkflowForm form_of(db::Tx& tx, std::string_view kind) {
    const Workflow workflow = editorial::workflow_of(tx, kind);
    WorkflowForm form{.kind = std::string(kind),
                      .stages = workflow.stages,
                      .approvals = std::to_string(workflow.approvals),
                      .limits = {},
                      .problems = {}};
    for (const auto& [stage, most] : workflow.limits) form.limits[stage] = std::to_string(most);
    return form;
}

/// One of the forms may hold what was typed and refused.
web::Response draw(const Facts& facts, Visit& visit, const std::optional<WorkflowForm>& refused) {
    std::vector<WorkflowForm> forms;
    for (const std::string_view kind : kinds) forms.push_back(refused && refused->kind == kind ? *refused : form_of(visit.tx(), kind));
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(visit.lang, "workflow.title"),
                       .dek = tr(visit.lang, "workflow.dek"),
                       .done = std::string(visit.query("done")),
                       .problems = refused ? refused->problems : std::vector<design::Problem>{},
                       .content = view::workflows(visit.lang, forms, people::count_holders(visit.tx(), people::Right::approve))},
                      refused ? 422 : 200);
}

web::Response show(const Facts& facts, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    return draw(facts, visit, std::nullopt);
}

web::Response save(const Facts& facts, Visit& visit) {
    const std::string kind = visit.param("kind");
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) throw base::Missing();
    const web::Fields& fields = visit.fields();
    const auto is_chosen = [&](const std::string& stage) {
        return std::any_of(fields.all().begin(), fields.all().end(),
                           [&](const auto& field) { return field.first == "stage" && field.second == stage; });
    };
    WorkflowForm form{.kind = kind,
                      .stages = {},
                      .approvals = text::one_line(fields.get(view::workflow_field(kind, "approvals"))),
                      .limits = {},
                      .problems = {}};
    Workflow wanted{.stages = {}, .approvals = number_in(form.approvals).value_or(-1), .limits = {}};
    for (const Stage stage : editorial::all_stages) {
        if (stage == Stage::scheduled) continue;
        const std::string name(editorial::name_of(stage));
        if (!view::is_optional(stage) || is_chosen(name)) wanted.stages.push_back(stage);
        const std::string field = view::workflow_field(kind, "limit-" + name), typed = text::one_line(fields.get(field));
        if (typed.empty()) continue;
        form.limits[stage] = typed;
        const auto most = number_in(typed);
        if (most && *most >= 1 && *most <= 99)
            wanted.limits.emplace_back(stage, *most);
        else
            form.problems.push_back({field, tr(visit.lang, "publish.problem.limit")});
    }
    form.stages = wanted.stages;
    // What is wrong with all of it is said at once; nothing is changed then.
    if (wanted.approvals < 0 || wanted.approvals > editorial::most_approvals)
        form.problems.push_back({view::workflow_field(kind, "approvals"),
                                 tr(visit.lang, "publish.problem.approvals_number", {{"most", editorial::most_approvals}})});
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    if (form.problems.empty())
        for (const editorial::Problem& problem : editorial::set_workflow(visit.tx(), visit.viewer, kind, wanted))
            form.problems.push_back({view::workflow_field(kind, problem.field), tr(visit.lang, problem.word, problem.args)});
    if (!form.problems.empty()) return draw(facts, visit, form);
    return admin_done(visit, "/admin/workflow", "saved");
}
}

void admin_workflow_routes(web::Routes& on, const Facts& facts, const Services&) {
    on.get("/admin/workflow", [&](Visit& visit) { return show(facts, visit); }).needs("keep").takes({"done"});
    on.post("/admin/workflow/{kind}", [&](Visit& visit) { return save(facts, visit); }).needs("keep");
}

}
