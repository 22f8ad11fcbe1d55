#include "site/pages.hpp"

#include "design/parts.hpp"
#include "design/visit.hpp"
#include "editorial/editorial.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"
#include "people/people.hpp"
#include "research/research.hpp"
#include "site/site.hpp"

#include <array>

namespace site {

namespace {
using design::tr;
using html::Html;
using web::Visit;

struct Place {
    std::string_view slug, path, section;
};
constexpr std::array<Place, 8> places{{
    {"about", "/about", ""},
    {"checking", "/about/checking", ""},
    {"licence", "/about/licence", ""},
    {"privacy", "/privacy", ""},
    {"accessibility", "/accessibility", ""},
    {"write", "/write", "write"},
    {"for-trainers", "/for-trainers", ""},
    {"board", "/board", ""},
}};

Html mail_link(const std::string& address) { return html::html("<a href=\"{}\">{}</a>", {html::Url("mailto:" + address), address}); }

/// How to reach the people of the site; says so when nobody has set an address.
Html contact_block(base::Lang lang, const std::string& contact) {
    const Html line =
        contact.empty() ? html::text(tr(lang, "contact.unset")) : html::html("{} {}", {tr(lang, "contact.write_to"), mail_link(contact)});
    return html::html("<section class=\"contact\" id=\"contact\"><h2>{}</h2><p>{}</p></section>", {tr(lang, "contact.title"), line});
}

/// What the site looks for, each with the way to answer; nothing while it looks for nobody.
Html open_calls(Visit& visit) {
    visit.tag("calls");
    visit.tag("day");
    const auto closure = editorial::find_closure(visit.tx());
    const base::Lang lang = visit.lang;
    const Html closed =
        closure
            ? design::notice(html::text(tr(lang, "edit_board.closed_public",
                                           {{"from", design::date(lang, closure->from)}, {"until", design::date(lang, closure->until)}})))
            : Html{};
    const auto calls = people::list_calls(visit.tx(), visit.viewer);
    if (calls.empty()) return closed;
    const auto weight = calls.size() == 1 ? design::Weight::main : design::Weight::plain;
    const Html cards = html::each(calls, [&](const people::Call& call) {
        const std::string id = "call-" + std::to_string(call.id);
        const Html paragraphs = html::each(text::lines_of(people::text_in(lang, call)),
                                           [](const std::string& line) { return html::html("<p>{}</p>", {line}); });
        const design::Link apply{{tr(lang, "call.apply"), lang}, design::address(lang, "/write/calls/" + std::to_string(call.id))};
        return html::html("<section class=\"card flow\" aria-labelledby=\"{}\"><h3 id=\"{}\">{}</h3>{}<p>{}</p></section>",
                          {id, id, people::title_in(lang, call), paragraphs, design::button_link(lang, apply, weight)});
    });
    return closed + html::html("<section class=\"flow\" aria-labelledby=\"calls\"><h2 id=\"calls\">{}</h2>{}</section>",
                               {tr(lang, "call.wanted"), cards});
}

struct Shown {
    editorial::Text text;
    Html notices, body;
};

Shown read(const Facts& facts, Visit& visit, std::string_view slug) {
    auto text = web::or_404(editorial::find_text(visit.tx(), visit.viewer, "page", slug, visit.lang));
    visit.tag(editorial::piece_tag(text.piece.id));
    visit.tag("site");
    research::Reading reading(visit.tx(), visit.viewer, visit.lang);
    Html notices =
        research::notices(facts.frame, text, editorial::list_credits(visit.tx(), text.piece.id)) + research::newer_notice(visit.tx(), text);
    Html body = reading.draw(text.body);
    if (const Html references = reading.references(); !references.empty())
        body += html::html("<section aria-labelledby=\"sources\"><h2 id=\"sources\">{}</h2>{}</section>",
                           {tr(visit.lang, "lesson.sources"), references});
    body += research::corrections(visit.tx(), text) + research::made_link(visit.lang, "/made/" + std::string(slug));
    for (const std::string& key : reading.cited()) visit.tag("source:" + key);
    return {std::move(text), std::move(notices), std::move(body)};
}

design::Page page_of(Visit& visit, const Shown& shown, const Place& place) {
    design::Page page = design::page_for(visit, shown.text.title, std::string(place.section));
    page.description = shown.text.summary;
    page.pair_exists =
        !is_japanese_only(place.slug) && editorial::has_text(visit.tx(), visit.viewer, shown.text.piece.id, base::other(visit.lang));
    return page;
}

/// The page of a place whose text was retired; nothing of any other one.
std::optional<web::Response> gone_page(const Facts& facts, Visit& visit, std::string_view slug) {
    const auto piece = editorial::find_piece(visit.tx(), visit.viewer, "page", slug);
    return piece ? research::gone_page(facts.frame, visit, *piece) : std::nullopt;
}

web::Response text_page(const Facts& facts, const Place& place, Visit& visit) {
    if (auto gone = gone_page(facts, visit, place.slug)) return std::move(*gone);
    const Shown shown = read(facts, visit, place.slug);
    const design::Page page = page_of(visit, shown, place);
    const Html calls = place.slug == "write" ? open_calls(visit) : Html{};
    return web::page(design::page(facts.frame, page,
                                  design::text_page(visit.lang, {.crumbs = {},
                                                                 .title = {shown.text.title, visit.lang},
                                                                 .dek = {shown.text.summary, visit.lang},
                                                                 .notices = shown.notices,
                                                                 .body = calls + shown.body,
                                                                 .foot = contact_block(visit.lang, facts.frame.contact)})));
}

web::Response made_page(const Facts& facts, Visit& visit) {
    const std::string& slug = visit.param("slug");
    const std::string path = web::or_404(page_path(slug));
    if (auto gone = gone_page(facts, visit, slug)) return std::move(*gone);
    const auto text = web::or_404(editorial::find_text(visit.tx(), visit.viewer, "page", slug, visit.lang));
    return research::made_page(facts.frame, visit, text, path, "");
}

/// 教育委員会ご担当の皆様へ. What is not set is left out, never invented.
web::Response board_page(const Facts& facts, const Place& place, Visit& visit) {
    if (auto gone = gone_page(facts, visit, place.slug)) return std::move(*gone);
    const Shown shown = read(facts, visit, place.slug);
    const design::Page page = page_of(visit, shown, place);
    const auto lang = visit.lang;
    const auto set = [](const std::string& value) { return value.empty() ? Html{} : html::text(value); };
    const Html privacy = html::html("<a href=\"{}\">{}</a>", {design::address(lang, "/privacy"), tr(lang, "foot.privacy")});
    return web::page(design::page(
        facts.frame, page,
        design::board_page(
            lang, {.title = {shown.text.title, lang},
                   .lead = {shown.text.summary, lang},
                   .notices = shown.notices,
                   .body = shown.body,
                   .facts = {{tr(lang, "board.operator"), set(facts.operator_name)},
                             {tr(lang, "board.contact"), facts.frame.contact.empty() ? Html{} : mail_link(facts.frame.contact)},
                             {tr(lang, "board.personal_data"), privacy},
                             {tr(lang, "board.data_place"), set(facts.data_location)},
                             {tr(lang, "board.updated"), design::time(lang, shown.text.revised_on.value_or(shown.text.published_on))}}})));
}
}

std::optional<std::string> page_path(std::string_view slug) {
    for (const Place& place : places)
        if (place.slug == slug) return std::string(place.path);
    return std::nullopt;
}

std::vector<std::string_view> page_slugs() {
    std::vector<std::string_view> slugs;
    for (const Place& place : places) slugs.push_back(place.slug);
    return slugs;
}

bool is_japanese_only(std::string_view slug) { return slug == "board"; }

void page_routes(web::Routes& on, const Facts& facts) {
    on.get("/made/{slug}", [&facts](Visit& visit) { return made_page(facts, visit); }).open();
    for (const Place& place : places) {
        if (place.slug == "board")
            on.get(std::string(place.path), [&facts, &place](Visit& visit) { return board_page(facts, place, visit); })
                .open()
                .only_japanese();
        else
            on.get(std::string(place.path), [&facts, &place](Visit& visit) { return text_page(facts, place, visit); }).open();
    }
}

}
