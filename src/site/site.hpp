#pragma once
#include "design/frame.hpp"
#include "kit/base/config.hpp"
#include "kit/web/routes.hpp"

#include <string>

/// The only place that knows every room.
namespace site {

/// What pages of the site itself show of the settings.
struct Facts {
    design::Frame frame;
    std::string operator_name;  // 運営者
    std::string data_location;  // データの保管場所
};

/// Every address of the program. `dev` adds /parts.
void routes(web::Routes&, const Facts&, bool dev);

/// Home, the look, sitemap, robots, assets, the parts page.
void own_routes(web::Routes&, const Facts&, bool dev);
/// About, privacy and the like: pieces of kind `page`, and the page for boards of education.
void page_routes(web::Routes&, const Facts&);

/// Tells editorial which kinds there are. Called once, before threads start.
void set_kinds();

html::Html draw_error(const design::Frame&, int status, base::Lang, const web::Look&, std::string_view path, std::string_view request_id);

}
