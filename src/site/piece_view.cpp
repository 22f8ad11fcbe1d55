#include "site/piece_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace site::view {

using base::Lang;
using design::address;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
std::string typed(const PiecePage& page, std::string_view field, std::string_view otherwise) {
    for (const auto& [name, value] : page.typed)
        if (name == field) return value;
    return std::string(otherwise);
}

std::vector<std::pair<std::string, std::string>> with_none(Lang lang, std::vector<std::pair<std::string, std::string>> options) {
    options.insert(options.begin(), {"", tr(lang, "piece.none")});
    return options;
}

std::string lang_name(Lang lang, Lang which) { return tr(lang, which == Lang::en ? "piece.english" : "piece.japanese"); }

Html texts(Lang lang, const PiecePage& page) {
    design::Table table{.caption = tr(lang, "piece.texts"),
                        .headings = {tr(lang, "piece.language"), tr(lang, "piece.title"), tr(lang, "piece.state"), tr(lang, "piece.go_to")},
                        .rows = {}};
    for (const PieceText& text : page.texts) {
        const std::string path = page.path + "/" + std::string(base::tag(text.lang));
        std::string state;
        if (text.live) state = tr(lang, "piece.live");
        if (text.withdrawn) state = tr(lang, "piece.withdrawn");
        if (text.stage) {
            const std::string stage = tr(lang, "stage." + std::string(editorial::name_of(*text.stage)));
            state = state.empty() ? stage : tr(lang, "piece.both_states", {{"live", state}, {"stage", stage}});
        }
        if (state.empty()) state = tr(lang, "piece.no_text");
        const auto link = [&](const char* word, const char* tail) {
            return design::button_link(lang, {{tr(lang, word), lang}, address(lang, path + tail)}, design::Weight::small);
        };
        Html links = link(text.exists || text.stage ? "piece.write" : "piece.begin", "");
        if (text.stage) links += link("piece.publish", "/publish");
        if (text.exists) links += link("piece.history", "/history");
        if (text.live) links += link("piece.share", "/share");
        if (text.exists || text.stage) links += link("piece.translation", "/translation");
        table.rows.push_back({html::text(lang_name(lang, text.lang)),
                              text.title.empty() ? html::text(tr(lang, "piece.untitled")) : design::words(lang, {text.title, text.lang}),
                              html::text(state), html(R"(<div class="acts">{}</div>)", {links})});
    }
    return design::desk_section("texts", tr(lang, "piece.texts"), design::table(table));
}

Html setting(Lang lang, const PiecePage& page, const char* name, const Html& fields, const char* button) {
    return design::side_form(address(lang, page.path + "/settings/" + name), fields, tr(lang, button));
}

Html credits(Lang lang, const PiecePage& page) {
    design::Table table{.caption = tr(lang, "piece.credits"),
                        .headings = {tr(lang, "piece.who"), tr(lang, "piece.part"), tr(lang, "piece.line"), tr(lang, "piece.change")},
                        .rows = {}};
    const std::string action = page.path + "/credits";
    for (std::size_t i = 0; i < page.credits.size(); ++i) {
        const CreditLine& line = page.credits[i];
        const editorial::Credit& credit = line.kept.credit;
        const std::string number = std::to_string(i);
        // The list may be another one by the time that the form is sent.
        const std::string person = std::to_string(static_cast<std::int64_t>(credit.person.id));
        const auto button = [&](const char* word, const char* act, design::Danger danger = design::Danger::no) {
            return design::action_button(address(lang, action), tr(lang, word),
                                         {{"act", act}, {"number", number}, {"role", credit.role}, {"person", person}}, danger);
        };
        Html state;
        if (!line.kept.live)
            state = html::text(tr(lang, "piece.credit_waits"));
        else if (line.kept.by_act && !line.kept.confirmed)
            state = html::text(tr(lang, "piece.credit_unconfirmed"));
        const std::string id = "credit-" + number;
        const Html lines = html(
            R"(<details class="fold"><summary>{}</summary><div class="flow">{}</div></details>)",
            {credit.line.empty() && credit.line_ja.empty() ? tr(lang, "piece.no_line")
             : credit.line.empty()                         ? credit.line_ja
                                                           : credit.line,
             design::form(
                 address(lang, action),
                 design::field(
                     lang,
                     {.id = id + "-line", .label = tr(lang, "credit.line"), .hint = {}, .value = credit.line, .error = {}, .lang = "en"}) +
                     design::field(lang, {.id = id + "-line_ja",
                                          .label = tr(lang, "credit.line_ja"),
                                          .hint = {},
                                          .value = credit.line_ja,
                                          .error = {},
                                          .lang = "ja"}),
                 tr(lang, "piece.save_line"), {{"act", "line"}, {"number", number}, {"role", credit.role}, {"person", person}})});
        Html acts;
        if (i > 0) acts += button("piece.up", "up");
        if (i + 1 < page.credits.size()) acts += button("piece.down", "down");
        acts += button("piece.take_off", "remove", design::Danger::yes);
        table.rows.push_back({html("{}{}", {line.name, maybe(!state.empty(), "<p class=\"hint\">{}</p>", {state})}),
                              html::text(tr(lang, "role." + credit.role)), lines, html(R"(<div class="acts">{}</div>)", {acts})});
    }
    std::vector<std::pair<std::string, std::string>> roles;
    for (const char* role : {"writer", "editor", "proofreader", "reviewer", "researcher", "translator", "illustrator", "mentor"})
        roles.emplace_back(role, tr(lang, std::string("role.") + role));
    Html add;
    if (!page.people.empty())
        add = design::side_form(address(lang, action),
                                design::choice({.id = "person",
                                                .label = tr(lang, "piece.who"),
                                                .options = page.people,
                                                .chosen = typed(page, "person", ""),
                                                .hint = {},
                                                .error = design::message_for(page.problems, "person")}) +
                                    design::choice({.id = "role",
                                                    .label = tr(lang, "piece.part"),
                                                    .options = roles,
                                                    .chosen = typed(page, "role", "writer"),
                                                    .hint = {},
                                                    .error = design::message_for(page.problems, "role")}),
                                tr(lang, "piece.add_credit"), {{"act", "add"}});
    return design::desk_section("credits", tr(lang, "piece.credits"),
                                html("<p>{}</p>", {tr(lang, "piece.credits_text")}) +
                                    (page.credits.empty() ? Html{} : design::table(table)) + add);
}

Html place(Lang lang, const PiecePage& page, const char* name, const char* field, const char* label, const char* none,
           const std::vector<std::pair<std::string, std::string>>& options, const std::string& chosen) {
    return setting(lang, page, name,
                   design::choice({.id = field,
                                   .label = tr(lang, label),
                                   .options = with_none(lang, options),
                                   .chosen = typed(page, field, chosen),
                                   .hint = tr(lang, none),
                                   .error = design::message_for(page.problems, field)}) +
                       design::field(lang, {.id = std::string(field) + "-at",
                                            .label = tr(lang, "piece.place"),
                                            .hint = tr(lang, "piece.place_hint"),
                                            .value = typed(page, std::string(field) + "-at", chosen.empty() ? "" : std::to_string(page.at)),
                                            .error = {},
                                            .inputmode = "numeric"}),
                   "piece.save_place");
}

Html settings(Lang lang, const PiecePage& page) {
    const std::string& kind = page.piece.kind;
    Html content = setting(lang, page, "slug",
                           design::field(lang, {.id = "slug",
                                                .label = tr(lang, "piece.slug"),
                                                .hint = tr(lang, "piece.slug_hint", {{"address", page.public_path}}),
                                                .value = typed(page, "slug", page.piece.slug),
                                                .error = design::message_for(page.problems, "slug"),
                                                .required = true}),
                           "piece.save_slug");
    std::vector<std::pair<std::string, std::string>> licences;
    for (const std::string_view licence : editorial::licences)
        licences.emplace_back(licence, tr(lang, "piece.licence_" + std::string(licence)));
    content += setting(lang, page, "licence",
                       design::choice({.id = "licence",
                                       .label = tr(lang, "piece.licence"),
                                       .options = licences,
                                       .chosen = typed(page, "licence", page.piece.licence),
                                       .hint = {},
                                       .error = design::message_for(page.problems, "licence")}),
                       "piece.save_licence");
    if (kind == "lesson") content += place(lang, page, "place", "course", "piece.course", "piece.course_hint", page.courses, page.course);
    if (kind == "post") content += place(lang, page, "series", "series", "piece.series", "piece.series_hint", page.series, page.in_series);
    if (kind == "lesson" || kind == "course") {
        std::vector<design::CheckBox> boxes;
        for (const std::string& level : people::school_levels())
            boxes.push_back({"level-" + level, "level", level, tr(lang, "level." + level),
                             std::find(page.levels.begin(), page.levels.end(), level) != page.levels.end()});
        content += setting(lang, page, "levels",
                           design::check_group({.legend = tr(lang, "piece.levels"), .hint = tr(lang, "piece.levels_hint"), .boxes = boxes}),
                           "piece.save_levels");
    }
    if (kind == "course") {
        std::vector<design::CheckBox> boxes;
        for (const char* cover : {"green", "blue", "ochre", "red"})
            boxes.push_back(
                {std::string("cover-") + cover, "cover", cover, tr(lang, std::string("piece.cover_") + cover), page.cover == cover});
        content +=
            setting(lang, page, "cover", design::check_group({.legend = tr(lang, "piece.cover"), .hint = {}, .boxes = boxes, .one = true}),
                    "piece.save_cover");
    }
    if (kind == "post") {
        std::vector<design::CheckBox> boxes;
        for (const auto& [slug, name] : page.all_tags)
            boxes.push_back({"tag-" + slug, "tag", slug, name, std::find(page.tags.begin(), page.tags.end(), slug) != page.tags.end()});
        content +=
            boxes.empty()
                ? html("<p>{} <a href=\"{}\">{}</a></p>", {tr(lang, "piece.no_tags"), address(lang, "/edit/tags"), tr(lang, "tags.title")})
                : setting(lang, page, "tags", design::check_group({.legend = tr(lang, "piece.tags"), .hint = {}, .boxes = boxes}),
                          "piece.save_tags");
    }
    return design::desk_section("settings", tr(lang, "piece.settings"), content);
}

Html record(Lang lang, const base::Viewer& viewer, const PiecePage& page) {
    design::Table table{.caption = tr(lang, "piece.record"),
                        .headings = {tr(lang, "piece.when"), tr(lang, "piece.who"), tr(lang, "piece.what"), tr(lang, "piece.change")},
                        .rows = {}};
    for (const editorial::Act& act : page.acts) {
        std::string who = tr(lang, "piece.the_program");
        if (act.person)
            who = viewer.person && static_cast<people::PersonId>(*viewer.person) == act.person->id ? tr(lang, "piece.you")
                  : act.person->may_be_named()                                                     ? people::name_in(lang, *act.person)
                                                                                                   : tr(lang, "piece.somebody");
        std::string what = tr(lang, "act." + act.act);
        if (act.act == "changed") what = tr(lang, "act.changed_" + act.stage_to);
        if (act.act == "undone") what = tr(lang, "piece.undone", {{"what", tr(lang, "act." + act.note)}});
        if (act.lang) what = tr(lang, "piece.of_text", {{"what", what}, {"language", lang_name(lang, *act.lang)}});
        const auto told = editorial::problems_in(act.note);
        Html note;
        if (!told.empty())
            note = each(told, [&](const editorial::Problem& problem) {
                return html("<p class=\"hint\">{}</p>", {tr(lang, problem.word, problem.args)});
            });
        else if (!act.note.empty() && act.act != "undone" && act.act != "changed")
            note = html("<p class=\"hint\">{}</p>", {act.note});
        Html change;
        if (act.undone) change = html::text(tr(lang, "piece.was_undone"));
        if (act.may_undo)
            change = design::action_button(address(lang, "/desk/acts/" + std::to_string(static_cast<std::int64_t>(act.id)) + "/undo"),
                                           tr(lang, "piece.undo"));
        table.rows.push_back({design::time(lang, base::day_of(act.at)), html::text(who), html("{}{}", {what, note}), change});
    }
    return design::desk_section("record", tr(lang, "piece.record"),
                                html("<p>{}</p>", {tr(lang, "piece.record_text")}) + design::table(table));
}
}

std::string state_of(Lang lang, const editorial::PieceLine& line) {
    if (line.retired) return tr(lang, "piece.retired");
    const std::string stage = line.stage ? tr(lang, "stage." + std::string(editorial::name_of(*line.stage))) : std::string();
    if (line.live)
        return stage.empty() ? tr(lang, "piece.live") : tr(lang, "piece.both_states", {{"live", tr(lang, "piece.live")}, {"stage", stage}});
    return stage.empty() ? tr(lang, "piece.no_text") : stage;
}

std::string title_of(Lang lang, const editorial::PieceLine& line) {
    return line.title.empty() ? tr(lang, "piece.untitled_slug", {{"slug", line.slug}}) : line.title;
}

Html new_piece(Lang lang, const NewPiece& page, const std::vector<design::Problem>& problems) {
    std::vector<design::CheckBox> kinds;
    for (const std::string& kind : page.kinds)
        kinds.push_back({"kind-" + kind, "kind", kind, tr(lang, "piece.new_" + kind), page.kind == kind});
    Html fields =
        design::check_group(
            {.legend = tr(lang, "piece.kind"), .hint = {}, .boxes = kinds, .one = true, .error = design::message_for(problems, "kind")}) +
        design::field(lang, {.id = "title",
                             .label = tr(lang, "piece.title"),
                             .hint = tr(lang, "piece.title_hint"),
                             .value = page.title,
                             .error = design::message_for(problems, "title"),
                             .required = true}) +
        design::check_group({.legend = tr(lang, "piece.language"),
                             .hint = {},
                             .boxes = {{"lang-en", "lang", "en", tr(lang, "piece.english"), page.lang == Lang::en},
                                       {"lang-ja", "lang", "ja", tr(lang, "piece.japanese"), page.lang == Lang::ja}},
                             .one = true});
    if (page.asks_slug)
        fields += design::field(lang, {.id = "slug",
                                       .label = tr(lang, "piece.slug"),
                                       .hint = tr(lang, "piece.new_slug_hint"),
                                       .value = page.slug,
                                       .error = design::message_for(problems, "slug")});
    if (!page.courses.empty())
        fields += design::choice({.id = "course",
                                  .label = tr(lang, "piece.course"),
                                  .options = with_none(lang, page.courses),
                                  .chosen = page.course,
                                  .hint = tr(lang, "piece.new_course_hint"),
                                  .error = design::message_for(problems, "course")});
    if (!page.series.empty())
        fields += design::choice({.id = "series",
                                  .label = tr(lang, "piece.series"),
                                  .options = with_none(lang, page.series),
                                  .chosen = page.in_series,
                                  .hint = tr(lang, "piece.new_series_hint"),
                                  .error = design::message_for(problems, "series")});
    return design::form(address(lang, "/edit/new"), fields, tr(lang, "piece.make"));
}

Html piece(Lang lang, const base::Viewer& viewer, const PiecePage& page) {
    Html content = texts(lang, page);
    if (page.piece.kind == "course" || page.piece.kind == "series") {
        const bool course = page.piece.kind == "course";
        content += html("<p>{}</p>", {design::button_link(lang, {{tr(lang, course ? "piece.to_lessons" : "piece.to_posts"), lang},
                                                                 address(lang, page.path + "/parts")})});
    }
    if (page.may_set) content += settings(lang, page) + credits(lang, page);
    if (page.may_set)
        content +=
            html("<p>{}</p>", {design::button_link(lang, {{tr(lang, "retire.link"), lang}, address(lang, page.path + "/retirement")})});
    if (page.keeps)
        content +=
            html("<p>{}</p>", {design::button_link(lang, {{tr(lang, "piece.redact"), lang}, address(lang, page.path + "/redaction")})});
    return content + record(lang, viewer, page);
}

Html order(Lang lang, const OrderPage& page) {
    Html content;
    if (page.lines.empty())
        content = html("<p>{}</p>", {page.empty});
    else {
        std::size_t number = 0;
        content = html(
            R"(<ol class="order">{}</ol>)", {each(page.lines, [&](const OrderLine& line) {
                ++number;
                const auto button = [&](const char* word, const char* act, design::Danger danger = design::Danger::no) {
                    return design::action_button(address(lang, page.path), tr(lang, word, {{"title", line.title}}),
                                                 {{"act", act}, {"id", line.id}}, danger);
                };
                Html acts;
                if (number > 1) acts += button("piece.up_title", "up");
                if (number < page.lines.size()) acts += button("piece.down_title", "down");
                if (page.takes_out) acts += button("piece.out_title", "out", design::Danger::yes);
                const std::string id = "place-" + line.id;
                const Html to =
                    page.lines.size() < 3
                        ? Html{}
                        : html(
                              R"(<form class="inline" method="post" action="{}"><input type="hidden" name="act" value="to"><input type="hidden" name="id" value="{}"><label for="{}">{}</label> <input class="short" id="{}" name="at" inputmode="numeric" value="{}"> <button class="btn sm">{}</button></form>)",
                              {address(lang, page.path), line.id, id, tr(lang, "piece.place_of", {{"title", line.title}}), id, number,
                               tr(lang, "piece.move_there")});
                return html(R"(<li class="card"><p><a href="{}">{}</a> <span class="hint">{}</span></p><div class="acts">{}{}</div></li>)",
                            {address(lang, line.url), design::words(lang, {line.title, line.title_lang}), line.state, acts, to});
            })});
    }
    if (!page.others.empty())
        content += design::desk_section(
            "add", page.add_words,
            design::form(
                address(lang, page.path),
                design::choice({.id = "id", .label = page.add_words, .options = page.others, .chosen = {}, .hint = {}, .error = {}}),
                page.add_button, {{"act", "add"}}));
    if (!page.new_url.empty())
        content += html("<p>{}</p>", {design::button_link(lang, {{page.new_words, lang}, address(lang, page.new_url)})});
    return content;
}

}
