#pragma once
#include "kit/base/lang.hpp"
#include "kit/base/time.hpp"
#include "kit/base/viewer.hpp"
#include "kit/db/db.hpp"
#include "kit/html/html.hpp"
#include "kit/http/http.hpp"
#include "kit/http/multipart.hpp"
#include "kit/http/streams.hpp"
#include "kit/web/fields.hpp"
#include "kit/web/limiter.hpp"

#include <functional>
#include <map>
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

/// A Set-Cookie value for this host alone (RFC 6265bis): HttpOnly, SameSite=Lax and, on https, Secure. `max_age` in seconds; 0 ends it.
std::string cookie_for(std::string_view name, std::string_view value, std::int64_t max_age, bool secure);
/// The name under which the browser keeps it: with `__Host-` on https, so that no other host can set it.
std::string host_cookie(std::string_view name, bool secure);

/// What the program gives every visit.
struct Surroundings {
    db::Pool& pool;
    Limiter* limiter = nullptr;  // null: nothing is limited
    std::string client;          // what limits of somebody who is not signed in count by
    bool secure = false;         // readers come by https
    std::map<std::string, bool>* once = nullptr;  // what Visit::once() answered, for all tries of one request
    http::Streams* streams = nullptr;  // null: no stream is opened
};

/// Too often; answered with 429 and Retry-After.
struct TooOften : base::Busy {
    explicit TooOften(int with) : base::Busy("again in " + std::to_string(with) + " s"), seconds(with) {}
    int seconds;
};

/// As many streams are open as there may be; answered with 503 and Retry-After.
struct NoRoom : base::Error {
    using base::Error::Error;
};

/// Counts one try; throws TooOften if there were too many.
void take_or_throw(Limiter*, std::string_view action, std::string_view key, const Rule&);

/// One request on its way through a handler: one language, one transaction.
class Visit {
public:
    Visit(const http::Request&, Surroundings, base::Viewer, base::Lang, std::string path,
          std::vector<std::pair<std::string, std::string>> params);

    const http::Request& request;
    const base::Lang lang;
    const std::string path;  // without the language
    const Look look;
    const base::Viewer viewer;  // nobody on open pages, which are the same for everybody
    const bool secure;

    /// GET and HEAD: a read transaction; others: a write transaction, begun here at the first call.
    db::Tx& tx();
    bool has_tx() const { return tx_ != nullptr; }
    /// Ends the transaction; what was not committed is undone.
    void close() { tx_.reset(); }
    /// A `{name}` of the route.
    const std::string& param(std::string_view name) const;
    /// A query parameter that the route declared; "" if absent.
    std::string_view query(std::string_view name) const { return query_.get(name); }
    /// The form; throws BadRequest when it is no form or no UTF-8.
    const Fields& fields();
    /// The bytes of a file that was sent with the form (multipart/form-data); nothing where none was chosen.
    std::optional<std::string_view> file(std::string_view name);
    /// A cookie of this site by its plain name, see host_cookie().
    std::string_view cookie(std::string_view name) const;
    /// Throws TooOften where `key` (an account, an address of mail; the reader's own address for "") has done `action` too often.
    void limit(std::string_view action, std::string_view key, const Rule&);
    /// Of what happens outside the database: done at the first try of a request, and only its answer when the handler runs again after a conflict.
    /// limit() counts by it, so the same action and key count once in a request.
    bool once(const std::string& what, const std::function<bool()>& work);
    /// What limits of somebody who is not signed in count by.
    const std::string& client() const { return surroundings_.client; }
    /// Rows that must stay when the answer is a refusal: committed in a transaction of their own after this one was rolled back, or after
    /// its commit.
    void note(std::function<void(db::Tx&)> work) { notes_.push_back(std::move(work)); }
    const std::vector<std::function<void(db::Tx&)>>& notes() const { return notes_; }
    /// The stream that this request will be answered with (web::stream) hears from now on what streams::tell() says to the topic; several topics, if
    /// called again. GET only. Ends the transaction, so that tx() begins one that sees all that was committed before: what is read in that and what
    /// follows on the stream leave nothing out, though something may come twice. Read rights and pieces again that were read before.
    /// Throws TooOften where this person, or the address of who is not signed in, has as many streams as one may have, and NoRoom where nobody
    /// gets any more. The stream is cut by streams::close() of `person:{id}` and `session:{id}`, and dropped if the answer is another one.
    void listen(const std::string& topic);
    const std::shared_ptr<http::Stream>& opened_stream() const { return stream_; }
    /// Declares what the page was made from; a page without tags is not kept.
    void tag(std::string name) { tags_.push_back(std::move(name)); }
    const std::vector<std::string>& tags() const { return tags_; }

private:
    Surroundings surroundings_;
    std::unique_ptr<db::Tx> tx_;
    std::vector<std::pair<std::string, std::string>> params_;
    Fields query_;
    std::optional<Fields> fields_;
    std::optional<std::vector<http::Part>> parts_;
    std::vector<std::string> tags_;
    std::vector<std::function<void(db::Tx&)>> notes_;
    std::shared_ptr<http::Stream> stream_;
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
/// 303: after a POST. `done` names the sentence that the next page says first (`?done=saved`).
Response see_other(const std::string& local_path, std::string_view done = {});
/// 308: the address changed for ever.
Response moved(const std::string& local_path);
Response file(std::string_view content_type, std::string body);

/// For pages about one person: kept by no cache, found by no search engine, and their address is told to no other site.
void keep_private(Response&);

/// `back` if it is a path on this site, else "/".
std::string local_path(std::string_view back);

/// The page asked for in a list, from 1; 1 for anything that is no page number.
int page_number(std::string_view);

/// The address of a page in a language: "/learn", "/ja/learn".
std::string in_lang(base::Lang, std::string_view path);

}
