#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The library: works that lessons and posts rest on, each at the level at which it was read.
namespace research {

/// How a work was read. A claim rests only on text that was opened.
enum class Seen { full, abstract, listed };

std::optional<Seen> seen_from(std::string_view);
std::string_view name(Seen);

struct Source {
    std::string key;   // BibTeX key
    std::string type;  // BibTeX entry type
    Seen seen = Seen::listed;
    std::string title;
    std::string authors;  // "Tajino, A. and Tajino, Y." as read
    std::string year;
    std::map<std::string, std::string, std::less<>> fields;  // every BibTeX field, plain text
    bool shown = true;  // false: on no public page before a live text rests on it

    const std::string& field(std::string_view name) const;  // "" if absent
    /// `name_ja` on Japanese pages where it is given, else `name`.
    const std::string& field(std::string_view name, base::Lang) const;
};

/// Authors in short: "Tajino & Tajino", "King", "Machida et al.".
std::string short_authors(const Source&);
/// One line of a reference list: authors, year, title, where it appeared. `title_at` tells which part is the title.
std::string reference(const Source&);
/// Where the text can be found: DOI, else the address where it was read, else nothing.
std::optional<std::string> address(const Source&);
/// The entry as BibTeX, bibliographic fields in their usual order, without what this site adds.
std::string bibtex(const Source&);
/// The same with what this site adds: the form of references.bib.
std::string bibtex_with_notes(const Source&);

/// Whoever may edit somewhere finds what is not shown, too.
std::optional<Source> find_source(db::Tx&, const base::Viewer&, std::string_view key);
/// Is it in the library, shown or not?
bool has_source(db::Tx&, std::string_view key);
/// The whole library by author and year, as find_source().
std::vector<Source> list_sources(db::Tx&, const base::Viewer&);
/// How many live texts in this language rest on each source.
std::map<std::string, std::int64_t, std::less<>> count_citing(db::Tx&, const base::Viewer&, base::Lang);

/// Makes or replaces the source of this key; what stood there is kept in its history. Needs `publish` on the site.
void save_source(db::Tx&, const base::Viewer&, const Source&);
/// Names the sources that are in the library but not in `keys`.
std::vector<std::string> list_others(db::Tx&, const std::vector<std::string>& keys);

/// A source of BibTeX fields; `seen` decides the reading level, absent means listed.
Source from_fields(std::string key, std::string type, std::map<std::string, std::string, std::less<>> fields);

}
