#include "design/visit.hpp"
#include "desk/preview_view.hpp"
#include "desk/text_web.hpp"
#include "kit/web/routes.hpp"
#include "research/research.hpp"

#include <charconv>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using html::Html;
using web::Visit;
using writing::Which;

/// As readers would get it, were it published today.
editorial::Text as_published(Visit& visit, const editorial::Copy& copy) {
    editorial::Text text{.id = copy.text,
                         .piece = copy.piece,
                         .lang = copy.lang,
                         .title = writing::title_of(copy.lang, copy),
                         .summary = copy.summary,
                         .body = doc::normalized(copy.body),
                         .length = {},
                         .published_on = base::day_of(visit.tx().now()),
                         .revised_on = {},
                         .checked_on = {},
                         .check_by = copy.check_by,
                         .native_read = copy.native_read,
                         .checked_alone = false,
                         .pairing = copy.pairing};
    text.length = doc::length(text.body);
    return text;
}

/// The title of the course that a lesson is in.
std::optional<design::Words> course_of(Visit& visit, const editorial::Piece& piece, base::Lang lang) {
    const editorial::Kind* kind = editorial::find_kind(piece.kind);
    if (!kind || !kind->within) return std::nullopt;
    for (const std::string& scope : kind->within(visit.tx(), piece)) {
        constexpr std::string_view course = "course:";
        std::int64_t id = 0;
        if (!scope.starts_with(course) || std::from_chars(scope.data() + course.size(), scope.data() + scope.size(), id).ec != std::errc{})
            continue;
        if (const auto entry = editorial::find_entry(visit.tx(), visit.viewer, static_cast<editorial::PieceId>(id), lang))
            return design::Words{entry->title, entry->lang};
    }
    return std::nullopt;
}

doc::Node only(const doc::Node& document, const doc::Node& block) {
    return {.type = document.type, .attrs = document.attrs, .content = {block}, .text = {}, .marks = {}};
}

/// As the readers' pages draw it: what is a page of its own, or stands in another place, is drawn by itself.
void draw_text(const Frame& frame, Visit& visit, view::Preview& page) {
    const editorial::Text& text = page.text;
    research::Reading reading(visit.tx(), visit.viewer, text.lang);
    if (const doc::Node* note = doc::find_block(text.body, "note"); note && text.piece.kind == "post")
        page.note = reading.draw(only(text.body, *note));
    page.body = text.piece.kind == "lesson" ? reading.draw(doc::without_blocks(text.body, {"partner", "note"}))
                                            : reading.draw(doc::without_blocks(text.body, {"note"}));
    if (const Html references = reading.references(); !references.empty() && text.piece.kind != "lesson")
        page.body += html::html(R"(<section aria-labelledby="sources"><h2 id="sources">{}</h2>{}</section>)",
                                {tr(text.lang, "lesson.sources"), references});
    if (const doc::Node* sheet = doc::find_block(text.body, "partner"); sheet && text.piece.kind == "lesson")
        page.partner = reading.draw(doc::inside(*sheet));
    const auto credits = editorial::list_credits(visit.tx(), text.piece.id);
    page.people = research::people_of(text.lang, credits);
    page.notices = research::notices(frame, text, credits);
}

web::Response show(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    auto live = copy ? std::nullopt : editorial::find_text(visit.tx(), visit.viewer, asked.piece, asked.lang);
    if (!copy && !live) throw base::Missing();
    const bool other = editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, base::other(asked.lang)) ||
                       editorial::has_text(visit.tx(), visit.viewer, asked.piece.id, base::other(asked.lang));
    view::Preview shown{.path = asked.path,
                        .text = copy ? as_published(visit, *copy) : std::move(*live),
                        .version = copy ? std::optional(copy->version) : std::nullopt,
                        .people = {},
                        .notices = {},
                        .note = {},
                        .body = {},
                        .partner = {},
                        .course = course_of(visit, asked.piece, asked.lang),
                        .other = other};
    draw_text(frame, visit, shown);
    design::Page page = design::page_for(visit, shown.text.title);
    page.lang = asked.lang;
    page.path = asked.path + "/preview";
    page.pair_exists = false;
    page.own_lang = false;
    page.head = design::desk_head();
    page.wide = shown.text.piece.kind == "lesson";
    if (page.wide) page.skip_to = "text";
    return web::page(design::page(frame, page, view::preview(visit.lang, shown)));
}
}

void preview_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/{lang}/preview", [&frame](Visit& visit) { return show(frame, visit); }).needs("account");
}

}
