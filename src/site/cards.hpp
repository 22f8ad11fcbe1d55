#pragma once
#include "kit/image/image.hpp"

namespace site {

/// The faces of the pages, for cards that stand for them.
image::Faces card_faces();

}
