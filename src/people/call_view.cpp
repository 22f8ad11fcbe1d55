#include "people/call_view.hpp"

#include "design/parts.hpp"
#include "kit/text/typed.hpp"
#include "people/open_form_view.hpp"

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;

namespace {
/// A field that no person sees.
Html trap() {
    return html(
        R"(<div class="vh" aria-hidden="true"><input name="homepage" type="text" value="" tabindex="-1" autocomplete="off"></div>)");
}

/// Each line that was typed is a paragraph.
Html paragraphs(std::string_view text) {
    return html::each(text::lines_of(text), [](const std::string& line) { return html("<p>{}</p>", {line}); });
}

/// Nobody answers on those days.
Html closed(Lang lang, const std::optional<DeskClosed>& days) {
    return days ? html("<p>{}</p>", {tr(lang, "edit_board.closed_public",
                                        {{"from", design::date(lang, days->from)}, {"until", design::date(lang, days->until)}})})
                : Html{};
}

std::pair<std::string, html::Url> crumb(Lang lang) { return {tr(lang, "nav.write"), address(lang, "/write")}; }
}

design::DeskPage application(Lang lang, const ApplicationPage& page, const std::vector<design::Problem>& problems) {
    const auto& call = page.call;
    const Html fields = design::field(lang, {.id = "words",
                                             .label = tr(lang, "call.words"),
                                             .hint = tr(lang, "call.words_hint"),
                                             .value = page.typed.words,
                                             .type = "textarea",
                                             .error = design::message_for(problems, "words"),
                                             .required = true}) +
                        design::field(lang, {.id = "name",
                                             .label = tr(lang, "call.name"),
                                             .hint = tr(lang, "call.name_hint"),
                                             .value = page.typed.name,
                                             .type = "text",
                                             .error = design::message_for(problems, "name"),
                                             .required = true,
                                             .autocomplete = "name"}) +
                        design::field(lang, {.id = "address",
                                             .label = tr(lang, "call.address"),
                                             .hint = tr(lang, "call.address_hint"),
                                             .value = page.typed.address,
                                             .type = "email",
                                             .error = design::message_for(problems, "address"),
                                             .required = true,
                                             .autocomplete = "email"}) +
                        trap() + work(lang, page.work) + html("<p>{}</p>", {tr(lang, "call.then")}) + closed(lang, page.closed);
    design::Hidden hidden;
    if (!page.stamp.empty()) hidden.emplace_back("stamp", page.stamp);
    const Html role =
        html(R"(<p class="soft">{}</p>)", {tr(lang, "call.role", {{"role", tr(lang, "roles." + std::string(name_of(call.role)))}})}) +
        html(R"(<p class="soft">{}</p>)", {tr(lang, "roles." + std::string(name_of(call.role)) + "_text")});
    return {.crumbs = {crumb(lang)},
            .title = title_in(lang, call),
            .dek = {},
            .done = {},
            .problems = problems,
            .content = paragraphs(text_in(lang, call)) + role +
                       design::form(address(lang, "/write/calls/" + std::to_string(call.id)), fields, tr(lang, "call.send"), hidden)};
}

design::DeskPage call_closed(Lang lang, const Call& call) {
    return {.crumbs = {crumb(lang)},
            .title = title_in(lang, call),
            .dek = tr(lang, "call.closed"),
            .done = {},
            .problems = {},
            .content =
                html(R"(<p class="acts">{}</p>)",
                     {design::button_link(lang, {{tr(lang, "call.other_ways"), lang}, address(lang, "/write")}, design::Weight::main)})};
}

}
