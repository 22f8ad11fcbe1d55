#pragma once

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// Private to research.
namespace research {

struct Network;
void edit_routes(web::Routes&, const design::Frame&, const Network*);

}
