#include "blog/blog.hpp"

#include "blog/store.hpp"

#include <algorithm>

namespace blog {

using people::Right;

const std::string& name_in(base::Lang lang, const Tag& tag) { return lang == base::Lang::ja ? tag.name_ja : tag.name; }

std::optional<Tag> find_tag(db::Tx& tx, const base::Viewer&, std::string_view slug) { return store::find_tag(tx, slug); }
std::vector<Tag> list_used_tags(db::Tx& tx, const base::Viewer&, base::Lang lang) { return store::list_used_tags(tx, lang); }
std::vector<Tag> list_all_tags(db::Tx& tx, const base::Viewer&) { return store::list_all_tags(tx); }
std::vector<Tag> list_tags(db::Tx& tx, editorial::PieceId post) { return store::list_tags(tx, post); }

std::vector<editorial::Entry> list_tagged(db::Tx& tx, const base::Viewer& viewer, std::string_view tag, base::Lang lang) {
    std::vector<editorial::Entry> entries;
    for (const auto post : store::list_tagged(tx, tag))
        if (auto entry = editorial::find_entry(tx, viewer, post, lang); entry && entry->lang == lang) entries.push_back(std::move(*entry));
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.published_on > b.published_on; });
    return entries;
}

std::optional<Series> find_series_of(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId post, base::Lang lang) {
    const auto id = store::find_series_of(tx, post);
    if (!id) return std::nullopt;
    auto entry = editorial::find_entry(tx, viewer, *id, lang);
    if (!entry) return std::nullopt;
    Series series{std::move(*entry), {}, 0};
    for (const auto part : store::list_series_posts(tx, *id))
        if (auto found = editorial::find_entry(tx, viewer, part, lang)) {
            series.parts.push_back(std::move(*found));
            if (part == post) series.current = static_cast<int>(series.parts.size());
        }
    return series;
}

std::vector<editorial::PieceId> list_series_posts(db::Tx& tx, editorial::PieceId series) { return store::list_series_posts(tx, series); }

void save_tag(db::Tx& tx, const base::Viewer& viewer, const Tag& tag) {
    people::require(tx, viewer, Right::publish, editorial::scope_of_kind("post"), "tag " + tag.slug);
    store::save_tag(tx, tag);
    editorial::changed(tx, {"blog:list"});
}

void set_tags(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId post, const std::vector<std::string>& tags) {
    people::require(tx, viewer, Right::publish, editorial::scope_of(tx, post), editorial::piece_tag(post));
    store::set_tags(tx, post, tags);
    editorial::changed(tx, {editorial::piece_tag(post), "blog:list"});
}

void save_series(db::Tx& tx, const base::Viewer& viewer, editorial::PieceId series, const std::vector<editorial::PieceId>& posts) {
    people::require(tx, viewer, Right::publish, editorial::scope_of(tx, series), editorial::piece_tag(series));
    store::save_series(tx, series, posts);
    std::vector<std::string> tags{"blog:list"};
    for (const auto post : posts) tags.push_back(editorial::piece_tag(post));
    editorial::changed(tx, tags);
}

}
