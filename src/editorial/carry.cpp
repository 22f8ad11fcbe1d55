#include "editorial/carry.hpp"

#include "editorial/rebase.hpp"

namespace editorial {

base::Result<doc::Node, doc::Faults> carry_over(const doc::Node& before, const doc::Node& after, doc::Node now) {
    const auto mine = doc::steps_between(before, after);
    if (!mine) return base::Failure{mine.error()};
    const doc::Mapping over = mapping_to(before, {}, now);
    if (const auto rebased = rebase(*mine, over, now); !rebased) return base::Failure{rebased.error()};
    return now;
}

}
