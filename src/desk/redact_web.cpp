#include "design/visit.hpp"
#include "desk/redact_view.hpp"
#include "desk/text_web.hpp"
#include "kit/base/log.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

editorial::Piece piece_of(Visit& visit) {
    return web::or_404(editorial::find_piece(visit.tx(), visit.viewer, static_cast<editorial::PieceId>(id_in(visit, "piece"))));
}

view::RedactPage page_of(Visit& visit, const editorial::Piece& piece) {
    const std::string desk = "/desk/" + std::to_string(static_cast<std::int64_t>(piece.id));
    view::RedactPage page{.path = desk + "/redaction",
                          .title = piece.slug,
                          .piece = design::address(visit.lang, desk),
                          .words = {},
                          .pictures = {},
                          .places = {},
                          .understood = false,
                          .done = {}};
    if (const auto entry = editorial::find_entry(visit.tx(), visit.viewer, piece.id, visit.lang)) page.title = entry->title;
    for (const editorial::Picture& picture : editorial::list_piece_pictures(visit.tx(), visit.viewer, piece.id)) {
        if (picture.width == 0) continue;
        const int width = editorial::widths_of(picture).front();
        page.pictures.push_back({picture.uid, editorial::picture_src(picture.uid) + "/" + std::to_string(width) + ".jpg", picture.alt,
                                 width, (picture.height * width + picture.width / 2) / picture.width, false});
    }
    return page;
}

void take(const web::Fields& fields, view::RedactPage& page) {
    page.words = text::one_line(fields.get("words"));
    page.understood = fields.get("understood") == "1";
    for (view::RedactPicture& picture : page.pictures)
        picture.chosen = std::any_of(fields.all().begin(), fields.all().end(),
                                     [&](const auto& pair) { return pair.first == "picture" && pair.second == picture.uid; });
}

editorial::Redaction wanted(const Visit& visit, const view::RedactPage& page) {
    editorial::Redaction redaction{.words = page.words,
                                   .pictures = {},
                                   .in_english = tr(base::Lang::en, "redact.left"),
                                   .in_japanese = tr(base::Lang::ja, "redact.left"),
                                   .lang = visit.lang};
    for (const view::RedactPicture& picture : page.pictures)
        if (picture.chosen) redaction.pictures.push_back(picture.uid);
    return redaction;
}

web::Response show(const Frame& frame, Visit& visit) {
    view::RedactPage page = page_of(visit, piece_of(visit));
    page.done = visit.query("done");
    return draw(frame, visit, view::redact(visit.lang, page, {}));
}

/// The rows are changed when this is answered; what they left in the files is overwritten now, or by the next who redacts.
void scrub(const Tools& tools) {
    try {
        if (tools.scrub) tools.scrub();
    } catch (const std::exception& failed) {
        base::log::error("words that were taken out may still be in the files of the database", {{"why", failed.what()}});
    }
}

web::Response change(const Frame& frame, const Tools& tools, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const editorial::Piece piece = piece_of(visit);
    view::RedactPage page = page_of(visit, piece);
    take(fields, page);
    auto found = editorial::find_redacted(visit.tx(), visit.viewer, piece.id, wanted(visit, page));
    if (!found) return draw(frame, visit, view::redact(visit.lang, page, writing::in_words(visit.lang, found.error())), 422);
    page.places = std::move(*found);
    // Words that were hidden in a form are never acted upon unseen.
    if (fields.get("act") != "redact") return draw(frame, visit, view::redact(visit.lang, page, {}));
    if (!page.understood)
        return draw(frame, visit, view::redact(visit.lang, page, {{"understood", tr(visit.lang, "redact.problem_understood")}}), 422);
    const auto done = editorial::redact(visit.tx(), visit.viewer, piece.id, wanted(visit, page));
    if (!done) return draw(frame, visit, view::redact(visit.lang, page, writing::in_words(visit.lang, done.error())), 422);
    visit.tx().commit();
    visit.close();
    scrub(tools);
    return web::see_other(web::in_lang(visit.lang, page.path), "redacted");
}
}

void redact_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/desk/{piece}/redaction", [&frame](Visit& visit) { return show(frame, visit); }).needs("keep").takes({"done"});
    on.post("/desk/{piece}/redaction", [&frame, &tools](Visit& visit) { return change(frame, tools, visit); }).needs("keep");
}

}
