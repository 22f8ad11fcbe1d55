#include "design/parts.hpp"

#include "kit/base/check.hpp"

namespace design {

using html::each;
using html::html;
using html::maybe;

namespace {
Html lang_attr(Lang page, const Words& words) { return maybe(words.lang != page, R"( lang="{}")", {base::tag(words.lang)}); }

Html teaser_by(Lang lang, const Teaser& teaser) {
    Html names;
    for (const Person& person : teaser.people) {
        if (!names.empty()) names += html::text(tr(lang, "byline.and"));
        names += html("<b>{}</b>", {words(lang, person.name)});
    }
    Html facts;
    if (teaser.published) facts += time(lang, *teaser.published);
    if (teaser.minutes > 0) facts += html("{}{}", {facts.empty() ? "" : " · ", tr(lang, "byline.minutes", {{"count", teaser.minutes}})});
    const Html tag = teaser.people.empty() ? Html{} : name_tag(teaser.people.front().name, teaser.people.front().collective ? Tone::plain : Tone::green);
    return html(R"(<div class="by">{}<span>{}{}{}</span></div>)", {tag, names, maybe(!names.empty() && !facts.empty(), "<br>"), facts});
}

Html author_line(Lang lang, const Person& person) {
    const Html name = person.url ? html(R"(<a href="{}"><b>{}</b></a>)", {*person.url, words(lang, person.name)}) : html("<b>{}</b>", {words(lang, person.name)});
    return html(R"(<div class="author">{}<p>{}{}</p></div>)", {name_tag(person.name, person.collective ? Tone::plain : Tone::green), name,
                                                              maybe(!person.line.empty(), "<br>{}", {person.line})});
}
}

Html post_teaser(Lang lang, const Teaser& teaser, bool lead) {
    const Html dek = teaser.summary.text.empty() ? Html{} : html(R"(<p class="dek">{}</p>)", {words(lang, teaser.summary)});
    return html(R"(<article class="post{}"><h3><a href="{}"{}>{}</a></h3>{}{}{}</article>)",
                {lead ? " lead" : "", teaser.url, lang_attr(lang, teaser.title), teaser.title.text, dek, teaser.note, teaser_by(lang, teaser)});
}

Html posts(Lang lang, const std::vector<Teaser>& teasers) {
    if (teasers.empty()) return empty_state(lang, tr(lang, "blog.empty"));
    Html rest;
    for (std::size_t i = 1; i < teasers.size(); ++i) {
        Teaser small = teasers[i];
        small.summary.text.clear();
        rest += post_teaser(lang, small);
    }
    return html(R"(<div class="posts">{}{}</div>)",
                {post_teaser(lang, teasers.front(), true), maybe(!rest.empty(), R"(<div class="stack">{}</div>)", {rest})});
}

Html post_list(Lang lang, const std::vector<Teaser>& teasers) {
    return html(R"(<div class="stack list">{}</div>)", {each(teasers, [&](const Teaser& teaser) { return post_teaser(lang, teaser); })});
}

Html series_box(Lang lang, const Series& series) {
    const std::string title = tr(lang, "blog.series", {{"title", series.title.text}});
    int number = 0;
    const Html parts = each(series.parts, [&](const Link& part) {
        ++number;
        if (number == series.current) return html(R"(<li aria-current="page"><b>{}</b></li>)", {words(lang, part.words)});
        return html(R"(<li><a href="{}">{}</a></li>)", {part.url, words(lang, part.words)});
    });
    const Html name = series.url ? html(R"(<a href="{}">{}</a>)", {*series.url, title}) : html::text(title);
    const Html place = series.current > 0
                           ? html(R"( <span class="soft">{}</span>)", {tr(lang, "blog.series_part", {{"now", series.current}, {"total", number}})})
                           : Html{};
    return html(R"(<nav class="series" aria-label="{}"><p><b>{}</b>{}</p><ol>{}</ol></nav>)", {title, name, place, parts});
}

Html tag_links(Lang lang, const std::vector<Link>& links) {
    if (links.empty()) return {};
    return html(R"(<ul class="tags" aria-label="{}">{}</ul>)", {tr(lang, "blog.tags"), each(links, [&](const Link& link) {
                                                                   return html(R"(<li><a href="{}">{}</a></li>)", {link.url, words(lang, link.words)});
                                                               })});
}

Html post_page(Lang lang, const PostPage& post) {
    const Html head = html(R"(<div class="head">{}<h1{}>{}</h1>{}</div>)",
                           {crumbs(lang, post.crumbs, ""), lang_attr(lang, post.title), post.title.text,
                            post.dek.text.empty() ? Html{} : html(R"(<p class="dek">{}</p>)", {words(lang, post.dek)})});
    const Html authors = each(post.authors, [&](const Person& person) { return author_line(lang, person); });
    const Html call = post.call.empty() ? Html{}
                                        : html(R"(<section class="call flow" aria-labelledby="call"><h2 id="call">{}</h2>{}</section>)",
                                               {tr(lang, "blog.call"), post.call});
    const Html end = html(R"(<div class="after">{}{}{}</div>)",
                          {maybe(!authors.empty(), R"(<section class="flow" aria-label="{}">{}</section>)", {tr(lang, "blog.about_author"), authors}),
                           tag_links(lang, post.tags), call});
    return html(R"(<article class="wrap article">{}{}{}{}{}<div class="prose noted">{}</div>{}{}</article>)",
                {head, byline(lang, post.byline), post.notices, post.note, post.series ? series_box(lang, *post.series) : Html{}, post.body, end,
                 pager(lang, post.previous, post.next, tr(lang, "pager.label"))});
}

}
