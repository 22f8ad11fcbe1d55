#include "blog/store.hpp"

namespace blog::store {

using editorial::PieceId;

namespace {
Tag read(const db::Row& row) { return {row.text(0), row.text(1), row.text(2)}; }

std::vector<Tag> read_all(const std::vector<db::Row>& rows) {
    std::vector<Tag> tags;
    for (const db::Row& row : rows) tags.push_back(read(row));
    return tags;
}

std::vector<PieceId> read_ids(const std::vector<db::Row>& rows) {
    std::vector<PieceId> ids;
    for (const db::Row& row : rows) ids.push_back(row.id<PieceId>(0));
    return ids;
}
}

constexpr db::Query tag_by_slug{"blog.find_tag", R"sql(
    select slug, name, name_ja from tags where slug = :slug
)sql"};
constexpr db::Query every_tag{"blog.all_tags", R"sql(
    select slug, name, name_ja from tags order by name
)sql"};
constexpr db::Query used_tags{"blog.used_tags", R"sql(
    select slug, name, name_ja from tags
     where exists (select 1 from post_tags join texts on texts.piece_id = post_tags.piece_id
                    where post_tags.tag = tags.slug and texts.lang = :lang and texts.live_revision_id is not null and texts.withdrawn_at is null)
     order by name
)sql"};
constexpr db::Query tags_of_post{"blog.tags_of_post", R"sql(
    select tags.slug, tags.name, tags.name_ja from post_tags join tags on tags.slug = post_tags.tag
     where post_tags.piece_id = :post order by post_tags.position
)sql"};

std::optional<Tag> find_tag(db::Tx& tx, std::string_view slug) {
    const auto row = tx.first(tag_by_slug, {{"slug", slug}});
    if (!row) return std::nullopt;
    return read(*row);
}
std::vector<Tag> list_all_tags(db::Tx& tx) { return read_all(tx.all(every_tag)); }
std::vector<Tag> list_used_tags(db::Tx& tx, base::Lang lang) { return read_all(tx.all(used_tags, {{"lang", base::tag(lang)}})); }
std::vector<Tag> list_tags(db::Tx& tx, PieceId post) { return read_all(tx.all(tags_of_post, {{"post", post}})); }

constexpr db::Query posts_with_tag{"blog.tagged", R"sql(
    select piece_id from post_tags where tag = :tag
)sql"};
std::vector<PieceId> list_tagged(db::Tx& tx, std::string_view tag) { return read_ids(tx.all(posts_with_tag, {{"tag", tag}})); }

constexpr db::Query series_of_post{"blog.series_of", R"sql(
    select series_id from series_posts where post_id = :post
)sql"};
std::optional<PieceId> find_series_of(db::Tx& tx, PieceId post) {
    const auto row = tx.first(series_of_post, {{"post", post}});
    if (!row) return std::nullopt;
    return row->id<PieceId>(0);
}

constexpr db::Query posts_of_series{"blog.series_posts", R"sql(
    select post_id from series_posts where series_id = :series order by position
)sql"};
std::vector<PieceId> list_series_posts(db::Tx& tx, PieceId series) { return read_ids(tx.all(posts_of_series, {{"series", series}})); }

constexpr db::Query upsert_tag{"blog.save_tag", R"sql(
    insert into tags (slug, name, name_ja) values (:slug, :name, :name_ja)
        on conflict (slug) do update set name = excluded.name, name_ja = excluded.name_ja
)sql"};
void save_tag(db::Tx& tx, const Tag& tag) { tx.run(upsert_tag, {{"slug", tag.slug}, {"name", tag.name}, {"name_ja", tag.name_ja}}); }

constexpr db::Query delete_tags{"blog.delete_tags", R"sql(
    delete from post_tags where piece_id = :post
)sql"};
constexpr db::Query insert_tag{"blog.insert_tag", R"sql(
    insert into post_tags (piece_id, position, tag) values (:post, :position, :tag)
)sql"};
void set_tags(db::Tx& tx, PieceId post, const std::vector<std::string>& tags) {
    tx.run(delete_tags, {{"post", post}});
    std::int64_t position = 0;
    for (const std::string& tag : tags) tx.run(insert_tag, {{"post", post}, {"position", ++position}, {"tag", tag}});
}

constexpr db::Query delete_series{"blog.delete_series", R"sql(
    delete from series_posts where series_id = :series
)sql"};
constexpr db::Query insert_part{"blog.insert_part", R"sql(
    insert into series_posts (series_id, position, post_id) values (:series, :position, :post)
)sql"};
void save_series(db::Tx& tx, PieceId series, const std::vector<PieceId>& posts) {
    tx.run(delete_series, {{"series", series}});
    std::int64_t position = 0;
    for (const PieceId post : posts) tx.run(insert_part, {{"series", series}, {"position", ++position}, {"post", post}});
}

}
