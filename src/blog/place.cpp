#include "blog/blog.hpp"
#include "blog/store.hpp"

#include <algorithm>

namespace blog {

using editorial::PieceId;

constexpr db::Query all_series{"blog.list_series", R"sql(
    select id, slug from pieces where kind = 'series' and retired_at is null order by slug
)sql"};

std::vector<SeriesLine> list_series(db::Tx& tx, const base::Viewer&) {
    std::vector<SeriesLine> all;
    for (const db::Row& row : tx.all(all_series)) all.push_back({row.id<PieceId>(0), row.text(1)});
    return all;
}

std::optional<Place> find_place(db::Tx& tx, PieceId post) {
    const auto series = store::find_series_of(tx, post);
    if (!series) return std::nullopt;
    const auto posts = store::list_series_posts(tx, *series);
    const auto at = std::find(posts.begin(), posts.end(), post);
    return Place{*series, static_cast<std::size_t>(at - posts.begin()) + 1};
}

void set_posts(db::Tx& tx, const base::Viewer& viewer, PieceId series, const std::vector<PieceId>& posts) {
    for (const PieceId post : posts) {
        const auto other = store::find_series_of(tx, post);
        if (!other || *other == series) continue;
        std::vector<PieceId> left = store::list_series_posts(tx, *other);
        std::erase(left, post);
        save_series(tx, viewer, *other, left);
    }
    std::vector<std::string> tags;
    for (const PieceId post : store::list_series_posts(tx, series)) tags.push_back(editorial::piece_tag(post));
    editorial::changed(tx, tags);
    save_series(tx, viewer, series, posts);
}

void set_place(db::Tx& tx, const base::Viewer& viewer, PieceId post, const std::optional<Place>& wanted) {
    const auto now = find_place(tx, post);
    if (!wanted && !now) return;
    const PieceId series = wanted ? wanted->series : now->series;
    std::vector<PieceId> posts = store::list_series_posts(tx, series);
    std::erase(posts, post);
    if (wanted)
        posts.insert(posts.begin() + static_cast<std::ptrdiff_t>(std::min(std::max<std::size_t>(wanted->at, 1) - 1, posts.size())), post);
    set_posts(tx, viewer, series, posts);
    editorial::changed(tx, {editorial::piece_tag(post)});
}

}
