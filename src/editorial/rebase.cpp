#include "editorial/rebase.hpp"

namespace editorial {

namespace {
/// Applies all, or answers false.
bool apply_all(doc::Node& document, const std::vector<doc::Step>& steps) {
    for (const doc::Step& step : steps)
        if (!doc::apply_to(document, step).empty()) return false;
    return true;
}
}

doc::Mapping mapping_to(const doc::Node& before, const std::vector<doc::Step>& theirs, const doc::Node& now) {
    doc::Mapping over;
    doc::Node replayed = before;
    if (apply_all(replayed, theirs) && replayed == now) {
        for (const doc::Step& step : theirs) over.append(doc::map_of(step));
        return over;
    }
    if (const auto between = doc::steps_between(before, now))
        for (const doc::Step& step : *between) over.append(doc::map_of(step));
    return over;
}

base::Result<std::vector<doc::Step>, doc::Faults> rebase(const std::vector<doc::Step>& mine, const doc::Mapping& over, doc::Node& now) {
    // As prosemirror-collab: back over what one has done, over theirs, and each step over those that were put in again before it.
    doc::Mapping way;
    for (auto step = mine.rbegin(); step != mine.rend(); ++step) way.append(doc::map_of(*step).inverted());
    way.append(over);
    std::vector<doc::Step> rebased;
    std::size_t from = mine.size();
    for (const doc::Step& step : mine) {
        const auto mapped = doc::map(step, way.between(from, way.maps().size()));
        --from;
        if (!mapped) return base::Failure{doc::Faults{{0, "somebody else removed the place of this change"}}};
        if (doc::Faults faults = doc::apply_to(now, *mapped); !faults.empty()) return base::Failure{std::move(faults)};
        way.append(doc::map_of(*mapped), from);
        rebased.push_back(*mapped);
    }
    return rebased;
}

}
