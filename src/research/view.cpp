#include "research/view.hpp"

#include "kit/text/japanese.hpp"

namespace research::view {

using design::Lang;
using design::tr;
using html::Html;
using html::html;

namespace {
design::Reading level(Seen seen) {
    switch (seen) {
        case Seen::full: return design::Reading::full;
        case Seen::abstract: return design::Reading::abstract_only;
        case Seen::listed: return design::Reading::listed;
    }
    return design::Reading::listed;
}

/// The reader's language where the library has it, else English with its language said.
design::Words in(Lang lang, const Source& source, std::string_view name) {
    const bool japanese = lang == Lang::ja && !source.field(std::string(name) + "_ja").empty();
    return {source.field(name, lang), japanese ? Lang::ja : Lang::en};
}

Lang title_lang(const Source& source) { return source.field("language") == "ja" ? Lang::ja : Lang::en; }

std::string path_of(const Source& source) { return "/research/" + source.key; }
}

Lang author_lang(const Source& source) { return text::hardest_grade(source.authors) > 0 ? Lang::ja : Lang::en; }

design::Source source(Lang lang, const Source& source, int number) {
    const auto read_at = address(source);
    return {.key = source.key,
            .number = number,
            .title = {source.title, title_lang(source)},
            .reference = design::words(lang, {reference(source), title_lang(source)}),
            .studied = in(lang, source, "studied"),
            .found = in(lang, source, "found"),
            .cannot = in(lang, source, "cannot"),
            .good_for = in(lang, source, "goodfor"),
            .reading = level(source.seen),
            .url = design::address(lang, path_of(source)),
            .read_at = read_at ? std::optional(html::Url(*read_at)) : std::nullopt};
}

Html library(Lang lang, const Library& page) {
    std::vector<design::Source> shown;
    for (const Source& each : page.sources) shown.push_back(source(lang, each));
    const design::Choice filter{.id = "seen",
                                .label = tr(lang, "research.reading"),
                                .options = {{"", tr(lang, "research.reading_any")},
                                            {"full", tr(lang, "reading.full")},
                                            {"abstract", tr(lang, "reading.abstract")},
                                            {"listed", tr(lang, "reading.listed")}},
                                .chosen = page.seen};
    const auto at = [&](int number) {
        std::string query;
        if (!page.seen.empty()) query += "&seen=" + page.seen;
        if (number > 1) query += "&page=" + std::to_string(number);
        return design::address(lang, query.empty() ? "/research" : "/research?" + query.substr(1));
    };
    Html content = shown.empty() ? design::empty_state(lang, tr(lang, page.empty ? "research.empty" : "research.none"))
                                 : design::source_list(lang, shown);
    std::optional<design::Link> previous, next;
    if (page.page > 1) previous = design::Link{{tr(lang, "research.before"), lang}, at(page.page - 1)};
    if (page.more) next = design::Link{{tr(lang, "research.after"), lang}, at(page.page + 1)};
    if (previous || next) content += design::pager(lang, previous, next, tr(lang, "research.pages"));
    return design::list_page(lang, {.crumbs = {},
                                    .title = {tr(lang, "research.title"), lang},
                                    .dek = {tr(lang, "research.dek"), lang},
                                    .filter = design::filter_form(lang, design::address(lang, "/research"), {filter}),
                                    .content = content});
}

Html show(Lang lang, const Source& each, const std::vector<UsedIn>& used, const std::vector<Source>& related) {
    design::SourcePage page{.crumbs = {{{tr(lang, "nav.research"), lang}, design::address(lang, "/research")}},
                            .source = source(lang, each),
                            .bibtex = bibtex(each),
                            .used_in = {},
                            .related = {}};
    for (const UsedIn& use : used) page.used_in.push_back({{use.entry.title, use.entry.lang}, design::address(lang, use.url)});
    for (const Source& other : related)
        page.related.push_back(
            {{short_authors(other) + " " + other.year + ": " + other.title, title_lang(other)}, design::address(lang, path_of(other))});
    return design::source_page(lang, page);
}

}
