#include "desk/pair_view.hpp"

#include "design/parts.hpp"
#include "desk/compare_view.hpp"

#include <algorithm>

namespace desk::view {

using design::address;
using design::tr;
using editorial::PairedBlock;
using editorial::Pairing;
using editorial::PairState;
using html::each;
using html::html;
using html::maybe;

namespace {
std::string_view tag_of_other(const PairPage& page) { return base::tag(base::other(page.pairs.lang)); }

/// A sentence that names the other language.
std::string say(Lang lang, const PairPage& page, std::string_view word) { return tr(lang, word, {{"lang", tag_of_other(page)}}); }
std::string say_on(Lang lang, const PairPage& page, std::string_view word, base::Day on) {
    return tr(lang, word, {{"lang", tag_of_other(page)}, {"date", design::date(lang, on)}});
}

doc::HtmlOptions drawn(Lang text) {
    doc::HtmlOptions options;
    options.lang = text;
    options.heading_shift = 2;
    options.heading_ids = false;
    return options;
}
doc::CompareOptions compared(Lang page, Lang text) {
    auto options = compare_options(page, text);
    options.html.heading_shift = 2;
    return options;
}

/// Inside the page of a desk every heading of a text stands on one level.
doc::Node level(doc::Node node) {
    if (node.type == "heading")
        for (auto& [name, value] : node.attrs)
            if (name == "level") value = base::Json(2);
    for (doc::Node& child : node.content) child = level(std::move(child));
    return node;
}
Html draw_block(const doc::Node& block, Lang text) { return doc::to_html(level(block), drawn(text)); }
Html draw_change(const doc::Node& before, const doc::Node& after, Lang page, Lang text) {
    return doc::compare_html(doc::compare(level(before), level(after)), compared(page, text));
}

std::string_view state_word(PairState state) {
    switch (state) {
        case PairState::current: return "pair.state_current";
        case PairState::older: return "pair.state_older";
        case PairState::missing: return "pair.state_missing";
        case PairState::unsaid: return "pair.state_unsaid";
        case PairState::gone: return "pair.state_gone";
    }
    return "";
}

std::string trimmed(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

Html labelled(std::string_view label, std::string_view lang, const Html& content) {
    return html(R"(<p class="pair-label">{}</p><div class="prose pair-text" lang="{}">{}</div>)", {label, lang, content});
}

// ---- one block -------------------------------------------------------------------------------------------------------

Html source_side(Lang lang, const PairPage& page, const PairedBlock& row) {
    const Lang other = base::other(page.pairs.lang);
    if (!row.source) {
        Html said = html("<p>{}</p>", {say(lang, page, "pair.gone_text")});
        if (row.source_then) said += labelled(say(lang, page, "pair.source_then"), base::tag(other), draw_block(*row.source_then, other));
        return said;
    }
    if (row.source_then)
        return labelled(say(lang, page, "pair.source_change"), base::tag(other), draw_change(*row.source_then, *row.source, lang, other));
    return labelled(say(lang, page, "pair.source_now"), base::tag(other), draw_block(*row.source, other));
}

Html markdown_of_source(Lang lang, const PairPage& page, const PairedBlock& row) {
    if (!row.source) return {};
    return html(R"(<details class="desk-fold"><summary>{}</summary><pre class="pair-markdown" lang="{}" tabindex="0">{}</pre></details>)",
                {say(lang, page, "pair.source_markdown"), tag_of_other(page), trimmed(doc::to_markdown(*row.source))});
}

Html own_side(Lang lang, const PairPage& page, std::size_t index, const std::vector<design::Problem>& problems) {
    const PairedBlock& row = page.pairs.blocks[index];
    const Lang own = page.pairs.lang;
    if (!page.pairs.may_write)
        return row.own ? labelled(tr(lang, "pair.own_now"), base::tag(own), draw_block(*row.own, own))
                       : html("<p>{}</p>", {tr(lang, "pair.own_missing")});
    const TypedBlock* typed = page.typed && page.typed->row == index ? &*page.typed : nullptr;
    const std::string text = typed ? typed->text : block_markdown(row);
    const std::string base = typed ? typed->base : row.own ? trimmed(doc::to_markdown(*row.own)) : "";
    const std::string id = block_field(index);
    const std::string error = design::message_for(problems, id);
    const Html both = typed && !typed->both.empty()
                          ? html(R"(<div class="write-clash"><p class="pair-label">{}</p><div class="prose" lang="{}">{}</div></div>)",
                                 {tr(lang, "pair.clash_both"), base::tag(own), typed->both})
                          : Html{};
    const Html field =
        html(R"(<div class="field"><label for="{}">{}</label>{}<textarea id="{}" name="text" lang="{}"{}>{}</textarea></div>)",
             {id, tr(lang, row.own ? "pair.own_now" : "pair.own_new"),
              maybe(!error.empty(), R"(<p class="err" id="{}-error">{}{}</p>)", {id, design::icon("circle-alert"), error}), id,
              base::tag(own), maybe(!error.empty(), R"( aria-describedby="{}-error" aria-invalid="true")", {id}), text});
    const auto button = [&](std::string_view act, std::string_view word) {
        return html(R"(<button class="btn sm" name="act" value="{}">{}</button>)", {act, tr(lang, word)});
    };
    Html acts = button("save", "pair.save");
    if (row.source && row.own) acts += button("current", row.state == PairState::current ? "pair.still_current" : "pair.up_to_date");
    return html(
        R"(<form class="pair-form" method="post" action="{}" enctype="multipart/form-data" autocomplete="off">{}<input type="hidden" name="row" value="{}"><input type="hidden" name="source" value="{}"><input type="hidden" name="place" value="{}"><textarea name="base" hidden>{}</textarea>{}{}<p class="acts">{}</p></form>)",
        {address(lang, page.path + "/translation" + (page.all ? "?show=all" : "")), both, index,
         row.source && page.pairs.source ? static_cast<std::int64_t>(page.pairs.source->revision) : std::int64_t{0}, row.place, base, field,
         maybe(!row.source, R"(<p class="soft">{}</p>)", {tr(lang, "pair.take_out")}), acts});
}

Html block(Lang lang, const PairPage& page, std::size_t index, const std::vector<design::Problem>& problems) {
    const PairedBlock& row = page.pairs.blocks[index];
    const std::string id = "block-" + std::to_string(index + 1);
    return html(
        R"(<section class="pair-row" id="{}" aria-labelledby="{}-state"><h3 id="{}-state">{}</h3><div class="pair-both"><div class="pair-source">{}{}</div><div class="pair-own">{}</div></div></section>)",
        {id, id, id,
         tr(lang, "pair.block", {{"number", static_cast<std::int64_t>(index + 1)}, {"state", say(lang, page, state_word(row.state))}}),
         source_side(lang, page, row), page.pairs.may_write ? markdown_of_source(lang, page, row) : Html{},
         own_side(lang, page, index, problems)});
}

// ---- around the blocks -----------------------------------------------------------------------------------------------

bool is_shown(const PairPage& page, std::size_t index) {
    return page.all || page.pairs.blocks[index].state != PairState::current || (page.typed && page.typed->row == index);
}

Html filter(Lang lang, const PairPage& page, std::size_t changed) {
    const auto link = [&](bool all, const std::string& words) {
        return html(R"(<a href="{}"{}>{}</a>)", {address(lang, page.path + "/translation" + (all ? "?show=all" : "")),
                                                 maybe(page.all == all, R"( aria-current="true")"), words});
    };
    return html(R"(<p class="pair-filter">{}{}</p>)",
                {link(false, tr(lang, "pair.only_changed", {{"count", static_cast<std::int64_t>(changed)}})),
                 link(true, tr(lang, "pair.all_blocks", {{"count", static_cast<std::int64_t>(page.pairs.blocks.size())}}))});
}

Html blocks(Lang lang, const PairPage& page, const std::vector<design::Problem>& problems) {
    const auto& all = page.pairs.blocks;
    const auto changed = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const PairedBlock& one) { return one.state != PairState::current; }));
    Html content =
        maybe(page.pairs.pairing == Pairing::parallel, "<p>{}</p>", {tr(lang, "pair.fixed_blocks")}) + filter(lang, page, changed);
    if (changed == 0 && !page.all) content += html("<p>{}</p>", {tr(lang, all.empty() ? "pair.no_blocks" : "pair.nothing_changed")});
    for (std::size_t i = 0; i < all.size(); ++i)
        if (is_shown(page, i)) content += block(lang, page, i, problems);
    return design::desk_section("blocks", tr(lang, "pair.blocks"), content);
}

Html heading(Lang lang, const PairPage& page, const std::vector<design::Problem>& problems) {
    const auto& pairs = page.pairs;
    const Lang other = base::other(pairs.lang);
    const bool older =
        pairs.made_from && (pairs.made_from->title != pairs.source->title || pairs.made_from->summary != pairs.source->summary);
    if (!page.all && !page.heading && !older && !pairs.title.empty()) return {};
    const auto line = [&](const std::string& before, const std::string& now) {
        return older ? doc::compare_html(doc::compare_lines(before, now), compare_options(lang, other)) : html("{}", {now});
    };
    const Html source = labelled(say(lang, page, older ? "pair.source_change" : "pair.source_now"), base::tag(other),
                                 html("<p><b>{}</b></p><p>{}</p>", {line(older ? pairs.made_from->title : "", pairs.source->title),
                                                                    line(older ? pairs.made_from->summary : "", pairs.source->summary)}));
    Html own = labelled(tr(lang, "pair.own_now"), base::tag(pairs.lang), html("<p><b>{}</b></p><p>{}</p>", {pairs.title, pairs.summary}));
    if (pairs.may_write) {
        const auto field = [&](const char* id, std::string_view word, const std::string& there, const std::string& typed) {
            return design::field(lang, {.id = id,
                                        .label = tr(lang, word),
                                        .hint = {},
                                        .value = page.heading ? typed : there,
                                        .error = design::message_for(problems, id),
                                        .required = true,
                                        .lang = std::string(base::tag(pairs.lang))});
        };
        own = html(
            R"(<form class="pair-form" method="post" action="{}"><input type="hidden" name="title_was" value="{}"><input type="hidden" name="summary_was" value="{}">{}{}<p class="acts"><button class="btn sm" name="act" value="heading">{}</button></p></form>)",
            {address(lang, page.path + "/translation" + (page.all ? "?show=all" : "")), pairs.title, pairs.summary,
             field("title", "writing.title", pairs.title, page.heading ? page.heading->title : ""),
             field("summary", "writing.summary", pairs.summary, page.heading ? page.heading->summary : ""), tr(lang, "pair.save_heading")});
    }
    return design::desk_section(
        "heading", tr(lang, "pair.heading"),
        html(R"(<div class="pair-both"><div class="pair-source">{}</div><div class="pair-own">{}</div></div>)", {source, own}));
}

Html works(Lang lang, const PairPage& page) {
    const auto list = [&](std::string_view word, const std::vector<std::string>& keys) {
        if (keys.empty()) return Html{};
        return html(R"(<p>{}</p><ul class="plain-list">{}</ul>)", {say(lang, page, word), each(keys, [&](const std::string& key) {
                                                                       return html(R"(<li><a href="{}"><code>{}</code></a></li>)",
                                                                                   {address(lang, "/research/" + key), key});
                                                                   })});
    };
    const Html lists = list("pair.sources_missing", page.pairs.sources_missing) + list("pair.sources_extra", page.pairs.sources_extra);
    return lists.empty() ? Html{} : design::desk_section("sources", tr(lang, "writing.sources"), lists);
}

/// Of a parallel text: what its reader's own text may have to follow.
Html whole_change(Lang lang, const PairPage& page) {
    const auto& pairs = page.pairs;
    if (pairs.pairing != Pairing::parallel || !pairs.behind) return {};
    const Lang other = base::other(pairs.lang);
    return design::desk_section("changed", say_on(lang, page, "pair.changed_since", *page.made_from_on),
                                html(R"(<div class="prose" lang="{}">{}</div>)",
                                     {base::tag(other), draw_change(pairs.made_from->body, pairs.source->body, lang, other)}));
}

Html in_line(Lang lang, const PairPage& page) {
    if (!page.pairs.may_say) return {};
    return design::desk_section(
        "in-line", tr(lang, "pair.in_line"),
        html("<p>{}</p>", {say(lang, page, page.pairs.at_desk ? "pair.in_line_copy" : "pair.in_line_live")}) +
            design::form(address(lang, page.path + "/translation"), {}, say_on(lang, page, "pair.in_line_button", *page.source_on),
                         {{"act", "in_line"}, {"source", std::to_string(static_cast<std::int64_t>(page.pairs.source->revision))}}));
}

Html pairing_choice(Lang lang, const PairPage& page, Pairing chosen, std::string_view legend) {
    return design::check_group({.legend = std::string(legend),
                                .hint = {},
                                .boxes = {{"paired", "pairing", "paired", say(lang, page, "pair.paired"), chosen == Pairing::paired},
                                          {"parallel", "pairing", "parallel", tr(lang, "pair.parallel"), chosen == Pairing::parallel}},
                                .one = true});
}

/// No main action: that is to bring the text in line.
Html setting(Lang lang, const PairPage& page) {
    if (!page.pairs.may_say) return {};
    return design::desk_section(
        "pairing", tr(lang, "pair.setting"),
        html(
            R"(<form class="desk-form" method="post" action="{}"><input type="hidden" name="act" value="pairing">{}<p class="acts"><button class="btn">{}</button></p></form>)",
            {address(lang, page.path + "/translation"), pairing_choice(lang, page, page.pairs.pairing, tr(lang, "pair.setting_legend")),
             tr(lang, "pair.setting_save")}));
}

std::string whole_state(Lang lang, const PairPage& page) {
    if (!page.pairs.made_from) return say(lang, page, "pair.never");
    return say_on(lang, page, page.pairs.behind ? "pair.behind" : "pair.in_step", page.pairs.behind ? *page.source_on : *page.made_from_on);
}

Html beginning(Lang lang, const PairPage& page) {
    if (!page.may_begin) return html("<p>{}</p>", {tr(lang, "pair.cannot_begin")});
    return html("<p>{}</p>", {say(lang, page, "pair.start_text")}) +
           design::form(address(lang, page.path + "/translation"),
                        pairing_choice(lang, page, Pairing::paired, tr(lang, "pair.setting_legend")), say(lang, page, "pair.start"),
                        {{"act", "start"}});
}
}

std::string block_field(std::size_t row) { return "text-" + std::to_string(row + 1); }

std::string block_markdown(const PairedBlock& row) {
    if (row.own) return trimmed(doc::to_markdown(*row.own));
    if (!row.source || row.source->content.empty() || doc::block_name(row.source->content.front()).empty()) return {};
    // The box itself is the same in both languages; its words are not.
    const std::string text = doc::to_markdown(*row.source);
    const std::string opening = text.substr(0, text.find('\n'));
    return opening + "\n\n" + opening.substr(0, opening.find_first_not_of(':'));
}

design::DeskPage pair(Lang lang, const PairPage& page, const std::vector<design::Problem>& problems) {
    const auto& pairs = page.pairs;
    Html content;
    if (!pairs.source) {
        content = html("<p>{}</p>", {say(lang, page, "pair.no_source")});
    } else if (!pairs.text) {
        content = beginning(lang, page);
    } else {
        content = html("<p>{}</p>", {whole_state(lang, page)});
        if (!pairs.at_desk)
            content +=
                design::notice(html("<p>{}</p>", {tr(lang, "pair.no_copy")})) +
                maybe(page.may_begin, "{}",
                      {design::form(address(lang, page.path + "/translation"), {}, tr(lang, "pair.begin_correction"), {{"act", "begin"}})});
        else if (!pairs.may_write)
            content += design::notice(html("<p>{}</p>", {tr(lang, "pair.other_hands")}));
        content += heading(lang, page, problems) + whole_change(lang, page) + blocks(lang, page, problems) + works(lang, page) +
                   in_line(lang, page) + setting(lang, page);
    }
    content += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, page.path), tr(lang, "pair.to_text")});
    return {.crumbs = page.crumbs,
            .title = tr(lang, "pair.page", {{"title", page.title}, {"lang", tag_of_other(page)}}),
            .dek = {},
            .done = page.done,
            .problems = problems,
            .content = content};
}

}
