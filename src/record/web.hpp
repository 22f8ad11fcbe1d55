#pragma once
#include <string>

namespace design {
struct Frame;
}
namespace web {
class Routes;
}

/// Private to record: its pages, by noun.
namespace record {

void resume_routes(web::Routes&, const design::Frame&, const std::string& operator_name);

}
