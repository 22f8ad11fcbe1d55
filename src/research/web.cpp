#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/web/routes.hpp"
#include "research/research.hpp"
#include "research/view.hpp"

#include <algorithm>

namespace research {

namespace {
using web::Visit;

web::Response library(const design::Frame& frame, Visit& visit) {
    visit.tag("source:list");
    visit.tag("course:list");  // which sources lessons rest on decides the order
    visit.tag("blog:list");
    const auto sources = list_sources(visit.tx(), visit.viewer);
    const auto citing = count_citing(visit.tx(), visit.viewer, visit.lang);
    const auto seen = seen_from(visit.query("seen"));
    design::Page page = design::page_for(visit, design::tr(visit.lang, "research.title"), "research");
    page.description = design::tr(visit.lang, "research.dek");
    return web::page(design::page(frame, page, view::library(visit.lang, sources, citing, seen ? name(*seen) : "")));
}

/// `related = {key, key}`.
std::vector<Source> related_to(Visit& visit, const Source& source) {
    std::vector<Source> related;
    std::string key;
    for (const char c : source.field("related") + ",") {
        if (c != ',' && c != ' ') {
            key += c;
            continue;
        }
        if (auto other = key.empty() ? std::nullopt : find_source(visit.tx(), visit.viewer, key)) related.push_back(std::move(*other));
        key.clear();
    }
    return related;
}

web::Response show(const design::Frame& frame, Visit& visit) {
    const Source source = web::or_404(find_source(visit.tx(), visit.viewer, visit.param("source")));
    visit.tag("source:" + source.key);
    visit.tag("course:list");
    std::vector<view::UsedIn> used;
    for (editorial::Entry& entry : editorial::list_citing(visit.tx(), visit.viewer, source.key, visit.lang))
        if (const auto piece = editorial::find_piece(visit.tx(), visit.viewer, entry.piece))
            if (const auto url = editorial::url_of(visit.tx(), *piece)) used.push_back({std::move(entry), *url});
    design::Page page = design::page_for(visit, short_authors(source) + (source.year.empty() ? "" : " " + source.year) + " · " + design::tr(visit.lang, "research.title"), "research");
    page.description = source.title;
    return web::page(design::page(frame, page, view::show(visit.lang, source, used, related_to(visit, source))));
}
}

void routes(web::Routes& on, const design::Frame& frame) {
    on.get("/research", [&frame](Visit& visit) { return library(frame, visit); }).open().takes({"seen"});
    on.get("/research/{source}", [&frame](Visit& visit) { return show(frame, visit); }).open();
}

}
