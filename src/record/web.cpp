#include "record/web.hpp"
#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/web/routes.hpp"
#include "people/people.hpp"
#include "record/record.hpp"

namespace record {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

design::Words name_words(base::Lang lang, const people::Person& person) {
    return {people::name_in(lang, person), lang == base::Lang::ja && person.name_ja.empty() ? base::Lang::en : lang};
}

design::Words bio_words(base::Lang lang, const people::Person& person) {
    const std::string& bio = people::bio_in(lang, person);
    return {bio, &bio == &person.bio_ja ? base::Lang::ja : base::Lang::en};
}

web::Response list(const Frame& frame, Visit& visit) {
    visit.tag("people");
    std::vector<design::PersonCard> cards;
    for (const people::Person& person : people::list_people(visit.tx(), visit.viewer)) {
        const auto works = editorial::list_works(visit.tx(), visit.viewer, person.id, visit.lang);
        if (works.empty()) continue;
        cards.push_back({.name = name_words(visit.lang, person),
                         .bio = bio_words(visit.lang, person),
                         .works = tr(visit.lang, "people.works", {{"count", works.size()}}),
                         .url = design::address(visit.lang, "/people/" + person.slug)});
    }
    design::Page page = design::page_for(visit, tr(visit.lang, "people.title"));
    page.description = tr(visit.lang, "people.dek");
    const auto content =
        cards.empty() ? design::empty_state(visit.lang, tr(visit.lang, "people.empty"),
                                            design::Link{{tr(visit.lang, "nav.write"), visit.lang}, design::address(visit.lang, "/write")})
                      : design::people_list(visit.lang, cards);
    return web::page(design::page(frame, page,
                                  design::list_page(visit.lang, {.crumbs = {},
                                                                 .title = {tr(visit.lang, "people.title"), visit.lang},
                                                                 .dek = {tr(visit.lang, "people.dek"), visit.lang},
                                                                 .filter = {},
                                                                 .content = content})));
}

web::Response show(const Frame& frame, Visit& visit) {
    const people::Person person = web::or_404(people::find_person(visit.tx(), visit.viewer, visit.param("person")));
    visit.tag("people");
    // Nothing that a new account wrote is public before a person has seen it.
    if (!editorial::is_seen(visit.tx(), visit.viewer, person.id)) throw base::Missing();
    const auto lang = visit.lang;
    design::ProfilePage shown{.crumbs = {{{tr(lang, "people.title"), lang}, design::address(lang, "/people")}},
                              .name = name_words(lang, person),
                              .other_name = {lang == base::Lang::ja ? person.name : person.name_ja, base::other(lang)},
                              .bio = bio_words(lang, person),
                              .collective = person.collective,
                              .works = {}};
    if (shown.other_name.text == shown.name.text) shown.other_name.text.clear();
    const people::Shown more = people::find_shown(visit.tx(), visit.viewer, person.id);
    shown.kana = more.kana;
    shown.romaji = more.romaji;
    shown.languages = more.languages;
    shown.levels = more.levels;
    shown.contract = more.contract;
    if (!more.photo.empty()) shown.photo = "/photos/" + more.photo;
    for (const people::WebLink& link : more.links)
        shown.links.push_back({{link.label.empty() ? link.url : link.label, lang}, design::Url(link.url)});
    for (const editorial::Work& work : editorial::list_works(visit.tx(), visit.viewer, person.id, lang)) {
        const auto piece = editorial::find_piece(visit.tx(), visit.viewer, work.entry.piece);
        const auto url = piece ? editorial::url_of(visit.tx(), *piece) : std::nullopt;
        if (!url) continue;
        shown.works.push_back({.kind = tr(lang, "kind." + work.entry.kind),
                               .piece = {{work.entry.title, work.entry.lang}, design::address(work.entry.lang, *url)},
                               .role = tr(lang, "role." + work.role),
                               .day = work.entry.published_on});
    }
    design::Page page = design::page_for(visit, shown.name.text + " · " + tr(lang, "people.title"));
    page.description = shown.bio.text;
    page.feed = "/people/" + person.slug + "/feed.xml";
    return web::page(design::page(frame, page, design::profile_page(lang, shown)));
}
}

void routes(web::Routes& on, const Frame& frame, const std::string& operator_name) {
    resume_routes(on, frame, operator_name);
    on.get("/people", [&frame](Visit& visit) { return list(frame, visit); }).open();
    on.get("/people/{person}", [&frame](Visit& visit) { return show(frame, visit); }).open();
}

}
