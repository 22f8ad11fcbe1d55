#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"

#include <map>
#include <string>
#include <vector>

/// Private to site: markup of /admin/workflow.
namespace site::view {

/// How one kind of piece is made, as it is or as it was typed.
struct WorkflowForm {
    std::string kind;
    std::vector<editorial::Stage> stages;
    std::string approvals;
    std::map<editorial::Stage, std::string> limits;
    std::vector<design::Problem> problems; // of its own fields
};
/// `editors`: how many people may say yes here.
html::Html workflows(base::Lang, const std::vector<WorkflowForm>&, std::int64_t editors);
/// The id of a field of a kind: lesson-approvals, lesson-limit-proof.
std::string workflow_field(const std::string& kind, std::string_view field);
/// What a workflow may leave out.
bool is_optional(editorial::Stage);

}
