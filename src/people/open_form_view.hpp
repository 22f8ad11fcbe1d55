#pragma once
#include "design/forms.hpp"
#include "people/open_form.hpp"

/// Private to people.
namespace people::view {

/// What stands in a form for its work; nothing where none is asked.
html::Html work(base::Lang, const Work&);

}
