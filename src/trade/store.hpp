#pragma once
#include "kit/db/db.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What was loaded from the starter content and is no text: people, tags, sources. Texts keep their own mark in editorial.
namespace trade::store {

std::optional<std::string> find_starter_hash(db::Tx&, std::string_view path);
void put_starter_hash(db::Tx&, std::string_view path, std::string_view hash);
std::vector<std::string> list_starter_paths(db::Tx&);

/// Did the content come from the keeper's folder, not from the program?
bool is_from_folder(db::Tx&);
void put_from_folder(db::Tx&);

}
