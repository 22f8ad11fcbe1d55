#include "desk/retire_view.hpp"

#include "design/parts.hpp"

namespace desk::view {

using design::address;
using design::tr;
using html::each;
using html::html;
using html::maybe;

namespace {
Html retired(Lang lang, const RetirePage& page) {
    const editorial::Gone& gone = *page.gone;
    Html content = html("<p>{}</p>", {tr(lang, "retire.is_retired", {{"date", design::date(lang, gone.on)}})});
    content += gone.instead && !page.instead_path.empty()
                   ? html(R"(<p>{} <a href="{}">{}</a></p>)", {tr(lang, "retire.leads_to"), address(gone.instead->lang, page.instead_path),
                                                               design::words(lang, {gone.instead->title, gone.instead->lang})})
                   : html("<p>{}</p>", {tr(lang, "retire.leads_nowhere")});
    content += html("<p>{}</p>", {tr(lang, "retire.back_text")});
    return content + design::action_button(address(lang, page.path), tr(lang, "retire.back"), {{"act", "back"}});
}

/// First the search, then a choice among what it found; the button below works without either.
Html search(Lang lang, const RetirePage& page, const std::string& error) {
    return html(
        R"(<form class="desk-form" method="get" action="{}" role="search"><div class="field"><label for="q">{}</label><p class="hint" id="q-hint">{}</p>{}<input id="q" name="q" type="search" value="{}" aria-describedby="q-hint{}"></div><p class="acts"><button class="btn">{}</button></p></form>)",
        {address(lang, page.path), tr(lang, "retire.search"), tr(lang, "retire.search_hint"),
         error.empty() ? Html{} : html(R"(<p class="err" id="q-error">{}{}</p>)", {design::icon("circle-alert"), error}), page.words,
         error.empty() ? "" : " q-error", tr(lang, "retire.search_go")});
}

Html choice(Lang lang, const RetirePage& page) {
    const auto line = [&](const std::string& id, const Html& words) {
        return html(R"(<label class="tick"><input type="radio" id="instead-{}" name="instead" value="{}"{}> <span>{}</span></label>)",
                    {id.empty() ? "none" : id, id, maybe(id == page.chosen, " checked"), words});
    };
    Html lines = each(page.found, [&](const Instead& one) {
        return line(one.id, html(R"({} <span class="hint">{}</span>)",
                                 {design::words(lang, {one.title, one.title_lang}),
                                  tr(lang, "retire.found_line", {{"kind", one.kind}, {"address", one.address}})}));
    });
    lines += line("", html::text(tr(lang, "retire.nothing_instead")));
    return html(R"(<fieldset class="field ticks" id="instead"><legend>{}</legend>{}</fieldset>)", {tr(lang, "retire.instead"), lines});
}
}

design::DeskPage retirement(Lang lang, const RetirePage& page, const std::vector<design::Problem>& problems) {
    Html content;
    if (page.gone) {
        content = retired(lang, page);
    } else if (!page.live) {
        content = html("<p>{}</p>", {tr(lang, "retire.not_live")});
    } else {
        content = html("<p>{}</p>", {tr(lang, "retire.text")}) + search(lang, page, design::message_for(problems, "q"));
        if (!page.words.empty() && page.found.empty()) content += html(R"(<p role="status">{}</p>)", {tr(lang, "retire.none_found")});
        content +=
            design::form(address(lang, page.path), choice(lang, page), tr(lang, "retire.go"), {{"act", "retire"}, {"q", page.words}});
    }
    if (page.undo)
        content += design::action_button(address(lang, "/desk/acts/" + std::to_string(*page.undo) + "/undo"), tr(lang, "retire.undo"));
    content += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, page.piece_path), tr(lang, "writing.to_piece")});
    return {.crumbs = page.crumbs,
            .title = tr(lang, "retire.title", {{"title", page.title}}),
            .dek = {},
            .done = page.done,
            .problems = problems,
            .content = content};
}

design::DeskPage not_undone(Lang lang, const std::string& piece_path, const std::vector<design::Problem>& problems) {
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "retire.not_undone"),
            .dek = {},
            .done = {},
            .problems = problems,
            .content = html(R"(<p>{}</p><p><a class="btn go" id="record" href="{}">{}</a></p>)",
                            {tr(lang, "retire.not_undone_text"), html::Url(address(lang, piece_path).str() + "#record"),
                             tr(lang, "retire.to_record")})};
}

}
