#pragma once
#include "reach/reach.hpp"

#include <string>

namespace reach {

/// The PNG, 1200 by 630, of a piece that everybody may see.
std::optional<std::string> find_card(db::Tx&, editorial::PieceId);

}
