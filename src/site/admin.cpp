#include "site/admin.hpp"

#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/db/notices.hpp"
#include "site/admin_view.hpp"
#include "site/health.hpp"
#include "site/own_settings.hpp"
#include "site/pages.hpp"

#include <charconv>

namespace site {

using design::tr;
using web::Visit;

namespace {
web::Response draw(const Facts& facts, Visit& visit, const design::DeskPage& desk, int status) {
    design::Page page = design::page_for(visit, desk.title);
    page.own_lang = false;
    page.head = design::desk_head();
    return web::page(design::page(facts.frame, page, design::desk_page(visit.lang, desk)), status);
}
}

web::Response admin_front_page(const Facts& facts, Visit& visit, design::DeskPage desk) { return draw(facts, visit, desk, 200); }

web::Response admin_page(const Facts& facts, Visit& visit, design::DeskPage desk, int status) {
    desk.crumbs.insert(desk.crumbs.begin(), {tr(visit.lang, "admin.title"), design::address(visit.lang, "/admin")});
    return draw(facts, visit, desk, status);
}

web::Response admin_done(const Visit& visit, std::string_view path, std::string_view done) {
    return web::see_other(web::in_lang(visit.lang, path), done);
}

std::vector<design::Problem> in_words(base::Lang lang, const people::Problems& problems) {
    std::vector<design::Problem> words;
    for (const people::Problem& problem : problems) words.push_back({problem.field, tr(lang, problem.word)});
    return words;
}

std::int64_t id_of(const Visit& visit, std::string_view name) {
    const std::string& text = visit.param(name);
    std::int64_t id = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || id <= 0) throw base::Missing();
    return id;
}

std::string name_or_none(base::Lang lang, const people::Person& person) {
    const std::string& name = people::name_in(lang, person);
    return name.empty() ? tr(lang, "admin.no_name") : name;
}

void settings_changed(db::Tx& tx, const Services& services) {
    const std::string tags[] = {std::string(settings_tag)};
    db::announce(tx, tags);
    if (services.reload) tx.after_commit(services.reload);
}

bool is_private_way(std::string_view url) {
    if (url.starts_with("https://")) return true;
    for (const std::string_view host : {"http://localhost", "http://127.0.0.1", "http://[::1]"})
        if (url == host || (url.starts_with(host) && url[host.size()] == ':')) return true;
    return false;
}

namespace {
std::int64_t count_pages(db::Tx& tx, const base::Viewer& viewer, base::Lang lang) {
    return editorial::count_texts(tx, viewer, "page", lang);
}

web::Response front(const Facts& facts, const Services& services, Visit& visit) {
    const auto lang = visit.lang;
    db::Tx& tx = visit.tx();
    people::require(tx, visit.viewer, people::Right::keep);
    const Health health = look_at_health(tx, visit.viewer, facts, services, /*whole=*/false);
    const std::size_t open = view::count_open(health);
    const std::int64_t waiting = health.mail.queued;
    std::vector<view::Part> parts;
    parts.push_back(
        {"/admin/people", tr(lang, "admin.people"),
         tr(lang, "admin.people_state", {{"people", people::count_members(tx, visit.viewer)}, {"keepers", health.keepers.all}})});
    parts.push_back({"/admin/site", tr(lang, "admin.site"),
                     tr(lang, facts.frame.contact.empty() ? "admin.site_no_contact" : "admin.site_state", {{"name", facts.frame.name}})});
    parts.push_back(
        {"/admin/texts", tr(lang, "admin.texts"),
         tr(lang, "admin.texts_state",
            {{"english", count_pages(tx, visit.viewer, base::Lang::en)}, {"japanese", count_pages(tx, visit.viewer, base::Lang::ja)}})});
    parts.push_back({"/admin/workflow", tr(lang, "workflow.title"), tr(lang, "workflow.state")});
    parts.push_back({"/admin/outbox", tr(lang, "admin.outbox"), tr(lang, "admin.outbox_state", {{"count", waiting}})});
    parts.push_back({"/admin/health", tr(lang, "admin.health"),
                     open == 0 ? tr(lang, "admin.health_good") : tr(lang, "admin.health_open", {{"count", open}})});
    parts.push_back({"/admin/audit", tr(lang, "admin.audit"), tr(lang, "admin.audit_state")});
    return admin_front_page(facts, visit,
                            {.crumbs = {},
                             .title = tr(lang, "admin.title"),
                             .dek = tr(lang, "admin.dek"),
                             .done = std::string(visit.query("done")),
                             .problems = {},
                             .content = view::parts(lang, parts)});
}
}

void admin_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/admin", [&](Visit& visit) { return front(facts, services, visit); }).needs("keep").takes({"done"});
    admin_people_routes(on, facts, services);
    admin_role_routes(on, facts, services);
    admin_site_routes(on, facts, services);
    admin_workflow_routes(on, facts, services);
    admin_words_routes(on, facts, services);
    admin_text_routes(on, facts, services);
    admin_mail_routes(on, facts, services);
    admin_audit_routes(on, facts, services);
    admin_health_routes(on, facts, services);
}

}
