#pragma once
#include "design/forms.hpp"
#include "desk/web.hpp"
#include "editorial/editorial.hpp"

#include <string>
#include <vector>

/// Private to desk: what the pages of one text share.
namespace desk::writing {

/// Which text an address names; its language is not that of the page.
struct Which {
    editorial::Piece piece;
    base::Lang lang{};
    std::string path;  // of the text at the desk, without language
};
/// Throws base::Missing for no piece and no language.
Which which_text(web::Visit&);
/// The working copy; throws base::Missing where there is none, base::Denied for whoever is none of its people.
editorial::Copy get_copy(web::Visit&, const Which&);
bool may(web::Visit&, people::Right, editorial::PieceId);

std::vector<design::Problem> in_words(base::Lang, const editorial::Problems&);
/// "you", the name of whoever may be named, or "somebody".
std::string who(base::Lang, const base::Viewer&, const people::Person&);
/// The title, or that there is none yet.
std::string title_of(base::Lang, const editorial::Copy&);
/// Crumbs of a page below that of the text.
std::vector<std::pair<std::string, html::Url>> crumbs_below(base::Lang, const Which&, const editorial::Copy&);

}
