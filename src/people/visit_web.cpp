#include "people/visit_web.hpp"

#include "design/visit.hpp"
#include "design/words.hpp"
#include "kit/mail/mail.hpp"
#include "people/letters.hpp"

#include <charconv>

namespace people {

namespace {
web::Response drawn(const design::Frame& frame, design::Page page, base::Lang lang, const design::DeskPage& shown, std::string_view script,
                    int status) {
    page.own_lang = false;  // for nobody's search engine
    page.head = design::desk_head(script);
    return web::page(design::page(frame, page, design::desk_page(lang, shown)), status);
}
}

web::Response desk(const design::Frame& frame, const web::Visit& visit, const design::DeskPage& shown, std::string_view script,
                   int status) {
    return drawn(frame, design::page_for(visit, shown.title), visit.lang, shown, script, status);
}

web::Response secret_desk(const design::Frame& frame, const web::Visit& visit, const design::DeskPage& shown, int status) {
    design::Page page = design::page_for(visit, shown.title);
    page.path = "/sign-in";
    return drawn(frame, page, visit.lang, shown, {}, status);
}

std::vector<design::Problem> told(base::Lang lang, const Problems& problems) {
    std::vector<design::Problem> all;
    for (const Problem& problem : problems) all.push_back({problem.field, design::tr(lang, problem.word)});
    return all;
}

std::int64_t id_in(const web::Visit& visit, std::string_view param) {
    const std::string& text = visit.param(param);
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failed != std::errc{} || end != text.data() + text.size()) throw base::Missing();
    return id;
}

namespace {
void set_cookie(const web::Visit& visit, web::Response& response, std::string_view name, std::string_view value, std::int64_t seconds) {
    response.headers.emplace_back("Set-Cookie", web::cookie_for(name, value, seconds, visit.secure));
}
}

web::Response let_in(web::Visit& visit, std::string_view session, std::string_view back) {
    const base::Viewer before = find_viewer(visit.tx(), visit.cookie(session_cookie));
    if (before.session) end_session(visit.tx(), before, *before.session);
    web::Response response = web::see_other(back.empty() ? web::in_lang(visit.lang, "/me") : web::local_path(back));
    set_cookie(visit, response, session_cookie, session, session_days * 24LL * 3600);
    return response;
}

void renew(web::Visit& visit, web::Response& response) {
    set_cookie(visit, response, session_cookie, renew_session(visit.tx(), visit.viewer), session_days * 24LL * 3600);
}

void tell_the_others(const design::Frame& frame, web::Visit& visit, PersonId person, std::string_view added) {
    base::Viewer viewer;
    viewer.person = static_cast<std::int64_t>(person);
    const base::Lang lang = get_profile(visit.tx(), viewer).lang;
    for (const Address& one : list_addresses(visit.tx(), viewer))
        if (one.confirmed && one.address != added) mail::send(visit.tx(), address_added_letter(frame, lang, one.address));
}

void end_cookie(const web::Visit& visit, web::Response& response) {
    set_cookie(visit, response, session_cookie, "", 0);
    // Also what the browser keeps to go back to.
    response.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
}

web::Response let_out(const web::Visit& visit, std::string_view done) {
    web::Response response = web::see_other(web::in_lang(visit.lang, "/sign-in"), done);
    end_cookie(visit, response);
    return response;
}

void forget_sign_in(const web::Visit& visit, web::Response& response) { set_cookie(visit, response, sign_in_cookie, "", 0); }

void remember_sign_in(const web::Visit& visit, web::Response& response, std::string_view uid) {
    set_cookie(visit, response, sign_in_cookie, uid, sign_in_minutes * 60);
}

}
