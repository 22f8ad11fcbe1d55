#pragma once
#include "reach/reach.hpp"

namespace reach::store {

std::vector<FeedEntry> list_feed(db::Tx&, base::Lang, const Selection&);

}
