#include "trade/store.hpp"

namespace trade::store {

constexpr db::Query hash_of_path{"trade.starter_hash", R"sql(
    select hash from starter_entries where path = :path
)sql"};

std::optional<std::string> find_starter_hash(db::Tx& tx, std::string_view path) {
    const auto row = tx.first(hash_of_path, {{"path", path}});
    if (!row) return std::nullopt;
    return row->text(0);
}

constexpr db::Query upsert_hash{"trade.put_starter_hash", R"sql(
    insert into starter_entries (path, hash) values (:path, :hash)
        on conflict (path) do update set hash = excluded.hash
)sql"};

void put_starter_hash(db::Tx& tx, std::string_view path, std::string_view hash) { tx.run(upsert_hash, {{"path", path}, {"hash", hash}}); }

constexpr db::Query all_paths{"trade.starter_paths", R"sql(
    select path from starter_entries where path <> '--content' order by path
)sql"};

std::vector<std::string> list_starter_paths(db::Tx& tx) {
    std::vector<std::string> paths;
    for (const db::Row& row : tx.all(all_paths)) paths.push_back(row.text(0));
    return paths;
}

/// No file has this name.
constexpr std::string_view from_folder = "--content";

bool is_from_folder(db::Tx& tx) { return find_starter_hash(tx, from_folder).has_value(); }
void put_from_folder(db::Tx& tx) { put_starter_hash(tx, from_folder, "folder"); }

}
