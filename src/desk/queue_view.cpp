#include "desk/queue_view.hpp"

#include "design/parts.hpp"
#include "kit/text/typed.hpp"

namespace desk::view {

using design::address;
using design::Lang;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
/// What somebody wrote; each line is a paragraph.
Html quoted(Lang page, std::string_view text, Lang lang) {
    return html("<blockquote{}>{}</blockquote>",
                {html::maybe(page != lang, R"( lang="{}")", {base::tag(lang)}),
                 each(text::lines_of(text), [](const std::string& line) { return html("<p>{}</p>", {line}); })});
}

Html answer_form(Lang lang, const Waiting& one, bool yes, const std::vector<design::Problem>& problems) {
    const std::string id = field_of(yes, one.application.id);
    const Html field = design::field(lang, {.id = id,
                                            .label = tr(lang, "queue.answer"),
                                            .hint = tr(lang, yes ? "queue.yes_hint" : "queue.no_hint"),
                                            .value = yes ? one.yes : one.no,
                                            .type = "textarea",
                                            .error = design::message_for(problems, id),
                                            .required = true,
                                            .autocomplete = {},
                                            .inputmode = {},
                                            .lang = one.application.lang == lang ? "" : std::string(base::tag(one.application.lang))});
    const Html form = design::form(address(lang, "/edit/queue/applications/" + std::to_string(one.application.id)), field,
                                   tr(lang, yes ? "queue.send_yes" : "queue.send_no"), {{"answer", yes ? "yes" : "no"}});
    return html(R"(<details class="desk-fold"{}><summary>{}</summary>{}</details>)",
                {html::maybe(yes ? one.open_yes : one.open_no, " open"), tr(lang, yes ? "queue.yes" : "queue.no"), form});
}

Html entry(Lang lang, const Waiting& one, const std::vector<design::Problem>& problems) {
    const auto& application = one.application;
    const std::string role = tr(lang, "roles." + std::string(people::name_of(application.call.role)));
    const Html meta = html(R"(<p class="soft">{}<br>{}</p>)",
                           {tr(lang, "queue.meta", {{"call", people::title_in(lang, application.call)}, {"role", role}}),
                            tr(lang, "queue.waits", {{"days", one.days}})});
    return design::desk_section("application-" + std::to_string(application.id), application.name,
                                meta + quoted(lang, application.words, application.lang) + answer_form(lang, one, true, problems) +
                                    answer_form(lang, one, false, problems));
}
}

std::string field_of(bool yes, std::int64_t application) { return (yes ? "yes-" : "no-") + std::to_string(application); }

design::DeskPage queue(Lang lang, const std::vector<Waiting>& waiting, bool edits, const std::vector<design::Problem>& problems) {
    const design::Link calls{{tr(lang, "queue.to_calls"), lang}, address(lang, "/edit/calls")};
    const design::Link people{{tr(lang, "people_desk.title"), lang}, address(lang, "/edit/people")};
    const Html content = waiting.empty() ? design::empty_state(lang, tr(lang, "queue.empty"), calls) +
                                               maybe(edits, R"(<p class="acts">{}</p>)", {design::button_link(lang, people)})
                                         : each(waiting, [&](const Waiting& one) { return entry(lang, one, problems); }) +
                                               html(R"(<p class="acts">{}{}</p>)",
                                                    {design::button_link(lang, calls), edits ? design::button_link(lang, people) : Html{}});
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "queue.title"),
            .dek = waiting.empty() ? "" : tr(lang, "queue.dek"),
            .done = {},
            .problems = problems,
            .content = content};
}

}
