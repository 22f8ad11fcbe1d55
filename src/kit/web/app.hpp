#pragma once
#include "kit/http/http.hpp"
#include "kit/http/page_cache.hpp"
#include "kit/web/routes.hpp"

#include <functional>
#include <string>

namespace web {

struct AppOptions {
    /// `https://host`, no path. Every absolute link comes from it, never from Host.
    std::string public_url;
};

/// The error page for a status, in the language and look of the visit.
using DrawError = std::function<html::Html(int status, base::Lang, const Look&, std::string_view path, std::string_view request_id)>;

/// Routes, the transaction of a visit, refusals and their pages, and the headers that keep a page safe.
class App {
public:
    App(AppOptions, db::Pool&, const Routes&, DrawError, http::PageCache&);

    /// Never throws.
    Response handle(const http::Request&) const;
    Response error(int status, std::string_view target) const;

private:
    Response run(const http::Request&, const Routes::Match&) const;
    bool same_origin(const http::Request&) const;
    Response error_page(int status, base::Lang, const Look&, std::string_view path, std::string_view request_id) const;
    AppOptions options_;
    db::Pool& pool_;
    const Routes& routes_;
    DrawError draw_error_;
    http::PageCache& cache_;
};

}
