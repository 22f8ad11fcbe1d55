#include "design/visit.hpp"
#include "desk/compare_view.hpp"
#include "desk/text_web.hpp"
#include "desk/write_view.hpp"
#include "kit/web/routes.hpp"
#include "research/research.hpp"

#include <algorithm>
#include <chrono>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Copy;
using editorial::Stage;
using people::Right;
using web::Visit;
using writing::Which;

constexpr web::Rule saves{60, std::chrono::minutes(1)};
/// Sources, links and pictures are looked up for the page; a text has some dozens.
constexpr std::size_t most_listed = 100;

std::string piece_path(const Which& asked) { return "/desk/" + std::to_string(static_cast<std::int64_t>(asked.piece.id)); }

std::string ask_whom(Visit& visit, Right right) {
    std::string names;
    for (const std::string& name : people::who_may(visit.tx(), right, visit.lang))
        names += (names.empty() ? "" : tr(visit.lang, "sources.comma")) + name;
    return names.empty() ? tr(visit.lang, "writing.ask_editors") : tr(visit.lang, "writing.ask_names", {{"names", names}});
}

// ---- what stands beside a text ---------------------------------------------------------------------------------------

void read_record(Visit& visit, const Which& asked, const Copy& copy, view::Beside& beside) {
    const auto acts = editorial::list_acts(visit.tx(), visit.viewer, asked.piece.id);
    for (const editorial::Act& act : acts) {
        if (act.text != copy.text || act.undone) continue;
        // Notes of an earlier round, before what readers see now, have been dealt with.
        if (act.act == "published" || act.act == "corrected") break;
        if (act.may_undo && !beside.undo) beside.undo = static_cast<std::int64_t>(act.id);
        const bool of_program = !editorial::problems_in(act.note).empty();
        const bool for_writer = act.act == "sent_back" || (act.act == "handed_over" && copy.stage != Stage::draft);
        if (!for_writer || act.note.empty() || of_program) continue;
        beside.notes.push_back({act.person ? writing::who(visit.lang, visit.viewer, *act.person) : tr(visit.lang, "copy.somebody"),
                                base::day_of(act.at), act.note});
    }
}

void read_sources(Visit& visit, const Copy& copy, view::Beside& beside) {
    for (const doc::Citation& citation : doc::citations(copy.body)) {
        const auto known = std::any_of(beside.cited.begin(), beside.cited.end(), [&](const auto& one) { return one.key == citation.key; });
        if (known || beside.cited.size() == most_listed) continue;
        std::string line;
        if (const auto source = research::find_source(visit.tx(), visit.viewer, citation.key)) line = research::reference(*source);
        beside.cited.push_back({citation.key, std::move(line)});
    }
}

void read_pictures(Visit& visit, const Copy& copy, view::Beside& beside) {
    for (const std::string& uid : editorial::pictures_in(copy.body)) {
        if (beside.pictures.size() == most_listed) return;
        const auto picture = editorial::find_picture(visit.tx(), visit.viewer, uid);
        if (!picture || picture->width == 0) continue;
        const int width = editorial::widths_of(*picture).front();
        beside.pictures.push_back({editorial::picture_src(uid) + "/" + std::to_string(width) + ".jpg", picture->alt, width,
                                   (picture->height * width + picture->width / 2) / picture->width});
    }
}

view::Beside beside(Visit& visit, const Which& asked, const Copy& copy) {
    view::Beside found;
    read_record(visit, asked, copy, found);
    for (const editorial::Turn& turn : editorial::list_turns(visit.tx(), visit.viewer, copy.text))
        found.waits.push_back({writing::who(visit.lang, visit.viewer, turn.person), turn.duty, turn.due_on, turn.note});
    found.checks = editorial::checklist(visit.tx(), visit.viewer, copy);
    found.length = doc::length(copy.body);
    read_sources(visit, copy, found);
    read_pictures(visit, copy, found);
    const bool approves = writing::may(visit, Right::approve, asked.piece.id);
    found.asks = approves;
    found.adds_sources = research::may_add(visit.viewer);
    found.sends_back = copy.stage != Stage::draft && (approves || writing::may(visit, Right::accept, asked.piece.id));
    found.publishes = approves || writing::may(visit, Right::publish, asked.piece.id);
    return found;
}

// ---- the page --------------------------------------------------------------------------------------------------------

std::string state_of(Visit& visit, const Copy& copy, bool writes) {
    const auto say = [&](std::string_view word) { return tr(visit.lang, word); };
    std::string said;
    switch (copy.stage) {
        case Stage::draft: said = say(writes ? "writing.state_draft" : "writing.why_draft"); break;
        case Stage::first_read: said = say(writes ? "writing.state_first_read" : "writing.why_first_read"); break;
        case Stage::proof: said = say(writes ? "writing.state_proof" : "writing.why_proof"); break;
        case Stage::ready: said = say(writes ? "writing.state_ready" : "writing.why_ready"); break;
        case Stage::scheduled: said = tr(visit.lang, "writing.why_scheduled", {{"when", copy.go_live_wall}}); break;
    }
    const std::string_view between = visit.lang == base::Lang::en ? " " : "";
    if (copy.live) (said += between) += say("writing.state_live");
    if (!writes) (said += between) += ask_whom(visit, copy.stage == Stage::draft ? Right::edit : Right::approve);
    return said;
}

/// The blocks that the script offers: what a kind of text may hold.
std::string blocks_of(const Copy& copy, bool accepts) {
    const std::string note = accepts ? " note" : "";
    if (copy.piece.kind == "lesson")
        return copy.lang == base::Lang::ja ? "aim try say check lookback deepdive if partner" : "aim try say check lookback deepdive if";
    if (copy.piece.kind == "course") return "aim say if";
    if (copy.piece.kind == "post") return "say try deepdive if" + note;
    return "say if deepdive";
}

view::WritePage page_of(Visit& visit, const Which& asked, const Copy& copy) {
    const bool writes = editorial::may_write(visit.tx(), visit.viewer, copy);
    const std::string markdown = doc::to_markdown(copy.body);
    view::WritePage page{.path = asked.path,
                         .piece_path = piece_path(asked),
                         .kind = asked.piece.kind,
                         .text_lang = asked.lang,
                         .title = writing::title_of(visit.lang, copy),
                         .state = state_of(visit, copy, writes),
                         .form = {.title = copy.title,
                                  .summary = copy.summary,
                                  .text = markdown,
                                  .title_was = copy.title,
                                  .summary_was = copy.summary,
                                  .base = markdown,
                                  .version = copy.version,
                                  .act = {}},
                         .saved_on = base::day_of(copy.changed_at),
                         .me = std::to_string(visit.viewer.person.value_or(0)),
                         .blocks = blocks_of(copy, writing::may(visit, Right::accept, asked.piece.id)),
                         .next = {},
                         .reading = {},
                         .typed = {},
                         .clash = {},
                         .offered = {},
                         .beside = beside(visit, asked, copy)};
    if (copy.stage == Stage::draft && writing::may(visit, Right::edit, asked.piece.id)) {
        const auto stages = editorial::workflow_of(visit.tx(), asked.piece.kind).stages;
        if (stages.size() > 1) page.next = stages[1];
    }
    if (const auto offered = editorial::find_offered(visit.tx(), visit.viewer, copy.text))
        page.offered = static_cast<std::int64_t>(offered->id);
    if (!writes) {
        research::Reading reading(visit.tx(), visit.viewer, asked.lang);
        page.reading = reading.draw(doc::normalized(copy.body));
        const html::Html references = reading.references();
        *page.reading += references;
    }
    return page;
}

web::Response draw_write(const Frame& frame, Visit& visit, const view::WritePage& shown, const std::vector<design::Problem>& problems,
                         int status) {
    design::DeskPage drawn = view::write(visit.lang, shown, problems);
    drawn.done = visit.query("done");
    design::Page page = design::page_for(visit, drawn.title);
    page.own_lang = false;  // for nobody's search engine
    page.head = shown.reading ? design::desk_head() : view::write_head();
    return web::page(design::page(frame, page, design::desk_page(visit.lang, drawn)), status);
}

view::NoCopy no_copy_of(Visit& visit, const Which& asked) {
    view::NoCopy page{.path = asked.path,
                      .piece_path = piece_path(asked),
                      .kind = asked.piece.kind,
                      .title = tr(visit.lang, "writing.untitled"),
                      .text_lang = asked.lang,
                      .live = {},
                      .is_live = false,
                      .may_begin = writing::may(visit, Right::edit, asked.piece.id),
                      .ask = ask_whom(visit, Right::edit),
                      .typed = {}};
    if (const auto text = editorial::find_text(visit.tx(), visit.viewer, asked.piece, asked.lang)) {
        page.title = text->title;
        page.is_live = true;
        page.live = editorial::url_of(visit.tx(), asked.piece);
    } else if (const auto entry = editorial::find_entry(visit.tx(), visit.viewer, asked.piece.id, asked.lang)) {
        page.title = entry->title;
    }
    return page;
}

web::Response show(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    if (!copy) {
        design::DeskPage drawn = view::no_copy(visit.lang, no_copy_of(visit, asked), {});
        drawn.done = visit.query("done");
        return draw(frame, visit, drawn);
    }
    return draw_write(frame, visit, page_of(visit, asked, *copy), {}, 200);
}

// ---- saving ----------------------------------------------------------------------------------------------------------

/// The page again, with what was typed.
web::Response refuse(const Frame& frame, Visit& visit, const Which& asked, const Copy& copy, const WriteForm& form,
                     const std::vector<design::Problem>& problems) {
    view::WritePage page = page_of(visit, asked, copy);
    page.form = form;
    return draw_write(frame, visit, page, problems, 422);
}

/// It was published or taken away, or went into other hands, while somebody wrote.
web::Response gone(const Frame& frame, Visit& visit, const Which& asked, const WriteForm& form) {
    view::NoCopy page = no_copy_of(visit, asked);
    page.typed = form;
    return draw(frame, visit, view::no_copy(visit.lang, page, {{"typed", tr(visit.lang, "writing.gone")}}), 409);
}

web::Response closed(const Frame& frame, Visit& visit, const Which& asked, const Copy& copy, const WriteForm& form) {
    view::WritePage page = page_of(visit, asked, copy);
    page.typed = all_typed(form);
    return draw_write(frame, visit, page, {{"typed", tr(visit.lang, "writing.closed")}}, 409);
}

/// Theirs and mine. From here on the form is made from what stands there now, so that saving it again puts mine over theirs.
web::Response clash(const Frame& frame, Visit& visit, const Which& asked, const Copy& copy, const WriteForm& form, const doc::Node& after) {
    view::WritePage page = page_of(visit, asked, copy);
    const auto options = view::compare_options(visit.lang, asked.lang);
    view::Clash both;
    const auto line = [&](const std::string& theirs, const std::string& mine) {
        return theirs == mine ? html::Html{} : html::html("<p>{}</p>", {doc::compare_html(doc::compare_lines(theirs, mine), options)});
    };
    both.title = line(copy.title, form.title);
    both.summary = line(copy.summary, form.summary);
    const auto compared = doc::compare(doc::normalized(copy.body), after);
    if (compared.any()) both.text = doc::compare_html(compared, options);
    page.clash = std::move(both);
    // Nothing of a refused request stays, the correction that it began neither.
    if (form.act == "correction") page.save_act = form.act;
    page.form.title = form.title;
    page.form.summary = form.summary;
    page.form.text = form.text;
    return draw_write(frame, visit, page, {{"text", tr(visit.lang, "writing.clash_problem")}}, 409);
}

enum class Outcome { saved, clash, closed, unfit };

Outcome outcome_of(const std::variant<editorial::Saved, editorial::Since, editorial::Closed, editorial::Unfit>& saved) {
    if (std::holds_alternative<editorial::Saved>(saved)) return Outcome::saved;
    if (std::holds_alternative<editorial::Closed>(saved)) return Outcome::closed;
    return std::holds_alternative<editorial::Since>(saved) ? Outcome::clash : Outcome::unfit;
}

Outcome save_text(Visit& visit, const Copy& copy, const WriteForm& form, const doc::Node& before, const doc::Node& after) {
    db::Tx& tx = visit.tx();
    const auto onto_present = [&](const doc::Node& wanted) {
        return outcome_of(editorial::save_document(tx, visit.viewer, copy.text, copy.version, copy.body, wanted));
    };
    if (before == after) return Outcome::saved;
    const bool made_from_present = doc::normalized(copy.body) == before;
    if (form.version == copy.version) {
        if (!made_from_present) return Outcome::clash;
        // What Markdown cannot say (an empty line of the other editor, a note that is not written yet) stays where nobody touched it.
        const auto carried = editorial::carry_over(before, after, copy.body);
        return onto_present(carried ? *carried : after);
    }
    const auto saved = editorial::save_document(tx, visit.viewer, copy.text, form.version, before, after);
    if (const auto* shut = std::get_if<editorial::Closed>(&saved); shut && shut->published) {
        // The steps in between are gone, because it was published and opened again. What it began from may be there all the same.
        if (!made_from_present) return Outcome::clash;
        const auto carried = editorial::carry_over(before, after, copy.body);
        return carried ? onto_present(*carried) : Outcome::clash;
    }
    const Outcome outcome = outcome_of(saved);
    return outcome == Outcome::unfit ? Outcome::clash : outcome;
}

Outcome save_heading(Visit& visit, const Copy& copy, const WriteForm& form) {
    editorial::HeadingChange change;
    if (form.title != form.title_was) change.title = {form.title_was, form.title};
    if (form.summary != form.summary_was) change.summary = {form.summary_was, form.summary};
    if (!change.title && !change.summary) return Outcome::saved;
    const auto saved = editorial::save_heading(visit.tx(), visit.viewer, copy.text, change);
    if (std::holds_alternative<editorial::Saved>(saved)) return Outcome::saved;
    if (std::holds_alternative<editorial::Heading>(saved)) return Outcome::clash;
    return std::holds_alternative<editorial::Closed>(saved) ? Outcome::closed : Outcome::unfit;
}

web::Response onward(const Visit& visit, const Which& asked, std::string_view act) {
    const std::string path = web::in_lang(visit.lang, asked.path);
    if (act == "preview") return web::see_other(path + "/preview");
    if (act == "hand_over") return web::see_other(path + "/hand-over");
    return web::see_other(path, "saved");
}

web::Response save(const Frame& frame, Visit& visit) {
    const WriteForm form = write_form(visit.fields());
    const auto after = doc::from_markdown(form.text);
    const auto base = doc::from_markdown(form.base);
    const Which asked = writing::which_text(visit);
    visit.limit("desk.save", std::to_string(visit.viewer.person.value_or(0)), saves);
    if (form.act == "begin") {
        editorial::open_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
        return web::see_other(web::in_lang(visit.lang, asked.path));
    }
    if (form.act == "correction") editorial::open_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    if (!copy) return gone(frame, visit, asked, form);
    if (!editorial::may_write(visit.tx(), visit.viewer, *copy)) return closed(frame, visit, asked, *copy, form);

    std::vector<design::Problem> problems = told_heading(visit.lang, form);
    if (!after)
        for (design::Problem& problem : told_faults(visit.lang, after.error())) problems.push_back(std::move(problem));
    if (!problems.empty()) return refuse(frame, visit, asked, *copy, form, problems);

    // Only a form that somebody changed by hand brings a text that we did not write.
    const doc::Node before = base ? *base : doc::normalized(copy->body);
    Outcome outcome = save_text(visit, *copy, form, before, *after);
    if (outcome == Outcome::saved) outcome = save_heading(visit, *copy, form);
    switch (outcome) {
        case Outcome::saved: return onward(visit, asked, form.act);
        case Outcome::clash: return clash(frame, visit, asked, *copy, form, *after);
        case Outcome::closed: return closed(frame, visit, asked, *copy, form);
        case Outcome::unfit: return refuse(frame, visit, asked, *copy, form, {{"text", tr(visit.lang, "writing.unfit")}});
    }
    return onward(visit, asked, form.act);
}
}

void write_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/{lang}", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"done"});
    on.post("/desk/{piece}/{lang}", [&frame](Visit& visit) { return save(frame, visit); }).needs("account");
}

}
