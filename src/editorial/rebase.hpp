#pragma once
#include "kit/doc/steps.hpp"

/// Private to editorial: steps that were made on an older document, for the present one.
namespace editorial {

/// What `theirs` made of the places in `before`. Where the steps do not lead from `before` to `now` exactly (a form shows a document in its
/// one canonical form), the difference of the two stands for them.
doc::Mapping mapping_to(const doc::Node& before, const std::vector<doc::Step>& theirs, const doc::Node& now);

/// `mine`, made one after the other on `before`, for the document that `over` leads to; applied to `now`, which is that document. Refused
/// where one of them was about what is gone.
base::Result<std::vector<doc::Step>, doc::Faults> rebase(const std::vector<doc::Step>& mine, const doc::Mapping& over, doc::Node& now);

}
