#pragma once
#include "kit/base/result.hpp"
#include "kit/doc/bibtex.hpp"

#include <string_view>
#include <vector>

namespace doc {

/// Works in RIS (Research Information Systems, the tags of 2001 and 2011), as EndNote, CiNii and publishers write it: UTF-8, a tag of two
/// letters, two spaces and a hyphen. Entries are as those of read_csl_json().
base::Result<std::vector<BibEntry>, Faults> read_ris(std::string_view);
/// Whether a line begins a work in RIS.
bool is_ris(std::string_view);

}
