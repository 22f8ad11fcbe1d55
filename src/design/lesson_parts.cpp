#include "design/parts.hpp"

#include "kit/base/check.hpp"

#include <algorithm>

namespace design {

using html::each;
using html::html;
using html::maybe;

namespace {
/// The classroom's own word, with its English beside it where the page is English.
struct Sign {
    std::string_view japanese;
    std::string_view key;
};

Html sign_heading(Lang lang, Sign sign, std::string_view id) {
    if (lang == Lang::ja) return html(R"(<h2 id="{}"><span class="hand">{}</span></h2>)", {id, sign.japanese});
    return html(R"(<h2 id="{}"><span class="hand" lang="ja">{}</span> {}</h2>)", {id, sign.japanese, tr(lang, sign.key)});
}

Html lang_attr(Lang page, const Words& words) { return maybe(words.lang != page, R"( lang="{}")", {base::tag(words.lang)}); }

std::vector<std::string> split_names(std::string_view names) {
    std::vector<std::string> out;
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        if (comma != 0) out.emplace_back(names.substr(0, comma));
        names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
    }
    return out;
}

Html arrow(Lang lang, const std::vector<OutlineItem>& items, int number, std::string_view icon_name, std::string_view rel) {
    if (number < 1 || number > static_cast<int>(items.size())) return html(R"(<span class="gap"></span>)");
    const OutlineItem& item = items[static_cast<std::size_t>(number - 1)];
    return html(R"(<a class="icon" rel="{}" href="{}" aria-label="{}">{}</a>)",
                {rel, item.url, tr(lang, "lesson.previous_label", {{"now", number}, {"title", item.title.text}}), icon(icon_name)});
}
}

Html aim(Lang lang, const Html& content) {
    const Html label = lang == Lang::ja ? html("<dt>めあて</dt>")
                                        : html(R"(<dt><b lang="ja" class="sign">めあて</b><span>{}</span></dt>)", {tr(lang, "lesson.aim")});
    return html(R"(<dl class="aim">{}<dd>{}</dd></dl>)", {label, content});
}

Html try_it(Lang lang, const Html& content) {
    return html(R"(<section class="try" aria-labelledby="try">{}{}</section>)",
                {sign_heading(lang, {"やってみよう", "lesson.try"}, "try"), content});
}

Html look_back(Lang lang, const Html& content) {
    return html(R"(<section class="back flow" aria-labelledby="look-back">{}{}<p class="small soft">{}</p></section>)",
                {sign_heading(lang, {"ふりかえり", "lesson.look_back"}, "look-back"), content, tr(lang, "lesson.look_back_note")});
}

Html say(Lang lang, const Html& japanese, const Html& romaji, const Html& meaning) {
    const bool english = lang == Lang::en;
    const Html copy = html(R"(<p class="jp"{}>{}</p>)", {maybe(english, R"( lang="ja")"), japanese});
    const Html sound = romaji.empty() ? Html{} : html(R"(<p class="en" lang="ja-Latn">{}</p>)", {romaji});
    const Html sense = meaning.empty() ? Html{} : html(R"(<p class="en">{}</p>)", {meaning});
    return html(R"(<div class="say">{}{}{}</div>)", {copy, sound, sense});
}

Html check(Lang lang, std::string_view id, const Html& question, const std::vector<Option>& options) {
    int number = 0;
    const Html answers = each(options, [&](const Option& option) {
        ++number;
        const Html why = option.feedback.empty()
                             ? Html{}
                             : html(R"(<div class="why {}"><i></i><div><span class="vh">{}</span> {}</div></div>)",
                                    {option.right ? "yes" : "no", tr(lang, option.right ? "lesson.check_right" : "lesson.check_wrong"),
                                     option.feedback});
        return html(R"(<div class="opt"><label><input type="radio" name="{}" value="{}"><span>{}</span></label>{}</div>)",
                    {id, number, option.answer.empty() ? html("…") : option.answer, why});
    });
    return html(R"(<fieldset class="quiz" id="{}"><legend><span class="k">{}</span> {}</legend><p class="small soft">{}</p>{}</fieldset>)",
                {id, tr(lang, "lesson.check"), question, tr(lang, "lesson.check_note"), answers});
}

Html deep_dive(Lang lang, const Html& content, int works, bool open) {
    const std::string line = works > 0 ? tr(lang, "lesson.deep_works", {{"count", works}}) : tr(lang, "lesson.deep_none");
    return html(
        R"(<details class="fold deep" id="deep-dive"{}><summary>{}<h2>{}</h2><span class="small">{}</span><span class="turn">{}</span></summary><div class="flow">{}</div></details>)",
        {maybe(open, " open"), icon("zoom-in"), tr(lang, "lesson.deep"), line, icon("chevron-down"), content});
}

std::string condition_title(Lang lang, const Conditions& conditions) {
    for (const auto& [name, values] : conditions) {
        if (name == "level") {
            std::vector<std::string> known;
            for (std::string& level : split_names(values))
                if (has_word(lang, "level." + level)) known.push_back(std::move(level));
            if (!known.empty()) return tr(lang, "condition.level", {{"levels", level_names(lang, known)}});
        }
        const std::vector<std::string> named = split_names(values);
        const std::string key = "condition." + name + "_" + (named.empty() ? "" : named.front());
        if (has_word(lang, key)) return tr(lang, key);
    }
    return tr(lang, "condition.other");
}

Html if_box(Lang lang, const Conditions& conditions, const Html& content, bool open) {
    return html(
        R"(<details class="fold if"{}><summary>{}<b>{}</b><span class="small">{}</span><span class="turn">{}</span></summary><div class="flow">{}</div></details>)",
        {maybe(open, " open"), icon("users"), condition_title(lang, conditions), tr(lang, "condition.note"), icon("chevron-down"),
         content});
}

Html editor_note(Lang lang, const Html& content) {
    return html(R"(<div class="ednote flow"><p><b>{}</b></p>{}</div>)", {tr(lang, "notice.editor"), content});
}

Html print_button(Lang lang) {
    return html(R"(<button class="btn sm no-print" type="button" data-print hidden>{}</button>)", {tr(lang, "lesson.print_button")});
}

Html lesson_page(Lang lang, const LessonPage& lesson) {
    const int total = static_cast<int>(lesson.outline.size());
    base::check(lesson.current >= 1 && lesson.current <= total);
    const std::string place = tr(lang, "lesson.place", {{"now", lesson.current}, {"total", total}});

    int number = 0;
    const Html items = each(lesson.outline, [&](const OutlineItem& item) {
        ++number;
        return html(
            R"(<li><a href="{}"{}><span>{}</span><span{}>{}</span></a></li>)",
            {item.url, maybe(number == lesson.current, R"( aria-current="page")"), number, lang_attr(lang, item.title), item.title.text});
    });
    const Html tools = each(lesson.tools, [&](const Tool& tool) {
        return html(R"(<li><a href="{}">{}<span>{}</span></a></li>)", {tool.url, icon(tool.icon), words(lang, tool.words)});
    });
    const Html outline = html(
        R"(<nav class="outline" id="outline" popover aria-label="{}"><a class="course-link" href="{}">{}</a>{}<ol class="l">{}</ol>{}</nav>)",
        {tr(lang, "lesson.outline"), lesson.course.url, words(lang, lesson.course.words), squares(lang, total, lesson.current), items,
         maybe(!tools.empty(), R"(<ul class="tools">{}</ul>)", {tools})});

    if (lesson.print) {
        const Html other = each(lesson.tools, [&](const Tool& tool) { return button_link(lang, {tool.words, tool.url}, Weight::small); });
        const Html acts =
            html(R"(<p class="acts no-print">{}{}{}</p>)",
                 {button_link(lang,
                              {{tr(lang, "lesson.back_to_lesson"), lang}, lesson.outline[static_cast<std::size_t>(lesson.current - 1)].url},
                              Weight::small),
                  other, print_button(lang)});
        return html(
            R"(<div class="wrap plain"><article class="text" id="text">{}{}<h1{}>{}</h1>{}{}{}<div class="prose">{}</div></article></div>)",
            {acts, crumbs(lang, lesson.crumbs, place), lang_attr(lang, lesson.title), lesson.title.text,
             lesson.dek.text.empty() ? Html{} : html(R"(<p class="dek">{}</p>)", {words(lang, lesson.dek)}), byline(lang, lesson.byline),
             lesson.notices, lesson.body});
    }

    const bool last = lesson.current >= total;
    const OutlineItem* next = last ? nullptr : &lesson.outline[static_cast<std::size_t>(lesson.current)];
    const Link onward = next ? Link{{tr(lang, "lesson.next", {{"title", next->title.text}}), lang}, next->url}
                             : Link{{tr(lang, "lesson.last"), lang}, lesson.course.url};

    const Html text =
        html(R"(<article class="text" id="text">{}<h1{}>{}</h1>{}{}{}<div class="prose noted">{}</div><p class="next-up">{}</p></article>)",
             {crumbs(lang, lesson.crumbs, place), lang_attr(lang, lesson.title), lesson.title.text,
              lesson.dek.text.empty() ? Html{} : html(R"(<p class="dek">{}</p>)", {words(lang, lesson.dek)}), byline(lang, lesson.byline),
              lesson.notices, lesson.body, button_link(lang, onward, Weight::main, "arrow-right")});
    const Html bar = html(
        R"(<nav class="bar" aria-label="{}">{}<div class="mid">{}{}</div><button class="icon" type="button" popovertarget="outline" aria-label="{}">{}</button>{}</nav>)",
        {tr(lang, "lesson.bar"), arrow(lang, lesson.outline, lesson.current - 1, "chevron-left", "prev"), place,
         squares(lang, total, lesson.current), tr(lang, "lesson.outline"), icon("list"),
         arrow(lang, lesson.outline, lesson.current + 1, "chevron-right", "next")});
    return html(R"(<div class="wrap"><div class="lesson">{}{}</div>{}</div>)", {text, outline, bar});
}

Html partner_sheet(const PartnerSheet& sheet) {
    const Lang lang = Lang::ja;
    const Html acts =
        html(R"(<div class="a4-acts acts no-print">{}{}</div>)",
             {button_link(lang, {{tr(lang, "lesson.back_to_lesson"), lang}, sheet.lesson_url}, Weight::small), print_button(lang)});
    return html(
        R"(<div class="wrap">{}<article class="a4" lang="ja"><header><p class="kind"><b>{}</b><span>{}</span></p><h1>{}</h1></header><div class="prose">{}</div><footer>{}<p>{}<br>{}</p></footer></article></div>)",
        {acts, tr(lang, "lesson.partner"), words(lang, sheet.course), words(lang, sheet.lesson), sheet.body, sheet.notices,
         tr(lang, "partner.site_line", {{"site", sheet.site}}), sheet.address});
}

}
