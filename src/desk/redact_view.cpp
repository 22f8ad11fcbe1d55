#include "desk/redact_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace desk::view {

using design::address;
using design::Html;
using design::tr;
using html::each;
using html::html;
using html::maybe;

namespace {
design::Hidden chosen(const RedactPage& page, std::string act) {
    design::Hidden pairs{{"act", std::move(act)}, {"words", page.words}};
    for (const RedactPicture& one : page.pictures)
        if (one.chosen) pairs.emplace_back("picture", one.uid);
    return pairs;
}

Html picture_boxes(base::Lang lang, const RedactPage& page, const std::string& error) {
    if (page.pictures.empty()) return {};
    const Html boxes = each(page.pictures, [&](const RedactPicture& one) {
        return html(
            R"(<label class="tick"><input type="checkbox" name="picture" value="{}"{}> <img src="{}" width="{}" height="{}" alt="" loading="lazy"> <span>{}</span></label>)",
            {one.uid, maybe(one.chosen, " checked"), html::Url(one.src), one.width, one.height, one.alt});
    });
    return html(
        R"(<fieldset class="field ticks redact-pictures" id="pictures" tabindex="-1"><legend>{}</legend>{}{}</fieldset>)",
        {tr(lang, "redact.pictures"), maybe(!error.empty(), R"(<p class="err">{}{}</p>)", {design::icon("circle-alert"), error}), boxes});
}

std::string where(base::Lang lang, const editorial::RedactedPlace& place) {
    const std::string key = "redact.where_" + place.table;
    const std::string name = tr(lang, design::has_word(lang, key) ? key : "redact.where_elsewhere");
    return place.lang ? tr(lang, "redact.where_lang", {{"where", name}, {"lang", base::tag(*place.lang)}}) : name;
}

Html places(base::Lang lang, const RedactPage& page) {
    const editorial::RedactedPlaces& found = *page.places;
    design::Table table{.caption = tr(lang, "redact.places"),
                        .headings = {tr(lang, "redact.where"), tr(lang, "redact.when"), tr(lang, "redact.around")},
                        .rows = {}};
    for (const editorial::RedactedPlace& place : found.places)
        table.rows.push_back(
            {html("{}", {place.times == 1 ? where(lang, place)
                                          : tr(lang, "redact.times",
                                               {{"where", where(lang, place)}, {"count", static_cast<std::int64_t>(place.times)}})}),
             place.at ? design::time(lang, base::day_of(*place.at)) : html("–", {}),
             html(R"(<span class="redact-around">{}<mark>{}</mark>{}</span>)", {place.before, place.words, place.after})});
    Html content = html(
        "<p>{}</p>", {tr(lang, "redact.found",
                         {{"places", static_cast<std::int64_t>(found.count)}, {"versions", static_cast<std::int64_t>(found.versions)}})});
    if (!table.rows.empty()) content += design::table(table);
    if (found.unlisted > 0) content += html("<p>{}</p>", {tr(lang, "redact.more", {{"count", static_cast<std::int64_t>(found.unlisted)}})});
    if (!found.addresses.empty())
        content +=
            design::notice(html(R"(<p>{}</p><ul class="plain-list">{}</ul>)",
                                {tr(lang, "redact.addresses"),
                                 each(found.addresses, [](const std::string& slug) { return html("<li><code>{}</code></li>", {slug}); })}),
                           design::NoticeKind::care);
    if (!found.others.empty())
        content += design::notice(html(
            R"(<p>{}</p><ul class="plain-list">{}</ul>)",
            {tr(lang, "redact.others"), each(found.others, [&](const editorial::Piece& piece) {
                 return html(R"(<li><a href="{}">{}</a></li>)",
                             {address(lang, "/desk/" + std::to_string(static_cast<std::int64_t>(piece.id)) + "/redaction"), piece.slug});
             })}));
    return design::desk_section("places", tr(lang, "redact.places"), content);
}

Html confirm(base::Lang lang, const RedactPage& page, const std::vector<design::Problem>& problems) {
    const std::string error = design::message_for(problems, "understood");
    const Html box = html(R"(<div class="field">{}{}</div>)",
                          {maybe(!error.empty(), R"(<p class="err">{}{}</p>)", {design::icon("circle-alert"), error}),
                           design::check_box({"understood", "understood", "1", tr(lang, "redact.understood"), page.understood})});
    const auto pictures = std::count_if(page.pictures.begin(), page.pictures.end(), [](const RedactPicture& one) { return one.chosen; });
    return design::desk_section(
        "confirm", tr(lang, "redact.confirm"),
        html(R"(<ul class="redact-what">{}</ul>)",
             {each(std::vector<std::string_view>{"redact.what_left", "redact.what_history", "redact.what_undo", "redact.what_backups"},
                   [&](std::string_view word) { return html("<li>{}</li>", {tr(lang, word)}); })}) +
            html(
                R"(<form class="desk-form" method="post" action="{}">{}{}<p class="acts"><button class="btn danger">{}</button></p></form>)",
                {address(lang, page.path),
                 each(chosen(page, "redact"),
                      [](const auto& pair) { return html(R"(<input type="hidden" name="{}" value="{}">)", {pair.first, pair.second}); }),
                 box,
                 tr(lang, "redact.button",
                    {{"places", static_cast<std::int64_t>(page.places->count)}, {"pictures", static_cast<std::int64_t>(pictures)}})}));
}
}

design::DeskPage redact(base::Lang lang, const RedactPage& page, const std::vector<design::Problem>& problems) {
    const Html fields = design::field(lang, {.id = "words",
                                             .label = tr(lang, "redact.words"),
                                             .hint = tr(lang, "redact.words_hint"),
                                             .value = page.words,
                                             .error = design::message_for(problems, "words"),
                                             .required = page.pictures.empty(),
                                             .autocomplete = "off"}) +
                        picture_boxes(lang, page, design::message_for(problems, "pictures"));
    Html content = html("<p>{}</p>", {tr(lang, "redact.about")}) +
                   design::form(address(lang, page.path), fields, tr(lang, "redact.look"), {{"act", "look"}});
    if (page.places) {
        content += places(lang, page);
        const bool pictures = std::any_of(page.pictures.begin(), page.pictures.end(), [](const RedactPicture& one) { return one.chosen; });
        if (page.places->count > 0 || pictures) content += confirm(lang, page, problems);
    }
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}, {page.title, page.piece}},
            .title = tr(lang, "redact.page", {{"title", page.title}}),
            .dek = {},
            .done = page.done,
            .problems = problems,
            .content = content};
}

}
