#include "desk/write_view.hpp"

#include "design/parts.hpp"
#include "desk/beside_view.hpp"
#include "kit/base/json.hpp"

#include <array>

namespace desk::view {

using design::address;
using design::tr;
using html::each;
using html::html;
using html::maybe;
using html::Url;

namespace {
/// Signs of our Markdown and what they make.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> signs{{
    {"## Before the bell", "writing.help_heading"},
    {"**bold**, *italic*", "writing.help_bold"},
    {"- one\n- another", "writing.help_list"},
    {"1. first\n2. then", "writing.help_numbers"},
    {"> Her words.", "writing.help_quote"},
    {"[words](/learn)", "writing.help_link"},
    {"![what it shows](/pictures/…)", "writing.help_picture"},
    {"[@king2013silence, p. 12]", "writing.help_source"},
    {"{漢字|かんじ}", "writing.help_ruby"},
    {"A claim.[^1]\n\n[^1]: The note.", "writing.help_note"},
    {":::try\nAsk one pupil.\n:::", "writing.help_block"},
}};

Html help(Lang lang) {
    return html(R"(<details class="desk-fold write-help"><summary>{}</summary><dl>{}</dl><p>{}</p></details>)",
                {tr(lang, "writing.help"),
                 each(signs,
                      [&](const auto& sign) {
                          return html(R"(<div><dt><code>{}</code></dt><dd>{}</dd></div>)", {sign.first, tr(lang, sign.second)});
                      }),
                 tr(lang, "writing.help_blocks")});
}

/// Words of the script, with the places for what it puts in.
Html editor_words(Lang lang) {
    constexpr std::string_view prefix = "desk.editor.";
    base::Json::Object words;
    for (const std::string& key : design::word_keys(lang))
        if (key.starts_with(prefix))
            words.emplace_back(key.substr(prefix.size()), tr(lang, key, {{"n", "{n}"}, {"names", "{names}"}, {"label", "{label}"}}));
    return design::data_block("editor-words", base::write_json(words));
}

std::string_view save_and_hand_over(editorial::Stage next) {
    switch (next) {
        case editorial::Stage::draft: return "writing.save";
        case editorial::Stage::first_read: return "writing.save_first_read";
        case editorial::Stage::proof: return "writing.save_proof";
        case editorial::Stage::ready:
        case editorial::Stage::scheduled: return "writing.save_ready";
    }
    return "";
}

Html text_field(Lang lang, const WritePage& page, const std::string& error) {
    return design::field(lang, {.id = "text",
                                .label = tr(lang, "writing.text"),
                                .hint = tr(lang, "writing.text_hint"),
                                .value = page.form.text,
                                .type = "textarea",
                                .error = error,
                                .required = true,
                                .lang = std::string(base::tag(page.text_lang))});
}

Html line_field(Lang lang, const WritePage& page, const char* id, std::string_view word, const std::string& value,
                const std::vector<design::Problem>& problems) {
    return design::field(lang, {.id = id,
                                .label = tr(lang, word),
                                .hint = {},
                                .value = value,
                                .error = design::message_for(problems, id),
                                .required = true,
                                .lang = std::string(base::tag(page.text_lang))});
}

/// Files keep their line ends and Japanese its length, so the form is sent as such. What a browser kept of an older page must not be put in
/// beside the version of this one.
Html write_form(Lang lang, const WritePage& page, const std::vector<design::Problem>& problems) {
    const WriteForm& form = page.form;
    const Html hidden = html(
        R"(<input type="hidden" name="version" value="{}"><input type="hidden" name="title_was" value="{}"><input type="hidden" name="summary_was" value="{}"><textarea name="base" hidden>{}</textarea>)",
        {form.version, form.title_was, form.summary_was, form.base});
    const Html fields = line_field(lang, page, "title", "writing.title", form.title, problems) +
                        line_field(lang, page, "summary", "writing.summary", form.summary, problems) +
                        text_field(lang, page, design::message_for(problems, "text"));
    const auto button = [&](std::string_view act, std::string_view word, bool main) {
        return html(R"(<button class="btn{}" name="act" value="{}">{}</button>)", {main ? " go" : "", act, tr(lang, word)});
    };
    Html acts = button(page.save_act, page.clash ? "writing.save_over" : "writing.save", true);
    if (page.clash)
        acts += html(R"(<a class="btn" href="{}">{}</a>)", {address(lang, page.path), tr(lang, "writing.take_theirs")});
    else {
        acts += button("preview", "writing.save_preview", false);
        if (page.next) acts += button("hand_over", save_and_hand_over(*page.next), false);
    }
    return html(
        R"(<form class="desk-form long write-form" data-plain method="post" action="{}" enctype="multipart/form-data" autocomplete="off">{}{}{}<p class="acts">{}</p></form>)",
        {address(lang, page.path), hidden, fields, help(lang), acts});
}

/// Where the script takes the place of the form, these take the place of its buttons.
Html script_acts(Lang lang, const WritePage& page) {
    Html acts = html(R"(<a class="btn" href="{}">{}</a>)", {address(lang, page.path + "/preview"), tr(lang, "writing.preview")});
    if (page.next)
        acts =
            html(R"(<a class="btn go" href="{}">{}</a>)", {address(lang, page.path + "/hand-over"), tr(lang, hand_over_word(*page.next))}) +
            acts;
    return html(R"(<p class="acts write-acts">{}</p>)", {acts});
}

Html clash_part(Lang lang, std::string_view word, const Html& compared) {
    return maybe(!compared.empty(), R"(<h3>{}</h3><div class="prose">{}</div>)", {tr(lang, word), compared});
}

Html clash(Lang lang, const WritePage& page) {
    if (!page.clash) return {};
    const Clash& both = *page.clash;
    return design::desk_section("clash", tr(lang, "writing.clash"),
                                html("<p>{}</p>", {tr(lang, "writing.clash_text")}) +
                                    html(R"(<div class="write-clash" lang="{}">{}{}{}</div>)",
                                         {base::tag(page.text_lang), clash_part(lang, "writing.title", both.title),
                                          clash_part(lang, "writing.summary", both.summary), clash_part(lang, "writing.text", both.text)}));
}

Html typed(Lang lang, const std::string& text, Lang text_lang) {
    if (text.empty()) return {};
    return html(R"(<div class="field"><label for="typed">{}</label><textarea id="typed" readonly lang="{}">{}</textarea></div>)",
                {tr(lang, "writing.typed"), base::tag(text_lang), text});
}
}

design::DeskPage write(Lang lang, const WritePage& page, const std::vector<design::Problem>& problems) {
    const bool writes = !page.reading;
    Html content = html(R"(<p class="write-state">{}</p>)", {page.state});
    if (page.beside.undo)
        content += html(
            R"(<div class="acts">{}</div>)",
            {design::action_button(address(lang, "/desk/acts/" + std::to_string(*page.beside.undo) + "/undo"), tr(lang, "writing.undo"))});
    content += clash(lang, page);
    if (page.offered)
        content += design::notice(
            html(R"(<p>{} <a href="{}">{}</a></p>)",
                 {tr(lang, "writing.offered"), address(lang, page.path + "/history/compare?from=copy&to=" + std::to_string(*page.offered)),
                  tr(lang, "writing.offered_compare")}));
    content += notes(lang, page.beside.notes);
    content += typed(lang, page.typed, page.text_lang);
    if (writes) {
        // What clashed is settled in the form; the script would put it aside.
        const bool mount = problems.empty() && !page.clash;
        if (mount)
            content += html(R"(<div data-editor data-base="{}" data-me="{}" data-lang="{}" data-blocks="{}" hidden></div>)",
                            {address(lang, page.path).str(), page.me, base::tag(page.text_lang), page.blocks});
        content += write_form(lang, page, problems);
        content += html(R"(<p class="soft write-saved" data-plain>{}</p>)",
                        {tr(lang, "writing.saved_on", {{"date", design::date(lang, page.saved_on)}, {"version", page.form.version}})});
        content += script_acts(lang, page);
        if (mount) content += editor_words(lang);
    } else {
        content += html(R"(<article class="write-reading prose" lang="{}">{}</article>)", {base::tag(page.text_lang), *page.reading});
    }
    content += beside(lang, page);
    return {
        .crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {kind_in(lang, page.kind, page.text_lang), address(lang, page.piece_path)}},
        .title = tr(lang, writes ? "writing.page" : "writing.page_read", {{"title", page.title}}),
        .dek = {},
        .done = {},
        .problems = problems,
        .content = content};
}

design::DeskPage no_copy(Lang lang, const NoCopy& page, const std::vector<design::Problem>& problems) {
    Html content = html("<p>{}</p>", {tr(lang, page.is_live ? "writing.only_live" : "writing.nothing")});
    if (page.live) content += html(R"(<p><a href="{}">{}</a></p>)", {address(page.text_lang, *page.live), tr(lang, "writing.see_live")});
    if (page.typed) {
        const WriteForm& form = *page.typed;
        content += typed(lang, all_typed(form), page.text_lang);
        if (page.may_begin)
            content += html(
                R"(<form class="desk-form" method="post" action="{}" enctype="multipart/form-data">{}<p class="acts"><button class="btn go" name="act" value="correction">{}</button></p></form>)",
                {address(lang, page.path),
                 each(design::Hidden{{"version", std::to_string(form.version)},
                                     {"title", form.title},
                                     {"title_was", form.title_was},
                                     {"summary", form.summary},
                                     {"summary_was", form.summary_was}},
                      [](const auto& pair) { return html(R"(<input type="hidden" name="{}" value="{}">)", {pair.first, pair.second}); }) +
                     html(R"(<textarea name="base" hidden>{}</textarea><textarea name="text" hidden>{}</textarea>)",
                          {form.base, form.text}),
                 tr(lang, "writing.into_correction")});
    } else if (page.may_begin) {
        content += design::form(address(lang, page.path), {}, tr(lang, page.is_live ? "writing.begin_correction" : "writing.begin"),
                                {{"act", "begin"}});
    }
    if (!page.may_begin) content += html("<p>{}</p>", {page.ask});
    content += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, page.piece_path), tr(lang, "writing.to_piece")});
    return {
        .crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {kind_in(lang, page.kind, page.text_lang), address(lang, page.piece_path)}},
        .title = page.title,
        .dek = {},
        .done = {},
        .problems = problems,
        .content = content};
}

Html write_head() {
    return design::desk_head("editor.js") + html(R"(<link rel="stylesheet" href="{}">)", {design::asset_url("editor.css")});
}

std::string kind_in(Lang lang, const std::string& kind, Lang text_lang) {
    const std::string key = "kind." + kind;
    return tr(lang, text_lang == Lang::en ? "writing.in_english" : "writing.in_japanese",
              {{"kind", tr(lang, design::has_word(lang, key) ? key : "kind.page")}});
}

}
