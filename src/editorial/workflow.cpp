#include "editorial/state.hpp"

#include <algorithm>
#include <charconv>

namespace editorial {

constexpr db::Query select_workflow{"editorial.workflow", R"sql(
    select stages, approvals, limits from workflows where kind = :kind
)sql"};

namespace {
std::vector<std::string_view> split(std::string_view words) {
    std::vector<std::string_view> parts;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (end > 0) parts.push_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return parts;
}

std::optional<int> number_of(std::string_view digits) {
    int number = 0;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (end.ec != std::errc() || end.ptr != digits.data() + digits.size()) return std::nullopt;
    return number;
}

/// What the kind itself brings.
Workflow given_by(std::string_view kind_name) {
    Workflow workflow;
    const Kind* kind = find_kind(kind_name);
    if (!kind) return workflow;
    workflow.stages.clear();
    for (const std::string& name : kind->stages)
        if (const auto stage = stage_from(name)) workflow.stages.push_back(*stage);
    workflow.approvals = kind->approvals;
    return workflow;
}
}

Workflow workflow_of(db::Tx& tx, std::string_view kind) {
    const auto row = tx.first(select_workflow, {{"kind", kind}});
    if (!row) return given_by(kind);
    Workflow workflow{.stages = {}, .approvals = static_cast<int>(row->number(1)), .limits = {}};
    const std::string stages = row->text(0), limits = row->text(2);
    for (const std::string_view name : split(stages))
        if (const auto stage = stage_from(name)) workflow.stages.push_back(*stage);
    for (const std::string_view limit : split(limits)) {
        const std::size_t equals = std::min(limit.find('='), limit.size());
        const auto stage = stage_from(limit.substr(0, equals));
        const auto most = number_of(limit.substr(std::min(equals + 1, limit.size())));
        if (stage && most) workflow.limits.emplace_back(*stage, *most);
    }
    return workflow;
}

namespace {
Problems problems_of(const Workflow& workflow) {
    Problems problems;
    const auto& stages = workflow.stages;
    const bool whole = stages.size() >= 2 && stages.front() == Stage::draft && stages.back() == Stage::ready;
    // In the order of the enum, each once: a text that loses its stage then knows which one is before it.
    if (!whole || !std::is_sorted(stages.begin(), stages.end()) || std::adjacent_find(stages.begin(), stages.end()) != stages.end())
        problems.push_back({"stages", "publish.problem.stages"});
    if (workflow.approvals < 0 || workflow.approvals > most_approvals)
        problems.push_back({"approvals", "publish.problem.approvals_number", {{"most", std::to_string(most_approvals)}}});
    for (const auto& [stage, most] : workflow.limits)
        if (most < 1 || most > 99) {
            problems.push_back({"limits", "publish.problem.limit"});
            break;
        }
    return problems;
}
}

constexpr db::Query upsert_workflow{"editorial.set_workflow", R"sql(
    insert into workflows (kind, stages, approvals, limits) values (:kind, :stages, :approvals, :limits)
        on conflict (kind) do update set stages = excluded.stages, approvals = excluded.approvals, limits = excluded.limits
)sql"};
constexpr db::Query move_back{"editorial.move_back", R"sql(
    update texts set stage = :to, stage_since = :now
     where stage = :from and piece_id in (select id from pieces where kind = :kind)
)sql"};

Problems set_workflow(db::Tx& tx, const base::Viewer& viewer, std::string_view kind, const Workflow& workflow) {
    people::require(tx, viewer, people::Right::keep, people::Scope::site(), "workflow:" + std::string(kind));
    if (!find_kind(kind)) throw base::Missing();
    if (Problems problems = problems_of(workflow); !problems.empty()) return problems;
    std::string stages, limits;
    for (const Stage stage : workflow.stages) stages += (stages.empty() ? "" : " ") + std::string(name_of(stage));
    for (const auto& [stage, most] : workflow.limits)
        limits += (limits.empty() ? "" : " ") + std::string(name_of(stage)) + "=" + std::to_string(most);
    tx.run(upsert_workflow, {{"kind", kind}, {"stages", stages}, {"approvals", workflow.approvals}, {"limits", limits}});
    Stage before = Stage::draft;
    for (const Stage stage : all_stages) {
        if (stage == Stage::scheduled) break;
        if (std::find(workflow.stages.begin(), workflow.stages.end(), stage) != workflow.stages.end())
            before = stage;
        else
            tx.run(move_back, {{"to", name_of(before)}, {"now", tx.now()}, {"from", name_of(stage)}, {"kind", kind}});
    }
    return {};
}

bool is_small_desk(db::Tx& tx) { return people::count_holders(tx, people::Right::approve) < 3; }

}
