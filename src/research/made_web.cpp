#include "design/visit.hpp"
#include "kit/web/routes.hpp"
#include "research/made_view.hpp"
#include "research/research.hpp"

#include <algorithm>

namespace research {

namespace {
using design::tr;
using html::Html;

/// As a page may sign for somebody: by name, or by what they did.
view::Maker maker_of(base::Lang lang, const people::Person& person, std::string_view role) {
    if (person.may_be_named())
        return {people::name_in(lang, person),
                person.has_page() ? std::optional(design::address(lang, "/people/" + person.slug)) : std::nullopt};
    if (person.former) return {tr(lang, "byline.former"), {}};
    return {tr(lang, role == "writer" || role == "translator" ? "byline.guest"
                     : role == "editor"                       ? "made.an_editor"
                                                              : "made.a_volunteer"),
            {}};
}

/// Credits by role, in the order in which they stand. Several who are not named are one.
std::vector<std::pair<std::string, std::vector<view::Maker>>> parts_of(base::Lang lang, const std::vector<editorial::Credit>& credits) {
    std::vector<std::pair<std::string, std::vector<view::Maker>>> parts;
    for (const editorial::Credit& credit : credits) {
        const std::string& role = tr(lang, "role." + credit.role);
        auto part = std::find_if(parts.begin(), parts.end(), [&](const auto& one) { return one.first == role; });
        if (part == parts.end()) part = parts.insert(parts.end(), {role, {}});
        view::Maker maker = maker_of(lang, credit.person, credit.role);
        const bool there =
            !maker.url && std::any_of(part->second.begin(), part->second.end(), [&](const auto& one) { return one.name == maker.name; });
        if (!there) part->second.push_back(std::move(maker));
    }
    return parts;
}

std::string sentence(base::Lang lang, const editorial::Act& act) {
    const std::string key = "made.did_" + act.act;
    if (!act.person) return tr(lang, key);
    return tr(lang, key + "_by", {{"name", act.person->may_be_named() ? people::name_in(lang, *act.person) : tr(lang, "byline.former")}});
}
}

Html made_link(base::Lang lang, std::string_view path) {
    return html::html(R"(<p class="small"><a href="{}">{}</a></p>)", {design::address(lang, path), tr(lang, "made.title")});
}

web::Response made_page(const design::Frame& frame, web::Visit& visit, const editorial::Text& text, const std::string& path,
                        const std::string& section) {
    db::Tx& tx = visit.tx();
    visit.tag(editorial::piece_tag(text.piece.id));
    visit.tag("people");
    const auto credits = editorial::list_credits(tx, text.piece.id);
    view::Made made{.title = {text.title, text.lang},
                    .url = design::address(text.lang, path),
                    .notices = notices(frame, text, credits),
                    .parts = parts_of(text.lang, credits),
                    .acts = {},
                    .corrections = editorial::list_corrections(tx, text.id),
                    .published_on = text.published_on,
                    .revised_on = text.revised_on,
                    .versions = editorial::count_published(tx, text.id),
                    .licence = text.piece.licence};
    for (const editorial::Act& act : editorial::list_public_acts(tx, visit.viewer, text.piece.id)) {
        if (act.lang && act.lang != text.lang) continue;
        std::pair line(base::day_of(act.at), sentence(text.lang, act));
        // Several were asked, or it went back and forth within a day: once is enough for readers.
        if (std::find(made.acts.begin(), made.acts.end(), line) == made.acts.end()) made.acts.push_back(std::move(line));
    }
    design::Page page = design::page_for(visit, tr(text.lang, "made.page_title", {{"title", text.title}}), section);
    page.own_lang = false; // for no search engine: the text itself is there for it
    page.description = tr(text.lang, "made.dek");
    page.pair_exists = editorial::has_text(tx, visit.viewer, text.piece.id, base::other(text.lang));
    return web::page(design::page(frame, page, view::made(text.lang, made)));
}

}
