#pragma once
#include "kit/base/result.hpp"
#include "kit/doc/bibtex.hpp"

#include <string_view>
#include <vector>

namespace doc {

/// Works in CSL-JSON (Citation Style Language 1.0.2: an item or a list of items), also as Crossref and DataCite answer it. An entry has the
/// fields that BibTeX would have, in the order of a reference, and no key and no source: a name for it is the caller's matter. Abstracts
/// are left out. A work without a title is a fault.
base::Result<std::vector<BibEntry>, Faults> read_csl_json(std::string_view);

}
