#pragma once
#include "design/frame.hpp"
#include "design/parts.hpp"
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <vector>

/// Private to desk.
namespace desk::view {

using design::Html;
using design::Lang;

struct Preview {
    std::string path;             // of the text at the desk, without language
    editorial::Text text;         // as readers would see it
    std::optional<std::int64_t> version;  // nothing: what readers see now
    std::vector<design::Person> people;
    Html notices, note, body, partner;
    std::optional<design::Words> course;  // of a lesson
    bool other = false;           // there is a preview in the other language
};
/// The line above, in the language of the page, and the text as its readers get it, in its own language.
Html preview(Lang, const Preview&);

}
