#include "desk/hand_view.hpp"

#include "design/parts.hpp"
#include "desk/beside_view.hpp"

namespace desk::view {

using design::address;
using design::tr;
using html::each;
using html::html;
using html::maybe;

namespace {
std::string_view what_happens(editorial::Stage next) {
    switch (next) {
        case editorial::Stage::draft:
        case editorial::Stage::first_read: return "writing.hand_first_read_text";
        case editorial::Stage::proof: return "writing.hand_proof_text";
        case editorial::Stage::ready:
        case editorial::Stage::scheduled: return "writing.hand_ready_text";
    }
    return "";
}

Html back(Lang lang, const std::string& path) {
    return html(R"(<p><a id="back" href="{}">{}</a></p>)", {address(lang, path), tr(lang, "writing.back")});
}

Html agreement(Lang lang, const HandOver& page, const std::vector<design::Problem>& problems) {
    if (!page.asks_agreement) return {};
    return html(R"(<div class="write-agree"><p>{}</p><p>{}</p><p>{}</p></div>)",
                {tr(lang, "writing.agree_unpaid"), tr(lang, "writing.agree_licence"), page.signed_as}) +
           design::check_group({.legend = tr(lang, "writing.agree_question"),
                                .hint = {},
                                .boxes = {{.id = "agrees", .name = "agrees", .label = tr(lang, "writing.agree"), .checked = page.agrees}},
                                .error = design::message_for(problems, "agrees")});
}

Html note_field(Lang lang, const char* id, std::string_view label, std::string_view hint, const std::string& value, bool required,
                const std::vector<design::Problem>& problems) {
    return design::field(lang, {.id = id,
                                .label = tr(lang, label),
                                .hint = tr(lang, hint),
                                .value = value,
                                .type = "textarea",
                                .error = design::message_for(problems, id),
                                .required = required});
}
}

design::DeskPage hand_over(Lang lang, const HandOver& page, const std::vector<design::Problem>& problems) {
    Html content = html("<p>{}</p>", {tr(lang, what_happens(page.next))});
    if (!page.open.empty())
        content += html(R"(<details class="desk-fold"><summary>{}</summary><p>{}</p><ul>{}</ul></details>)",
                        {tr(lang, "writing.hand_open", {{"count", page.open.size()}}), tr(lang, "writing.hand_open_text"),
                         each(page.open, [](const std::string& one) { return html("<li>{}</li>", {one}); })});
    const Html fields = note_field(lang, "note", "writing.hand_note", "writing.hand_note_hint", page.note, /*required=*/false, problems) +
                        agreement(lang, page, problems);
    content += design::form(address(lang, page.path + "/hand-over"), fields, tr(lang, hand_over_word(page.next)));
    content += back(lang, page.path);
    return {.crumbs = page.crumbs,
            .title = tr(lang, hand_over_word(page.next)),
            .dek = page.title,
            .done = {},
            .problems = problems,
            .content = content};
}

design::DeskPage send_back(Lang lang, const SendBack& page, const std::vector<design::Problem>& problems) {
    const Html fields =
        note_field(lang, "note", "writing.send_back_notes", "writing.send_back_hint", page.notes, /*required=*/true, problems);
    return {.crumbs = page.crumbs,
            .title = tr(lang, "writing.send_back"),
            .dek = page.title,
            .done = {},
            .problems = problems,
            .content = html("<p>{}</p>", {tr(lang, "writing.send_back_text")}) +
                       design::form(address(lang, page.path + "/notes"), fields, tr(lang, "writing.send_back_go")) + back(lang, page.path)};
}

design::DeskPage turns(Lang lang, const Turns& page, const std::vector<design::Problem>& problems) {
    const auto error = [&](std::string_view field) { return design::message_for(problems, field); };
    Html open;
    for (const OpenTurn& turn : page.turns) {
        const std::string duty = tr(lang, duty_word(turn.waits.duty), {{"who", turn.waits.who}});
        open +=
            html(R"(<li><span>{}{}</span>{}</li>)",
                 {turn.waits.due ? tr(lang, "writing.duty_until", {{"duty", duty}, {"date", design::date(lang, *turn.waits.due)}}) : duty,
                  maybe(!turn.waits.note.empty(), R"(<br><span class="soft write-lines">{}</span>)", {turn.waits.note}),
                  turn.may_end ? design::action_button(address(lang, page.path + "/turns/" + std::to_string(turn.id) + "/end"),
                                                       tr(lang, "writing.turn_end"))
                               : Html{}});
    }
    design::Choice duty{
        .id = "duty", .label = tr(lang, "writing.turn_duty"), .options = {}, .chosen = page.duty, .hint = {}, .error = error("duty")};
    for (const editorial::Duty one : editorial::all_duties)
        duty.options.emplace_back(editorial::name_of(one), tr(lang, "writing.ask_" + std::string(editorial::name_of(one))));
    design::Choice person{.id = "person",
                          .label = tr(lang, "writing.turn_person"),
                          .options = {{"", tr(lang, "writing.turn_choose")}},
                          .chosen = page.person,
                          .hint = tr(lang, "writing.turn_person_hint"),
                          .error = error("person")};
    person.options.insert(person.options.end(), page.people.begin(), page.people.end());
    Html fields = design::choice(person);
    if (page.by_address)
        fields += design::field(lang, {.id = "address",
                                       .label = tr(lang, "writing.turn_address"),
                                       .hint = tr(lang, "writing.turn_address_hint"),
                                       .value = page.address,
                                       .type = "email",
                                       .error = error("address"),
                                       .autocomplete = "off"});
    fields += design::choice(duty) +
              design::field(lang, {.id = "due_on",
                                   .label = tr(lang, "writing.turn_due"),
                                   .hint = {},
                                   .value = page.due_on,
                                   .type = "date",
                                   .error = error("due_on")}) +
              note_field(lang, "note", "writing.turn_note", "writing.turn_note_hint", page.note, /*required=*/false, problems);
    Html content = design::desk_section("open", tr(lang, "writing.people"),
                                        open.empty() ? html("<p>{}</p>", {tr(lang, "writing.nobody_asked")})
                                                     : html(R"(<ul class="waiting">{}</ul>)", {open}));
    content += design::desk_section("ask", tr(lang, "writing.ask"),
                                    html("<p>{}</p>", {tr(lang, "writing.turn_text")}) +
                                        design::form(address(lang, page.path + "/turns"), fields, tr(lang, "writing.turn_go")));
    content += back(lang, page.path);
    return {.crumbs = page.crumbs,
            .title = tr(lang, "writing.ask"),
            .dek = page.title,
            .done = page.done,
            .problems = problems,
            .content = content};
}

}
