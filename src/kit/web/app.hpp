#pragma once
#include "kit/http/http.hpp"
#include "kit/http/page_cache.hpp"
#include "kit/web/routes.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace web {

/// Who asks, and what they may: answered by the program, because the kit knows no people.
struct Gatekeeper {
    /// The viewer of a request to a page that knows its viewer.
    std::function<base::Viewer(db::Tx&, const http::Request&)> identify;
    /// Whether the viewer holds a route's right somewhere.
    std::function<bool(const base::Viewer&, std::string_view right)> holds;
    /// Writes a refusal down, in a transaction of its own.
    std::function<void(db::Tx&, const base::Viewer&, std::string_view right, std::string_view path)> refused;
    /// After a request of somebody signed in; in a transaction of its own, at most once a day. Answers whether it is due.
    std::function<bool(const base::Viewer&)> is_due;
    std::function<void(db::Tx&, const base::Viewer&)> seen;
    /// Where somebody signs in who must; "" where nobody can.
    std::string sign_in_path;
};

struct Refused;

struct AppOptions {
    /// `https://host`, no path. Every absolute link comes from it, never from Host.
    std::string public_url;
    Limiter* limiter = nullptr;
    http::Streams* streams = nullptr;
    /// Unsafe requests from one address, which a whole school may share; without those of routes that count themselves.
    Rule writes{240, std::chrono::seconds(60)};
    /// Refusals of one person, or of one address, that are written down; those beyond it only stand in the log.
    Rule refusals{60, std::chrono::hours(1)};
    /// What the limits of somebody who is not signed in count by; their address at the first server that is trusted.
    std::function<std::string(const http::Request&)> client;
    Gatekeeper gate;
    /// Whether a route answers while the site is not open yet; empty once it is.
    std::function<bool(const Route&)> answers_now;
    /// A refusal in a sentence, for scripts that accept JSON and no page: {message}, and {sign_in: path} for whoever must sign in. They are not
    /// led to the page for that. Empty: they get the page, too.
    std::function<std::string(const Refused&)> say;
};

/// Why a request was not answered as asked, for its page.
struct Refused {
    int status = 500;
    base::Lang lang = base::Lang::en;
    Look look;
    std::string path; // without language
    std::string request_id; // under which it stands in the log; may be empty
    std::string right; // that was missing, with 403; "account": must sign in
    std::vector<std::pair<std::string, std::string>> typed; // what the form held, so that it can be copied
    base::Viewer viewer;
};
using DrawError = std::function<html::Html(const Refused&)>;

/// Routes, the transaction of a visit, refusals and their pages, and the headers that keep a page safe.
class App {
public:
    App(AppOptions, db::Pool&, const Routes&, DrawError, http::PageCache&);

    /// Never throws.
    Response handle(const http::Request&) const;
    Response error(int status, std::string_view target) const;

private:
    Response answer(const http::Request&, const Routes::Match&, base::Viewer&) const;
    Response run(const http::Request&, const Routes::Match&, const base::Viewer&, const std::string& client) const;
    Response unknown(const http::Request&, base::Lang, const Look&, std::string_view path) const;
    bool may_write_down(const http::Request&, const base::Viewer&) const;
    std::string client_of(const http::Request&) const;
    bool same_origin(const http::Request&) const;
    bool says_it(const http::Request&) const;
    Response refuse(const http::Request&, const Refused&) const;
    Response error_page(const Refused&) const;
    void write_down(const std::function<void(db::Tx&)>&) const;
    AppOptions options_;
    db::Pool& pool_;
    const Routes& routes_;
    DrawError draw_error_;
    http::PageCache& cache_;
};

}
