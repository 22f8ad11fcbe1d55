#pragma once
#include "design/forms.hpp"
#include "editorial/editorial.hpp"
#include "site/site.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Private to site: pages on which pieces are made and put in order. They stand here because they know every kind.
namespace site {

void piece_routes(web::Routes&, const Facts&);
void order_routes(web::Routes&, const Facts&);

namespace pieces {

std::optional<std::int64_t> number_in(std::string_view);
/// Of the address; throws base::Missing, and base::Denied for whoever has neither `edit` nor `publish` on it.
editorial::Piece piece_of(web::Visit&);
web::Response draw(const Facts&, web::Visit&, design::DeskPage, int status = 200);
std::vector<design::Problem> in_words(base::Lang, const editorial::Problems&);
/// Id and title of the pieces of a kind that the viewer works on.
std::vector<std::pair<std::string, std::string>> options_of(web::Visit&, std::string_view kind);
std::string desk_path(editorial::PieceId);

}

}
