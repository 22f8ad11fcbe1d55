#include "design/parts.hpp"

namespace design {

using html::each;
using html::html;
using html::maybe;

Html error_summary(Lang lang, const std::vector<Problem>& problems) {
    if (problems.empty()) return {};
    return html(R"(<div class="problems" role="alert" tabindex="-1" id="problems"><h2>{}</h2><ul class="plain-list">{}</ul></div>)",
                {tr(lang, "form.problem"), each(problems, [](const Problem& problem) {
                     return html(R"(<li><a href="{}">{}</a></li>)", {Url("#" + problem.field), problem.message});
                 })});
}

Html field(Lang lang, const Field& field) {
    const std::string hint_id = field.id + "-hint";
    const std::string error_id = field.id + "-error";
    std::string described;
    if (!field.hint.empty()) described = hint_id;
    if (!field.error.empty()) described += (described.empty() ? "" : " ") + error_id;
    const Html attributes = maybe(field.required, " required") + maybe(!described.empty(), R"( aria-describedby="{}")", {described}) +
                            maybe(!field.error.empty(), R"( aria-invalid="true")");
    const Html control = field.type == "textarea"
                             ? html(R"(<textarea id="{}" name="{}"{}>{}</textarea>)", {field.id, field.id, attributes, field.value})
                             : html(R"(<input id="{}" name="{}" type="{}" value="{}"{}>)", {field.id, field.id, field.type, field.value, attributes});
    return html(R"(<div class="field"><label for="{}">{}{}</label>{}{}{}</div>)",
                {field.id, field.label, maybe(!field.required, R"( <span class="soft">{}</span>)", {tr(lang, "form.optional")}),
                 maybe(!field.hint.empty(), R"(<p class="hint" id="{}">{}</p>)", {hint_id, field.hint}),
                 field.error.empty() ? Html{} : html(R"(<p class="err" id="{}">{}{}</p>)", {error_id, icon("circle-alert"), field.error}), control});
}

Html choice(const Choice& choice) {
    const Html options = each(choice.options, [&](const auto& option) {
        return html(R"(<option value="{}"{}>{}</option>)", {option.first, maybe(option.first == choice.chosen, " selected"), option.second});
    });
    return html(R"(<div class="field"><label for="{}">{}</label><select id="{}" name="{}">{}</select></div>)",
                {choice.id, choice.label, choice.id, choice.id, options});
}

Html filter_form(Lang lang, const Url& action, const std::vector<Choice>& choices) {
    return html(R"(<form class="filter" method="get" action="{}">{}<button class="btn">{}</button></form>)",
                {action, each(choices, [](const Choice& one) { return choice(one); }), tr(lang, "learn.show")});
}

}
