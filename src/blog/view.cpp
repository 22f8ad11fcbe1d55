#include "blog/view.hpp"

namespace blog::view {

using design::Lang;
using design::Link;
using design::tr;
using html::Html;

namespace {
html::Url address_of(const editorial::Entry& entry) { return design::address(entry.lang, "/blog/" + entry.slug); }
Link link_to(const editorial::Entry& entry) { return {{entry.title, entry.lang}, address_of(entry)}; }
Link link_to(Lang lang, const Tag& tag) { return {{name_in(lang, tag), lang}, design::address(lang, "/blog/tag/" + tag.slug)}; }
Link blog_crumb(Lang lang) { return {{tr(lang, "nav.blog"), lang}, design::address(lang, "/blog")}; }

std::vector<Link> links_to(Lang lang, const std::vector<Tag>& tags) {
    std::vector<Link> links;
    for (const Tag& tag : tags) links.push_back(link_to(lang, tag));
    return links;
}
}

design::Teaser teaser(Lang, const PostCard& card) {
    return {.title = {card.entry.title, card.entry.lang},
            .summary = {card.entry.summary, card.entry.lang},
            .people = card.people,
            .minutes = card.entry.minutes,
            .published = card.entry.published_on,
            .note = {},
            .url = address_of(card.entry)};
}

Html list(Lang lang, const ListPage& page) {
    std::vector<design::Teaser> teasers;
    for (const PostCard& card : page.posts) teasers.push_back(teaser(lang, card));
    Html content = teasers.empty() ? design::empty_state(lang, tr(lang, "blog.empty"), Link{{tr(lang, "nav.write"), lang}, design::address(lang, "/write")})
                   : page.tag || page.page > 1 ? design::post_list(lang, teasers)
                                               : design::posts(lang, teasers);
    const auto at = [&](int number) { return design::address(lang, number == 1 ? "/blog" : "/blog?page=" + std::to_string(number)); };
    std::optional<Link> newer, older;
    if (page.page > 1) newer = Link{{tr(lang, "blog.newer"), lang}, at(page.page - 1)};
    if (page.more) older = Link{{tr(lang, "blog.older"), lang}, at(page.page + 1)};
    if (newer || older) content += design::pager(lang, newer, older, tr(lang, "blog.pages"));
    return design::list_page(lang, {.crumbs = page.tag ? std::vector<Link>{blog_crumb(lang)} : std::vector<Link>{},
                                    .title = {page.tag ? tr(lang, "blog.tag_title", {{"tag", name_in(lang, *page.tag)}}) : tr(lang, "blog.title"), lang},
                                    .dek = {page.tag ? "" : tr(lang, "blog.dek"), lang},
                                    .filter = page.tag || page.tags.empty() ? Html{} : design::tag_links(lang, links_to(lang, page.tags)),
                                    .content = content});
}

Html show(Lang lang, const PostPage& page) {
    design::PostPage drawn{.crumbs = {blog_crumb(lang)},
                           .title = {page.text.title, lang},
                           .dek = {page.text.summary, lang},
                           .byline = {.people = page.people, .minutes = page.text.length.minutes, .published = page.text.published_on,
                                      .checked = page.text.checked_on, .levels = {}},
                           .notices = page.notices,
                           .note = page.note,
                           .series = std::nullopt,
                           .body = page.body,
                           .authors = page.people,
                           .tags = links_to(lang, page.tags),
                           .call = page.call,
                           .previous = std::nullopt,
                           .next = std::nullopt};
    if (page.series) {
        design::Series series{.title = {page.series->entry.title, page.series->entry.lang}, .url = std::nullopt, .parts = {}, .current = page.series->current};
        for (const editorial::Entry& part : page.series->parts) series.parts.push_back(link_to(part));
        const auto current = static_cast<std::size_t>(series.current);
        if (current > 1) drawn.previous = series.parts[current - 2];
        if (current >= 1 && current < series.parts.size()) drawn.next = series.parts[current];
        drawn.series = std::move(series);
    }
    return design::post_page(lang, drawn);
}

}
