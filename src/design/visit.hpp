#pragma once
#include "design/frame.hpp"

namespace web {
class Visit;
}

namespace design {

/// The frame's facts of a visit: language, address, look.
Page page_for(const web::Visit&, std::string title, std::string section = {});

}
