#include "desk/beside_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace desk::view {

using design::address;
using design::tr;
using html::each;
using html::html;
using html::maybe;
using html::Url;

namespace {
Html one_note(Lang lang, const Note& note) {
    return html(R"(<blockquote class="write-note"><p class="soft">{}</p><p>{}</p></blockquote>)",
                {tr(lang, "writing.note_of", {{"who", note.who}, {"date", design::date(lang, note.on)}}), note.text});
}

Html people(Lang lang, const std::vector<Waits>& waits) {
    if (waits.empty()) return html("<p>{}</p>", {tr(lang, "writing.nobody_asked")});
    return html(R"(<ul class="plain-list">{}</ul>)", {each(waits, [&](const Waits& one) {
                    return html("<li>{}{}</li>", {one.due ? tr(lang, "writing.duty_until",
                                                               {{"duty", tr(lang, duty_word(one.duty), {{"who", one.who}})},
                                                                {"date", design::date(lang, *one.due)}})
                                                          : tr(lang, duty_word(one.duty), {{"who", one.who}}),
                                                  maybe(!one.note.empty(), R"(<br><span class="soft write-lines">{}</span>)", {one.note})});
                })});
}

/// What is open, in words; that it is open is said by a sign and a word, too.
Html checks(Lang lang, const std::vector<editorial::Check>& all, const WritePage& page) {
    using State = editorial::Check::State;
    const auto done = std::count_if(all.begin(), all.end(), [](const auto& check) { return check.state == State::done; });
    Html lines;
    for (const auto state : {State::open, State::advice})
        for (const editorial::Check& check : all)
            if (check.state == state)
                for (const editorial::Problem& problem : check.problems)
                    lines +=
                        html(R"(<li class="write-{}">{}<span><b>{}</b> {}</span></li>)",
                             {state == State::open ? "open" : "advice", design::icon(state == State::open ? "circle-alert" : "info"),
                              tr(lang, state == State::open ? "writing.open" : "writing.advice"), tr(lang, problem.word, problem.args)});
    const doc::Length& length = page.beside.length;
    return html("<p>{}<br>{}</p>", {tr(lang, page.text_lang == Lang::ja ? "writing.length_ja" : "writing.length",
                                       {{"words", length.words}, {"characters", length.characters}, {"minutes", length.minutes}}),
                                    tr(lang, "writing.checked", {{"done", done}, {"all", all.size()}})}) +
           maybe(!lines.empty(), R"(<ul class="plain-list write-checks">{}</ul>)", {lines});
}

Html sources(Lang lang, const std::vector<Cited>& cited, bool adds) {
    const Html list = cited.empty()
                          ? html("<p>{}</p>", {tr(lang, "writing.sources_none")})
                          : html(R"(<ul class="plain-list">{}</ul>)", {each(cited, [&](const Cited& one) {
                                     if (one.line.empty())
                                         return html(R"(<li><code>{}</code> {}</li>)", {one.key, tr(lang, "writing.source_unknown")});
                                     return html(R"(<li><a href="{}">{}</a></li>)", {address(lang, "/research/" + one.key), one.line});
                                 })});
    return list + maybe(adds, R"(<p><a href="{}">{}</a></p>)", {address(lang, "/edit/sources"), tr(lang, "writing.sources_add")});
}

Html pictures(Lang lang, const WritePage& page) {
    const auto& shown = page.beside.pictures;
    Html list =
        shown.empty()
            ? html("<p>{}</p>", {tr(lang, "writing.pictures_none")})
            : html(R"(<ul class="plain-list write-pictures">{}</ul>)", {each(shown, [&](const Shown& one) {
                       return html(R"(<li><img src="{}" width="{}" height="{}" alt="" loading="lazy"><span lang="{}">{}</span></li>)",
                                   {Url(one.src), one.width, one.height, base::tag(page.text_lang), one.alt});
                   })});
    if (!page.reading)
        list += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, page.path + "/pictures"), tr(lang, "writing.pictures_add")});
    return list;
}

Html onward(Lang lang, const WritePage& page) {
    const auto link = [&](const std::string& path, std::string_view word) {
        return html(R"(<li><a href="{}">{}</a></li>)", {address(lang, path), tr(lang, word)});
    };
    Html links = link(page.path + "/preview", "writing.preview") + link(page.path + "/history", "writing.history");
    if (page.beside.asks) links += link(page.path + "/turns", "writing.ask");
    if (page.beside.sends_back) links += link(page.path + "/notes", "writing.send_back");
    if (page.beside.publishes) links += link(page.path + "/publish", "writing.to_publish");
    return html(R"(<ul class="desk-links">{}</ul>)", {links + link(page.piece_path, "writing.to_piece")});
}
}

Html notes(Lang lang, const std::vector<Note>& all) {
    if (all.empty()) return {};
    Html content = one_note(lang, all.front());
    if (all.size() > 1)
        content += html(R"(<details class="desk-fold"><summary>{}</summary>{}</details>)",
                        {tr(lang, "writing.notes_earlier", {{"count", all.size() - 1}}),
                         each(std::vector<Note>(all.begin() + 1, all.end()), [&](const Note& note) { return one_note(lang, note); })});
    return design::desk_section("notes", tr(lang, "writing.notes"), content);
}

Html beside(Lang lang, const WritePage& page) {
    return html(R"(<div class="write-beside">{}{}{}{}</div>{})",
                {design::desk_section("checks", tr(lang, "writing.checks"), checks(lang, page.beside.checks, page)),
                 design::desk_section("people", tr(lang, "writing.people"), people(lang, page.beside.waits)),
                 design::desk_section("sources", tr(lang, "writing.sources"), sources(lang, page.beside.cited, page.beside.adds_sources)),
                 design::desk_section("pictures", tr(lang, "writing.pictures"), pictures(lang, page)),
                 design::desk_section("onward", tr(lang, "writing.onward"), onward(lang, page))});
}

std::string_view hand_over_word(editorial::Stage next) {
    switch (next) {
        case editorial::Stage::draft:
        case editorial::Stage::first_read: return "writing.hand_first_read";
        case editorial::Stage::proof: return "writing.hand_proof";
        case editorial::Stage::ready:
        case editorial::Stage::scheduled: return "writing.hand_ready";
    }
    return "";
}

std::string_view duty_word(editorial::Duty duty) {
    switch (duty) {
        case editorial::Duty::write: return "writing.duty_write";
        case editorial::Duty::translate: return "writing.duty_translate";
        case editorial::Duty::read: return "writing.duty_read";
        case editorial::Duty::proof: return "writing.duty_proof";
    }
    return "";
}

}
