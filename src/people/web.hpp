#pragma once
#include "people/people.hpp"

/// Private to people: the addresses of each noun.
namespace people {

void sign_in_routes(web::Routes&, const design::Frame&, const Tools&);
void me_routes(web::Routes&, const design::Frame&, const Tools&);
void session_routes(web::Routes&, const design::Frame&, const Tools&);
void address_routes(web::Routes&, const design::Frame&, const Tools&);
void profile_routes(web::Routes&, const design::Frame&, const Tools&);
void photo_routes(web::Routes&, const design::Frame&, const Tools&);
void passkey_routes(web::Routes&, const design::Frame&, const Tools&);
void data_routes(web::Routes&, const design::Frame&, const Tools&);
void task_routes(web::Routes&, const design::Frame&, const Tools&);
void call_routes(web::Routes&, const design::Frame&, const Tools&);

}
