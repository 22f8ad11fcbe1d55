#pragma once
// The door: people with and without an account, what they may do, and what they let others see.
#include "people/account.hpp"
#include "people/guest.hpp"
#include "people/member.hpp"
#include "people/person.hpp"
#include "people/right.hpp"
#include "people/task.hpp"

#include <functional>
#include <string_view>

namespace design {
struct Frame;
}
namespace image {
class Renderer;
}
namespace web {
class FormGuard;
class Routes;
class Siege;
}

namespace people {

/// What the pages of this room need besides the database, and may not know. Empty where addresses are only listed.
struct Tools {
    const web::FormGuard* guard = nullptr;
    web::Siege* siege = nullptr;
    image::Renderer* images = nullptr;
    /// Pages with this cache tag show something else from now on: "people", "calls".
    std::function<void(db::Tx&, std::string_view tag)> changed;
    /// What the other rooms keep about the viewer.
    std::function<Files(db::Tx&, const base::Viewer&)> export_more;
    /// Whether what somebody wrote about themself was seen by a person before everybody sees it.
    std::function<bool(db::Tx&, const base::Viewer&, PersonId)> is_seen;
    /// forget_person() in every room.
    std::function<void(db::Tx&, const base::Viewer&, PersonId, SignedAs)> forget;
    /// db::Pool::scrub(), after the commit.
    std::function<void()> scrub;
};

/// The plain name of the cookie of a session (web::host_cookie).
inline constexpr std::string_view session_cookie = "session";

void routes(web::Routes&, const design::Frame&, const Tools&);

}
