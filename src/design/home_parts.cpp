#include "design/parts.hpp"

#include "kit/base/check.hpp"

namespace design {

using html::each;
using html::html;
using html::maybe;

namespace {
std::string cover_class(std::string_view cover) {
    if (cover == "blue" || cover == "ochre" || cover == "red") return "c-" + std::string(cover);
    return "c-green";
}

/// `<h3 lang="ja">`, only where it differs.
Html lang_attr(Lang page, const Words& words) { return maybe(words.lang != page, R"( lang="{}")", {base::tag(words.lang)}); }

std::string lessons_and_minutes(Lang lang, int lessons, int minutes) {
    std::string out = tr(lang, "learn.lessons", {{"count", lessons}});
    if (minutes > 0) out += " · " + tr(lang, "learn.minutes", {{"count", minutes}});
    return out;
}
}

Html board(Lang lang, const Board& board) {
    Html actions;
    for (std::size_t i = 0; i < board.actions.size(); ++i)
        actions += button_link(lang, board.actions[i], i == 0 ? Weight::main : Weight::plain, i == 0 ? "arrow-right" : "");
    Html box;
    if (board.box) {
        const Html label = lang == Lang::ja ? html(R"(<span class="lab">{}</span>)", {tr(lang, "home.today_lesson")})
                                            : html(R"(<span class="lab"><span lang="ja">{}</span> {}</span>)",
                                                   {tr(Lang::ja, "home.today_lesson"), tr(lang, "home.today_lesson")});
        box = html(R"(<a class="chalkbox" href="{}">{}<b>{}</b><span class="ln">{}</span>{}</a>)",
                   {board.box->url, label, words(lang, board.box->title), words(lang, board.box->line),
                    maybe(!board.box->meta.empty(), R"(<span class="s">{}</span>)", {board.box->meta})});
    }
    return html(
        R"(<div class="wrap hero"><section class="board" aria-labelledby="h1">{}<div class="main"><h1 id="h1">{}</h1><p class="lead">{}</p>{}</div>{}<span class="chalks" aria-hidden="true"><i></i><i></i><i></i></span></section></div>)",
        {board.today ? html(R"(<p class="today" lang="ja">{}</p>)", {kanji_date(*board.today)}) : Html{}, board.title, board.lead,
         maybe(!actions.empty(), R"(<div class="acts">{}</div>)", {actions}), box});
}

Html notebook(Lang lang, const Notebook& book) {
    const Html other = book.other_title.text.empty()
                           ? Html{}
                           : html(R"(<p class="alt"{}>{}</p>)", {lang_attr(lang, book.other_title), book.other_title.text});
    return html(R"(<a class="book {}" href="{}">{}<div class="label"><h3{}>{}</h3><p>{}</p></div><div class="foot"><span>{}</span>{}</div></a>)",
                {cover_class(book.cover), book.url, other, lang_attr(lang, book.title), book.title.text, words(lang, book.summary),
                 lessons_and_minutes(lang, book.lessons, book.minutes), squares(lang, book.lessons)});
}

Html notebooks(Lang lang, const std::vector<Notebook>& books) {
    return html(R"(<div class="books">{}</div>)", {each(books, [&](const Notebook& book) { return notebook(lang, book); })});
}

Html course_head(Lang lang, const CourseHead& head) {
    Html facts = html("<span>{}</span>", {tr(lang, "learn.lessons", {{"count", head.lessons}})});
    if (head.minutes > 0) facts += html("<span>{}</span>", {tr(lang, "learn.course_minutes", {{"count", head.minutes}})});
    if (!head.levels.empty()) facts += html("<span>{}</span>", {tr(lang, "learn.for_levels", {{"levels", head.levels}})});
    return html(
        R"(<div class="wrap">{}<section class="board course" aria-labelledby="h1"><div><h1 id="h1"{}>{}</h1><p class="lead">{}</p><p class="bits">{}</p>{}</div><div class="cover {}" aria-hidden="true"><span{}>{}</span></div><span class="chalks" aria-hidden="true"><i></i><i></i><i></i></span></section></div>)",
        {crumbs(lang, head.crumbs, ""), lang_attr(lang, head.title), head.title.text, words(lang, head.summary), facts,
         head.start ? html(R"(<div class="acts">{}</div>)", {button_link(lang, *head.start, Weight::main, "arrow-right")}) : Html{},
         cover_class(head.cover), lang_attr(lang, head.title), head.title.text});
}

Html lesson_list(Lang lang, const std::vector<LessonLine>& lessons) {
    return html(R"(<ol class="lessons">{}</ol>)", {each(lessons, [&](const LessonLine& lesson) {
                    return html(R"(<li><a href="{}"><b{}>{}</b><span class="m">{}</span>{}</a></li>)",
                                {lesson.url, lang_attr(lang, lesson.title), lesson.title.text, tr(lang, "learn.minutes", {{"count", lesson.minutes}}),
                                 lesson.summary.text.empty() ? Html{} : html(R"(<span class="sum">{}</span>)", {words(lang, lesson.summary)})});
                })});
}

Html notebook_open(Lang lang, const Notebook& book, const std::vector<LessonLine>& lessons) {
    return html(R"(<div class="open">{}{}</div>)", {notebook(lang, book), lesson_list(lang, lessons)});
}

Html panels(Lang lang, const std::vector<Panel>& panels, const Html& beside) {
    const Html left = each(panels, [&](const Panel& panel) {
        return html(R"(<section class="panel"><h2>{}</h2><p>{}</p><p><a href="{}">{}</a></p></section>)",
                    {panel.title, panel.text, panel.link.url, words(lang, panel.link.words)});
    });
    return html(R"(<div class="section"><div class="wrap two"><div class="panels">{}</div>{}</div></div>)", {left, beside});
}

Html board_panel(Lang lang) {
    return html(
        R"(<aside class="boe"{} aria-labelledby="boe"><h2 id="boe">{}</h2><p>{}</p><ul><li>{}</li><li>{}</li><li>{}</li></ul>{}</aside>)",
        {maybe(lang != Lang::ja, R"( lang="ja")"), tr(lang, "boards.title"), tr(lang, "boards.text"), tr(lang, "boards.point_free"),
         tr(lang, "boards.point_sources"), tr(lang, "boards.point_print"),
         button_link(Lang::ja, {{tr(lang, "boards.action"), Lang::ja}, address(Lang::ja, "/board")}, Weight::plain, "arrow-right")});
}

}
