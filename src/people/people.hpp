#pragma once
// The door: people with and without an account, what they may do, and what they let others see.
#include "people/account.hpp"
#include "people/guest.hpp"
#include "people/member.hpp"
#include "people/person.hpp"
#include "people/right.hpp"
#include "people/task.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// A line of a person's own desk, made by the rooms that know what there is to do. Plain words of the page's language, but for the title.
struct DeskLine {
    std::string title; // of the thing that it is about; "" for none
    base::Lang title_lang{};
    std::string words; // what is to be done, and by whose wish; or where it stands
    std::string button; // words of the link
    std::string path; // where it is done, without language
    std::string note; // what somebody wrote about it; may be empty
    std::optional<base::Instant> since;
};
struct MyDesk {
    std::vector<DeskLine> waiting; // the oldest first, those without a day last
    std::vector<DeskLine> texts, works;
    std::size_t more_works = 0; // that are not in the list
};
/// Days on which nobody at the desk is waited for, the last one included.
struct DeskClosed {
    base::Day from, until;
};

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
    /// What there is on the viewer's desk.
    std::function<MyDesk(db::Tx&, const base::Viewer&, base::Lang)> my_desk;
    /// The present or next time of rest.
    std::function<std::optional<DeskClosed>(db::Tx&)> closed;
};

/// The plain name of the cookie of a session (web::host_cookie).
inline constexpr std::string_view session_cookie = "session";

void routes(web::Routes&, const design::Frame&, const Tools&);

// ---- for rooms that write to people ----------------------------------------------------------------------------------

/// A mail in the form of all others. Names nobody whom it goes to.
struct Letter {
    std::string subject;
    std::vector<std::string> paragraphs;
    std::string link_words, link_path; // path without language; no link where it is empty
    std::vector<std::string> after; // paragraphs behind the link
};
mail::Message letter_to(const design::Frame&, base::Lang, std::string_view to, const Letter&);
/// Everybody to whom mail can be sent, in the order of their ids.
std::vector<PersonId> list_accounts(db::Tx&);

}
