#include "desk/history_view.hpp"

#include "design/parts.hpp"
#include "desk/compare_view.hpp"

#include <algorithm>

namespace desk::view {

using design::address;
using design::tr;
using html::each;
using html::html;
using html::maybe;
using html::Url;

std::string maker(Lang lang, const base::Viewer& viewer, const people::Person& person) {
    if (viewer.person && static_cast<people::PersonId>(*viewer.person) == person.id) return tr(lang, "piece.you");
    return person.may_be_named() ? people::name_in(lang, person) : tr(lang, "piece.somebody");
}

namespace {
Html radio(Lang lang, const VersionLine& line, const char* name, std::string_view word, bool chosen) {
    return html(R"(<label class="tick"><input type="radio" name="{}" value="{}"{}> <span class="vh">{}</span></label>)",
                {name, line.value, maybe(chosen, " checked"), tr(lang, word, {{"version", line.name}})});
}

Url compare_url(Lang lang, const std::string& path, const std::string& from, const std::string& to) {
    return address(lang, path + "/history/compare?from=" + from + "&to=" + to);
}
}

design::DeskPage history(Lang lang, const HistoryPage& page) {
    Html content;
    if (page.lines.empty()) {
        content = html("<p>{}</p>", {tr(lang, "history.none")});
    } else {
        design::Table table{.caption = tr(lang, "history.versions"),
                            .headings = {tr(lang, "history.when"), tr(lang, "history.who"), tr(lang, "history.why"),
                                         tr(lang, "history.from"), tr(lang, "history.to"), tr(lang, "history.look")},
                            .rows = {}};
        for (const VersionLine& line : page.lines) {
            const bool differs = !page.other.empty() && !(line.live && page.other == "live") && line.value != page.other;
            const Html link =
                differs ? html(R"(<a href="{}">{}</a>)", {compare_url(lang, page.path, page.other, line.value),
                                                          tr(lang, page.other == "live" ? "history.with_live" : "history.with_copy")})
                        : Html{};
            table.rows.push_back({html::text(line.when), html::text(line.who),
                                  html("{}{}", {line.why, maybe(line.live, R"( {})",
                                                                {design::tag(tr(lang, "history.live"), design::Tone::green, "check")})}),
                                  radio(lang, line, "from", "history.choose_from", line.value == page.from),
                                  radio(lang, line, "to", "history.choose_to", line.value == page.to), link});
        }
        const Html button = html(R"(<p class="acts"><button class="btn go">{}</button></p>)", {tr(lang, "history.compare")});
        content = html("<p>{}</p>", {tr(lang, "history.text")}) +
                  (page.lines.size() == 1 ? design::table(table)
                                          : html(R"(<form class="history-form" method="get" action="{}">{}{}</form>)",
                                                 {address(lang, page.path + "/history/compare"), design::table(table), button}));
    }
    content += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, page.path), tr(lang, "writing.back")});
    return {.crumbs = page.crumbs,
            .title = tr(lang, "history.title", {{"title", page.title}}),
            .dek = {},
            .done = {},
            .problems = {},
            .content = content};
}

// ---- two of them -----------------------------------------------------------------------------------------------------

namespace {
/// What changed in numbers, one sentence each.
std::vector<std::string> numbers(Lang lang, const ComparePage& page, const doc::Comparison& compared) {
    std::vector<std::string> all;
    const auto add = [&](std::string_view word, std::size_t count) {
        if (count > 0) all.push_back(tr(lang, word, {{"count", count}}));
    };
    add("history.words_added", compared.inserted.words);
    add("history.characters_added", compared.inserted.characters);
    add("history.words_taken", compared.deleted.words);
    add("history.characters_taken", compared.deleted.characters);
    add("history.blocks_moved", compared.blocks_moved);
    if (page.from.title != page.to.title) all.push_back(tr(lang, "history.title_changed"));
    if (page.from.summary != page.to.summary) all.push_back(tr(lang, "history.summary_changed"));
    // Marks, the level of a heading, a tick: none of them is a word.
    if (all.empty() && compared.any()) all.push_back(tr(lang, "history.form_changed"));
    if (all.empty()) all.push_back(tr(lang, "history.equal"));
    return all;
}

Html one_line(Lang lang, std::string_view word, Lang text_lang, const std::string& before, const std::string& after,
              const doc::CompareOptions& options) {
    if (before == after) return {};
    return html(R"(<div class="compare-head"><h2>{}</h2><p class="compare" lang="{}">{}</p></div>)",
                {tr(lang, word), base::tag(text_lang), doc::compare_html(doc::compare_lines(before, after), options)});
}

Html restore(Lang lang, const ComparePage& page) {
    if (!page.may_restore || (!page.from.revision && !page.to.revision)) return {};
    Html buttons;
    for (const Side* side : {&page.from, &page.to})
        if (side->revision && (side == &page.from || page.from.revision != page.to.revision))
            buttons +=
                design::action_button(address(lang, page.path + "/history/restore"), tr(lang, "history.restore", {{"version", side->name}}),
                                      {{"revision", std::to_string(*side->revision)}, {"from", page.from.value}, {"to", page.to.value}});
    return design::desk_section("restore", tr(lang, "history.restore_title"),
                                html(R"(<p>{}</p><div class="acts">{}</div>)", {tr(lang, "history.restore_text"), buttons}));
}
}

design::DeskPage compare(Lang lang, const ComparePage& page, const std::vector<design::Problem>& problems) {
    const doc::CompareOptions options = compare_options(lang, page.text_lang);
    const doc::Comparison compared = doc::compare(page.from.body, page.to.body);
    Html content =
        html(R"(<p class="compare-sides">{}</p>)", {tr(lang, "history.sides", {{"from", page.from.name}, {"to", page.to.name}})});
    content += html(R"(<ul class="compare-numbers">{}</ul>)",
                    {each(numbers(lang, page, compared), [](const std::string& one) { return html("<li>{}</li>", {one}); })});
    content += html(R"(<p class="soft">{}</p>)", {tr(lang, "history.signs")});
    content += one_line(lang, "writing.title", page.text_lang, page.from.title, page.to.title, options);
    content += one_line(lang, "writing.summary", page.text_lang, page.from.summary, page.to.summary, options);
    content += html(R"(<article id="compared" class="write-reading prose" lang="{}" aria-label="{}">{}</article>)",
                    {base::tag(page.text_lang), tr(lang, "history.compared"), doc::compare_html(compared, options)});
    content += restore(lang, page);
    content += html(R"(<p class="acts"><a class="btn" href="{}">{}</a> <a href="{}">{}</a></p>)",
                    {compare_url(lang, page.path, page.to.value, page.from.value), tr(lang, "history.turn"),
                     address(lang, page.path + "/history"), tr(lang, "history.back")});
    return {.crumbs = page.crumbs,
            .title = tr(lang, "history.compare_title", {{"title", page.title}}),
            .dek = {},
            .done = {},
            .problems = problems,
            .content = content};
}

}
