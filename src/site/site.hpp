#pragma once
#include "design/frame.hpp"
#include "desk/desk.hpp"
#include "kit/base/config.hpp"
#include "kit/web/app.hpp"
#include "kit/web/routes.hpp"
#include "people/people.hpp"

#include <functional>
#include <string>

namespace image {
class CardPainter;
}
namespace mail {
class Mailer;
}
namespace research {
struct Network;
}

/// The only place that knows every room.
namespace site {

/// What pages of the site itself show of the settings.
struct Facts {
    design::Frame frame;
    std::string operator_name;  // 運営者
    std::string data_location;  // データの保管場所
};

/// What a running program has besides its database. Null where addresses are only listed.
struct Services {
    people::Tools people;
    desk::Tools desk;
    image::CardPainter* cards = nullptr;
    const mail::Mailer* mailer = nullptr;
    const research::Network* network = nullptr;
    /// What the settings of the database changed is seen from the next request on.
    std::function<void()> reload;
    /// Whether this is the value in the link that the console printed.
    std::function<bool(std::string_view)> opens_setup;
    /// The site has a keeper: that link opens nothing from now on.
    std::function<void()> setup_done;
    /// A setting as it stands outside the database: in the file, the environment or a flag.
    std::function<std::string(std::string_view key)> in_file;
};

/// Every address of the program. `dev` adds /parts.
void routes(web::Routes&, const Facts&, const Services&, bool dev);

/// Home, the look, sitemap, robots, assets, the parts page.
void own_routes(web::Routes&, const Facts&, bool dev);
/// About, privacy and the like: pieces of kind `page`, and the page for boards of education.
void page_routes(web::Routes&, const Facts&);

/// /setup, while nobody keeps the site.
void setup_routes(web::Routes&, const Facts&, const Services&);
/// Whether a route answers before the site is open.
bool answers_while_closed(const web::Route&);
/// /admin and /healthz.
void admin_routes(web::Routes&, const Facts&, const Services&);

/// Tells editorial which kinds there are. Called once, before threads start.
void set_kinds();

/// Who asks, by the session in the cookie, and what they may.
web::Gatekeeper gatekeeper(const std::string& public_url);

html::Html draw_error(db::Pool&, const Facts&, const web::Refused&);
/// The same in a sentence, for scripts.
std::string say_error(const web::Refused&);

}
