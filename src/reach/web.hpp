#pragma once

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// Private to reach: its pages, by noun.
namespace reach {

void share_routes(web::Routes&, const design::Frame&);

}
