#include "people/session_view.hpp"

#include "design/parts.hpp"

namespace people::view {

using design::address;
using design::Lang;
using design::tr;
using html::Html;
using html::html;

design::DeskPage sessions(Lang lang, const std::vector<Session>& own) {
    design::Table table{
        .caption = tr(lang, "sessions.title"),
        .headings = {tr(lang, "sessions.where"), tr(lang, "sessions.since"), tr(lang, "sessions.seen"), tr(lang, "sessions.end_heading")},
        .rows = {}};
    for (const Session& session : own) {
        const Html end = session.current ? html("{}", {tr(lang, "sessions.this_one")})
                                         : design::action_button(address(lang, "/me/sessions/" + std::to_string(session.id) + "/end"),
                                                                 tr(lang, "sessions.end"));
        table.rows.push_back({html("{}", {session.agent.empty() ? tr(lang, "sessions.unknown") : session.agent}),
                              design::time(lang, base::day_of(session.made_at)), design::time(lang, session.seen_on), end});
    }
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "sessions.title"),
            .dek = tr(lang, "sessions.dek"),
            .done = {},
            .problems = {},
            .content = design::table(table) + html(R"(<div class="acts">{}</div><p class="hint">{}</p>)",
                                                   {design::action_button(address(lang, "/me/sessions/end-all"),
                                                                          tr(lang, "sessions.end_all"), {}, design::Danger::yes),
                                                    tr(lang, "sessions.end_all_hint")})};
}

}
