#pragma once
#include "kit/base/result.hpp"
#include "kit/doc/bibtex.hpp"
#include "people/people.hpp"
#include "research/source.hpp"

namespace research {

/// Why what was pasted or uploaded is no list of works: a word of locales/, and faults with their lines where there are some.
struct Unread {
    std::string word;
    doc::Faults faults;
};
/// BibTeX, CSL-JSON or RIS, whichever it is, at most 1 MB in any encoding of text::as_utf8(). The sources have no key yet, and only the
/// fields that the library has; abstracts are gone, and so is a finding of a work that nobody says to have read.
base::Result<std::vector<Source>, Unread> read_sources(std::string_view bytes);
/// A source of an entry out of doc, cleaned in the same way.
Source source_of(const doc::BibEntry&);

/// May add sources: whoever may edit somewhere.
bool may_add(const base::Viewer&);
/// Whoever may publish somewhere; and what is on no public page, whoever may edit somewhere.
bool may_change(db::Tx&, const base::Viewer&, const Source&);

/// A work that is in the library already.
struct Known {
    Source typed, here;
};
struct Added {
    std::vector<Source> added;  // with their keys
    std::vector<Known> known;
};
/// Each under a key of its own (first author, year, word of the title). What is there already (same DOI, same ISBN of a book, or same title and
/// year) is not added twice. Needs may_add(); from somebody who may not publish, they are not shown before a live text rests on them.
Added add_sources(db::Tx&, const base::Viewer&, const std::vector<Source>&);

struct Found {
    std::string key;
    std::string line; // "King 2013. Silence in the Second Language Classrooms of Japanese Universities"
};
/// Sources that have every word of the query in their key, authors, year or title; the whole library for an empty one. Needs may_add().
std::vector<Found> find_sources(db::Tx&, const base::Viewer&, std::string_view query, std::size_t most = 20);

/// Types of BibTeX that a source can have.
const std::vector<std::string>& source_types();
/// Fields of a work as the form shows them, the usual ones first, and what this site says about it.
const std::vector<std::string>& work_fields();
const std::vector<std::string>& our_fields();
/// What is wrong with it; the field is its name in the form ("title", "found_ja"), the word one of locales/.
people::Problems problems_of(const Source&);

}
