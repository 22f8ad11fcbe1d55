#pragma once
#include "record/record.hpp"

namespace record::store {

std::string write_facts(const Facts&);
Facts read_facts(std::string_view);

}
