#include "desk/text_web.hpp"

#include "design/frame.hpp"

namespace desk::writing {

using design::tr;
using web::Visit;

Which which_text(Visit& visit) {
    const auto lang = base::lang_from(visit.param("lang"));
    if (!lang) throw base::Missing();
    const std::int64_t id = id_in(visit, "piece");
    auto piece = web::or_404(editorial::find_piece(visit.tx(), visit.viewer, static_cast<editorial::PieceId>(id)));
    return {std::move(piece), *lang, "/desk/" + std::to_string(id) + "/" + std::string(base::tag(*lang))};
}

editorial::Copy get_copy(Visit& visit, const Which& asked) {
    return web::or_404(editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang));
}

bool may(Visit& visit, people::Right right, editorial::PieceId piece) {
    return people::may(visit.viewer, right, editorial::scope_of(visit.tx(), piece));
}

std::vector<design::Problem> in_words(base::Lang lang, const editorial::Problems& problems) {
    std::vector<design::Problem> all;
    for (const editorial::Problem& problem : problems) all.push_back({problem.field, tr(lang, problem.word, problem.args)});
    return all;
}

std::string who(base::Lang lang, const base::Viewer& viewer, const people::Person& person) {
    if (viewer.person && static_cast<people::PersonId>(*viewer.person) == person.id) return tr(lang, "writing.you");
    return person.may_be_named() ? people::name_in(lang, person) : tr(lang, "copy.somebody");
}

std::string title_of(base::Lang lang, const editorial::Copy& copy) {
    return copy.title.empty() ? tr(lang, "writing.untitled") : copy.title;
}

std::vector<std::pair<std::string, html::Url>> crumbs_below(base::Lang lang, const Which& asked, const editorial::Copy& copy) {
    return {{tr(lang, "nav.me"), design::address(lang, "/me")}, {title_of(lang, copy), design::address(lang, asked.path)}};
}

}
