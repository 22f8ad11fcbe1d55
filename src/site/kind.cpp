#include "blog/blog.hpp"
#include "editorial/editorial.hpp"
#include "learn/learn.hpp"
#include "site/pages.hpp"
#include "site/site.hpp"

namespace site {

namespace {
/// Texts that stand on an address of their own, by slug.
editorial::Kind page_kind() {
    return {.name = "page",
            .url_of = [](db::Tx&, const editorial::Piece& piece) { return page_path(piece.slug); },
            .ready = nullptr,
            .list_tags = {"sitemap"}};
}

/// Texts inside other pages.
editorial::Kind snippet_kind() { return {.name = "snippet", .url_of = nullptr, .ready = nullptr, .list_tags = {"site"}}; }
}

void set_kinds() {
    editorial::set_kinds({learn::course_kind(), learn::lesson_kind(), blog::post_kind(), blog::series_kind(), page_kind(), snippet_kind()});
}

}
