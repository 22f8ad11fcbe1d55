#pragma once

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// The pages of editors: who asks to help and waits for an answer, the calls that people answer, and people who
/// stand in the content without an account.
namespace desk {

void routes(web::Routes&, const design::Frame&);

}
