#include "desk/web.hpp"

#include "design/visit.hpp"
#include "desk/desk.hpp"
#include "kit/web/routes.hpp"

#include <charconv>

namespace desk {

web::Response draw(const design::Frame& frame, const web::Visit& visit, const design::DeskPage& shown, int status) {
    design::Page page = design::page_for(visit, shown.title);
    page.own_lang = false;  // for nobody's search engine
    page.head = design::desk_head();
    return web::page(design::page(frame, page, design::desk_page(visit.lang, shown)), status);
}

std::vector<design::Problem> told(base::Lang lang, const people::Problems& problems) {
    std::vector<design::Problem> all;
    for (const people::Problem& problem : problems) all.push_back({problem.field, design::tr(lang, problem.word)});
    return all;
}

std::int64_t id_in(const web::Visit& visit, std::string_view param) {
    const std::string& text = visit.param(param);
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failed != std::errc{} || end != text.data() + text.size()) throw base::Missing();
    return id;
}

void routes(web::Routes& on, const design::Frame& frame, const Tools& tools) {
    copy_routes(on);
    picture_routes(on, frame, tools);
    reading_routes(on, tools);
    write_routes(on, frame);
    pair_routes(on, frame);
    redact_routes(on, frame, tools);
    preview_routes(on, frame);
    hand_routes(on, frame);
    publish_routes(on, frame);
    history_routes(on, frame);
    retire_routes(on, frame);
    source_routes(on, tools);
    board_routes(on, frame);
    mail_routes(on, frame);
    queue_routes(on, frame);
    call_routes(on, frame);
    people_routes(on, frame);
}

}
