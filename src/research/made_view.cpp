#include "research/made_view.hpp"

#include <array>
#include <string_view>

namespace research::view {

using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
struct Licence {
    std::string_view spdx, name, address;
};
constexpr std::array<Licence, 3> licences{{{"CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"},
                                           {"CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
                                           {"CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"}}};

Html licence(std::string_view spdx) {
    for (const Licence& known : licences)
        if (known.spdx == spdx) return html(R"(<a rel="license" href="{}">{}</a>)", {html::Url(known.address), known.name});
    return html::text(spdx);
}

Html section(base::Lang lang, std::string_view id, std::string_view word, const Html& content) {
    return html(R"(<section class="flow" aria-labelledby="{}"><h2 id="{}">{}</h2>{}</section>)", {id, id, tr(lang, word), content});
}

Html names(base::Lang lang, const std::vector<Maker>& makers) {
    Html out;
    for (const Maker& maker : makers) {
        if (!out.empty()) out += html::text(tr(lang, "byline.and"));
        out += maker.url ? html(R"(<a href="{}">{}</a>)", {*maker.url, maker.name}) : html::text(maker.name);
    }
    return out;
}
}

html::Html made(base::Lang lang, const Made& page) {
    std::vector<std::pair<std::string, Html>> people;
    for (const auto& [role, makers] : page.parts) people.emplace_back(role, names(lang, makers));
    Html body = people.empty() ? Html{} : section(lang, "people", "made.people", design::facts(people));
    body += section(lang, "acts", "made.acts",
                    page.acts.empty() ? html("<p>{}</p>", {tr(lang, "made.no_acts")})
                                      : html("<ol>{}</ol>", {each(page.acts, [&](const auto& act) {
                                                 return html("<li>{}<br>{}</li>", {design::time(lang, act.first), act.second});
                                             })}));
    if (!page.corrections.empty())
        body += section(lang, "corrections", "notice.corrections",
                        html("<ul>{}</ul>", {each(page.corrections, [&](const editorial::Correction& line) {
                                 return html("<li>{}</li>",
                                             {tr(lang, "notice.corrected", {{"date", design::date(lang, line.on)}, {"note", line.note}})});
                             })}));
    body += section(lang, "facts", "made.facts",
                    design::facts({{tr(lang, "made.published"), design::time(lang, page.published_on)},
                                   {tr(lang, "made.revised"), page.revised_on ? design::time(lang, *page.revised_on) : Html{}},
                                   {tr(lang, "made.versions"), html::text(tr(lang, "made.versions_count", {{"count", page.versions}}))},
                                   {tr(lang, "made.licence"), licence(page.licence)}}));
    return design::text_page(lang, {.crumbs = {{page.title, page.url}},
                                    .title = {tr(lang, "made.title"), lang},
                                    .dek = {tr(lang, "made.dek"), lang},
                                    .notices = page.notices,
                                    .body = body,
                                    .foot = html(R"(<p><a href="{}">{}</a></p>)", {page.url, tr(lang, "made.back")})});
}

}
