#pragma once
#include "learn/learn.hpp"

namespace learn::store {

std::optional<Course> find(db::Tx&, const editorial::Piece&);
std::vector<Course> list(db::Tx&);
std::optional<editorial::PieceId> find_course_of(db::Tx&, editorial::PieceId lesson);
/// Of a scope "course:ID"; nothing of another one.
std::vector<editorial::PieceId> courses_in(std::string_view scope);
std::vector<editorial::PieceId> lessons_in(db::Tx&, std::string_view scope);
void save(db::Tx&, editorial::PieceId course, std::string_view cover, const std::vector<editorial::PieceId>& lessons);
void set_levels(db::Tx&, editorial::PieceId, const std::vector<std::string>&);
std::vector<std::string> list_levels(db::Tx&, editorial::PieceId);

}
