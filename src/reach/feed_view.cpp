#include "reach/feed_view.hpp"

#include "design/words.hpp"
#include "kit/doc/doc_html.hpp"

#include <algorithm>

namespace reach {

using html::Html;

namespace {
/// Without scheme and port: what a tag URI names the site by.
std::string host_of(const std::string& public_url) {
    const std::size_t scheme = public_url.find("://");
    std::string host = scheme == std::string::npos ? public_url : public_url.substr(scheme + 3);
    return host.substr(0, host.find_first_of(":/"));
}

std::string id_of(const design::Frame& frame, const FeedEntry& entry) {
    // A tag URI holds a day on which the name belonged to whoever uses it.
    return "tag:" + host_of(frame.public_url) + "," + base::iso(entry.published_on) + ":" +
           std::to_string(static_cast<std::int64_t>(entry.piece.id)) + "/" + std::string(base::tag(entry.lang));
}

std::string content_of(const design::Frame& frame, const FeedEntry& entry) {
    doc::HtmlOptions options;
    options.lang = entry.lang;
    options.heading_ids = false;
    // A reader shows the text far from its page.
    options.inner_url = [&](std::string_view path) { return design::absolute(frame, entry.lang, path); };
    return doc::to_html(doc::without_blocks(entry.body, {"partner", "note", "check"}), options).str();
}

Html author(const Author& who) {
    return html::html("<author><name>{}</name>", {who.name}) + html::maybe(!who.url.empty(), "<uri>{}</uri>", {who.url}) +
           html::html("</author>");
}

Html item(const design::Frame& frame, const FeedItem& shown) {
    const FeedEntry& entry = shown.entry;
    return html::html("<entry><id>{}</id><title>{}</title><link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>",
                      {id_of(frame, entry), entry.title, html::Url(shown.url)}) +
           html::html("<published>{}T00:00:00Z</published><updated>{}</updated>",
                      {base::iso(entry.published_on), base::iso(entry.updated_at)}) +
           html::each(shown.authors, author) +
           html::html("<category term=\"{}\" label=\"{}\"/>", {entry.piece.kind, design::tr(entry.lang, "kind." + entry.piece.kind)}) +
           html::maybe(!entry.summary.empty(), "<summary>{}</summary>", {entry.summary}) +
           html::html("<content type=\"html\">{}</content></entry>\n", {content_of(frame, entry)});
}
}

Html atom(const design::Frame& frame, const Feed& feed) {
    base::Instant updated;
    for (const FeedItem& shown : feed.items) updated = std::max(updated, shown.entry.updated_at);
    const std::string self = design::absolute(frame, feed.lang, feed.path);
    return html::html("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
                      {base::tag(feed.lang)}) +
           html::html("<id>{}</id><title>{}</title>", {self, feed.title}) +
           html::maybe(!feed.subtitle.empty(), "<subtitle>{}</subtitle>", {feed.subtitle}) +
           html::html("<updated>{}</updated><link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
                      {base::iso(updated), html::Url(self)}) +
           html::html("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/><author><name>{}</name><uri>{}</uri></author>\n",
                      {html::Url(design::absolute(frame, feed.lang, feed.page_path)), frame.name, frame.public_url}) +
           html::each(feed.items, [&](const FeedItem& shown) { return item(frame, shown); }) + html::html("</feed>\n");
}

}
