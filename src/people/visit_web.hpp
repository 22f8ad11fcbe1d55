#pragma once
#include "design/forms.hpp"
#include "kit/web/web.hpp"
#include "people/people.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Private to people: what the handlers of its nouns share.
namespace people {

/// A page of one's own as an answer; `script` as design::desk_head() takes it.
web::Response desk(const design::Frame&, const web::Visit&, const design::DeskPage&, std::string_view script = {}, int status = 200);
/// The same for an address with a secret in it, which nothing around the form repeats.
web::Response secret_desk(const design::Frame&, const web::Visit&, const design::DeskPage&, int status = 200);
std::vector<design::Problem> told(base::Lang, const Problems&);
/// The id in an address; base::Missing for what is none.
std::int64_t id_in(const web::Visit&, std::string_view param);

/// For whoever has proved who they are: the cookie of the new session, and the way on, to /me where `back` is "". The session that this
/// browser had before ends, and so does a value that somebody else planted in it.
web::Response let_in(web::Visit&, std::string_view session, std::string_view back);
/// Nothing, or the way to the page that asks for a passkey, and then to `back`: for what an open browser that somebody left must not change.
std::optional<web::Response> ask_for_proof(web::Visit&, std::string_view back);
/// Another value for the cookie of a session that has just proved more (OWASP ASVS 5.0, V7.2.4).
void renew(web::Visit&, web::Response&);
/// The other addresses of an account hear of a new one: it opens the account, too.
void tell_the_others(const design::Frame&, web::Visit&, PersonId, std::string_view added);
/// Ends the cookie of the session, and what the browser keeps of its pages.
void end_cookie(const web::Visit&, web::Response&);
/// The same; the next page is /sign-in and says `done`.
web::Response let_out(const web::Visit&, std::string_view done);
/// Ends the cookie of a browser that waits for a code.
void forget_sign_in(const web::Visit&, web::Response&);
/// The browser that asked for a code is known by this cookie.
inline constexpr std::string_view sign_in_cookie = "sign_in";
void remember_sign_in(const web::Visit&, web::Response&, std::string_view uid);

}
