#pragma once
#include "kit/base/result.hpp"
#include "kit/doc/doc.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace doc {

struct BibField {
    std::string name;   // in small letters
    std::string value;  // plain text: LaTeX accents and dashes are characters, protective braces are gone
    std::size_t line = 0;
    bool typeset = true;  // false: a note that no style prints, so its signs need no escape from TeX
};

/// One work of a BibTeX file.
struct BibEntry {
    std::string type;  // in small letters: "article", "book" …
    std::string key;
    std::vector<BibField> fields;
    std::size_t line = 0;
    std::string source;  // the entry as it was written, from "@" to its last brace

    const BibField* find(std::string_view name) const;
    std::string text(std::string_view name) const;  // "" if absent
};

/// All entries in order; `@string` is resolved, `@comment`, `@preamble` and text between entries are passed over.
/// Doubled keys and fields are faults.
base::Result<std::vector<BibEntry>, Faults> read_bibtex(std::string_view);

/// One entry by type, key and fields in their order: what TeX would take for something else is escaped, capitals of a title and
/// names of bodies are kept by braces. Reading it gives the same fields.
std::string write_bibtex(const BibEntry&);

/// An address or a list of keys: written and read as it is, because `~` and `_` belong to it.
bool is_verbatim(std::string_view field);

}
