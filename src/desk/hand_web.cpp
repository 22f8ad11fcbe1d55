#include "desk/hand_view.hpp"
#include "desk/text_web.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Copy;
using people::PersonId;
using people::Right;
using web::Visit;
using writing::Which;

// ---- handing over ----------------------------------------------------------------------------------------------------

/// How the text will be signed: what the person chose for themself.
std::string signature(Visit& visit) {
    const auto person = people::get_person(visit.tx(), visit.viewer, people::require_account(visit.viewer));
    if (!person.may_be_named()) return tr(visit.lang, "writing.agree_unnamed");
    return tr(visit.lang, "writing.agree_named", {{"name", people::name_in(visit.lang, person)}});
}

view::HandOver hand_over_page(Visit& visit, const Which& asked, const Copy& copy) {
    view::HandOver page{.crumbs = writing::crumbs_below(visit.lang, asked, copy),
                        .path = asked.path,
                        .title = writing::title_of(visit.lang, copy),
                        .next = editorial::Stage::first_read,
                        .open = {},
                        .asks_agreement = editorial::must_agree(visit.tx(), visit.viewer, copy.text),
                        .signed_as = signature(visit),
                        .note = {},
                        .agrees = false};
    const auto stages = editorial::workflow_of(visit.tx(), asked.piece.kind).stages;
    if (stages.size() > 1) page.next = stages[1];
    // What others answer for comes later.
    const std::set<std::string_view> of_writer{"heading", "block", "headings", "pictures", "sources", "links"};
    for (const editorial::Check& check : editorial::checklist(visit.tx(), visit.viewer, copy))
        if (check.state == editorial::Check::State::open && of_writer.contains(check.name))
            for (const editorial::Problem& problem : check.problems) page.open.push_back(tr(visit.lang, problem.word, problem.args));
    return page;
}

web::Response show_hand_over(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    people::require(visit.tx(), visit.viewer, Right::edit, editorial::scope_of(visit.tx(), asked.piece.id));
    // Whoever comes back to it afterwards sees where it is.
    if (copy.stage != editorial::Stage::draft) return web::see_other(web::in_lang(visit.lang, asked.path));
    return draw(frame, visit, view::hand_over(visit.lang, hand_over_page(visit, asked, copy), {}));
}

web::Response hand_over(const Frame& frame, Visit& visit) {
    const std::string note = text::several_lines(visit.fields().get("note"));
    const bool agrees = !visit.fields().get("agrees").empty();
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    const auto done = editorial::hand_over(visit.tx(), visit.viewer, copy.text, note, agrees);
    if (done) return web::see_other(web::in_lang(visit.lang, asked.path), "handed_over");
    view::HandOver page = hand_over_page(visit, asked, copy);
    page.note = note;
    page.agrees = agrees;
    auto problems = writing::in_words(visit.lang, done.error());
    // What is wrong in the text itself is mended there.
    for (design::Problem& problem : problems)
        if (problem.field != "note" && problem.field != "agrees") problem.field = "back";
    return draw(frame, visit, view::hand_over(visit.lang, page, problems), 422);
}

// ---- sending back ----------------------------------------------------------------------------------------------------

view::SendBack send_back_page(Visit& visit, const Which& asked, const Copy& copy, std::string notes) {
    return {.crumbs = writing::crumbs_below(visit.lang, asked, copy),
            .path = asked.path,
            .title = writing::title_of(visit.lang, copy),
            .notes = std::move(notes)};
}

web::Response show_notes(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    if (!writing::may(visit, Right::accept, asked.piece.id))
        people::require(visit.tx(), visit.viewer, Right::approve, editorial::scope_of(visit.tx(), asked.piece.id));
    if (copy.stage == editorial::Stage::draft) return web::see_other(web::in_lang(visit.lang, asked.path));
    return draw(frame, visit, view::send_back(visit.lang, send_back_page(visit, asked, copy, {}), {}));
}

web::Response send_back(const Frame& frame, Visit& visit) {
    std::string notes = text::several_lines(visit.fields().get("note"));
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    const auto done = editorial::send_back(visit.tx(), visit.viewer, copy.text, notes);
    if (done) return web::see_other(web::in_lang(visit.lang, asked.path), "sent_back");
    auto problems = writing::in_words(visit.lang, done.error());
    // There is one field.
    for (design::Problem& problem : problems) problem.field = "note";
    return draw(frame, visit, view::send_back(visit.lang, send_back_page(visit, asked, copy, std::move(notes)), problems), 422);
}

// ---- asking somebody -------------------------------------------------------------------------------------------------

/// People with an account whose names everybody may see, the viewer, and who worked on the piece.
std::vector<std::pair<std::string, std::string>> people_to_ask(Visit& visit, const Which& asked) {
    db::Tx& tx = visit.tx();
    std::vector<people::Person> known = people::list_people(tx, visit.viewer);
    for (editorial::Credit& credit : editorial::list_credits(tx, asked.piece.id)) known.push_back(std::move(credit.person));
    known.push_back(people::get_person(tx, visit.viewer, people::require_account(visit.viewer)));
    std::set<PersonId> seen;
    std::vector<std::pair<std::string, std::string>> people;
    for (const people::Person& person : known) {
        if (person.collective || !seen.insert(person.id).second || !people::find_main_address(tx, person.id)) continue;
        const bool me = visit.viewer.person && static_cast<PersonId>(*visit.viewer.person) == person.id;
        people.emplace_back(std::to_string(static_cast<std::int64_t>(person.id)), me ? tr(visit.lang, "writing.turn_me")
                                                                                  : person.may_be_named()
                                                                                      ? people::name_in(visit.lang, person)
                                                                                      : tr(visit.lang, "writing.turn_worked"));
    }
    return people;
}

view::Turns turns_page(Visit& visit, const Which& asked, const Copy& copy) {
    view::Turns page{
        .crumbs = writing::crumbs_below(visit.lang, asked, copy),
        .path = asked.path,
        .title = writing::title_of(visit.lang, copy),
        .turns = {},
        .people = people_to_ask(visit, asked),
        .by_address = people::may(visit.viewer, Right::keep),
        .person = {},
        .address = {},
        .duty = std::string(editorial::name_of(copy.stage == editorial::Stage::draft ? editorial::Duty::write : editorial::Duty::read)),
        .due_on = {},
        .note = {},
        .done = {}};
    if (copy.stage == editorial::Stage::proof) page.duty = editorial::name_of(editorial::Duty::proof);
    const bool approves = writing::may(visit, Right::approve, asked.piece.id);
    for (const editorial::Turn& turn : editorial::list_turns(visit.tx(), visit.viewer, copy.text)) {
        const bool own = visit.viewer.person && static_cast<PersonId>(*visit.viewer.person) == turn.person.id;
        page.turns.push_back(
            {turn.id, {writing::who(visit.lang, visit.viewer, turn.person), turn.duty, turn.due_on, turn.note}, approves || own});
    }
    return page;
}

web::Response show_turns(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    people::require(visit.tx(), visit.viewer, Right::approve, editorial::scope_of(visit.tx(), asked.piece.id));
    view::Turns page = turns_page(visit, asked, copy);
    page.done = visit.query("done");
    return draw(frame, visit, view::turns(visit.lang, page, {}));
}

std::optional<std::int64_t> number_in(std::string_view typed) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (typed.empty() || failed != std::errc{} || end != typed.data() + typed.size()) return std::nullopt;
    return number;
}

/// Whom the form names: one of the people that it offered, or for keepers whoever has the address.
std::optional<PersonId> person_in(Visit& visit, const view::Turns& page, std::vector<design::Problem>& problems) {
    if (page.by_address && !page.address.empty()) {
        const auto address = people::normal_address(page.address);
        const auto person = address ? people::find_member(visit.tx(), visit.viewer, *address) : std::nullopt;
        if (!person || !people::find_main_address(visit.tx(), *person))
            problems.push_back({"address", tr(visit.lang, "writing.turn_unknown")});
        return person;
    }
    const bool offered = std::any_of(page.people.begin(), page.people.end(), [&](const auto& one) { return one.first == page.person; });
    const auto id = offered ? number_in(page.person) : std::nullopt;
    if (!id) {
        problems.push_back({"person", tr(visit.lang, "writing.turn_missing")});
        return std::nullopt;
    }
    return static_cast<PersonId>(*id);
}

web::Response ask(const Frame& frame, Visit& visit) {
    const web::Fields& fields = visit.fields();
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    people::require(visit.tx(), visit.viewer, Right::approve, editorial::scope_of(visit.tx(), asked.piece.id));
    view::Turns page = turns_page(visit, asked, copy);
    page.person = text::one_line(fields.get("person"));
    page.address = text::one_line(fields.get("address"));
    page.duty = text::one_line(fields.get("duty"));
    page.due_on = text::one_line(fields.get("due_on"));
    page.note = text::several_lines(fields.get("note"));
    std::vector<design::Problem> problems;
    const auto person = person_in(visit, page, problems);
    const auto duty = editorial::duty_from(page.duty);
    if (!duty) problems.push_back({"duty", tr(visit.lang, "writing.turn_duty_missing")});
    const auto due = base::parse_day(page.due_on);
    if (!due && !page.due_on.empty()) problems.push_back({"due_on", tr(visit.lang, "writing.turn_no_day")});
    if (problems.empty()) {
        const auto done =
            editorial::ask(visit.tx(), visit.viewer, copy.text, {.person = *person, .duty = *duty, .due_on = due, .note = page.note});
        if (done) return web::see_other(web::in_lang(visit.lang, asked.path + "/turns"), "asked");
        problems = writing::in_words(visit.lang, done.error());
    }
    return draw(frame, visit, view::turns(visit.lang, page, problems), 422);
}

web::Response end_turn(Visit& visit) {
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    const std::int64_t id = id_in(visit, "id");
    const auto turns = editorial::list_turns(visit.tx(), visit.viewer, copy.text);
    if (std::none_of(turns.begin(), turns.end(), [&](const auto& turn) { return turn.id == id; })) throw base::Missing();
    editorial::end_turn(visit.tx(), visit.viewer, id);
    const bool approves = writing::may(visit, Right::approve, asked.piece.id);
    return web::see_other(web::in_lang(visit.lang, approves ? asked.path + "/turns" : asked.path), "turn_ended");
}
}

void hand_routes(web::Routes& on, const Frame& frame) {
    on.get("/desk/{piece}/{lang}/hand-over", [&frame](Visit& visit) { return show_hand_over(frame, visit); }).needs("account");
    on.post("/desk/{piece}/{lang}/hand-over", [&frame](Visit& visit) { return hand_over(frame, visit); }).needs("account");
    on.get("/desk/{piece}/{lang}/notes", [&frame](Visit& visit) { return show_notes(frame, visit); }).needs("account");
    on.post("/desk/{piece}/{lang}/notes", [&frame](Visit& visit) { return send_back(frame, visit); }).needs("account");
    on.get("/desk/{piece}/{lang}/turns", [&frame](Visit& visit) { return show_turns(frame, visit); }).needs("account").takes({"done"});
    on.post("/desk/{piece}/{lang}/turns", [&frame](Visit& visit) { return ask(frame, visit); }).needs("account");
    on.post("/desk/{piece}/{lang}/turns/{id}/end", [](Visit& visit) { return end_turn(visit); }).needs("account");
}

}
