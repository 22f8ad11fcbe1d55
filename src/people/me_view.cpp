#include "people/me_view.hpp"

#include "design/parts.hpp"

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
/// Something that waits for the reader; without a path there is nothing to press.
struct Waiting {
    Html sentence;
    std::string button, path;
};

/// What it is about, what is to be done, since when, and what somebody wrote about it.
Html sentence(Lang lang, const DeskLine& line) {
    const Html title = maybe(!line.title.empty(), "<strong>{}</strong><br>", {design::words(lang, {line.title, line.title_lang})});
    const Html since = maybe(line.since.has_value(), R"( <span class="soft one">{}</span>)",
                             {line.since ? tr(lang, "me.since_day", {{"date", design::day_month(lang, base::day_of(*line.since))}}) : ""});
    return html(R"(<div>{}{}{}{}</div>)",
                {title, line.words, since, maybe(!line.note.empty(), R"(<blockquote class="write-lines">{}</blockquote>)", {line.note})});
}

std::vector<Waiting> waiting_of(Lang lang, const Desk& shown) {
    std::vector<Waiting> all;
    if (shown.shows_passkey)
        all.push_back({html::text(tr(lang, "refused.passkey")), tr(lang, "refused.show_passkey"), "/me/passkeys/check"});
    for (const DeskLine& line : shown.lines.waiting) all.push_back({sentence(lang, line), line.button, line.path});
    for (const RoleGrant& grant : shown.roles)
        if (!grant.accepted_at)
            all.push_back({html::text(tr(lang, "me.offered", {{"role", tr(lang, "roles." + std::string(name_of(grant.role)))}})), {}, {}});
    if (shown.wants_passkey) all.push_back({html::text(tr(lang, "me.wants_passkey")), tr(lang, "me.make_passkey"), "/me/passkeys"});
    if (!shown.has_name) all.push_back({html::text(tr(lang, "me.wants_name")), tr(lang, "me.give_name"), "/me/profile"});
    return all;
}

Html waiting(Lang lang, const Desk& shown) {
    const auto all = waiting_of(lang, shown);
    if (all.empty())
        return html("<p>{}</p>", {tr(lang, "me.nothing_waits")}) +
               html(R"(<p class="acts">{}</p>)",
                    {design::button_link(lang, {{tr(lang, "me.see_what_to_do"), lang}, address(lang, "/write")})});
    bool main = true;  // the first one that can be done is the main thing to do
    const Html items = each(all, [&](const Waiting& one) {
        if (one.path.empty()) return html("<li>{}</li>", {one.sentence});
        const auto weight = main ? design::Weight::main : design::Weight::small;
        main = false;
        return html("<li>{} {}</li>", {one.sentence, design::button_link(lang, {{one.button, lang}, address(lang, one.path)}, weight)});
    });
    return html(R"(<ul class="plain-list waiting">{}</ul>)", {items});
}

/// Texts that one writes, or works that are live: each is a link, and where it stands.
Html lines(Lang lang, const std::vector<DeskLine>& all) {
    return html(R"(<ul class="plain-list own-texts">{}</ul>)", {each(all, [&](const DeskLine& line) {
                    return html(R"(<li><a href="{}">{}</a> <span class="soft">{}</span></li>)",
                                {address(lang, line.path), design::words(lang, {line.title, line.title_lang}), line.words});
                })});
}

Html own_work(Lang lang, const Desk& shown) {
    Html content;
    if (!shown.lines.texts.empty()) content += design::desk_section("texts", tr(lang, "me.texts"), lines(lang, shown.lines.texts));
    if (shown.lines.works.empty()) return content;
    Html works = lines(lang, shown.lines.works);
    if (shown.lines.more_works > 0)
        works += html(R"(<p><a href="{}">{}</a></p>)",
                      {address(lang, "/people/" + shown.page), tr(lang, "me.more_works", {{"count", shown.lines.more_works}})});
    works += html(R"(<p class="acts">{}{}</p>)",
                  {design::button_link(lang, {{tr(lang, "record.mine"), lang}, address(lang, "/people/" + shown.page + "/resume")},
                                       design::Weight::small),
                   design::button_link(lang, {{tr(lang, "credit.title"), lang}, address(lang, "/me/credits")}, design::Weight::small)});
    return content + design::desk_section("works", tr(lang, "me.works"), works);
}

Html applications(Lang lang, const std::vector<Application>& own) {
    design::Table table{.caption = tr(lang, "me.applications"),
                        .headings = {tr(lang, "me.asked_for"), tr(lang, "me.sent"), tr(lang, "me.answer")},
                        .rows = {}};
    for (const Application& one : own) {
        const bool ja = lang == Lang::ja;
        const std::string& title = (ja && !one.call.title_ja.empty()) || one.call.title.empty() ? one.call.title_ja : one.call.title;
        const Html answer = one.answered_at ? html("{}, {}", {tr(lang, one.accepted ? "me.accepted" : "me.declined"),
                                                              design::time(lang, base::day_of(*one.answered_at))}) +
                                                  maybe(!one.reply.empty(), R"(<p class="mail-text">{}</p>)", {one.reply})
                                            : html("{}", {tr(lang, "me.waits")});
        table.rows.push_back({design::words(lang, {title, &title == &one.call.title_ja ? Lang::ja : Lang::en}),
                              design::time(lang, base::day_of(one.made_at)), answer});
    }
    return design::table(table);
}

Html roles(Lang lang, const std::vector<RoleGrant>& grants) {
    design::Table table{.caption = tr(lang, "me.roles"),
                        .headings = {tr(lang, "me.role"), tr(lang, "me.scope"), tr(lang, "me.since"), tr(lang, "me.until")},
                        .rows = {}};
    for (const RoleGrant& grant : grants) {
        if (!grant.accepted_at) continue;
        const std::string key = "roles." + std::string(name_of(grant.role));
        table.rows.push_back({html(R"(<strong>{}</strong><p class="hint">{}</p>)", {tr(lang, key), tr(lang, key + "_text")}),
                              html("{}", {scope_words(lang, grant.scope)}), design::time(lang, base::day_of(*grant.accepted_at)),
                              grant.term_end ? design::time(lang, *grant.term_end) : html("{}", {tr(lang, "me.no_end")})});
    }
    return table.rows.empty() ? html("<p>{}</p>", {tr(lang, "roles.reader_text")}) : design::table(table);
}

Html links(Lang lang, const std::vector<std::pair<std::string_view, std::string_view>>& all) {
    return html(R"(<ul class="desk-links">{}</ul>)", {each(all, [&](const auto& link) {
                    return html(R"(<li><a href="{}">{}</a></li>)", {address(lang, link.second), tr(lang, link.first)});
                })});
}
}

std::string scope_words(Lang lang, const std::string& scope) {
    if (scope == "section:blog") return tr(lang, "nav.blog");
    if (scope == "section:learn") return tr(lang, "nav.learn");
    if (scope.starts_with("course:")) return tr(lang, "me.scope_course");
    if (scope.starts_with("piece:")) return tr(lang, "me.scope_piece");
    return tr(lang, "me.scope_site");
}

design::DeskPage desk(Lang lang, const Desk& shown) {
    Html content = design::desk_section("waiting", tr(lang, "me.waiting"), waiting(lang, shown)) + own_work(lang, shown);
    if (!shown.applications.empty())
        content += design::desk_section("applications", tr(lang, "me.applications"), applications(lang, shown.applications));
    content += design::desk_section("roles", tr(lang, "me.roles"), roles(lang, shown.roles));
    std::vector<std::pair<std::string_view, std::string_view>> work;
    if (shown.sees_board) work.emplace_back("edit_board.link", "/edit/board");
    if (shown.makes) work.emplace_back("piece.new", "/edit/new");
    if (shown.writes) work.emplace_back("sources.title", "/edit/sources");
    if (shown.makes_lessons) work.emplace_back("piece.courses", "/edit/courses");
    if (shown.makes_posts) work.emplace_back("tags.title", "/edit/tags");
    if (shown.answers) work.emplace_back("me.to_queue", "/edit/queue");
    if (shown.edits) work.emplace_back("people_desk.title", "/edit/people");
    if (shown.keeps) work.emplace_back("me.to_admin", "/admin");
    if (!work.empty()) content += design::desk_section("work", tr(lang, "me.work"), links(lang, work));
    content += design::desk_section("settings", tr(lang, "me.settings"),
                                    links(lang, {{"me.profile", "/me/profile"},
                                                 {"me.photo", "/me/photo"},
                                                 {"addresses.title", "/me/addresses"},
                                                 {"mail.title", "/me/mail"},
                                                 {"sessions.title", "/me/sessions"},
                                                 {"me.passkeys", "/me/passkeys"},
                                                 {"me.recovery_codes", "/me/recovery-codes"},
                                                 {"me.data", "/me/data"}}));
    content +=
        html(R"(<div class="acts desk-part">{}</div>)", {design::action_button(address(lang, "/sign-out"), tr(lang, "me.sign_out"))});
    return {.crumbs = {},
            .title = tr(lang, "nav.me"),
            .dek = tr(lang, "me.signed_in_as", {{"name", shown.known_as}}),
            .done = {},
            .problems = {},
            .content = content};
}

}
