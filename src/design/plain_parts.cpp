#include "design/parts.hpp"

#include "kit/base/check.hpp"

namespace design {

using html::each;
using html::html;
using html::maybe;

namespace {
Html lang_attr(Lang page, const Words& words) { return maybe(words.lang != page, R"( lang="{}")", {base::tag(words.lang)}); }

Html head(Lang lang, const std::vector<Link>& above, const Words& title, const Words& dek) {
    return html(R"(<div class="head">{}<h1{}>{}</h1>{}</div>)",
                {crumbs(lang, above, ""), lang_attr(lang, title), title.text,
                 dek.text.empty() ? Html{} : html(R"(<p class="dek">{}</p>)", {words(lang, dek)})});
}

bool has_error_words(int status) { return has_word(Lang::en, "error.title_" + std::to_string(status)); }
}

Html people_list(Lang lang, const std::vector<PersonCard>& people) {
    if (people.empty()) return empty_state(lang, tr(lang, "people.empty"));
    return html(R"(<ul class="persons">{}</ul>)", {each(people, [&](const PersonCard& person) {
                    return html(R"(<li class="person card">{}<div><h2><a href="{}"{}>{}</a></h2>{}{}</div></li>)",
                                {name_tag(person.name), person.url, lang_attr(lang, person.name), person.name.text,
                                 person.bio.text.empty() ? Html{} : html("<p>{}</p>", {words(lang, person.bio)}),
                                 maybe(!person.works.empty(), R"(<p class="small soft">{}</p>)", {person.works})});
                })});
}

Html photo(std::string_view address, std::string_view alt, int side) {
    const std::string at(address);
    return html(
        R"(<picture><source type="image/avif" srcset="{}/160.avif, {}/320.avif 2x"><img src="{}" srcset="{}/320.jpg 2x" width="{}" height="{}" alt="{}"></picture>)",
        {at, at, Url(at + "/160.jpg"), at, side, side, alt});
}

namespace {
constexpr int photo_side = 112;

/// The name under a heading of the page's or of a part's rank, and all that the person shows.
Html person_head(Lang lang, const ProfilePage& profile, const Html& above, bool is_page) {
    const Html name = is_page ? html("<h1{}>{}</h1>", {lang_attr(lang, profile.name), profile.name.text})
                              : html("<h2{}>{}</h2>", {lang_attr(lang, profile.name), profile.name.text});
    const Html other = profile.other_name.text.empty() ? Html{} : html(R"(<p class="soft">{}</p>)", {words(lang, profile.other_name)});
    const Html kana = profile.kana.empty() ? Html{} : words(lang, {profile.kana, Lang::ja});
    const Html romaji = maybe(!profile.romaji.empty(), R"(<span lang="ja-Latn">{}</span>)", {profile.romaji});
    const Html reading = kana.empty() && romaji.empty()
                             ? Html{}
                             : html(R"(<p class="soft">{}{}{}</p>)", {kana, maybe(!kana.empty() && !romaji.empty(), " · "), romaji});
    const Html face = profile.photo.empty() ? name_tag(profile.name, profile.collective ? Tone::plain : Tone::green)
                                            : photo(profile.photo, profile.name.text, photo_side);
    const Html shown = facts(
        {{tr(lang, "profile.languages"), html::text(profile.languages)},
         {tr(lang, "profile.levels"), profile.levels.empty() ? Html{} : html::text(level_names(lang, profile.levels))},
         {tr(lang, "profile.contract"), profile.contract.empty() ? Html{} : html::text(tr(lang, "profile.contract_" + profile.contract))}});
    const Html links = each(profile.links, [&](const Link& link) {
        return html(R"(<li><a rel="me noopener" href="{}">{}</a></li>)", {link.url, words(lang, link.words)});
    });
    return html(R"(<div class="head">{}<div class="profile">{}<div>{}{}{}</div></div>{}{}</div>)",
                {above, face, name, other, reading,
                 profile.bio.text.empty() ? Html{} : html(R"(<p class="dek">{}</p>)", {words(lang, profile.bio)}),
                 maybe(profile.collective, R"(<p class="small soft">{}</p>)", {tr(lang, "people.collective")})}) +
           shown + (links.empty() ? Html{} : html(R"(<ul class="tags">{}</ul>)", {links}));
}
}

Html profile_card(Lang lang, const ProfilePage& profile) { return person_head(lang, profile, {}, /*is_page=*/false); }

Html profile_page(Lang lang, const ProfilePage& profile) {
    const Html top = person_head(lang, profile, crumbs(lang, profile.crumbs, ""), /*is_page=*/true);
    Html works;
    if (profile.works.empty()) {
        works = html(R"(<p class="soft">{}</p>)", {tr(lang, "people.no_works")});
    } else {
        const Html rows = each(profile.works, [&](const ProfileWork& work) {
            return html(R"(<tr><td><a href="{}">{}</a><br><span class="small soft">{}</span></td><td>{}</td><td>{}</td></tr>)",
                        {work.piece.url, words(lang, work.piece.words), work.kind, work.role, work.day ? time(lang, *work.day) : Html{}});
        });
        works = html(
            R"(<table class="works"><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>)",
            {tr(lang, "people.work_piece"), tr(lang, "people.work_role"), tr(lang, "people.work_date"), rows});
    }
    return html(R"(<div class="wrap plain source">{}<h2>{}</h2>{}</div>)", {top, tr(lang, "people.work_title"), works});
}

Html text_page(Lang lang, const TextPage& page) {
    return html(R"(<article class="wrap plain">{}{}<div class="prose">{}</div>{}</article>)",
                {head(lang, page.crumbs, page.title, page.dek),
                 maybe(!page.notices.empty(), R"(<div class="notices">{}</div>)", {page.notices}), page.body, page.foot});
}

Html list_page(Lang lang, const ListPage& page) {
    return html(R"(<div class="wrap">{}{}<h2 class="vh"{}>{}</h2>{}</div>)",
                {head(lang, page.crumbs, page.title, page.dek), page.filter, lang_attr(lang, page.title), page.title.text, page.content});
}

Html facts(const std::vector<std::pair<std::string, Html>>& pairs) {
    const Html rows = each(pairs, [](const auto& pair) {
        return pair.second.empty() ? Html{} : html("<div><dt>{}</dt><dd>{}</dd></div>", {pair.first, pair.second});
    });
    return rows.empty() ? Html{} : html(R"(<dl class="facts">{}</dl>)", {rows});
}

Html board_page(Lang lang, const BoardPage& page) {
    const Html table = facts(page.facts);
    return html(R"(<article class="wrap plain formal">{}{}<div class="prose">{}</div>{}</article>)",
                {head(lang, {}, page.title, page.lead), maybe(!page.notices.empty(), R"(<div class="notices">{}</div>)", {page.notices}),
                 page.body,
                 table.empty() ? Html{}
                               : html(R"(<section class="about-us" aria-labelledby="facts"><h2 id="facts">{}</h2>{}</section>)",
                                      {tr(lang, "board.facts"), table})});
}

std::string error_title(Lang lang, int status) { return tr(lang, "error.title_" + std::to_string(has_error_words(status) ? status : 500)); }

namespace {
/// Text that a refused form held; nobody types it twice.
Html typed_text(Lang lang, const std::vector<std::pair<std::string, std::string>>& typed) {
    if (typed.empty()) return {};
    const Html rows =
        each(typed, [](const auto& pair) { return html("<div><dt>{}</dt><dd><pre>{}</pre></dd></div>", {pair.first, pair.second}); });
    return html(
        R"(<div class="wrap plain"><section class="typed" aria-labelledby="typed"><h2 id="typed">{}</h2><p>{}</p><dl class="facts">{}</dl></section></div>)",
        {tr(lang, "error.typed"), tr(lang, "error.typed_text"), rows});
}

Html oops(std::string_view number, std::string_view title, const Html& content) {
    return html(
        R"(<div class="wrap"><section class="board oops" aria-labelledby="h1">{}<h1 id="h1">{}</h1>{}<span class="chalks" aria-hidden="true"><i></i><i></i><i></i></span></section></div>)",
        {maybe(!number.empty(), R"(<p class="num">{}</p>)", {number}), title, content});
}
}

Html closed_page(Lang lang) { return oops("", tr(lang, "setup.closed"), html("<p>{}</p>", {tr(lang, "setup.closed_text")})); }

Html error_page(Lang lang, const ErrorPage& page) {
    const std::string status = std::to_string(has_error_words(page.status) ? page.status : 500);
    Html links = button_link(lang, {{tr(lang, "error.courses"), lang}, address(lang, "/learn")}, Weight::main) +
                 button_link(lang, {{tr(lang, "nav.home"), lang}, address(lang, "/")});
    links += each(page.links, [&](const Link& link) { return button_link(lang, link); });
    if (!page.contact.empty()) links += button_link(lang, {{tr(lang, "foot.mail_us"), lang}, Url("mailto:" + page.contact)});
    const Html code = maybe(!page.request_id.empty(), "<p>{}</p>", {tr(lang, "error.code", {{"code", page.request_id}})});
    const Html what = page.what.empty() ? html("<p>{} {}</p><p>{}</p>", {tr(lang, "error.what_" + status), tr(lang, "error.safe_" + status),
                                                                         tr(lang, "error.do_" + status)})
                                        : html("<p>{}</p><p>{}</p>", {page.what, tr(lang, "error.safe_" + status)});
    return oops(std::to_string(page.status), tr(lang, "error.title_" + status),
                html(R"({}{}<div class="acts">{}</div>)", {what, code, links})) +
           typed_text(lang, page.typed);
}

}
