#include "design/parts.hpp"

#include "kit/base/check.hpp"

namespace design {

using html::each;
using html::html;
using html::maybe;

namespace {
struct ReadingWords {
    std::string_view key;
    std::string_view about;
    int bars;
};

ReadingWords reading_words(Reading reading) {
    switch (reading) {
        case Reading::listed: return {"reading.listed", "reading.listed_about", 1};
        case Reading::abstract_only: return {"reading.abstract", "reading.abstract_about", 2};
        case Reading::full: return {"reading.full", "reading.full_about", 3};
    }
    return {"reading.listed", "reading.listed_about", 1};
}

Html bars(int on) {
    Html out;
    for (int i = 1; i <= 3; ++i) out += i <= on ? html(R"(<i class="on"></i>)") : html("<i></i>");
    return html(R"(<span class="bars" aria-hidden="true">{}</span>)", {out});
}

Html labelled(Lang lang, std::string_view key, const Words& said, std::string_view extra_class) {
    if (said.text.empty()) return {};
    return html(R"(<div{}><dt>{}</dt><dd>{}</dd></div>)",
                {maybe(!extra_class.empty(), R"( class="{}")", {extra_class}), tr(lang, key), words(lang, said)});
}

Html plain_links(Lang lang, const std::vector<Link>& links) {
    return html(R"(<ul class="plain-list">{}</ul>)",
                {each(links, [&](const Link& link) { return html(R"(<li><a href="{}">{}</a></li>)", {link.url, words(lang, link.words)}); })});
}
}

Html reading_level(Lang lang, Reading reading) {
    const ReadingWords read = reading_words(reading);
    return html(R"(<span class="tag b">{}<span>{}</span></span>)", {bars(read.bars), tr(lang, read.key)});
}

Html citation(Lang lang, const Citing& cite) {
    const std::string id = cite.prefix + "source-" + std::to_string(cite.number);
    const Html mark = html(R"(<button class="cite" type="button" popovertarget="{}" aria-label="{}">{}</button>)",
                           {id, tr(lang, "research.note", {{"number", cite.number}}), cite.number});
    if (cite.nth > 1) return mark;
    const Html label = words(lang, cite.label) + (cite.locator.empty() ? Html{} : html(", {}", {cite.locator}));
    const Html close = html(R"(<button class="icon" type="button" popovertarget="{}" popovertargetaction="hide" aria-label="{}">{}</button>)",
                            {id, tr(lang, "nav.close"), icon("x")});
    const Html line = cite.line.text.empty() ? Html{} : html(R"( {})", {words(lang, cite.line)});
    return mark + html(R"(<span class="pop" id="{}" popover role="note">{}<span><span class="n">{}</span><b>{}.</b>{}</span><span>{} <a href="{}">{}</a></span></span>)",
                       {id, close, cite.number, label, line, tr(lang, reading_words(cite.reading).key), cite.url, tr(lang, "research.about")});
}

Html source_block(Lang lang, const Source& source) {
    const Html number = source.number > 0 ? html(R"(<span class="n">{}</span>)", {source.number}) : Html{};
    const Html title = html(R"(<h3>{}<a href="{}">{}</a></h3>)", {number, source.url, words(lang, source.title)});
    const Html found = source.found.text.empty() ? Html{} : html("<p>{}</p>", {words(lang, source.found)});
    const Html cannot = source.cannot.text.empty()
                            ? Html{}
                            : html(R"(<p class="soft"><b>{}</b> {}</p>)", {tr(lang, "research.cannot") + (lang == Lang::en ? ":" : "："), words(lang, source.cannot)});
    return html(R"(<article class="src card">{}{}{}{}<p class="sure">{}</p></article>)",
                {title, found, cannot, source.reference.empty() ? Html{} : html(R"(<p class="ref">{}</p>)", {source.reference}), reading_level(lang, source.reading)});
}

Html source_list(Lang lang, const std::vector<Source>& sources) {
    return html(R"(<div class="sources">{}</div>)", {each(sources, [&](const Source& source) { return source_block(lang, source); })});
}

Html source_page(Lang lang, const SourcePage& page) {
    const Source& source = page.source;
    const Html head = html(R"(<div class="head">{}<h1{}>{}</h1><p class="ref">{}</p></div>)",
                           {crumbs(lang, page.crumbs, ""), maybe(source.title.lang != lang, R"( lang="{}")", {base::tag(source.title.lang)}), source.title.text, source.reference});
    const Html read = html(R"(<div class="card reading"><p class="sure">{}</p><p>{}</p></div>)",
                           {reading_level(lang, source.reading), tr(lang, reading_words(source.reading).about)});
    const Html said = labelled(lang, "research.studied", source.studied, "") + labelled(lang, "research.found", source.found, "") +
                      labelled(lang, "research.cannot", source.cannot, "cannot") + labelled(lang, "research.good_for", source.good_for, "");
    const Html out = source.read_at ? html(R"(<p class="acts"><a class="btn go" href="{}" rel="external">{}{}</a></p>)",
                                           {*source.read_at, tr(lang, "research.read"), icon("external-link")})
                                    : Html{};
    const Html used = page.used_in.empty() ? html(R"(<p class="soft">{}</p>)", {tr(lang, "research.used_nowhere")}) : plain_links(lang, page.used_in);
    const Html related = page.related.empty() ? Html{} : html("<h2>{}</h2>{}", {tr(lang, "research.related"), plain_links(lang, page.related)});
    const Html copy = page.bibtex.empty() ? Html{}
                                          : html(R"(<h2>{}</h2><pre class="bib" tabindex="0" role="region" aria-label="{}" lang="en"><code>{}</code></pre>)",
                                                 {tr(lang, "research.copy"), tr(lang, "research.bibtex"), page.bibtex});
    return html(R"(<div class="wrap source">{}{}{}{}<h2>{}</h2>{}{}{}</div>)",
                {head, read, said.empty() ? Html{} : html(R"(<dl class="asked">{}</dl>)", {said}), out, tr(lang, "research.used_in"), used, related, copy});
}

}
