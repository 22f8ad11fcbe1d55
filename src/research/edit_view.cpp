#include "research/edit_view.hpp"

#include "design/parts.hpp"
#include "research/edit_form.hpp"
#include "research/view.hpp"

#include <algorithm>
#include <set>

namespace research::view {

using design::address;
using design::Lang;
using design::tr;
using html::each;
using html::Html;
using html::html;

namespace {
std::string path_of(const std::string& key) { return "/edit/sources/" + key; }

Lang title_lang(const Source& source) { return source.field("language") == "ja" ? Lang::ja : Lang::en; }

std::string line_of(const Source& source) {
    std::string line = short_authors(source);
    if (!source.year.empty()) line += (line.empty() ? "" : " ") + source.year;
    return line;
}

Html link_to(Lang lang, const Source& source) {
    return html(R"(<a href="{}">{}</a>)", {address(lang, path_of(source.key)), design::words(lang, {source.title, title_lang(source)})});
}

std::vector<std::pair<std::string, std::string>> levels(Lang lang) {
    return {{"listed", tr(lang, "reading.listed")}, {"abstract", tr(lang, "reading.abstract")}, {"full", tr(lang, "reading.full")}};
}

Html search(Lang lang, const Desk& shown) {
    auto options = levels(lang);
    options.insert(options.begin(), {"", tr(lang, "research.reading_any")});
    const Html fields = design::field(lang, {.id = "q",
                                             .label = tr(lang, "sources.search"),
                                             .hint = {},
                                             .value = shown.query,
                                             .type = "search",
                                             .error = {},
                                             .required = true}) +
                        design::choice({.id = "seen", .label = tr(lang, "research.reading"), .options = options, .chosen = shown.seen});
    return html(R"(<form class="filter" method="get" action="{}" role="search" novalidate>{}<button class="btn">{}</button></form>)",
                {address(lang, "/edit/sources"), fields, tr(lang, "learn.show")});
}

Html pager(Lang lang, const Desk& shown) {
    const auto at = [&](int number) {
        std::string query = "?page=" + std::to_string(number);
        if (!shown.seen.empty()) query += "&seen=" + shown.seen;
        if (!shown.query.empty()) query += "&q=" + web::encode(shown.query);
        return address(lang, "/edit/sources" + query);
    };
    std::optional<design::Link> previous, next;
    if (shown.page > 1) previous = design::Link{{tr(lang, "research.before"), lang}, at(shown.page - 1)};
    if (shown.more) next = design::Link{{tr(lang, "research.after"), lang}, at(shown.page + 1)};
    return previous || next ? design::pager(lang, previous, next, tr(lang, "research.pages")) : Html{};
}

Html list(Lang lang, const Desk& shown) {
    if (shown.empty) return search(lang, shown) + design::empty_state(lang, tr(lang, "research.empty"));
    if (shown.sources.empty()) return search(lang, shown) + design::empty_state(lang, tr(lang, "research.none"));
    design::Table table{.caption = tr(lang, "sources.list"),
                        .headings = {tr(lang, "sources.work"), tr(lang, "research.reading"), tr(lang, "sources.used")},
                        .rows = {}};
    for (const Source& one : shown.sources) {
        const auto used = shown.citing.find(one.key);
        const std::int64_t count = used == shown.citing.end() ? 0 : used->second;
        const Html hidden = one.shown || count > 0 ? Html{} : html(R"( <span class="tag">{}</span>)", {tr(lang, "sources.hidden")});
        table.rows.push_back({html(R"({}{}<p class="hint">{}</p>)", {link_to(lang, one), hidden, line_of(one)}),
                              design::reading_level(lang, source(lang, one).reading),
                              html("{}", {tr(lang, "sources.texts", {{"count", count}})})});
    }
    return search(lang, shown) + design::table(table) + pager(lang, shown);
}

Html adding(Lang lang, const Desk& shown) {
    Html fields;
    if (shown.network)
        fields += design::field(lang, {.id = "identifier",
                                       .label = tr(lang, "sources.identifier"),
                                       .hint = tr(lang, "sources.identifier_hint"),
                                       .value = shown.identifier,
                                       .type = "text",
                                       .error = design::message_for(shown.problems, "identifier")});
    fields += design::field(lang, {.id = "text",
                                   .label = tr(lang, "sources.text"),
                                   .hint = tr(lang, "sources.text_hint"),
                                   .value = shown.text,
                                   .type = "textarea",
                                   .error = design::message_for(shown.problems, "text")});
    fields += design::field(lang, {.id = "file",
                                   .label = tr(lang, "sources.file"),
                                   .hint = tr(lang, "sources.file_hint"),
                                   .value = {},
                                   .type = "file",
                                   .error = design::message_for(shown.problems, "file")});
    fields += design::choice({.id = "level",
                              .label = tr(lang, "sources.level"),
                              .options = levels(lang),
                              .chosen = shown.level,
                              .hint = tr(lang, "sources.level_hint")});
    return design::form(address(lang, "/edit/sources"), fields, tr(lang, "sources.add"), {}, /*multipart=*/true);
}

/// What became of a list that was pasted.
Html outcome(Lang lang, const Added& added) {
    Html out;
    if (!added.added.empty())
        out += design::notice(html("<p>{}</p><ul>{}</ul>",
                                   {tr(lang, "sources.added", {{"count", added.added.size()}}),
                                    each(added.added, [&](const Source& one) { return html("<li>{}</li>", {link_to(lang, one)}); })}));
    if (!added.known.empty())
        out += design::notice(html("<p>{}</p><ul>{}</ul>",
                                   {tr(lang, "sources.known", {{"count", added.known.size()}}),
                                    each(added.known, [&](const Known& one) { return html("<li>{}</li>", {link_to(lang, one.here)}); })}));
    return out;
}

std::vector<std::pair<std::string, design::Url>> crumbs(Lang lang, bool below) {
    std::vector<std::pair<std::string, design::Url>> all{{tr(lang, "nav.me"), address(lang, "/me")}};
    if (below) all.emplace_back(tr(lang, "sources.title"), address(lang, "/edit/sources"));
    return all;
}

// ---- one source ------------------------------------------------------------------------------------------------------

std::string label_of(Lang lang, const std::string& name) {
    if (name.ends_with("_ja"))
        return tr(lang, "sources.in_japanese", {{"field", tr(lang, "sources.field_" + name.substr(0, name.size() - 3))}});
    return tr(lang, "sources.field_" + name);
}

Html field_of(Lang lang, const Change& shown, const std::string& name) {
    if (name == "language")
        return design::choice({.id = name,
                               .label = label_of(lang, name),
                               .options = {{"", tr(lang, "sources.language_other")}, {"en", "English"}, {"ja", "日本語"}},
                               .chosen = shown.source.field(name)});
    const bool names = name == "author" || name == "editor";
    const auto& ours = our_fields();
    const bool large = names || (name != "related" && std::find(ours.begin(), ours.end(), name) != ours.end());
    design::Field field{.id = name,
                        .label = label_of(lang, name),
                        .hint = names               ? tr(lang, "sources.names_hint")
                                : name == "found"   ? tr(lang, "sources.found_hint")
                                : name == "related" ? tr(lang, "sources.related_hint")
                                                    : "",
                        .value = names ? people_as_lines(shown.source.field(name)) : shown.source.field(name),
                        .type = large           ? "textarea"
                                : name == "url" ? "url"
                                                : "text",
                        .error = design::message_for(shown.problems, name),
                        .required = name == "title"};
    if (name == "year") field.inputmode = "numeric";
    if (name.ends_with("_ja") && lang == Lang::en) field.lang = "ja";
    if (lang == Lang::ja && large && !names && !name.ends_with("_ja")) field.lang = "en";
    return design::field(lang, field);
}

Html form(Lang lang, const Change& shown) {
    std::vector<std::pair<std::string, std::string>> kinds;
    for (const std::string& type : source_types()) kinds.emplace_back(type, tr(lang, "sources.kind_" + type));
    Html fields = design::choice({.id = "kind",
                                  .label = tr(lang, "sources.kind"),
                                  .options = kinds,
                                  .chosen = shown.source.type,
                                  .hint = {},
                                  .error = design::message_for(shown.problems, "kind")});
    // The usual fields first; the others are folded, and open where one of them is wrong.
    const auto& work = work_fields();
    const auto folds = std::find(work.begin(), work.end(), "editor");
    for (auto name = work.begin(); name != folds; ++name) fields += field_of(lang, shown, *name);
    Html others;
    bool open = false;
    for (auto name = folds; name != work.end(); ++name) {
        others += field_of(lang, shown, *name);
        open = open || !design::message_for(shown.problems, *name).empty();
    }
    fields += html(R"(<details class="desk-fold"{}><summary>{}</summary>{}</details>)",
                   {html::maybe(open, " open"), tr(lang, "sources.more_fields"), others});
    fields += design::choice({.id = "seen",
                              .label = tr(lang, "research.reading"),
                              .options = levels(lang),
                              .chosen = std::string(name(shown.source.seen)),
                              .hint = tr(lang, "sources.level_hint"),
                              .error = design::message_for(shown.problems, "seen")});
    for (const std::string& name : our_fields()) fields += field_of(lang, shown, name);
    const std::string was = shown.was ? std::to_string(static_cast<std::int64_t>(*shown.was)) : "";
    return design::form(address(lang, path_of(shown.source.key)), fields, tr(lang, "sources.save"), {{"was", was}});
}

std::string who(Lang lang, const SourceRevision& one) {
    if (!one.by) return tr(lang, one.what == "loaded" ? "sources.by_content" : "sources.by_nobody");
    if (one.by->former) return tr(lang, "byline.former");
    if (!one.by->may_be_named()) return tr(lang, "sources.by_unnamed");
    return people::name_in(lang, *one.by);
}

/// Names of the fields in which two states differ.
std::string differences(Lang lang, const Source& before, const Source& after) {
    std::set<std::string> known;
    std::string list;
    const auto add = [&](const std::string& label) { list += (list.empty() ? "" : tr(lang, "sources.comma")) + label; };
    if (before.type != after.type) add(tr(lang, "sources.kind"));
    if (before.seen != after.seen) add(tr(lang, "research.reading"));
    for (const auto* names : {&work_fields(), &our_fields()})
        for (const std::string& name : *names)
            if (before.field(name) != after.field(name)) add(label_of(lang, name));
    return list;
}

Html history(Lang lang, const Change& shown) {
    if (shown.history.empty()) return html(R"(<p class="soft">{}</p>)", {tr(lang, "sources.no_history")});
    design::Table table{.caption = tr(lang, "sources.history"),
                        .headings = {tr(lang, "sources.when"), tr(lang, "sources.who"), tr(lang, "sources.what"), tr(lang, "sources.undo")},
                        .rows = {}};
    for (std::size_t i = 0; i < shown.history.size(); ++i) {
        const SourceRevision& one = shown.history[i];
        Html what = html("{}", {tr(lang, "sources.did_" + one.what)});
        if (i + 1 < shown.history.size() && one.what != "deleted")
            if (const std::string fields = differences(lang, shown.history[i + 1].source, one.source); !fields.empty())
                what += html(R"(<p class="hint">{}</p>)", {fields});
        const bool is_now = i == 0 && shown.here;
        Html back = is_now ? html("{}", {tr(lang, "sources.is_now")}) : Html{};
        if (!is_now && shown.may)
            back = design::action_button(address(lang, path_of(shown.source.key) + "/restoration"), tr(lang, "sources.restore"),
                                         {{"revision", std::to_string(static_cast<std::int64_t>(one.id))}});
        table.rows.push_back({design::time(lang, base::day_of(one.made_at)), html("{}", {who(lang, one)}), what, back});
    }
    return design::table(table);
}
}

design::DeskPage desk(Lang lang, const Desk& shown) {
    // The library is long, and most come to add to it.
    const Html down =
        html(R"(<p class="acts">{}</p>)",
             {design::button_link(lang, {{tr(lang, "sources.add_title"), lang}, design::Url("#new")}, design::Weight::small)});
    const Html content = outcome(lang, shown.added) + down + design::desk_section("library", tr(lang, "sources.list"), list(lang, shown)) +
                         design::desk_section("new", tr(lang, "sources.add_title"), adding(lang, shown));
    return {.crumbs = crumbs(lang, false),
            .title = tr(lang, "sources.title"),
            .dek = tr(lang, "sources.dek"),
            .done = shown.done,
            .problems = shown.problems,
            .content = content};
}

design::DeskPage change(Lang lang, const Change& shown) {
    Html content;
    if (shown.here) {
        const Html reference = design::words(lang, {research::reference(shown.source), title_lang(shown.source)});
        content +=
            html(R"(<p class="ref">{}</p><p class="hint">{}</p>)", {reference, tr(lang, "sources.key", {{"key", shown.source.key}})});
        if (shown.is_public)
            content += html(R"(<p class="acts">{}</p>)",
                            {design::button_link(lang, {{tr(lang, "sources.see"), lang}, address(lang, "/research/" + shown.source.key)},
                                                 design::Weight::small)});
        else
            content += design::notice(html("<p>{}</p>", {tr(lang, "sources.hidden_text")}));
        content += shown.may ? form(lang, shown) : design::notice(html("<p>{}</p>", {tr(lang, "sources.may_not")}));
    } else {
        content += design::notice(html("<p>{}</p>", {tr(lang, "sources.gone")}));
    }
    content += design::desk_section("history", tr(lang, "sources.history"), history(lang, shown));
    if (shown.here && shown.may)
        content += design::desk_section("deletion", tr(lang, "sources.delete_title"),
                                        html(R"(<p>{}</p>)", {tr(lang, "sources.delete_text")}) +
                                            design::action_button(address(lang, path_of(shown.source.key) + "/deletion"),
                                                                  tr(lang, "sources.delete"), {}, design::Danger::yes));
    return {.crumbs = crumbs(lang, true),
            .title = shown.source.title.empty() ? shown.source.key : shown.source.title,
            .dek = {},
            .done = shown.done,
            .problems = shown.problems,
            .content = content};
}

}
