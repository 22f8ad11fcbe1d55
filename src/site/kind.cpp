#include "blog/blog.hpp"
#include "editorial/editorial.hpp"
#include "learn/learn.hpp"
#include "site/gates.hpp"
#include "site/pages.hpp"
#include "site/piece_settings.hpp"
#include "site/site.hpp"

namespace site {

namespace {
editorial::Problems has_text(base::Lang, const doc::Node& body) {
    if (!doc::plain_text(body).empty()) return {};
    return {{"body", "problem.text_missing"}};
}

/// Texts that stand on an address of their own, by slug.
editorial::Kind page_kind() {
    return {.name = "page",
            .url_of = [](db::Tx&, const editorial::Piece& piece) { return page_path(piece.slug); },
            .ready = has_text,
            .stages = {"draft", "ready"},
            .list_tags = {"sitemap"}};
}

/// Texts inside other pages.
editorial::Kind snippet_kind() {
    return {.name = "snippet", .url_of = nullptr, .ready = has_text, .stages = {"draft", "ready"}, .list_tags = {"site"}};
}
}

void set_kinds() {
    editorial::set_kinds({learn::course_kind(), learn::lesson_kind(), blog::post_kind(), blog::series_kind(), page_kind(), snippet_kind()});
    editorial::set_gates(gates());
    editorial::set_settings(piece_settings());
}

}
