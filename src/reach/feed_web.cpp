#include "blog/blog.hpp"
#include "design/parts.hpp"
#include "design/visit.hpp"
#include "design/words.hpp"
#include "kit/web/routes.hpp"
#include "reach/feed_view.hpp"
#include "reach/web.hpp"
#include "research/research.hpp"

namespace reach {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

std::vector<Author> authors_of(const Frame& frame, Visit& visit, editorial::PieceId piece) {
    std::vector<Author> authors;
    for (const design::Person& person : research::people_of(visit.lang, editorial::list_credits(visit.tx(), piece)))
        authors.push_back({person.name.text, person.url ? frame.public_url + person.url->str() : std::string()});
    return authors;
}

web::Response answer(const Frame& frame, Visit& visit, Feed feed, const Selection& wanted) {
    // The lists' tags drop with every publication of what they carry.
    for (const char* tag : {"blog:list", "course:list", "people"}) visit.tag(tag);
    feed.lang = visit.lang;
    feed.path = visit.path;
    for (FeedEntry& entry : list_feed(visit.tx(), visit.viewer, visit.lang, wanted)) {
        const auto url = editorial::url_of(visit.tx(), entry.piece);
        if (!url) continue;
        visit.tag(editorial::piece_tag(entry.piece.id));
        auto authors = authors_of(frame, visit, entry.piece.id);
        feed.items.push_back({std::move(entry), design::absolute(frame, visit.lang, *url), std::move(authors)});
    }
    return web::file("application/atom+xml; charset=utf-8", atom(frame, feed).str());
}

web::Response all(const Frame& frame, Visit& visit) {
    visit.tag("site");
    return answer(frame, visit, {.title = frame.name, .subtitle = tr(visit.lang, "site.tagline"), .page_path = "/"}, {});
}

web::Response posts(const Frame& frame, Visit& visit) {
    return answer(
        frame, visit,
        {.title = tr(visit.lang, "blog.title") + " · " + frame.name, .subtitle = tr(visit.lang, "blog.dek"), .page_path = "/blog"},
        {.kinds = {"post"}});
}

web::Response lessons(const Frame& frame, Visit& visit) {
    return answer(
        frame, visit,
        {.title = tr(visit.lang, "learn.title") + " · " + frame.name, .subtitle = tr(visit.lang, "learn.dek"), .page_path = "/learn"},
        {.kinds = {"lesson", "course"}});
}

web::Response tagged(const Frame& frame, Visit& visit) {
    const blog::Tag tag = web::or_404(blog::find_tag(visit.tx(), visit.viewer, visit.param("tag")));
    if (blog::list_tagged(visit.tx(), visit.viewer, tag.slug, visit.lang).empty()) throw base::Missing();
    return answer(frame, visit,
                  {.title = tr(visit.lang, "blog.tag_title", {{"tag", blog::name_in(visit.lang, tag)}}) + " · " + frame.name,
                   .page_path = "/blog/tag/" + tag.slug},
                  {.kinds = {"post"}, .tag = tag.slug});
}

web::Response person(const Frame& frame, Visit& visit) {
    const people::Person who = web::or_404(people::find_person(visit.tx(), visit.viewer, visit.param("person")));
    if (!editorial::is_seen(visit.tx(), visit.viewer, who.id)) throw base::Missing();
    return answer(frame, visit, {.title = people::name_in(visit.lang, who) + " · " + frame.name, .page_path = "/people/" + who.slug},
                  {.person = who.id});
}
}

void routes(web::Routes& on, const Frame& frame) {
    share_routes(on, frame);
    on.get("/feed.xml", [&frame](Visit& visit) { return all(frame, visit); }).open();
    on.get("/blog/feed.xml", [&frame](Visit& visit) { return posts(frame, visit); }).open();
    on.get("/learn/feed.xml", [&frame](Visit& visit) { return lessons(frame, visit); }).open();
    on.get("/blog/tag/{tag}/feed.xml", [&frame](Visit& visit) { return tagged(frame, visit); }).open();
    on.get("/people/{person}/feed.xml", [&frame](Visit& visit) { return person(frame, visit); }).open();
}

}
