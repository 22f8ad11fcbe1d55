#pragma once
#include "research/research.hpp"

namespace research::store {

std::optional<Source> find(db::Tx&, std::string_view key);
std::vector<Source> list(db::Tx&);
std::map<std::string, std::int64_t, std::less<>> count_citing(db::Tx&, base::Lang);
void save(db::Tx&, const Source&);

}
