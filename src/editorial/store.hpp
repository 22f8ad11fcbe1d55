#pragma once
#include "editorial/editorial.hpp"

namespace editorial::store {

std::optional<Piece> find_piece(db::Tx&, std::string_view kind, std::string_view slug);
std::optional<Piece> find_piece(db::Tx&, PieceId);
std::optional<std::string> find_moved(db::Tx&, std::string_view kind, std::string_view slug);
std::optional<PieceId> slug_owner(db::Tx&, std::string_view kind, std::string_view slug);
std::optional<Text> find_live(db::Tx&, const Piece&, base::Lang);
bool has_live(db::Tx&, PieceId, base::Lang);
std::vector<Entry> list_live(db::Tx&, std::string_view kind, base::Lang, std::int64_t offset, std::int64_t limit);
std::vector<Entry> list_all_live(db::Tx&, base::Lang);
std::int64_t count_live(db::Tx&, std::string_view kind, base::Lang);
std::optional<Entry> find_entry(db::Tx&, PieceId, base::Lang);
std::vector<Credit> list_credits(db::Tx&, PieceId);
std::vector<people::PersonId> list_unnamed(db::Tx&);
std::vector<Work> list_works(db::Tx&, people::PersonId, base::Lang);
std::vector<Entry> list_citing(db::Tx&, std::string_view source, base::Lang);

}
