#pragma once
#include "kit/base/json.hpp"
#include "kit/doc/doc.hpp"

#include <optional>
#include <vector>

namespace doc {

/// Nodes of the schema with their attributes and marks. What nodes contain is not asked: a slice may be cut through anywhere.
std::vector<Node> slice_content_from_json(const base::Json& list, Faults&);
std::optional<Mark> mark_from_json(const base::Json&, Faults&);
base::Json to_json(const Mark&);

}
