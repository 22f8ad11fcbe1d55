#pragma once

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// The pages of editors: who asks to help and waits for an answer, and the calls that people answer.
namespace desk {

void routes(web::Routes&, const design::Frame&);

}
