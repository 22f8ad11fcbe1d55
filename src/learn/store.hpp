#pragma once
#include "learn/learn.hpp"

namespace learn::store {

std::optional<Course> find(db::Tx&, const editorial::Piece&);
std::vector<Course> list(db::Tx&);
std::optional<editorial::PieceId> find_course_of(db::Tx&, editorial::PieceId lesson);
void save(db::Tx&, editorial::PieceId course, std::string_view cover, const std::vector<editorial::PieceId>& lessons);
void set_levels(db::Tx&, editorial::PieceId, const std::vector<std::string>&);
std::vector<std::string> list_levels(db::Tx&, editorial::PieceId);

}
