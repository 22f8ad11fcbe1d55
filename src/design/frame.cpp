#include "design/frame.hpp"

#include "design/assets.hpp"
#include "kit/base/check.hpp"

#include <array>
#include <utility>

namespace design {

using html::each;
using html::html;
using html::Html;
using html::maybe;
using html::Url;

namespace {

struct Entry {
    std::string_view section;
    std::string_view key;
    std::string_view path;
};
constexpr std::array<Entry, 4> navigation{{{"learn", "nav.learn", "/learn"},
                                           {"research", "nav.research", "/research"},
                                           {"blog", "nav.blog", "/blog"},
                                           {"write", "nav.write", "/write"}}};

std::string_view theme_of(const Look& look) {
    if (look.theme == "light" || look.theme == "dark") return look.theme;
    return "system";
}

std::string_view furigana_of(const Look& look) {
    if (look.furigana == "off" || look.furigana == "hard" || look.furigana == "all") return look.furigana;
    return "standard";
}

Html nav_link(const Page& page, const Entry& entry) {
    return html(R"(<a href="{}"{}>{}</a>)", {address(page.lang, entry.path),
                                             maybe(page.section == entry.section, R"( aria-current="true")"), tr(page.lang, entry.key)});
}

/// The same page in the other language, or the sentence that there is none.
Html language_link(const Page& page) {
    if (!page.pair_exists) return html(R"(<span class="lang none">{}</span>)", {tr(page.lang, "site.one_language")});
    const Lang other = base::other(page.lang);
    return html(R"(<a class="lang" href="{}" lang="{}" hreflang="{}">{}</a>)",
                {address(other, page.path), base::tag(other), base::tag(other), tr(page.lang, "site.language")});
}

/// One press, one change: each choice is a button of the form, so it needs neither a script nor a second press.
Html choices(Lang lang, std::string_view name, std::string_view chosen, const std::vector<std::string_view>& values) {
    const std::string prefix = "look." + std::string(name);
    return html(R"(<fieldset><legend>{}</legend><div class="seg">{}</div></fieldset>)",
                {tr(lang, prefix), each(values, [&](std::string_view value) {
                     return html(R"(<button name="{}" value="{}" aria-pressed="{}">{}</button>)",
                                 {name, value, value == chosen ? "true" : "false", tr(lang, prefix + "_" + std::string(value))});
                 })});
}

Html look_form(const Page& page) {
    std::string_view furigana = furigana_of(page.look);
    if (furigana == "standard") furigana = page.lang == Lang::en ? "all" : "off";
    return html(R"(<form method="post" action="{}" data-look><input type="hidden" name="back" value="{}">{}{}</form>)",
                {Url("/look"), address(page.lang, page.path).str(),
                 choices(page.lang, "theme", theme_of(page.look), {"system", "light", "dark"}),
                 choices(page.lang, "furigana", furigana, {"off", "hard", "all"})});
}

Html top_bar(const Frame& frame, const Page& page) {
    const Lang lang = page.lang;
    const Html links = each(navigation, [&](const Entry& entry) { return nav_link(page, entry); });
    const Html items = each(navigation, [&](const Entry& entry) { return html("<li>{}</li>", {nav_link(page, entry)}); }) +
                       html(R"(<li><a href="{}">{}</a></li>)", {address(lang, "/me"), tr(lang, "nav.me")});
    // Inside the header: an open menu belongs to a landmark, too.
    const Html menu = html(
        R"(<div class="menu" id="menu" popover><button class="icon" type="button" popovertarget="menu" popovertargetaction="hide" aria-label="{}">{}</button><nav class="only-phone" aria-label="{}"><ul class="l">{}</ul></nav>{}</div>)",
        {tr(lang, "nav.close"), icon("x"), tr(lang, "nav.menu"), items, look_form(page)});
    return html(
        R"(<header class="top"><div class="wrap"><a class="logo" href="{}">{}{}</a><nav class="nav" aria-label="{}">{}</nav><div class="end">{}<a class="me only-desk" href="{}">{}</a><button class="icon only-desk" type="button" popovertarget="menu" aria-label="{}">{}</button><button class="icon only-phone" type="button" popovertarget="menu" aria-label="{}">{}</button></div></div>{}</header>)",
        {address(lang, "/"), icon("hanamaru"), frame.name, tr(lang, "nav.label"), links, language_link(page), address(lang, "/me"),
         tr(lang, "nav.me"), tr(lang, "nav.settings"), icon("sun-moon"), tr(lang, "nav.menu"), icon("menu"), menu});
}

Html foot_link(Lang lang, std::string_view key, std::string_view path) {
    return html(R"(<li><a href="{}">{}</a></li>)", {address(lang, path), tr(lang, key)});
}

Html foot(const Frame& frame, const Page& page) {
    const Lang lang = page.lang;
    const Html columns = html(R"(<ul class="l">{}{}{}</ul><ul class="l">{}{}<li><a href="{}"{}>{}</a></li></ul><ul class="l">{}{}{}</ul>)",
                              {foot_link(lang, "foot.about", "/about"), foot_link(lang, "foot.checking", "/about/checking"),
                               foot_link(lang, "foot.people", "/people"), foot_link(lang, "nav.write", "/write"),
                               foot_link(lang, "foot.trainers", "/for-trainers"), address(Lang::ja, "/board"),
                               maybe(lang != Lang::ja, R"( lang="ja" hreflang="ja")"), tr(lang, "foot.board"),
                               foot_link(lang, "foot.licence", "/about/licence"), foot_link(lang, "foot.privacy", "/privacy"),
                               foot_link(lang, "foot.accessibility", "/accessibility") + foot_link(lang, "foot.feed", "/feed.xml")});
    Html last = html("<span>{}</span>", {tr(lang, "foot.promise")});
    if (!frame.contact.empty()) {
        // The address is a link inside the sentence, wherever the language puts it.
        const std::string marker = "\x01";
        const std::string sentence = tr(lang, "foot.contact", {{"mail", marker}});
        const std::size_t at = sentence.find(marker);
        base::check(at != std::string::npos);
        last += html(R"( <span>{}<a href="{}">{}</a>{}</span>)",
                     {sentence.substr(0, at), Url("mailto:" + frame.contact), frame.contact, sentence.substr(at + 1)});
    }
    return html(
        R"(<footer class="site-foot"><div class="wrap"><nav class="cols" aria-label="{}"><div><a class="logo" href="{}">{}{}</a><p>{}</p></div>{}</nav><p class="say-so">{}</p></div></footer>)",
        {tr(lang, "foot.label"), address(lang, "/"), icon("hanamaru"), frame.name, tr(lang, "site.about_line"), columns, last});
}

Html theme_colours(const Look& look) {
    const std::string_view theme = theme_of(look);
    if (theme == "light") return html(R"(<meta name="color-scheme" content="light"><meta name="theme-color" content="#faf9f3">)");
    if (theme == "dark") return html(R"(<meta name="color-scheme" content="dark"><meta name="theme-color" content="#13231d">)");
    return html(
        R"~(<meta name="color-scheme" content="light dark"><meta name="theme-color" media="(prefers-color-scheme:light)" content="#faf9f3"><meta name="theme-color" media="(prefers-color-scheme:dark)" content="#13231d">)~");
}

Html alternates(const Frame& frame, const Page& page) {
    if (!page.own_lang) return html(R"(<meta name="robots" content="noindex">)");
    Html out = html(R"(<link rel="canonical" href="{}">)", {Url(absolute(frame, page.lang, page.canonical.value_or(page.path)))});
    if (!page.pair_exists || page.canonical) return out;
    for (const Lang lang : base::languages)
        out += html(R"(<link rel="alternate" hreflang="{}" href="{}">)", {base::tag(lang), Url(absolute(frame, lang, page.path))});
    return out + html(R"(<link rel="alternate" hreflang="x-default" href="{}">)", {Url(absolute(frame, Lang::en, page.path))});
}

/// Readers of feeds look for this.
Html feed_link(const Frame& frame, const Page& page) {
    if (!page.own_lang) return {};
    return html(R"(<link rel="alternate" type="application/atom+xml" title="{}" href="{}">)",
                {frame.name, address(page.lang, page.feed.empty() ? "/feed.xml" : page.feed)});
}

Html head(const Frame& frame, const Page& page) {
    const std::string title = page.title.empty() ? frame.name + " · " + tr(page.lang, "site.tagline") : page.title + " · " + frame.name;
    return html(R"(<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{}</title>{}{}{})",
                {title, maybe(!page.description.empty(), R"(<meta name="description" content="{}">)", {page.description}),
                 theme_colours(page.look), alternates(frame, page)}) +
           feed_link(frame, page) +
           html(
               R"(<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin><link rel="stylesheet" href="{}"><script src="{}" defer></script><link rel="icon" href="{}" sizes="48x48"><link rel="icon" href="{}" type="image/svg+xml" sizes="any"><link rel="apple-touch-icon" href="{}">{})",
               {asset_url("atkinson.woff2"), asset_url("site.css"), asset_url("reader.js"), asset_url("icon-48.png"),
                asset_url("favicon.svg"), asset_url("apple-touch-icon.png"), page.head});
}
}

html::Url address(Lang lang, std::string_view path) {
    if (lang == Lang::en) return Url(path);
    return Url(path == "/" ? "/ja" : "/ja" + std::string(path));
}

std::string absolute(const Frame& frame, Lang lang, std::string_view path) { return frame.public_url + address(lang, path).str(); }

namespace {
Html data_script(const std::string& attributes, std::string_view json) {
    // `<` can only stand inside a string there, where its escape means the same and cannot end the element.
    std::string safe;
    for (const char c : json) {
        if (c == '<')
            safe += "\\u003c";
        else
            safe += c;
    }
    return Html::trusted("<script " + attributes + ">" + safe + "</script>");
}
}

html::Html json_ld(std::string_view json) { return data_script(R"(type="application/ld+json")", json); }

html::Html data_block(std::string_view id, std::string_view json) {
    return data_script(R"(type="application/json" id=")" + html::escape(id) + "\"", json);
}

html::Html page(const Frame& frame, const Page& page, const html::Html& main) {
    const std::string_view theme = theme_of(page.look);
    const std::string_view furigana = furigana_of(page.look);
    const std::string classes = page.wide ? (page.body_class.empty() ? "wide" : "wide " + page.body_class) : page.body_class;
    const Html attributes = html(R"( lang="{}")", {base::tag(page.lang)}) + maybe(theme != "system", R"( data-theme="{}")", {theme}) +
                            maybe(furigana != "standard", R"( data-furigana="{}")", {furigana});
    return html(
        R"(<!doctype html>
<html{}><head>{}</head>
<body{}><a class="skip" href="{}">{}</a>
{}
<main id="main">
{}
</main>
{}
</body></html>
)",
        {attributes, head(frame, page), maybe(!classes.empty(), R"( class="{}")", {classes}), Url("#" + page.skip_to.value_or("main")),
         tr(page.lang, "site.skip"), top_bar(frame, page), main, foot(frame, page)});
}

}
