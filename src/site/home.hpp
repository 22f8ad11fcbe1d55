#pragma once
#include "design/frame.hpp"
#include "kit/web/web.hpp"

namespace site {

web::Response home(const design::Frame&, web::Visit&);

}
