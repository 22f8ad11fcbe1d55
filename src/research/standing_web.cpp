#include "design/parts.hpp"
#include "design/visit.hpp"
#include "kit/web/routes.hpp"
#include "research/research.hpp"

namespace research {

using design::tr;
using html::Html;

Html corrections(db::Tx& tx, const editorial::Text& text) {
    const auto lines = editorial::list_corrections(tx, text.id);
    if (lines.empty()) return {};
    return html::html(R"(<section class="flow" aria-labelledby="corrections"><h2 id="corrections">{}</h2><ul>{}</ul></section>)",
                      {tr(text.lang, "notice.corrections"), html::each(lines, [&](const editorial::Correction& line) {
                           return html::html("<li>{}</li>", {tr(text.lang, "notice.corrected",
                                                                {{"date", design::date(text.lang, line.on)}, {"note", line.note}})});
                       })});
}

std::optional<web::Response> gone_page(const design::Frame& frame, web::Visit& visit, const editorial::Piece& piece) {
    const auto gone = editorial::find_gone(visit.tx(), visit.viewer, piece, visit.lang);
    if (!gone) return std::nullopt;
    constexpr int status = 410; // RFC 9110, section 15.5.11
    design::ErrorPage shown{.status = status, .request_id = "", .contact = frame.contact, .what = "", .typed = {}, .links = {}};
    if (!gone->title.empty())
        shown.what = tr(visit.lang, "notice.gone", {{"title", gone->title}, {"date", design::date(visit.lang, gone->on)}});
    if (gone->instead)
        if (const auto other = editorial::find_piece(visit.tx(), visit.viewer, gone->instead->piece))
            if (const auto url = editorial::url_of(visit.tx(), *other))
                shown.links.push_back({{tr(visit.lang, "notice.instead", {{"title", gone->instead->title}}), visit.lang},
                                       design::address(gone->instead->lang, *url)});
    design::Page page = design::page_for(visit, design::error_title(visit.lang, status), "");
    page.own_lang = false;
    page.pair_exists = editorial::find_gone(visit.tx(), visit.viewer, piece, base::other(visit.lang)).has_value();
    return web::page(design::page(frame, page, design::error_page(visit.lang, shown)), status);
}

}
