#include "people/web.hpp"

namespace people {

void routes(web::Routes& on, const design::Frame& frame, const Tools& tools) {
    sign_in_routes(on, frame, tools);
    me_routes(on, frame, tools);
    session_routes(on, frame, tools);
    address_routes(on, frame, tools);
    profile_routes(on, frame, tools);
    photo_routes(on, frame, tools);
    passkey_routes(on, frame, tools);
    data_routes(on, frame, tools);
    task_routes(on, frame, tools);
    call_routes(on, frame, tools);
}

}
