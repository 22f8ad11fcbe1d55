#include "design/parts.hpp"
#include "kit/base/log.hpp"
#include "site/site.hpp"

namespace site {

using design::tr;
using html::Html;

web::Gatekeeper gatekeeper(const std::string& public_url) {
    web::Gatekeeper gate;
    const std::string cookie = web::host_cookie(people::session_cookie, public_url.starts_with("https://"));
    gate.identify = [cookie](db::Tx& tx, const http::Request& request) {
        return people::find_viewer(tx, web::cookie(request.header("cookie"), cookie));
    };
    gate.holds = [](const base::Viewer& viewer, std::string_view name) {
        const auto right = people::right_from(name);
        return right && people::may_somewhere(viewer, *right);
    };
    gate.refused = [](db::Tx& tx, const base::Viewer& viewer, std::string_view right, std::string_view path) {
        people::write_audit(tx, viewer, right, path, false);
    };
    gate.is_due = [](const base::Viewer& viewer) { return viewer.first_today; };
    gate.seen = [](db::Tx& tx, const base::Viewer& viewer) { people::touch_session(tx, viewer); };
    gate.sign_in_path = "/sign-in";
    return gate;
}

namespace {
/// Who can help with what was refused.
struct Help {
    std::string what;
    std::vector<design::Link> links;
};

Help help_for(db::Pool& pool, base::Lang lang, const web::Refused& refused) {
    Help help;
    const auto link = [&](std::string_view key, std::string_view path) {
        return design::Link{{tr(lang, key), lang}, design::address(lang, path)};
    };
    if (refused.right == "account") {
        help.what = tr(lang, "refused.account");
        help.links.push_back(link("nav.sign_in", "/sign-in"));
        return help;
    }
    const auto right = people::right_from(refused.right);
    if (!right) return help;
    if (people::waits_for_passkey(refused.viewer, *right)) {
        help.what = tr(lang, "refused.passkey");
        help.links.push_back(link("refused.show_passkey", "/me/passkeys/check"));
        return help;
    }
    help.what = tr(lang, "refused." + refused.right);
    std::string names;
    try {
        const auto tx = pool.read();
        for (const std::string& name : people::who_may(*tx, *right, lang)) names += (names.empty() ? "" : tr(lang, "refused.and")) + name;
    } catch (const std::exception& failed) {
        base::log::warning("who may help is not known", {{"why", failed.what()}});
    }
    if (!names.empty()) help.what += " " + tr(lang, "refused.ask", {{"names", names}});
    help.links.push_back(link("nav.me", "/me"));
    return help;
}
}

std::string say_error(const web::Refused& refused) {
    const base::Lang lang = refused.lang;
    if (refused.right == "open") return tr(lang, "setup.closed");
    if (refused.right == "account") return tr(lang, "refused.account");
    if (const auto right = people::right_from(refused.right))
        return tr(lang, people::waits_for_passkey(refused.viewer, *right) ? "refused.passkey" : "refused." + refused.right);
    const std::string key = "error.what_" + std::to_string(refused.status);
    return tr(lang, design::has_word(lang, key) ? key : "error.what_500");
}

Html draw_error(db::Pool& pool, const Facts& facts, const web::Refused& refused) {
    const base::Lang lang = refused.lang;
    design::Page page;
    const bool closed = refused.status == 503 && refused.right == "open";
    page.title = closed ? tr(lang, "setup.closed") : design::error_title(lang, refused.status);
    page.lang = lang;
    page.path = refused.path;
    page.own_lang = false;
    page.pair_exists = false;
    page.look = {.theme = refused.look.theme, .furigana = refused.look.furigana};
    if (closed) return design::page(facts.frame, page, design::closed_page(lang));
    const Help help = help_for(pool, lang, refused);
    std::vector<design::Link> links = help.links;
    links.push_back({{tr(lang, "nav.learn"), lang}, design::address(lang, "/learn")});
    links.push_back({{tr(lang, "nav.blog"), lang}, design::address(lang, "/blog")});
    return design::page(facts.frame, page,
                        design::error_page(lang, {.status = refused.status,
                                                  .request_id = refused.request_id,
                                                  .contact = facts.frame.contact,
                                                  .what = help.what,
                                                  .typed = refused.typed,
                                                  .links = links}));
}

}
