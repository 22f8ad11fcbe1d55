#include "kit/web/app.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/json.hpp"
#include "kit/base/log.hpp"

#include <algorithm>
#include <array>

namespace web {

namespace {
bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool has_header(const Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& header) { return header.first == name; });
}

/// What every answer of ours carries. Scripts, styles and forms only from and to this site.
void guard(Response& response) {
    const auto add = [&](const char* name, const char* value) {
        if (!has_header(response, name)) response.headers.emplace_back(name, value);
    };
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "strict-origin-when-cross-origin");
    add("Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("Cross-Origin-Resource-Policy", "same-origin");
    add("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()");
}

/// The request's id in the log; an address with a secret in it must not get there, so it is the pattern that is logged.
const std::string& pattern_of(const std::optional<Routes::Match>& match) {
    static const std::string none;
    return match ? match->route->pattern : none;
}

/// What was typed into a form that was refused; what opens doors is not shown again, and neither is what no person typed.
std::vector<std::pair<std::string, std::string>> typed_in(const http::Request& request) {
    constexpr std::array<std::string_view, 12> secret{"code", "token", "answer",  "response",  "challenge",   "stamp",
                                                      "wait", "base",  "version", "title_was", "summary_was", "act"};
    std::vector<std::pair<std::string, std::string>> typed;
    if (is_safe(request.method)) return typed;
    const auto keep = [&](const std::string& name, std::string_view value) {
        if (!value.empty() && std::find(secret.begin(), secret.end(), name) == secret.end()) typed.emplace_back(name, value);
    };
    const std::string_view type = request.header("content-type");
    if (type.starts_with("application/x-www-form-urlencoded")) {
        if (const auto fields = Fields::parse(request.body))
            for (const auto& [name, value] : fields->all()) keep(name, value);
    } else if (type.starts_with("multipart/form-data")) {
        if (const auto parts = http::parse_multipart(type, request.body))
            for (const http::Part& part : *parts)
                if (!part.filename) keep(part.name, part.bytes);
    }
    return typed;
}

/// A script that reads JSON and no page.
bool wants_json(const http::Request& request) {
    const std::string_view accepted = request.header("accept");
    return accepted.find("application/json") != accepted.npos && accepted.find("text/html") == accepted.npos;
}
}

App::App(AppOptions options, db::Pool& pool, const Routes& routes, DrawError draw_error, http::PageCache& cache)
    : options_(std::move(options)), pool_(pool), routes_(routes), draw_error_(std::move(draw_error)), cache_(cache) {}

Response App::handle(const http::Request& request) const {
    const auto match = routes_.find(request.method, request.path);
    const auto [lang, path] = split_lang(request.path);
    Refused refused{.status = 500,
                    .lang = lang,
                    .look = look_from(request.header("cookie")),
                    .path = std::string(path),
                    .request_id = {},
                    .right = {},
                    .typed = {},
                    .viewer = {}};
    int retry_after = 0;
    try {
        if (!match) return unknown(request, lang, refused.look, path);
        if (!is_safe(request.method) && !same_origin(request)) {
            refused.status = 403;
            return refuse(request, refused);
        }
        Response response = answer(request, *match, refused.viewer);
        guard(response);
        return response;
    } catch (const BadRequest& failed) {
        refused.status = failed.status;
    } catch (const base::Denied& denied) {
        refused.status = 403;
        refused.right = denied.what();
        refused.request_id = base::new_uid().substr(0, 12);
        refused.viewer.request = refused.request_id;
        base::log::info("refused", {{"route", pattern_of(match)}, {"request", refused.request_id}, {"right", refused.right}});
        if (refused.right == "account" && is_safe(request.method) && !options_.gate.sign_in_path.empty() && !says_it(request)) {
            Response response = see_other(in_lang(lang, options_.gate.sign_in_path) + "?back=" + encode(request.path));
            keep_private(response);
            guard(response);
            return response;
        }
        if (options_.gate.refused && may_write_down(request, refused.viewer))
            write_down([&](db::Tx& tx) { options_.gate.refused(tx, refused.viewer, refused.right, pattern_of(match)); });
    } catch (const base::Missing&) {
        refused.status = 404;
    } catch (const TooOften& often) {
        refused.status = 429;
        retry_after = often.seconds;
    } catch (const base::Busy&) {
        refused.status = 429;
    } catch (const NoRoom&) {
        refused.status = 503;
        retry_after = 10;
    } catch (const base::Conflict& conflict) {
        refused.status = 503;
        refused.request_id = base::new_uid().substr(0, 12);
        base::log::warning("gave up after conflicts",
                           {{"route", pattern_of(match)}, {"request", refused.request_id}, {"why", conflict.what()}});
    } catch (const std::exception& failed) {
        refused.request_id = base::new_uid().substr(0, 12);
        base::log::error("request failed", {{"route", pattern_of(match)}, {"request", refused.request_id}, {"why", failed.what()}});
    }
    if (!says_it(request)) refused.typed = typed_in(request);
    Response response = refuse(request, refused);
    if (retry_after > 0) response.headers.emplace_back("Retry-After", std::to_string(retry_after));
    return response;
}

Response App::unknown(const http::Request& request, base::Lang lang, const Look& look, std::string_view path) const {
    Refused refused;
    refused.lang = lang;
    refused.look = look;
    refused.path = path;
    const auto known = routes_.methods(request.path);
    if (known.empty()) {
        // One address a page: a slash at the end is dropped.
        if (is_safe(request.method) && request.path.size() > 1 && request.path.back() == '/' &&
            routes_.find("GET", request.path.substr(0, request.path.size() - 1))) {
            Response response = moved(request.path.substr(0, request.path.size() - 1));
            guard(response);
            return response;
        }
        refused.status = 404;
        return refuse(request, refused);
    }
    refused.status = 405;
    Response response = refuse(request, refused);
    std::string allow;
    for (const std::string& method : known) allow += (allow.empty() ? "" : ", ") + method;
    response.headers.emplace_back("Allow", allow);
    return response;
}

/// Asks who it is and whether they may; then runs the handler.
Response App::answer(const http::Request& request, const Routes::Match& match, base::Viewer& viewer) const {
    const Route& route = *match.route;
    if (options_.answers_now && !options_.answers_now(route)) {
        Refused closed{.status = 503,
                       .lang = match.lang,
                       .look = look_from(request.header("cookie")),
                       .path = match.path,
                       .request_id = {},
                       .right = "open",
                       .typed = {},
                       .viewer = {}};
        return refuse(request, closed);
    }
    const std::string client = client_of(request);
    const auto count = [&] {
        if (!is_safe(request.method)) take_or_throw(options_.limiter, "write", client, options_.writes);
    };
    if (!route.counts_itself) count();
    if (route.knows_viewer && options_.gate.identify) {
        const auto tx = pool_.read();
        viewer = options_.gate.identify(*tx, request);
    }
    if (route.counts_itself && !viewer.person) count();
    if (route.right != "open" && route.right != "link") {
        if (!viewer.person) throw base::Denied("account");
        if (route.right != "account" && !(options_.gate.holds && options_.gate.holds(viewer, route.right))) throw base::Denied(route.right);
    }
    Response response = run(request, match, viewer, client);
    if (viewer.person && options_.gate.is_due && options_.gate.is_due(viewer))
        write_down([&](db::Tx& tx) { options_.gate.seen(tx, viewer); });
    if (route.knows_viewer) keep_private(response);
    return response;
}

Response App::run(const http::Request& request, const Routes::Match& match, const base::Viewer& viewer, const std::string& client) const {
    std::map<std::string, bool> once;
    for (int attempt = 1;; ++attempt) {
        std::vector<std::function<void(db::Tx&)>> notes;
        try {
            Visit visit(request, {pool_, options_.limiter, client, options_.public_url.starts_with("https://"), &once, options_.streams},
                        viewer, match.lang, match.path, match.params);
            Response response;
            try {
                response = match.route->handle(visit);
                if (visit.has_tx() && !is_safe(request.method) && response.status < 400) visit.tx().commit();
            } catch (const base::Conflict&) {
                throw;
            } catch (...) {
                notes = visit.notes();
                visit.close();
                for (const auto& note : notes) write_down(note);
                throw;
            }
            if (is_safe(request.method) && response.status == 200 && response.tags.empty() && !response.stream)
                response.tags = visit.tags();
            notes = visit.notes();
            visit.close();
            for (const auto& note : notes) write_down(note);
            return response;
        } catch (const base::Conflict&) {
            if (attempt == 3) throw;
        }
    }
}

/// What must stay although the answer is decided: a failure here is logged and changes no answer.
void App::write_down(const std::function<void(db::Tx&)>& work) const {
    try {
        db::write(pool_, work);
    } catch (const std::exception& failed) {
        base::log::error("could not write down", {{"why", failed.what()}});
    }
}

/// Whoever asks again and again for what is refused fills the log, which is cut, and not the database.
bool App::may_write_down(const http::Request& request, const base::Viewer& viewer) const {
    if (!options_.limiter) return true;
    const std::string by = viewer.person ? "person " + std::to_string(*viewer.person) : "client " + client_of(request);
    return options_.limiter->take("refused", by, options_.refusals, base::now());
}

std::string App::client_of(const http::Request& request) const { return options_.client ? options_.client(request) : request.remote; }

bool App::same_origin(const http::Request& request) const {
    const std::string_view site = request.header("sec-fetch-site");
    if (!site.empty()) return site == "same-origin";
    const std::string_view origin = request.header("origin");
    return !origin.empty() && origin == options_.public_url;
}

Response App::error(int status, std::string_view target) const {
    const std::string_view whole = target.substr(0, std::min(target.find('?'), target.size()));
    const auto [lang, path] = split_lang(whole);
    Refused refused;
    refused.status = status;
    refused.lang = lang;
    refused.path = path;
    return error_page(refused);
}

bool App::says_it(const http::Request& request) const { return options_.say && wants_json(request); }

Response App::refuse(const http::Request& request, const Refused& refused) const {
    if (!says_it(request)) return error_page(refused);
    base::Json::Object said{{"message", options_.say(refused)}};
    if (refused.right == "account" && !options_.gate.sign_in_path.empty())
        said.emplace_back("sign_in", in_lang(refused.lang, options_.gate.sign_in_path));
    Response response = file("application/json", base::write_json(said));
    response.status = refused.status;
    keep_private(response);
    guard(response);
    return response;
}

Response App::error_page(const Refused& refused) const {
    Response response = page(draw_error_(refused), refused.status);
    response.headers.emplace_back("Cache-Control", "no-store");
    guard(response);
    return response;
}

}
