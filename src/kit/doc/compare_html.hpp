#pragma once
#include "kit/doc/compare.hpp"
#include "kit/doc/doc_html.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace doc {

/// What a comparison says, in the language of the page.
struct CompareWords {
    // Inside a text, for people who hear it: before an insertion, before a deletion, before words with other marks, behind each. They are
    // not seen; "" says nothing.
    std::string inserted, deleted, formatted, end;
    // Above a whole block, for everybody.
    std::string block_inserted, block_deleted, moved_here, moved_away, form;
    /// "12 unchanged blocks", of a fold.
    std::function<std::string(std::size_t)> unchanged;
    /// Name of a container, a table or a footnote, by the type of its node; without it the type.
    std::function<std::string(std::string_view type)> name = {};
};

struct CompareOptions {
    CompareWords words;
    /// As the readers' pages are drawn. A container inside which something changed is a box with its name, and headings have no ids. Own
    /// blocks with forms or ids are better left out: both states of a block stand on the page.
    HtmlOptions html = {};
    bool fold = true; // long stretches without a change
    std::size_t context = 1; // blocks beside a change that stay open
};

/// One text out of two: `ins` and `del` inside a text, whole blocks with a label above them. Classes:
///   compare           the whole
///   compare-ins, compare-del   of `ins` and `del`, and with compare-block of whole blocks (strike-through of the text itself has none)
///   compare-form      words that got other marks, or a block that got another form
///   compare-moved     a block at its new place; with compare-away the line at its old one
///   compare-box       a container, table or footnote in which something changed
///   compare-label     what is written above a block
///   compare-gone, compare-new   list items and table rows
///   compare-fold      a `details` with blocks that did not change
///   vh                words that are heard and not seen
html::Html compare_html(const Comparison&, const CompareOptions&);

/// A single block, for a list of what changed.
html::Html compare_html(const BlockChange&, const CompareOptions&);

/// Of one line or one block of text, without an element around it.
html::Html compare_html(const std::vector<Part>&, const CompareOptions&);

}
