#include "blog/blog.hpp"

namespace blog {

editorial::Kind post_kind() {
    return {.name = "post",
            .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/blog/" + piece.slug; },
            .ready =
                [](base::Lang, const doc::Node& body) {
                    editorial::Problems problems;
                    if (doc::plain_text(doc::without_blocks(body, {"note"})).empty()) problems.push_back({"body", "a post has text"});
                    return problems;
                },
            .list_tags = {"blog:list", "people", "sitemap"},
            .section = "blog"};
}

/// A series has no page of its own: it stands in each of its posts.
editorial::Kind series_kind() {
    return {.name = "series", .url_of = nullptr, .ready = nullptr, .list_tags = {"blog:list"}, .section = "blog"};
}

}
