#include "kit/web/web.hpp"

#include "kit/base/check.hpp"
#include "kit/http/multipart.hpp"

#include <algorithm>
#include <array>

namespace web {

namespace {
constexpr std::array<std::string_view, 3> themes{"system", "light", "dark"};
constexpr std::array<std::string_view, 4> furiganas{"standard", "off", "hard", "all"};

template <std::size_t Count>
bool one_of(const std::array<std::string_view, Count>& allowed, std::string_view value) {
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}
}

Look look_from(std::string_view cookie_header) {
    std::string_view value = cookie(cookie_header, host_cookie("look", /*secure=*/true));
    if (value.empty()) value = cookie(cookie_header, host_cookie("look", /*secure=*/false));
    const std::size_t dot = value.find('.');
    Look look;
    if (dot == std::string_view::npos) return look;
    if (one_of(themes, value.substr(0, dot))) look.theme = value.substr(0, dot);
    if (one_of(furiganas, value.substr(dot + 1))) look.furigana = value.substr(dot + 1);
    return look;
}

std::string look_cookie(const Look& look, bool secure) { return cookie_for("look", look.theme + "." + look.furigana, 31536000, secure); }

std::string host_cookie(std::string_view name, bool secure) { return (secure ? "__Host-" : "") + std::string(name); }

std::string cookie_for(std::string_view name, std::string_view value, std::int64_t max_age, bool secure) {
    return host_cookie(name, secure) + "=" + std::string(value) + "; Path=/; Max-Age=" + std::to_string(max_age) +
           "; SameSite=Lax; HttpOnly" + (secure ? "; Secure" : "");
}

void take_or_throw(Limiter* limiter, std::string_view action, std::string_view key, const Rule& rule) {
    if (!limiter) return;
    const base::Instant now = base::now();
    if (limiter->take(action, key, rule, now)) return;
    throw TooOften(limiter->retry_after(action, key, rule, now).value_or(1));
}

Visit::Visit(const http::Request& req, Surroundings surroundings, base::Viewer who, base::Lang language, std::string plain_path,
             std::vector<std::pair<std::string, std::string>> params)
    : request(req), lang(language), path(std::move(plain_path)), look(look_from(req.header("cookie"))), viewer(std::move(who)),
      secure(surroundings.secure), surroundings_(std::move(surroundings)), params_(std::move(params)) {
    if (auto parsed = Fields::parse(req.query))
        query_ = std::move(*parsed);
    else
        throw BadRequest(400);
}

db::Tx& Visit::tx() {
    if (!tx_) tx_ = request.method == "GET" || request.method == "HEAD" ? surroundings_.pool.read() : surroundings_.pool.write();
    return *tx_;
}

std::string_view Visit::cookie(std::string_view name) const { return web::cookie(request.header("cookie"), host_cookie(name, secure)); }

void Visit::limit(std::string_view action, std::string_view key, const Rule& rule) {
    const std::string by(key.empty() ? std::string_view(surroundings_.client) : key);
    once("limit " + std::string(action) + " " + by, [&] {
        take_or_throw(surroundings_.limiter, action, by, rule);
        return true;
    });
}

bool Visit::once(const std::string& what, const std::function<bool()>& work) {
    if (!surroundings_.once) return work();
    const auto known = surroundings_.once->find(what);
    if (known != surroundings_.once->end()) return known->second;
    const bool answer = work();
    surroundings_.once->emplace(what, answer);
    return answer;
}

const std::string& Visit::param(std::string_view name) const {
    for (const auto& [key, value] : params_)
        if (key == name) return value;
    base::check(false);
    throw base::Missing();
}

const Fields& Visit::fields() {
    if (fields_) return *fields_;
    const std::string_view type = request.header("content-type");
    if (type.starts_with("multipart/form-data")) {
        parts_ = http::parse_multipart(type, request.body);
        if (!parts_) throw BadRequest(400);
        fields_.emplace();
        for (const http::Part& part : *parts_)
            if (!part.filename && !fields_->add(part.name, part.bytes)) throw BadRequest(400);
        return *fields_;
    }
    if (!type.starts_with("application/x-www-form-urlencoded")) throw BadRequest(415);
    fields_ = Fields::parse(request.body);
    if (!fields_) throw BadRequest(400);
    return *fields_;
}

std::optional<std::string_view> Visit::file(std::string_view name) {
    fields();
    if (parts_)
        for (const http::Part& part : *parts_)
            if (part.filename && part.name == name && !part.bytes.empty()) return part.bytes;
    return std::nullopt;
}

Response page(const html::Html& markup, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
    response.body = markup.str();
    return response;
}

namespace {
Response redirect(int status, const std::string& path) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Location", local_path(path));
    return response;
}
}

Response see_other(const std::string& path, std::string_view done) {
    if (done.empty()) return redirect(303, path);
    const std::size_t hash = std::min(path.find('#'), path.size());
    const std::string before = path.substr(0, hash);
    return redirect(303, before + (before.find('?') == std::string::npos ? "?" : "&") + "done=" + std::string(done) + path.substr(hash));
}
Response moved(const std::string& path) { return redirect(308, path); }

Response file(std::string_view content_type, std::string body) {
    Response response;
    response.headers.emplace_back("Content-Type", std::string(content_type));
    response.body = std::move(body);
    return response;
}

void keep_private(Response& response) {
    response.tags.clear();
    for (const auto& [name, value] :
         {std::pair{"Cache-Control", "no-store"}, {"X-Robots-Tag", "noindex"}, {"Referrer-Policy", "same-origin"}}) {
        const auto has =
            std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& header) { return header.first == name; });
        if (!has) response.headers.emplace_back(name, value);
    }
}

std::string local_path(std::string_view back) {
    if (back.empty() || back.front() != '/' || back.size() > 2000) return "/";
    if (back.size() > 1 && (back[1] == '/' || back[1] == '\\')) return "/";
    for (const char c : back)
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\') return "/";
    return std::string(back);
}

int page_number(std::string_view text) {
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || number > 100000) return 1;
        number = number * 10 + (c - '0');
    }
    return number < 1 ? 1 : number;
}

std::string in_lang(base::Lang lang, std::string_view path) {
    if (lang == base::Lang::en) return std::string(path);
    return path == "/" ? "/ja" : "/ja" + std::string(path);
}

}
