#include "blog/blog.hpp"
#include "blog/view.hpp"
#include "design/parts.hpp"
#include "design/visit.hpp"
#include "kit/base/json.hpp"
#include "kit/web/routes.hpp"
#include "research/research.hpp"

#include <cstdlib>

namespace blog {

namespace {
using design::Frame;
using design::tr;
using html::Html;
using web::Visit;

constexpr std::int64_t posts_per_page = 20;

std::vector<view::PostCard> cards_of(Visit& visit, std::vector<editorial::Entry> entries) {
    std::vector<view::PostCard> cards;
    for (editorial::Entry& entry : entries) {
        auto people = research::people_of(visit.lang, editorial::list_credits(visit.tx(), entry.piece));
        cards.push_back({std::move(entry), std::move(people)});
    }
    return cards;
}

web::Response list(const Frame& frame, Visit& visit) {
    visit.tag("blog:list");
    view::ListPage shown;
    shown.page = web::page_number(visit.query("page"));
    auto entries =
        editorial::list_texts(visit.tx(), visit.viewer, "post", visit.lang, (shown.page - 1) * posts_per_page, posts_per_page + 1);
    if (shown.page > 1 && entries.empty()) throw base::Missing();
    shown.more = entries.size() > posts_per_page;
    if (shown.more) entries.pop_back();
    shown.posts = cards_of(visit, std::move(entries));
    shown.tags = list_used_tags(visit.tx(), visit.viewer, visit.lang);
    design::Page page = design::page_for(visit, tr(visit.lang, "blog.title"), "blog");
    page.description = tr(visit.lang, "blog.dek");
    page.feed = "/blog/feed.xml";
    return web::page(design::page(frame, page, view::list(visit.lang, shown)));
}

web::Response tag(const Frame& frame, Visit& visit) {
    const Tag tag = web::or_404(find_tag(visit.tx(), visit.viewer, visit.param("tag")));
    visit.tag("blog:list");
    view::ListPage shown;
    shown.tag = tag;
    shown.posts = cards_of(visit, list_tagged(visit.tx(), visit.viewer, tag.slug, visit.lang));
    if (shown.posts.empty()) throw base::Missing();
    design::Page page = design::page_for(visit, tr(visit.lang, "blog.tag_title", {{"tag", name_in(visit.lang, tag)}}), "blog");
    page.feed = "/blog/tag/" + tag.slug + "/feed.xml";
    page.pair_exists = !list_tagged(visit.tx(), visit.viewer, tag.slug, base::other(visit.lang)).empty();
    page.description = tr(visit.lang, "blog.dek");
    return web::page(design::page(frame, page, view::list(visit.lang, shown)));
}

web::Response show(const Frame& frame, Visit& visit) {
    const std::string& slug = visit.param("post");
    if (const auto moved = editorial::find_moved(visit.tx(), "post", slug)) return web::moved(web::in_lang(visit.lang, "/blog/" + *moved));
    const editorial::Piece piece = web::or_404(editorial::find_piece(visit.tx(), visit.viewer, "post", slug));
    if (auto gone = research::gone_page(frame, visit, piece)) return std::move(*gone);
    const editorial::Text text = web::or_404(editorial::find_text(visit.tx(), visit.viewer, piece, visit.lang));
    visit.tag(editorial::piece_tag(text.piece.id));
    visit.tag("blog:list");
    const auto credits = editorial::list_credits(visit.tx(), text.piece.id);
    research::Reading reading(visit.tx(), visit.viewer, visit.lang);
    view::PostPage shown{.text = text,
                         .people = research::people_of(visit.lang, credits),
                         .notices = research::notices(frame, text, credits) + research::newer_notice(visit.tx(), text),
                         .note = {},
                         .body = {},
                         .call = {},
                         .tags = list_tags(visit.tx(), text.piece.id),
                         .series = find_series_of(visit.tx(), visit.viewer, text.piece.id, visit.lang)};
    std::erase_if(shown.tags, [&](const Tag& each) { return list_tagged(visit.tx(), visit.viewer, each.slug, visit.lang).empty(); });
    if (const doc::Node* note = doc::find_block(text.body, "note")) {
        doc::Node only;
        only.type = text.body.type;
        only.content.push_back(*note);
        shown.note = reading.draw(only);
    }
    shown.body = reading.draw(doc::without_blocks(text.body, {"note"}));
    if (const Html references = reading.references(); !references.empty())
        shown.body += html::html("<section aria-labelledby=\"sources\"><h2 id=\"sources\">{}</h2>{}</section>",
                                 {tr(visit.lang, "lesson.sources"), references});
    shown.body += research::corrections(visit.tx(), text) + research::made_link(visit.lang, "/blog/" + text.piece.slug + "/made");
    if (const auto call = editorial::find_text(visit.tx(), visit.viewer, "snippet", "closing-call", visit.lang)) {
        visit.tag(editorial::piece_tag(call->piece.id));
        shown.call = reading.draw(call->body);
    }
    for (const std::string& key : reading.cited()) visit.tag("source:" + key);
    design::Page page = design::page_for(visit, text.title, "blog");
    page.description = text.summary;
    page.feed = "/blog/feed.xml";
    page.pair_exists = editorial::has_text(visit.tx(), visit.viewer, text.piece.id, base::other(visit.lang));
    page.head =
        design::json_ld(base::write_json(base::Json::Object{{"@context", "https://schema.org"},
                                                            {"@type", "BlogPosting"},
                                                            {"headline", text.title},
                                                            {"description", text.summary},
                                                            {"inLanguage", base::tag(text.lang)},
                                                            {"datePublished", base::iso(text.published_on)},
                                                            {"url", design::absolute(frame, text.lang, "/blog/" + text.piece.slug)}}));
    return web::page(design::page(frame, page, view::show(visit.lang, shown)));
}

web::Response made(const Frame& frame, Visit& visit) {
    const std::string& slug = visit.param("post");
    if (const auto moved = editorial::find_moved(visit.tx(), "post", slug))
        return web::moved(web::in_lang(visit.lang, "/blog/" + *moved + "/made"));
    const editorial::Piece piece = web::or_404(editorial::find_piece(visit.tx(), visit.viewer, "post", slug));
    if (auto gone = research::gone_page(frame, visit, piece)) return std::move(*gone);
    const editorial::Text text = web::or_404(editorial::find_text(visit.tx(), visit.viewer, piece, visit.lang));
    return research::made_page(frame, visit, text, "/blog/" + piece.slug, "blog");
}
}

void routes(web::Routes& on, const Frame& frame) {
    on.get("/blog", [&frame](Visit& visit) { return list(frame, visit); }).open().takes({"page"});
    on.get("/blog/tag/{tag}", [&frame](Visit& visit) { return tag(frame, visit); }).open();
    on.get("/blog/{post}/made", [&frame](Visit& visit) { return made(frame, visit); }).open();
    on.get("/blog/{post}", [&frame](Visit& visit) { return show(frame, visit); }).open();
}

}
