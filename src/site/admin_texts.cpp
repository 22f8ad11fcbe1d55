#include "design/words.hpp"
#include "editorial/editorial.hpp"
#include "site/admin.hpp"
#include "site/admin_view.hpp"
#include "site/pages.hpp"

#include <algorithm>
#include <iterator>

namespace site {

using design::tr;
using web::Visit;

namespace {
/// Texts that stand inside other pages.
constexpr std::string_view snippets[] = {"closing-call"};

/// Which text the address names.
struct Which {
    std::string kind, slug;
    base::Lang lang;
};

Which which(const Visit& visit) {
    const std::string& slug = visit.param("page");
    const auto lang = base::lang_from(visit.param("text_lang"));
    const bool snippet = std::find(std::begin(snippets), std::end(snippets), slug) != std::end(snippets);
    if (!lang || (!snippet && (!page_path(slug) || (is_japanese_only(slug) && *lang != base::Lang::ja)))) throw base::Missing();
    return {snippet ? "snippet" : "page", slug, *lang};
}

view::TextLine line_of(Visit& visit, const Which& which) {
    view::TextLine line{.slug = which.slug,
                        .title = page_path(which.slug).value_or(which.slug),
                        .lang = which.lang,
                        .exists = false,
                        .changed = {},
                        .desk = {}};
    const auto piece = editorial::find_piece(visit.tx(), visit.viewer, which.kind, which.slug);
    if (!piece) return line;
    if (const auto text = editorial::find_text(visit.tx(), visit.viewer, *piece, which.lang)) {
        line.exists = true;
        line.title = text->title;
        line.changed = text->revised_on.value_or(text->published_on);
    }
    if (editorial::find_text_id(visit.tx(), piece->id, which.lang))
        line.desk = "/desk/" + std::to_string(static_cast<std::int64_t>(piece->id)) + "/" + std::string(base::tag(which.lang));
    return line;
}

web::Response list(const Facts& facts, Visit& visit) {
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    std::vector<view::TextLine> lines;
    for (const std::string_view slug : page_slugs())
        for (const base::Lang lang : base::languages)
            if (!is_japanese_only(slug) || lang == base::Lang::ja) lines.push_back(line_of(visit, {"page", std::string(slug), lang}));
    for (const std::string_view slug : snippets)
        for (const base::Lang lang : base::languages) lines.push_back(line_of(visit, {"snippet", std::string(slug), lang}));
    return admin_page(facts, visit,
                      {.crumbs = {},
                       .title = tr(visit.lang, "admin.texts"),
                       .dek = tr(visit.lang, "admin.texts_dek"),
                       .done = std::string(visit.query("done")),
                       .problems = {},
                       .content = view::texts(visit.lang, lines)});
}

/// A text that is not there yet: an empty one, and the way to where it is written.
web::Response begin(Visit& visit) {
    const Which text = which(visit);
    people::require(visit.tx(), visit.viewer, people::Right::keep);
    const auto piece = editorial::make_piece(visit.tx(), visit.viewer,
                                             {.kind = text.kind, .slug = text.slug, .licence = std::string(editorial::licences.front())});
    editorial::open_copy(visit.tx(), visit.viewer, piece, text.lang);
    return web::see_other(
        web::in_lang(visit.lang, "/desk/" + std::to_string(static_cast<std::int64_t>(piece)) + "/" + std::string(base::tag(text.lang))));
}
}

void admin_text_routes(web::Routes& on, const Facts& facts, const Services&) {
    on.get("/admin/texts", [&](Visit& visit) { return list(facts, visit); }).needs("keep").takes({"done"});
    on.post("/admin/texts/{page}/{text_lang}", begin).needs("keep");
}

}
