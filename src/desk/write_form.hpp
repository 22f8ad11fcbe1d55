#pragma once
#include "design/forms.hpp"
#include "kit/doc/doc.hpp"
#include "kit/web/fields.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Private to desk: a text as Markdown in a form.
namespace desk {

struct WriteForm {
    std::string title, summary, text;          // as they were typed; line ends are LF
    std::string title_was, summary_was, base;  // what the form was made from
    std::int64_t version = -1;                 // of the document that `base` was written from
    std::string act;                           // of the button
};
WriteForm write_form(const web::Fields&);
/// What was typed, title and summary where they were changed, for a page without the form.
std::string all_typed(const WriteForm&);

/// What is wrong in the Markdown, where, and what to do.
std::vector<design::Problem> told_faults(base::Lang, const doc::Faults&);
/// Title and summary that are too long for a page.
std::vector<design::Problem> told_heading(base::Lang, const WriteForm&);

}
