#pragma once
#include "kit/base/json.hpp"
#include "kit/base/result.hpp"
#include "kit/doc/doc.hpp"
#include "kit/doc/map.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Changes of a document as prosemirror-transform 1.12 has them: the same JSON, the same result, the same refusals. Places count in UTF-16
/// code units (positions.hpp). Stricter than ProseMirror in what no honest editor sends: the whole result fits the schema and the limits, a
/// step ends behind its beginning, a slice is no more open than it is deep, an attribute exists, no character is cut in two.
namespace doc {

/// A document larger than about so many bytes of JSON may shrink and not grow.
inline constexpr std::size_t largest_document = 1 << 20;

/// Nodes cut out of a document; so many of them are open at each end, that is cut through, counted from the outside in.
struct Slice {
    std::vector<Node> content = {};
    int open_start = 0, open_end = 0;
    bool operator==(const Slice&) const = default;
};
/// How much longer a document gets by it.
int size(const Slice&);

struct ReplaceStep {
    int from = 0, to = 0;
    Slice slice = {};
    bool structure = false; // refused if it would overwrite anything but ends and beginnings of nodes
    bool operator==(const ReplaceStep&) const = default;
};
/// What stands in the gap stays, and moves to `insert` in the slice (counted from its open start).
struct ReplaceAroundStep {
    int from = 0, to = 0, gap_from = 0, gap_to = 0;
    Slice slice = {};
    int insert = 0;
    bool structure = false;
    bool operator==(const ReplaceAroundStep&) const = default;
};
struct AddMarkStep {
    int from = 0, to = 0;
    Mark mark = {};
    bool operator==(const AddMarkStep&) const = default;
};
struct RemoveMarkStep {
    int from = 0, to = 0;
    Mark mark = {};
    bool operator==(const RemoveMarkStep&) const = default;
};
/// How a mark step is undone that changed several places or none.
struct MarkSetStep {
    std::vector<std::variant<AddMarkStep, RemoveMarkStep>> steps = {};
    bool operator==(const MarkSetStep&) const = default;
};
struct AddNodeMarkStep {
    int place = 0; // before the node
    Mark mark = {};
    bool operator==(const AddNodeMarkStep&) const = default;
};
struct RemoveNodeMarkStep {
    int place = 0;
    Mark mark = {};
    bool operator==(const RemoveNodeMarkStep&) const = default;
};
struct AttrStep {
    int place = 0;
    std::string attr = {};
    base::Json value = {};
    bool operator==(const AttrStep&) const = default;
};
using Step =
    std::variant<ReplaceStep, ReplaceAroundStep, AddMarkStep, RemoveMarkStep, MarkSetStep, AddNodeMarkStep, RemoveNodeMarkStep, AttrStep>;

/// Refuses what is no step, and nodes and marks that are not of the schema; whether a step fits a document only `apply` knows.
base::Result<Step, Faults> step_from_json(const base::Json&);
base::Json to_json(const Step&);

/// The document after the step. Move it in where the old one is not needed.
base::Result<Node, Faults> apply(Node document, const Step&);
/// In place: no faults, or the document is as it was.
Faults apply_to(Node& document, const Step&);

/// The step that leads back to `before`, to which the step can be applied; throws base::Error if it cannot.
Step invert(const Step&, const Node& before);
StepMap map_of(const Step&);
/// The same change for a document that was changed meanwhile; nothing if all that it was about is gone.
std::optional<Step> map(const Step&, const Mapping&);

/// Steps that, applied in this order, make `after` out of `before` exactly. What did not change is left alone: equal blocks, the equal
/// beginning and end of a changed text, the content of a node of which only attributes differ. Refuses an `after` that does not fit the
/// schema or the limits.
base::Result<std::vector<Step>, Faults> steps_between(const Node& before, const Node& after);

}
