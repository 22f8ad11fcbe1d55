#pragma once

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// The public page of a person: what they did, and nothing that they did not agree to show.
namespace record {

void routes(web::Routes&, const design::Frame&);

}
