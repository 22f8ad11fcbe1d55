#pragma once
#include "kit/base/hash.hpp"

/// Private to people.
namespace people {

/// What is kept of a secret of 128 random bits: it needs no salt, because nobody can guess it.
inline std::string hash_of(std::string_view secret) { return base::hash(secret, 32); }

}
