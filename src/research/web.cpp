#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/web/routes.hpp"
#include "research/edit_web.hpp"
#include "research/research.hpp"
#include "research/view.hpp"

#include <algorithm>

namespace research {

namespace {
using web::Visit;

constexpr std::size_t sources_per_page = 30;

web::Response library(const design::Frame& frame, Visit& visit) {
    visit.tag("source:list");
    visit.tag("course:list");  // which sources lessons rest on decides the order
    visit.tag("blog:list");
    const auto seen = seen_from(visit.query("seen"));
    const auto citing = count_citing(visit.tx(), visit.viewer, visit.lang);
    const auto all = list_sources(visit.tx(), visit.viewer);
    std::vector<const Source*> fitting;
    // What lessons rest on comes first: that is what a reader looks for.
    for (const bool cited : {true, false})
        for (const Source& each : all)
            if (citing.contains(each.key) == cited && (!seen || each.seen == *seen)) fitting.push_back(&each);
    view::Library shown{.sources = {},
                        .empty = all.empty(),
                        .seen = seen ? std::string(name(*seen)) : "",
                        .page = web::page_number(visit.query("page")),
                        .more = false};
    const std::size_t from = static_cast<std::size_t>(shown.page - 1) * sources_per_page;
    if (shown.page > 1 && from >= fitting.size()) throw base::Missing();
    for (std::size_t i = from; i < fitting.size() && i < from + sources_per_page; ++i) shown.sources.push_back(*fitting[i]);
    shown.more = fitting.size() > from + sources_per_page;
    design::Page page = design::page_for(visit, design::tr(visit.lang, "research.title"), "research");
    page.description = design::tr(visit.lang, "research.dek");
    return web::page(design::page(frame, page, view::library(visit.lang, shown)));
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
    design::Page page = design::page_for(
        visit, short_authors(source) + (source.year.empty() ? "" : " " + source.year) + " · " + design::tr(visit.lang, "research.title"),
        "research");
    page.description = source.title;
    return web::page(design::page(frame, page, view::show(visit.lang, source, used, related_to(visit, source))));
}
}

void routes(web::Routes& on, const design::Frame& frame, const Network* network) {
    on.get("/research", [&frame](Visit& visit) { return library(frame, visit); }).open().takes({"seen", "page"});
    on.get("/research/{source}", [&frame](Visit& visit) { return show(frame, visit); }).open();
    edit_routes(on, frame, network);
}

}
