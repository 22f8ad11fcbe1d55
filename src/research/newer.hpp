#pragma once
#include "editorial/editorial.hpp"

namespace html {
class Html;
}

namespace research {

/// What readers of a text are told where the other language went on since: that it is newer, since when, and the way there. Nothing of a text
/// that never was in line with the other one, and of one without a page of its own.
html::Html newer_notice(db::Tx&, const editorial::Text&);

}
