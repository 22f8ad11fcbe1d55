#include "design/visit.hpp"
#include "design/words.hpp"
#include "editorial/editorial.hpp"
#include "kit/mail/mail.hpp"
#include "kit/text/typed.hpp"
#include "site/admin.hpp"
#include "site/own_settings.hpp"
#include "site/setup_view.hpp"
#include "trade/trade.hpp"

#include <chrono>

namespace site {

using design::tr;
using web::Visit;

namespace {
constexpr std::size_t longest_name = 100, longest_site_name = 80;

bool is_empty(db::Tx& tx, const base::Viewer& viewer) {
    for (const base::Lang lang : base::languages)
        if (!editorial::list_all_texts(tx, viewer, lang).empty()) return false;
    return true;
}

/// The page is there for the holder of the link, while nobody keeps the site; for others there is no such page.
void require_key(const Services& services, std::string_view key) {
    if (!services.opens_setup || !services.opens_setup(key)) throw base::Missing();
}

web::Response draw(const Facts& facts, Visit& visit, const view::SetupForm& form, const people::Problems& problems) {
    const auto lang = visit.lang;
    design::Page page = design::page_for(visit, tr(lang, "setup.title"));
    page.own_lang = false;
    // The other language and other colours lead back here, and that needs the key.
    page.path = "/setup?key=" + web::encode(form.key);
    page.head = design::desk_head();
    const bool safe = is_private_way(facts.frame.public_url);
    const auto words = in_words(lang, problems);
    return web::page(design::page(facts.frame, page,
                                  design::desk_page(lang, {.crumbs = {},
                                                           .title = tr(lang, "setup.title"),
                                                           .dek = tr(lang, safe ? "setup.dek" : "setup.not_private"),
                                                           .done = {},
                                                           .problems = words,
                                                           .content = safe ? view::setup_form(lang, form, words) : html::Html{}})),
                     problems.empty() && safe ? 200 : 422);
}

web::Response ask(const Facts& facts, const Services& services, Visit& visit) {
    require_key(services, visit.query("key"));
    if (people::has_keeper(visit.tx())) throw base::Missing();
    return draw(facts, visit,
                {.site_name = facts.frame.name,
                 .name = {},
                 .address = {},
                 .lang = std::string(base::tag(visit.lang)),
                 .may_load = is_empty(visit.tx(), visit.viewer),
                 .load = true,
                 .key = std::string(visit.query("key"))},
                {});
}

/// The starter content in the same transaction: the site is there whole, or not at all.
void load_starter_content(db::Tx& tx) {
    const auto loaded = trade::load(tx, people::keeper_at_the_terminal(), trade::embedded_folder());
    if (!loaded)
        throw base::Error("the starter content in the program has a fault: " +
                          (loaded.error().empty() ? std::string("unknown") : trade::print(loaded.error().front())));
}

web::Response begin(const Facts& facts, const Services& services, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const std::string key(fields.get("token"));
    visit.limit("setup", "", {20, std::chrono::seconds(600)});
    require_key(services, key);
    // The name of the site stands in the head of every mail: a line break in it is a fault, and no blank.
    view::SetupForm form{.site_name = std::string(fields.get("site_name")),
                         .name = text::one_line(fields.get("name")),
                         .address = std::string(fields.get("address")),
                         .lang = std::string(fields.get("lang")),
                         .may_load = false,
                         .load = fields.find("load").has_value(),
                         .key = key};
    people::Problems problems;
    if (form.site_name.empty() || form.site_name.size() > longest_site_name || !mail::fits_head(form.site_name))
        problems.push_back({"site_name", "problem.site_name"});
    if (form.name.empty() || form.name.size() > longest_name) problems.push_back({"name", "problem.name_missing"});
    const auto address = people::normal_address(form.address);
    if (!address) problems.push_back({"address", "problem.address"});

    db::Tx& tx = visit.tx();
    if (people::has_keeper(tx)) throw base::Missing();
    form.may_load = is_empty(tx, visit.viewer);
    if (!problems.empty() || !is_private_way(facts.frame.public_url)) return draw(facts, visit, form, problems);

    const auto person = people::make_first_keeper(tx, form.name, *address, form.lang == "ja" ? base::Lang::ja : base::Lang::en);
    const std::string session = people::begin_session(tx, person, visit.request.header("user-agent"), /*with_passkey=*/false);
    const base::Viewer keeper = people::find_viewer(tx, session);
    // Who holds the link acts as at the terminal; with a passkey, the keeper's own rights wait for it in this session.
    if (form.site_name != facts.frame.name) set_own_setting(tx, people::keeper_at_the_terminal(), "site.name", form.site_name);
    if (form.may_load && form.load) load_starter_content(tx);
    set_closed(tx, false);
    const auto codes = people::make_recovery_codes(tx, keeper);
    settings_changed(tx, services);
    if (services.setup_done) tx.after_commit(services.setup_done);

    design::Frame frame = facts.frame;
    frame.name = form.site_name;
    design::Page page = design::page_for(visit, tr(visit.lang, "setup.done"));
    page.own_lang = false;
    page.path = "/admin";
    page.head = design::desk_head();
    web::Response response = web::page(design::page(frame, page,
                                                    design::desk_page(visit.lang, {.crumbs = {},
                                                                                   .title = tr(visit.lang, "setup.done"),
                                                                                   .dek = tr(visit.lang, "setup.done_dek"),
                                                                                   .done = {},
                                                                                   .problems = {},
                                                                                   .content = view::set_up(visit.lang, codes)})));
    response.headers.emplace_back(
        "Set-Cookie", web::cookie_for(people::session_cookie, session, std::int64_t{people::session_days} * 24 * 3600, visit.secure));
    return response;
}
}

void setup_routes(web::Routes& on, const Facts& facts, const Services& services) {
    on.get("/setup", [&](Visit& visit) { return ask(facts, services, visit); }).by_link().takes({"key"});
    on.post("/setup", [&](Visit& visit) { return begin(facts, services, visit); }).by_link();
}

bool answers_while_closed(const web::Route& route) {
    return route.pattern == "/setup" || route.pattern.starts_with("/assets") || route.pattern == "/look" || route.pattern == "/healthz";
}

}
