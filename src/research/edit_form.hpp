#pragma once
#include "kit/web/fields.hpp"
#include "research/research.hpp"

/// Private to research.
namespace research {

/// One line a person in the form, " and " between them in BibTeX.
std::string people_as_lines(const std::string& names);
std::string lines_as_people(std::string_view lines);

/// What the form of a source holds; the key is not in it.
Source source_from(const web::Fields&);

}
