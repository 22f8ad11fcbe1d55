#pragma once
#include "design/forms.hpp"
#include "kit/web/web.hpp"
#include "people/people.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Private to desk: what its handlers share, and the addresses of each noun.
namespace desk {

web::Response draw(const design::Frame&, const web::Visit&, const design::DeskPage&, int status = 200);
std::vector<design::Problem> told(base::Lang, const people::Problems&);
/// The id in an address; base::Missing for what is none.
std::int64_t id_in(const web::Visit&, std::string_view param);

void queue_routes(web::Routes&, const design::Frame&);
void call_routes(web::Routes&, const design::Frame&);
void people_routes(web::Routes&, const design::Frame&);

}
