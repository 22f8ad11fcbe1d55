#include "blog/blog.hpp"

namespace blog {

editorial::Kind post_kind() {
    return {.name = "post",
            .url_of = [](db::Tx&, const editorial::Piece& piece) -> std::optional<std::string> { return "/blog/" + piece.slug; },
            .ready =
                [](base::Lang, const doc::Node& body) {
                    editorial::Problems problems;
                    if (doc::plain_text(doc::without_blocks(body, {"note"})).empty())
                        problems.push_back({"body", "publish.problem.post_text"});
                    return problems;
                },
            .outline =
                [](base::Lang) {
                    doc::Node paragraph, outline;
                    paragraph.type = "paragraph";
                    outline.type = "doc";
                    outline.content.push_back(std::move(paragraph));
                    return outline;
                },
            .stages = {"draft", "first_read", "ready"},
            .approvals = 1,
            .list_tags = {"blog:list", "people", "sitemap"},
            .section = "blog"};
}

/// A series has no page of its own: it stands in each of its posts.
editorial::Kind series_kind() {
    return {
        .name = "series", .url_of = nullptr, .ready = nullptr, .stages = {"draft", "ready"}, .list_tags = {"blog:list"}, .section = "blog"};
}

}
