#pragma once
#include "kit/base/result.hpp"
#include "kit/doc/doc.hpp"

namespace editorial {

/// What somebody made of `before`, put onto `now`, which others made of `before` meanwhile or which `before` is the canonical form of: what
/// they did not touch stays as it is in `now`. Refused where they changed what is not there any more.
base::Result<doc::Node, doc::Faults> carry_over(const doc::Node& before, const doc::Node& after, doc::Node now);

}
