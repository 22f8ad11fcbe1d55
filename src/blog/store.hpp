#pragma once
#include "blog/blog.hpp"

namespace blog::store {

std::optional<Tag> find_tag(db::Tx&, std::string_view slug);
std::vector<Tag> list_all_tags(db::Tx&);
std::vector<Tag> list_used_tags(db::Tx&, base::Lang);
std::vector<Tag> list_tags(db::Tx&, editorial::PieceId post);
std::vector<editorial::PieceId> list_tagged(db::Tx&, std::string_view tag);
std::optional<editorial::PieceId> find_series_of(db::Tx&, editorial::PieceId post);
std::vector<editorial::PieceId> list_series_posts(db::Tx&, editorial::PieceId series);
void save_tag(db::Tx&, const Tag&);
void set_tags(db::Tx&, editorial::PieceId post, const std::vector<std::string>& tags);
void save_series(db::Tx&, editorial::PieceId series, const std::vector<editorial::PieceId>& posts);

}
