#include "design/gallery.hpp"

#include "design/parts.hpp"

namespace design {

using html::html;

namespace {
Html specimen(std::string_view name, const Html& part) {
    return html(R"(<section class="specimen"><h2>{}</h2>{}</section>)", {name, part});
}

Words here(Lang lang, std::string_view en, std::string_view ja) { return {std::string(lang == Lang::en ? en : ja), lang}; }
Words away(Lang lang, std::string_view en, std::string_view ja) { return here(base::other(lang), en, ja); }

Html sentence() {
    return html("<ruby>何<rp>(</rp><rt>なに</rt><rp>)</rp></ruby>をすればいいですか。");
}

Html lesson_parts(Lang lang) {
    const Html text = html("<p>{}</p>", {here(lang, "Ask one question and wait before you speak again.", "質問を一つして、次に話す前に待ちます。").text});
    const Url nowhere("#main");
    Citing cite{.key = "sample", .label = here(lang, "Sample, 2020", "見本（2020）"), .line = here(lang, "Who was studied and what was seen stands here.", "だれを調べ、何が見られたかをここに書きます。"),
                .locator = "", .reading = Reading::abstract_only, .url = nowhere, .prefix = "parts-"};
    const Html cited = html(R"(<div class="prose noted"><p>{}{}</p></div>)",
                            {here(lang, "A sentence that rests on a source.", "文献をもとにした文。").text, citation(lang, cite)});
    const std::vector<Option> options{{here(lang, "Say it again, louder", "もう一度、大きな声で言う").text.empty() ? Html{} : html::text(here(lang, "Say it again, louder", "もう一度、大きな声で言う").text),
                                       html::text(here(lang, "They now have two questions to understand.", "わかろうとする質問が二つに増えます。").text), false},
                                      {html::text(here(lang, "Wait, then send them to a partner", "待って、隣の人と話してもらう").text),
                                       html::text(here(lang, "They try it once before the class hears it.", "全員の前で言う前に、一度ためせます。").text), true}};
    return specimen("aim", aim(lang, text)) +
           specimen("try_it", try_it(lang, html("<ol><li>{}</li><li>{}</li></ol>", {here(lang, "Ask once.", "一度だけ聞きます。").text, here(lang, "Count to five.", "心の中で五つ数えます。").text}))) +
           specimen("say", say(lang, sentence(), html("<i>Nani o sureba ii desu ka.</i>"), html::text(here(lang, "What should I do?", "朝いちばんに使います。").text))) +
           specimen("check", check(lang, "parts-check", html::text(here(lang, "Four seconds have passed. What now?", "四秒たちました。どうしますか。").text), options)) +
           specimen("look_back", look_back(lang, text)) + specimen("citation", cited) +
           specimen("deep_dive", deep_dive(lang, text, 2)) +
           specimen("if_box", if_box(lang, {{"employer", "company"}}, text) + if_box(lang, {{"level", "es34,es56"}}, text, true)) +
           specimen("editor_note", editor_note(lang, text));
}

Html page_parts(Lang lang) {
    const Url up("#main");
    const Link link{here(lang, "A link", "リンク"), up};
    const Person person{here(lang, "Starter text", "はじめの文章"), std::nullopt, here(lang, "A line as it was written then.", "書いた当時の一行。").text, true};
    const base::Day day = base::day_from(2026, 11, 23).value_or(base::Day{});
    const Notebook book{here(lang, "A course", "コースの題"), away(lang, "A course", "コースの題"), here(lang, "What it is about, in one sentence.", "何についてのコースかを一文で。"), "green", 6, 42, up};
    std::vector<Notebook> books{book, book, book, book};
    books[1].cover = "blue";
    books[2].cover = "ochre";
    books[3].cover = "red";
    const Teaser teaser{here(lang, "A post", "記事の題"), here(lang, "What it is about, in one sentence.", "何についての記事かを一文で。"), {person}, 4, day, {}, up};
    Source source{.key = "sample", .number = 1, .title = here(lang, "The title of a work", "文献の題"), .reference = html("<i>Sample</i> (2020)."), .studied = {}, .found = here(lang, "What was seen.", "何が見られたか。"),
                  .cannot = here(lang, "What it does not say about your class.", "自分の学級については分からないこと。"), .good_for = {}, .reading = Reading::full, .url = up, .read_at = std::nullopt};
    return specimen("button_link", html(R"(<div class="acts">{}{}{}</div>)", {button_link(lang, link, Weight::main, "arrow-right"), button_link(lang, link), button_link(lang, link, Weight::small)})) +
           specimen("tag", html(R"(<p class="sure">{} {} {} {}</p>)", {tag("plain"), tag("green", Tone::green, "check"), tag("red", Tone::red), tag("blue", Tone::blue)})) +
           specimen("squares", squares(lang, 6, 3)) + specimen("reading_level", html(R"(<p class="sure">{} {} {}</p>)", {reading_level(lang, Reading::full), reading_level(lang, Reading::abstract_only), reading_level(lang, Reading::listed)})) +
           specimen("byline", byline(lang, {{person}, 8, day, std::nullopt, {"es34", "jhs"}})) +
           specimen("notices", starter_notice(lang, "") + unread_japanese_notice(lang) + check_by_line(lang, day) + notice(html("<p>{}</p>", {link.words.text}), NoticeKind::care)) +
           specimen("notebooks", notebooks(lang, books)) +
           specimen("lesson_list", lesson_list(lang, {{book.title, book.summary, 7, up}, {book.title, book.summary, 9, up}})) +
           specimen("posts", posts(lang, {teaser, teaser})) + specimen("source_block", source_block(lang, source)) +
           specimen("series_box", series_box(lang, {here(lang, "A series", "連載の題"), up, {link, link}, 2})) + specimen("tag_links", tag_links(lang, {link, link})) +
           specimen("people_list", people_list(lang, {{person.name, teaser.summary, tr(lang, "people.works", {{"count", 3}}), up}})) +
           specimen("facts", facts({{tr(lang, "board.operator"), html::text(person.name.text)}, {tr(lang, "board.contact"), Html{}}, {tr(lang, "board.updated"), time(lang, day)}})) +
           specimen("empty_state", empty_state(lang, tr(lang, "blog.tag_empty"), link)) + specimen("pager", pager(lang, link, link, tr(lang, "pager.label"))) +
           specimen("board_panel", board_panel(lang)) +
           specimen("fields", error_summary(lang, {{"parts-name", here(lang, "Write your name", "お名前をご記入ください").text}}) +
                                  field(lang, {"parts-name", here(lang, "Name", "お名前").text, here(lang, "As it should stand on the page", "ページに載る形で").text, "", "text", here(lang, "Write your name", "お名前をご記入ください").text, true}) +
                                  filter_form(lang, up, {{"parts-level", tr(lang, "learn.level"), {{"", tr(lang, "learn.level_any")}, {"jhs", tr(lang, "level.jhs")}}, "jhs"}}));
}
}

html::Html parts_gallery(Lang lang) {
    const Html head = html(R"(<div class="head"><h2>{}</h2><p class="dek">{}</p></div>)", {tr(lang, "parts.title"), tr(lang, "parts.dek")});
    const base::Day day = base::day_from(2026, 11, 23).value_or(base::Day{});
    const Board sample{day, tr(lang, "home.title"), tr(lang, "home.lead"), {{here(lang, "The main action", "主な操作"), Url("#main")}, {here(lang, "Another", "別の操作"), Url("#main")}},
                       ChalkBox{here(lang, "A lesson", "レッスンの題"), here(lang, "Its summary.", "レッスンの要約。"), tr(lang, "learn.minutes", {{"count", 8}}), Url("#main")}};
    return html(R"({}<div class="wrap">{}{}{}</div>)", {board(lang, sample), head, lesson_parts(lang), page_parts(lang)});
}

}
