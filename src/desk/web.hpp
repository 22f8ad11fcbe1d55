#pragma once
#include "design/forms.hpp"
#include "desk/desk.hpp"
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

void copy_routes(web::Routes&);
void picture_routes(web::Routes&, const design::Frame&, const Tools&);
void reading_routes(web::Routes&, const Tools&);
void write_routes(web::Routes&, const design::Frame&);
void pair_routes(web::Routes&, const design::Frame&);
void redact_routes(web::Routes&, const design::Frame&, const Tools&);
void preview_routes(web::Routes&, const design::Frame&);
void hand_routes(web::Routes&, const design::Frame&);
void publish_routes(web::Routes&, const design::Frame&);
void history_routes(web::Routes&, const design::Frame&);
void retire_routes(web::Routes&, const design::Frame&);
void source_routes(web::Routes&, const Tools&);
void board_routes(web::Routes&, const design::Frame&);
void mail_routes(web::Routes&, const design::Frame&);
void queue_routes(web::Routes&, const design::Frame&);
void call_routes(web::Routes&, const design::Frame&);
void people_routes(web::Routes&, const design::Frame&);

}
