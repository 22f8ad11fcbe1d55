#include "design/visit.hpp"
#include "desk/compare_view.hpp"
#include "desk/pair_view.hpp"
#include "desk/text_web.hpp"
#include "desk/write_form.hpp"
#include "kit/web/routes.hpp"

#include <charconv>
#include <chrono>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Pairing;
using people::Right;
using web::Visit;
using writing::Which;

constexpr web::Rule saves{60, std::chrono::minutes(1)};

std::int64_t number_in(std::string_view typed) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (typed.empty() || failed != std::errc{} || end != typed.data() + typed.size() || number < 0) throw web::BadRequest(400);
    return number;
}

view::PairPage page_of(Visit& visit, const Which& asked) {
    view::PairPage page;
    page.path = asked.path;
    page.pairs = editorial::get_pairs(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    const auto& pairs = page.pairs;
    page.title = !pairs.title.empty() ? pairs.title : pairs.source ? pairs.source->title : tr(visit.lang, "writing.untitled");
    page.crumbs = {{tr(visit.lang, "nav.me"), design::address(visit.lang, "/me")}, {page.title, design::address(visit.lang, asked.path)}};
    if (pairs.source) page.source_on = base::day_of(pairs.source->made_at);
    if (pairs.made_from) page.made_from_on = base::day_of(pairs.made_from->made_at);
    page.all = visit.query("show") == "all";
    page.may_begin = writing::may(visit, Right::edit, asked.piece.id);
    return page;
}

web::Response show(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    view::PairPage page = page_of(visit, asked);
    page.done = visit.query("done");
    return draw(frame, visit, view::pair(visit.lang, page, {}));
}

web::Response back(const Visit& visit, const Which& asked, std::string_view done, std::string_view anchor = {}) {
    std::string path = web::in_lang(visit.lang, asked.path + "/translation");
    if (visit.query("show") == "all") path += "?show=all";
    return web::see_other(path + std::string(anchor), done);
}

Pairing pairing_in(const web::Fields& fields) { return fields.get("pairing") == "parallel" ? Pairing::parallel : Pairing::paired; }

editorial::TextId text_of(Visit& visit, const Which& asked) {
    return web::or_404(editorial::find_text_id(visit.tx(), asked.piece.id, asked.lang));
}

// ---- one block -------------------------------------------------------------------------------------------------------

/// What was typed stands there again, with what is wrong or in the way.
web::Response refuse(const Frame& frame, Visit& visit, const Which& asked, view::TypedBlock typed, std::vector<design::Problem> problems,
                     int status) {
    view::PairPage page = page_of(visit, asked);
    const std::string field = view::block_field(typed.row);
    for (design::Problem& problem : problems) problem.field = field;
    page.all = page.all || typed.row >= page.pairs.blocks.size();
    page.typed = std::move(typed);
    return draw(frame, visit, view::pair(visit.lang, page, problems), status);
}

web::Response save_block(const Frame& frame, Visit& visit, const Which& asked, bool up_to_date) {
    const web::Fields& fields = visit.fields();
    const WriteForm form = write_form(fields);
    view::TypedBlock typed{.row = static_cast<std::size_t>(number_in(fields.get("row"))), .text = form.text, .base = form.base, .both = {}};
    const auto after = doc::from_markdown(form.text), before = doc::from_markdown(form.base);
    if (!before) throw web::BadRequest(400);
    if (!after) return refuse(frame, visit, asked, std::move(typed), told_faults(visit.lang, after.error()), 422);
    const std::int64_t source = number_in(fields.get("source"));
    const editorial::BlockEdit edit{.source = static_cast<editorial::RevisionId>(source),
                                    .place = static_cast<std::size_t>(number_in(fields.get("place"))),
                                    .has_source = source != 0,
                                    .before = *before,
                                    .after = *after,
                                    .up_to_date = up_to_date};
    if (form.base.empty() && doc::plain_text(*after).empty())
        return refuse(frame, visit, asked, std::move(typed), {{"", tr(visit.lang, "pair.nothing_written")}}, 422);
    const auto saved = editorial::save_block(visit.tx(), visit.viewer, text_of(visit, asked), edit);
    if (std::holds_alternative<editorial::Saved>(saved))
        return back(visit, asked, up_to_date ? "block_current" : "block_saved", "#block-" + std::to_string(typed.row + 1));
    if (const auto* clash = std::get_if<editorial::BlockClash>(&saved)) {
        typed.both = doc::compare_html(doc::compare(clash->theirs, *after), view::compare_options(visit.lang, asked.lang));
        typed.base = doc::to_markdown(clash->theirs);
        while (typed.base.ends_with('\n')) typed.base.pop_back();
        return refuse(frame, visit, asked, std::move(typed), {{"", tr(visit.lang, "pair.clash")}}, 409);
    }
    const bool unfit = std::holds_alternative<editorial::Unfit>(saved);
    return refuse(frame, visit, asked, std::move(typed), {{"", tr(visit.lang, unfit ? "writing.unfit" : "pair.closed")}},
                  unfit ? 422 : 409);
}

web::Response save_heading(const Frame& frame, Visit& visit, const Which& asked) {
    const WriteForm form = write_form(visit.fields());
    std::vector<design::Problem> problems = told_heading(visit.lang, form);
    int status = 422;
    if (problems.empty()) {
        editorial::HeadingChange change;
        if (form.title != form.title_was) change.title = {form.title_was, form.title};
        if (form.summary != form.summary_was) change.summary = {form.summary_was, form.summary};
        const auto saved = editorial::save_heading(visit.tx(), visit.viewer, text_of(visit, asked), change);
        if (std::holds_alternative<editorial::Saved>(saved)) return back(visit, asked, "block_saved");
        status = 409;
        if (const auto* now = std::get_if<editorial::Heading>(&saved)) {
            if (now->title != form.title) problems.push_back({"title", tr(visit.lang, "pair.heading_clash", {{"now", now->title}})});
            if (now->summary != form.summary)
                problems.push_back({"summary", tr(visit.lang, "pair.heading_clash", {{"now", now->summary}})});
        } else
            problems.push_back({"title", tr(visit.lang, "pair.closed")});
    }
    view::PairPage page = page_of(visit, asked);
    page.heading = view::TypedHeading{form.title, form.summary};
    return draw(frame, visit, view::pair(visit.lang, page, problems), status);
}

// ---- the whole text --------------------------------------------------------------------------------------------------

web::Response bring_in_line(const Frame& frame, Visit& visit, const Which& asked) {
    const auto source = static_cast<editorial::RevisionId>(number_in(visit.fields().get("source")));
    const auto done = editorial::bring_in_line(visit.tx(), visit.viewer, text_of(visit, asked), source);
    if (done) return back(visit, asked, "in_line");
    auto problems = writing::in_words(visit.lang, done.error());
    for (design::Problem& problem : problems) problem.field = "blocks";
    return draw(frame, visit, view::pair(visit.lang, page_of(visit, asked), problems), 422);
}

web::Response change(const Frame& frame, Visit& visit) {
    const std::string act(visit.fields().get("act"));
    const Which asked = writing::which_text(visit);
    visit.limit("desk.save", std::to_string(visit.viewer.person.value_or(0)), saves);
    if (act == "save" || act == "current") return save_block(frame, visit, asked, act == "current");
    if (act == "heading") return save_heading(frame, visit, asked);
    if (act == "in_line") return bring_in_line(frame, visit, asked);
    if (act == "start") {
        editorial::start_translation(visit.tx(), visit.viewer, asked.piece.id, asked.lang, pairing_in(visit.fields()));
        return back(visit, asked, "translation_begun");
    }
    if (act == "begin") {
        editorial::open_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
        return back(visit, asked, "correction_begun");
    }
    if (act != "pairing") throw web::BadRequest(400);
    editorial::set_pairing(visit.tx(), visit.viewer, text_of(visit, asked), pairing_in(visit.fields()));
    return back(visit, asked, "saved");
}
}

void pair_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/{lang}/translation", [&frame](Visit& visit) { return show(frame, visit); })
        .needs("account")
        .takes({"show", "done"});
    on.post("/desk/{piece}/{lang}/translation", [&frame](Visit& visit) { return change(frame, visit); }).needs("account").takes({"show"});
}

}
