#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"
#include "kit/html/html.hpp"
#include "kit/http/http.hpp"
#include "kit/web/fields.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a handler sees. Requests become a Visit, a handler answers with a Response.
namespace web {

using Response = http::Response;

/// How the reader wants pages drawn; a cookie, so that the server draws it and nothing flashes.
struct Look {
    std::string theme = "system";  // system, light, dark
    std::string furigana = "standard";  // standard (as the language of the page wants it), off, hard, all
    bool operator==(const Look&) const = default;
};
Look look_from(std::string_view cookie_header);
/// The Set-Cookie value. `secure` on https.
std::string look_cookie(const Look&, bool secure);

/// One request on its way through a handler: one language, one transaction.
class Visit {
public:
    Visit(const http::Request&, db::Pool&, base::Lang, std::string path, std::vector<std::pair<std::string, std::string>> params);

    const http::Request& request;
    const base::Lang lang;
    const std::string path;  // without the language
    const Look look;
    const base::Viewer viewer{};

    /// GET and HEAD: a read transaction; others: a write transaction, begun here at the first call.
    db::Tx& tx();
    bool has_tx() const { return tx_ != nullptr; }
    /// A `{name}` of the route.
    const std::string& param(std::string_view name) const;
    /// A query parameter that the route declared; "" if absent.
    std::string_view query(std::string_view name) const { return query_.get(name); }
    /// The form; throws BadRequest when it is no form or no UTF-8.
    const Fields& fields();
    /// Declares what the page was made from; a page without tags is not kept.
    void tag(std::string name) { tags_.push_back(std::move(name)); }
    const std::vector<std::string>& tags() const { return tags_; }

private:
    db::Pool& pool_;
    std::unique_ptr<db::Tx> tx_;
    std::vector<std::pair<std::string, std::string>> params_;
    Fields query_;
    std::optional<Fields> fields_;
    std::vector<std::string> tags_;
};

/// A request that cannot be understood; answered with this status and its page.
struct BadRequest : base::Error {
    explicit BadRequest(int with) : base::Error("refused with " + std::to_string(with)), status(with) {}
    int status;
};

template <class T>
T or_404(std::optional<T> found) {
    if (!found) throw base::Missing();
    return std::move(*found);
}

Response page(const html::Html&, int status = 200);
/// 303: after a POST.
Response see_other(const std::string& local_path);
/// 308: the address changed for ever.
Response moved(const std::string& local_path);
Response file(std::string_view content_type, std::string body);

/// `back` if it is a path on this site, else "/".
std::string local_path(std::string_view back);

/// The page asked for in a list, from 1; 1 for anything that is no page number.
int page_number(std::string_view);

/// The address of a page in a language: "/learn", "/ja/learn".
std::string in_lang(base::Lang, std::string_view path);

}
