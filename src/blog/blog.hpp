#pragma once
#include "editorial/editorial.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Posts with tags, in hand-ordered series.
namespace blog {

struct Tag {
    std::string slug, name, name_ja;
};
const std::string& name_in(base::Lang, const Tag&);

std::optional<Tag> find_tag(db::Tx&, const base::Viewer&, std::string_view slug);
/// Tags that at least one live post in this language carries.
std::vector<Tag> list_used_tags(db::Tx&, const base::Viewer&, base::Lang);
std::vector<Tag> list_all_tags(db::Tx&, const base::Viewer&);
std::vector<Tag> list_tags(db::Tx&, editorial::PieceId post);
/// Live posts with this tag, newest first.
std::vector<editorial::Entry> list_tagged(db::Tx&, const base::Viewer&, std::string_view tag, base::Lang);

/// The series a post belongs to, with its live parts in order.
struct Series {
    editorial::Entry entry;
    std::vector<editorial::Entry> parts;
    int current = 0;  // from 1
};
std::optional<Series> find_series_of(db::Tx&, const base::Viewer&, editorial::PieceId post, base::Lang);
std::vector<editorial::PieceId> list_series_posts(db::Tx&, editorial::PieceId series);

void save_tag(db::Tx&, const base::Viewer&, const Tag&);
void set_tags(db::Tx&, const base::Viewer&, editorial::PieceId post, const std::vector<std::string>& tags);
void save_series(db::Tx&, const base::Viewer&, editorial::PieceId series, const std::vector<editorial::PieceId>& posts);

/// Every series, live or not, by slug.
struct SeriesLine {
    editorial::PieceId id{};
    std::string slug;
};
std::vector<SeriesLine> list_series(db::Tx&, const base::Viewer&);
/// Where a post stands in a series; `at` counts from 1.
struct Place {
    editorial::PieceId series{};
    std::size_t at = 1;
};
std::optional<Place> find_place(db::Tx&, editorial::PieceId post);
/// These posts in this order. One that stood in another series leaves it.
void set_posts(db::Tx&, const base::Viewer&, editorial::PieceId series, const std::vector<editorial::PieceId>& posts);
/// Puts it there, behind the last one where `at` is beyond it; nothing: takes it out of its series.
void set_place(db::Tx&, const base::Viewer&, editorial::PieceId post, const std::optional<Place>&);

editorial::Kind post_kind();
editorial::Kind series_kind();

}

namespace design {
struct Frame;
}
namespace web {
class Routes;
}
namespace blog {
void routes(web::Routes&, const design::Frame&);
}
