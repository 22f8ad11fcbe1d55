#include "design/visit.hpp"
#include "desk/retire_view.hpp"
#include "desk/text_web.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <charconv>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Piece;
using editorial::PieceId;
using people::Right;
using web::Visit;

constexpr std::size_t most_found = 20;

Piece piece_of(Visit& visit) {
    auto piece = web::or_404(editorial::find_piece(visit.tx(), visit.viewer, static_cast<PieceId>(id_in(visit, "piece"))));
    people::require(visit.tx(), visit.viewer, Right::publish, editorial::scope_of(visit.tx(), piece.id));
    return piece;
}

std::string desk_path(PieceId piece) { return "/desk/" + std::to_string(static_cast<std::int64_t>(piece)); }

view::RetirePage page_of(Visit& visit, const Piece& piece, std::string words) {
    db::Tx& tx = visit.tx();
    view::RetirePage page;
    page.piece_path = desk_path(piece.id);
    page.path = page.piece_path + "/retirement";
    const auto line = editorial::find_piece_line(tx, visit.viewer, piece.id, visit.lang);
    page.title = line && !line->title.empty() ? line->title : piece.slug;
    page.crumbs = {{tr(visit.lang, "nav.me"), design::address(visit.lang, "/me")},
                   {page.title, design::address(visit.lang, page.piece_path)}};
    page.gone = editorial::find_gone(tx, visit.viewer, piece, visit.lang);
    page.live = editorial::find_entry(tx, visit.viewer, piece.id, visit.lang).has_value();
    if (page.gone && page.gone->instead)
        if (const auto other = editorial::find_piece(tx, visit.viewer, page.gone->instead->piece))
            page.instead_path = editorial::url_of(tx, *other).value_or("");
    for (const editorial::Act& act : editorial::list_acts(tx, visit.viewer, piece.id))
        if (act.act == "unretired" && act.may_undo) {
            page.undo = static_cast<std::int64_t>(act.id);
            break;
        }
    page.words = std::move(words);
    if (page.words.empty()) return page;
    for (const editorial::Entry& entry : editorial::search_live(tx, visit.viewer, page.words, visit.lang, most_found)) {
        const auto other = editorial::find_piece(tx, visit.viewer, entry.piece);
        if (!other || other->id == piece.id) continue;
        page.found.push_back({std::to_string(static_cast<std::int64_t>(entry.piece)), entry.title, tr(visit.lang, "kind." + entry.kind),
                              editorial::url_of(tx, *other).value_or(""), entry.lang});
    }
    if (page.found.size() == 1) page.chosen = page.found.front().id;
    return page;
}

web::Response show(const Frame& frame, Visit& visit) {
    const Piece piece = piece_of(visit);
    auto page = page_of(visit, piece, text::one_line(visit.query("q")));
    page.done = visit.query("done");
    return draw(frame, visit, view::retirement(visit.lang, page, {}));
}

web::Response refuse(const Frame& frame, Visit& visit, const Piece& piece, std::string words, std::string chosen,
                     const editorial::Problems& why) {
    auto page = page_of(visit, piece, std::move(words));
    page.chosen = std::move(chosen);
    auto problems = writing::in_words(visit.lang, why);
    for (design::Problem& problem : problems) problem.field = page.live && !page.gone ? "q" : "main";
    return draw(frame, visit, view::retirement(visit.lang, page, problems), 422);
}

web::Response change(const Frame& frame, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const std::string act(fields.get("act")), chosen(fields.get("instead"));
    std::string words = text::one_line(fields.get("q"));
    const Piece piece = piece_of(visit);
    std::optional<PieceId> instead;
    if (!chosen.empty()) {
        std::int64_t id = 0;
        const auto [end, failed] = std::from_chars(chosen.data(), chosen.data() + chosen.size(), id);
        if (failed != std::errc{} || end != chosen.data() + chosen.size())
            return refuse(frame, visit, piece, std::move(words), "", {{"instead", "publish.problem.instead"}});
        instead = static_cast<PieceId>(id);
    }
    const bool back = act == "back";
    const auto done =
        back ? editorial::unretire(visit.tx(), visit.viewer, piece.id) : editorial::retire(visit.tx(), visit.viewer, piece.id, instead);
    if (!done) return refuse(frame, visit, piece, std::move(words), chosen, done.error());
    return web::see_other(web::in_lang(visit.lang, desk_path(piece.id) + "/retirement"), back ? "unretired" : "retired");
}

// ---- taking back -----------------------------------------------------------------------------------------------------

web::Response undo(const Frame& frame, Visit& visit) {
    const auto act = static_cast<editorial::ActId>(id_in(visit, "id"));
    const PieceId piece = editorial::piece_of(visit.tx(), visit.viewer, act);
    const auto done = editorial::undo(visit.tx(), visit.viewer, act);
    if (done) return web::see_other(web::in_lang(visit.lang, desk_path(piece)), "undone");
    auto problems = writing::in_words(visit.lang, done.error());
    for (design::Problem& problem : problems) problem.field = "record";
    design::DeskPage drawn = view::not_undone(visit.lang, desk_path(piece), problems);
    design::Page page = design::page_for(visit, drawn.title);
    page.path = desk_path(piece);
    page.own_lang = false;
    page.head = design::desk_head();
    return web::page(design::page(frame, page, design::desk_page(visit.lang, drawn)), 422);
}
}

void retire_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/retirement", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"q", "done"});
    on.post("/desk/{piece}/retirement", [&frame](Visit& visit) { return change(frame, visit); }).needs("account");
    on.post("/desk/acts/{id}/undo", [&frame](Visit& visit) { return undo(frame, visit); }).needs("account");
}

}
