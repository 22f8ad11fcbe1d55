#include "desk/preview_view.hpp"

namespace desk::view {

using design::address;
using design::tr;
using design::Words;
using html::html;
using html::maybe;

namespace {
Html line(Lang lang, const Preview& page) {
    const std::string other_path = page.path.substr(0, page.path.rfind('/') + 1) + std::string(base::tag(base::other(page.text.lang)));
    const Html other =
        maybe(page.other, R"(<a href="{}">{}</a>)",
              {address(lang, other_path + "/preview"), tr(lang, page.text.lang == Lang::en ? "writing.preview_ja" : "writing.preview_en")});
    return html(R"(<div class="wrap"><p class="write-preview" lang="{}"><span>{}</span><a href="{}">{}</a>{}</p></div>)",
                {base::tag(lang),
                 page.version ? tr(lang, "writing.preview_line", {{"version", *page.version}}) : tr(lang, "writing.preview_live"),
                 address(lang, page.path), tr(lang, "writing.back"), other});
}

/// The lesson alone: what stands before and behind it is seen on the page of its course.
Html lesson(const Preview& page) {
    const Lang lang = page.text.lang;
    const design::Link course{page.course.value_or(Words{tr(lang, "learn.title"), lang}), address(lang, "/learn")};
    Html body = page.body;
    if (!page.partner.empty())
        body +=
            html(R"(<section aria-labelledby="partner"><h2 id="partner">{}</h2>{}</section>)", {tr(lang, "lesson.partner"), page.partner});
    return design::lesson_page(lang, {.crumbs = {course},
                                      .title = {page.text.title, lang},
                                      .dek = {page.text.summary, lang},
                                      .byline = {.people = page.people,
                                                 .minutes = page.text.length.minutes,
                                                 .published = page.text.published_on,
                                                 .checked = {},
                                                 .levels = {}},
                                      .notices = page.notices,
                                      .body = body,
                                      .course = course,
                                      .outline = {{{page.text.title, lang}, address(lang, page.path + "/preview")}},
                                      .current = 1,
                                      .tools = {}});
}

Html post(const Preview& page) {
    const Lang lang = page.text.lang;
    return design::post_page(lang, {.crumbs = {{{tr(lang, "nav.blog"), lang}, address(lang, "/blog")}},
                                    .title = {page.text.title, lang},
                                    .dek = {page.text.summary, lang},
                                    .byline = {.people = page.people,
                                               .minutes = page.text.length.minutes,
                                               .published = page.text.published_on,
                                               .checked = {},
                                               .levels = {}},
                                    .notices = page.notices,
                                    .note = page.note,
                                    .series = {},
                                    .body = page.body,
                                    .authors = page.people,
                                    .tags = {},
                                    .call = {},
                                    .previous = {},
                                    .next = {}});
}
}

Html preview(Lang lang, const Preview& page) {
    const Html top = line(lang, page);
    if (page.text.piece.kind == "lesson") return top + lesson(page);
    if (page.text.piece.kind == "post") return top + post(page);
    return top + design::text_page(page.text.lang, {.crumbs = {},
                                                    .title = {page.text.title, page.text.lang},
                                                    .dek = {page.text.summary, page.text.lang},
                                                    .notices = page.notices,
                                                    .body = page.body,
                                                    .foot = {}});
}

}
