#include "design/parts.hpp"

#include "kit/base/check.hpp"

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

std::string message_for(const std::vector<Problem>& problems, std::string_view field) {
    for (const Problem& problem : problems)
        if (problem.field == field) return problem.message;
    return {};
}

namespace {
Html hint_line(const std::string& id, const std::string& hint) {
    return maybe(!hint.empty(), R"(<p class="hint" id="{}-hint">{}</p>)", {id, hint});
}
Html error_line(const std::string& id, const std::string& error) {
    return error.empty() ? Html{} : html(R"(<p class="err" id="{}-error">{}{}</p>)", {id, icon("circle-alert"), error});
}
/// What a control says of its hint and its error to who cannot see them.
Html described(const std::string& id, const std::string& hint, const std::string& error) {
    std::string ids;
    if (!hint.empty()) ids = id + "-hint";
    if (!error.empty()) ids += (ids.empty() ? "" : " ") + id + "-error";
    return maybe(!ids.empty(), R"( aria-describedby="{}")", {ids}) + maybe(!error.empty(), R"( aria-invalid="true")");
}
Html hidden(const Hidden& pairs) {
    return each(pairs, [](const auto& pair) { return html(R"(<input type="hidden" name="{}" value="{}">)", {pair.first, pair.second}); });
}
}

Html field(Lang lang, const Field& field) {
    const Html attributes = maybe(field.required, " required") + described(field.id, field.hint, field.error) +
                            maybe(!field.autocomplete.empty(), R"( autocomplete="{}")", {field.autocomplete}) +
                            maybe(!field.inputmode.empty(), R"( inputmode="{}")", {field.inputmode}) +
                            maybe(!field.lang.empty(), R"( lang="{}")", {field.lang});
    const Html control =
        field.type == "textarea"
            ? html(R"(<textarea id="{}" name="{}"{}>{}</textarea>)", {field.id, field.id, attributes, field.value})
            : html(R"(<input id="{}" name="{}" type="{}"{}{}>)",
                   {field.id, field.id, field.type, maybe(field.type != "file", R"( value="{}")", {field.value}), attributes});
    return html(R"(<div class="field"><label for="{}">{}{}</label>{}{}{}</div>)",
                {field.id, field.label, maybe(!field.required, R"( <span class="soft">{}</span>)", {tr(lang, "form.optional")}),
                 hint_line(field.id, field.hint), error_line(field.id, field.error), control});
}

Html choice(const Choice& choice) {
    const Html options = each(choice.options, [&](const auto& option) {
        return html(R"(<option value="{}"{}>{}</option>)",
                    {option.first, maybe(option.first == choice.chosen, " selected"), option.second});
    });
    return html(R"(<div class="field"><label for="{}">{}</label>{}{}<select id="{}" name="{}"{}>{}</select></div>)",
                {choice.id, choice.label, hint_line(choice.id, choice.hint), error_line(choice.id, choice.error), choice.id, choice.id,
                 described(choice.id, choice.hint, choice.error), options});
}

Html filter_form(Lang lang, const Url& action, const std::vector<Choice>& choices) {
    return html(R"(<form class="filter" method="get" action="{}">{}<button class="btn">{}</button></form>)",
                {action, each(choices, [](const Choice& one) { return choice(one); }), tr(lang, "learn.show")});
}

Html check_box(const CheckBox& box) {
    return html(R"(<label class="tick"><input type="checkbox" id="{}" name="{}" value="{}"{}> <span>{}</span></label>)",
                {box.id, box.name, box.value, maybe(box.checked, " checked"), box.label});
}

Html check_group(const CheckGroup& group) {
    base::check(!group.boxes.empty());
    const std::string& first = group.boxes.front().id;
    const Html boxes = each(group.boxes, [&](const CheckBox& box) {
        if (!group.one) return check_box(box);
        return html(R"(<label class="tick"><input type="radio" id="{}" name="{}" value="{}"{}> <span>{}</span></label>)",
                    {box.id, box.name, box.value, maybe(box.checked, " checked"), box.label});
    });
    return html(R"(<fieldset class="field ticks"{}><legend>{}</legend>{}{}{}</fieldset>)",
                {described(first, group.hint, group.error.empty() ? "" : group.error), group.legend, hint_line(first, group.hint),
                 error_line(first, group.error), boxes});
}

namespace {
Html post_form(const Url& action, const Html& fields, std::string_view button_words, const Hidden& pairs, bool multipart, bool main) {
    return html(R"(<form class="desk-form" method="post" action="{}"{}>{}{}<p class="acts"><button class="btn{}">{}</button></p></form>)",
                {action, maybe(multipart, R"( enctype="multipart/form-data")"), hidden(pairs), fields, main ? " go" : "", button_words});
}
}

Html form(const Url& action, const Html& fields, std::string_view button_words, const Hidden& pairs, bool multipart) {
    return post_form(action, fields, button_words, pairs, multipart, /*main=*/true);
}

Html side_form(const Url& action, const Html& fields, std::string_view button_words, const Hidden& pairs) {
    return post_form(action, fields, button_words, pairs, /*multipart=*/false, /*main=*/false);
}

Html action_button(const Url& action, std::string_view button_words, const Hidden& pairs, Danger danger) {
    return html(R"(<form class="one" method="post" action="{}">{}<button class="btn sm{}">{}</button></form>)",
                {action, hidden(pairs), danger == Danger::yes ? " danger" : "", button_words});
}

Html said(Lang lang, std::string_view what) {
    const std::string key = "done." + std::string(what);
    if (what.empty() || !has_word(lang, key)) return {};
    return html(R"(<p class="said" role="status">{}{}</p>)", {icon("check"), tr(lang, key)});
}

Html desk_page(Lang lang, const DeskPage& page) {
    std::vector<Link> above;
    for (const auto& [words, url] : page.crumbs) above.push_back({{words, lang}, url});
    return html(R"(<div class="wrap desk"><div class="head">{}<h1>{}</h1>{}</div>{}{}{}</div>)",
                {crumbs(lang, above, ""), page.title, maybe(!page.dek.empty(), R"(<p class="dek">{}</p>)", {page.dek}),
                 said(lang, page.done), error_summary(lang, page.problems), page.content});
}

Html desk_head(std::string_view script) {
    const Html sheet = html(R"(<link rel="stylesheet" href="{}">)", {asset_url("desk.css")});
    return script.empty() ? sheet : sheet + html(R"(<script src="{}" defer></script>)", {asset_url(script)});
}

Html desk_section(std::string_view id, std::string_view title, const Html& content) {
    return html(R"(<section class="desk-part" aria-labelledby="{}"><h2 id="{}">{}</h2>{}</section>)", {id, id, title, content});
}

Html table(const Table& table) {
    const Html head = each(table.headings, [](const std::string& heading) { return html(R"(<th scope="col">{}</th>)", {heading}); });
    const Html rows = each(table.rows, [&](const std::vector<Html>& row) {
        base::check(row.size() == table.headings.size());
        Html cells;
        for (std::size_t i = 0; i < row.size(); ++i) cells += html(R"(<td data-label="{}">{}</td>)", {table.headings[i], row[i]});
        return html("<tr>{}</tr>", {cells});
    });
    return html(
        R"(<div class="scroll" role="group" tabindex="0" aria-label="{}"><table class="rows"><caption class="vh">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>)",
        {table.caption, table.caption, head, rows});
}

}
