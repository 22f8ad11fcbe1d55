#include "kit/web/app.hpp"

#include "kit/base/check.hpp"
#include "kit/base/ids.hpp"
#include "kit/base/log.hpp"

#include <algorithm>

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
    add("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()");
}
}

App::App(AppOptions options, db::Pool& pool, const Routes& routes, DrawError draw_error, http::PageCache& cache)
    : options_(std::move(options)), pool_(pool), routes_(routes), draw_error_(std::move(draw_error)), cache_(cache) {}

Response App::handle(const http::Request& request) const {
    const auto match = routes_.find(request.method, request.path);
    const Look look = look_from(request.header("cookie"));
    const auto [lang, path] = split_lang(request.path);
    std::string request_id;
    int status = 500;
    try {
        if (!match) {
            const auto known = routes_.methods(request.path);
            if (known.empty()) {
                // One address a page: a slash at the end is dropped.
                if (is_safe(request.method) && request.path.size() > 1 && request.path.back() == '/' &&
                    routes_.find("GET", request.path.substr(0, request.path.size() - 1))) {
                    Response response = moved(request.path.substr(0, request.path.size() - 1));
                    guard(response);
                    return response;
                }
                return error_page(404, lang, look, path, {});
            }
            Response response = error_page(405, lang, look, path, {});
            std::string allow;
            for (const std::string& method : known) allow += (allow.empty() ? "" : ", ") + method;
            response.headers.emplace_back("Allow", allow);
            return response;
        }
        if (!is_safe(request.method) && !same_origin(request)) return error_page(403, lang, look, path, {});
        Response response = run(request, *match);
        guard(response);
        return response;
    } catch (const BadRequest& refused) {
        status = refused.status;
    } catch (const base::Denied&) {
        status = 403;
    } catch (const base::Missing&) {
        status = 404;
    } catch (const base::Busy&) {
        status = 429;
    } catch (const base::Conflict& conflict) {
        status = 503;
        request_id = base::new_uid().substr(0, 12);
        base::log::warning("gave up after conflicts", {{"route", match ? match->route->pattern : ""}, {"request", request_id}, {"why", conflict.what()}});
    } catch (const std::exception& failed) {
        request_id = base::new_uid().substr(0, 12);
        base::log::error("request failed", {{"route", match ? match->route->pattern : ""}, {"request", request_id}, {"why", failed.what()}});
    }
    return error_page(status, lang, look, path, request_id);
}

Response App::run(const http::Request& request, const Routes::Match& match) const {
    for (int attempt = 1;; ++attempt) {
        try {
            Visit visit(request, pool_, match.lang, match.path, match.params);
            // Nobody can sign in yet, so nobody holds a right: what is not open is closed.
            if (match.route->right != "open") throw base::Denied(match.route->right);
            Response response = match.route->handle(visit);
            if (visit.has_tx() && !is_safe(request.method) && response.status < 400) visit.tx().commit();
            if (is_safe(request.method) && response.status == 200 && response.tags.empty()) response.tags = visit.tags();
            return response;
        } catch (const base::Conflict&) {
            if (attempt == 3) throw;
        }
    }
}

bool App::same_origin(const http::Request& request) const {
    const std::string_view site = request.header("sec-fetch-site");
    if (!site.empty()) return site == "same-origin";
    const std::string_view origin = request.header("origin");
    return !origin.empty() && origin == options_.public_url;
}

Response App::error(int status, std::string_view target) const {
    const std::string_view whole = target.substr(0, std::min(target.find('?'), target.size()));
    const auto [lang, path] = split_lang(whole);
    return error_page(status, lang, Look{}, path, {});
}

Response App::error_page(int status, base::Lang lang, const Look& look, std::string_view path, std::string_view request_id) const {
    Response response = page(draw_error_(status, lang, look, path, request_id), status);
    response.headers.emplace_back("Cache-Control", "no-store");
    guard(response);
    return response;
}

}
