#include "site/admin_view.hpp"

#include "design/parts.hpp"
#include "site/moment.hpp"

namespace site::view {

using design::tr;
using html::each;
using html::html;
using html::maybe;

Html parts(Lang lang, const std::vector<Part>& parts) {
    return html(R"(<ul class="parts">{}</ul>)", {each(parts, [&](const Part& part) {
                    return html(R"(<li><a href="{}">{}</a><span>{}</span></li>)",
                                {design::address(lang, part.path), part.name, part.state});
                })});
}

Html turn_pages(Lang lang, const std::string& before, const std::string& after) {
    if (before.empty() && after.empty()) return {};
    const auto link = [&](const std::string& path, std::string_view words) {
        return path.empty() ? Html{}
                            : design::button_link(lang, {{tr(lang, words), lang}, design::address(lang, path)}, design::Weight::small);
    };
    return html(R"(<p class="acts">{}{}</p>)", {link(before, "admin.page_before"), link(after, "admin.page_after")});
}

// ---- settings --------------------------------------------------------------------------------------------------------

Html site_form(Lang lang, const std::vector<SettingLine>& lines, const SettingLine& lookups, const std::vector<design::Problem>& problems) {
    Html fields = each(lines, [&](const SettingLine& line) {
        const std::string field = line.key.substr(line.key.find('.') + 1);
        const std::string about = tr(lang, "admin.setting_" + field + "_hint");
        const std::string file =
            line.fallback.empty() ? tr(lang, "admin.setting_file_empty") : tr(lang, "admin.setting_file", {{"value", line.fallback}});
        return design::field(lang, {.id = field,
                                    .label = tr(lang, "admin.setting_" + field),
                                    .hint = about + " " + file,
                                    .value = line.value,
                                    .type = field == "contact" ? "email" : "text",
                                    .error = design::message_for(problems, field),
                                    .required = false});
    });
    const std::string machine = tr(lang, lookups.fallback == "true" ? "admin.setting_lookups_on" : "admin.setting_lookups_off");
    fields += design::choice(
        {.id = "lookups",
         .label = tr(lang, "admin.setting_lookups"),
         .options = {{"", tr(lang, "admin.setting_lookups_file") + (lang == Lang::en ? " (" + machine + ")" : "（" + machine + "）")},
                     {"on", tr(lang, "admin.setting_lookups_on")},
                     {"off", tr(lang, "admin.setting_lookups_off")}},
         .chosen = lookups.value,
         .hint = tr(lang, "admin.setting_lookups_hint")});
    return design::form(design::address(lang, "/admin/site"), fields, tr(lang, "admin.site_save"));
}

Html words_form(Lang lang, const std::vector<WordLine>& lines, const std::vector<design::Problem>& problems) {
    design::Hidden was;
    for (const WordLine& line : lines)
        for (std::size_t i = 0; i < 2; ++i)
            if (!line.was[i].empty()) was.emplace_back("was." + std::string(base::tag(base::languages[i])) + "." + line.key, line.was[i]);
    const Html fields = each(lines, [&](const WordLine& line) {
        Html both;
        for (std::size_t i = 0; i < 2; ++i) {
            const Lang own = base::languages[i];
            const std::string id = std::string(base::tag(own)) + "." + line.key;
            both += design::field(lang, {.id = id,
                                         .label = tr(lang, own == Lang::en ? "admin.in_english" : "admin.in_japanese"),
                                         .hint = line.program[i],
                                         .value = line.own[i],
                                         .type = line.program[i].size() > 120 ? "textarea" : "text",
                                         .error = design::message_for(problems, id),
                                         .required = false,
                                         .autocomplete = {},
                                         .inputmode = {},
                                         .lang = std::string(base::tag(own))});
        }
        return html(R"(<fieldset class="word"><legend>{}</legend>{}</fieldset>)", {line.program[lang == Lang::en ? 0 : 1], both});
    });
    return design::form(design::address(lang, "/admin/texts/words"), fields, tr(lang, "admin.words_save"), was);
}

// ---- mail ------------------------------------------------------------------------------------------------------------

namespace {
std::string state_key(mail::State state) {
    switch (state) {
        case mail::State::queued: return "admin.mail_queued";
        case mail::State::sent: return "admin.mail_sent";
        case mail::State::failed: return "admin.mail_failed";
        case mail::State::bounced: return "admin.mail_bounced";
    }
    return "";
}

std::string leaving_key(mail::Leaving leaving) {
    switch (leaving) {
        case mail::Leaving::yes: return "health.mail_leaves";
        case mail::Leaving::no_server: return "health.mail_no_server";
        case mail::Leaving::failing: return "health.mail_failing";
    }
    return "";
}
}

Html outbox(Lang lang, const std::vector<mail::Mail>& mails, const mail::Status& status) {
    Html out =
        html(R"(<p class="{}">{}</p>)", {status.leaving == mail::Leaving::yes ? "" : "state-bad", tr(lang, leaving_key(status.leaving))});
    if (status.leaving == mail::Leaving::no_server) out += html("<p>{}</p>", {tr(lang, "admin.outbox_by_hand")});
    out += design::form(design::address(lang, "/admin/mail-test"), html("<p>{}</p>", {tr(lang, "admin.mail_test_text")}),
                        tr(lang, "admin.mail_test"));
    if (mails.empty()) return out + design::empty_state(lang, tr(lang, "admin.outbox_empty"));
    design::Table table{
        .caption = tr(lang, "admin.outbox"),
        .headings = {tr(lang, "admin.mail_to"), tr(lang, "admin.mail_subject"), tr(lang, "admin.mail_state"), tr(lang, "admin.mail_made")},
        .rows = {}};
    for (const mail::Mail& one : mails)
        table.rows.push_back({html::text(one.message.to.address),
                              html(R"(<a href="{}" lang="{}">{}</a>)",
                                   {design::address(lang, "/admin/outbox/" + std::to_string(static_cast<std::int64_t>(one.id))),
                                    base::tag(one.message.lang), one.message.subject}),
                              html::text(tr(lang, state_key(one.state))), moment(lang, one.sent_at.value_or(one.made_at))});
    return out + design::desk_section("mails", tr(lang, "admin.outbox_newest"), design::table(table));
}

Html mail_page(Lang lang, const mail::Mail& mail, bool bouncing) {
    Html out = design::facts(
        {{tr(lang, "admin.mail_to"), html::text(mail.message.to.address)},
         {tr(lang, "admin.mail_state"), html::text(tr(lang, state_key(mail.state)))},
         {tr(lang, "admin.mail_made"), moment(lang, mail.made_at)},
         {tr(lang, "admin.mail_tries"), html("{}", {mail.attempts})},
         {tr(lang, "admin.mail_error"), mail.last_error.empty() ? Html{} : html(R"(<span lang="en">{}</span>)", {mail.last_error})}});
    if (bouncing)
        out += html(R"(<p>{}</p><div class="acts">{}</div>)",
                    {tr(lang, "admin.mail_bouncing", {{"days", mail::bounce_days}}),
                     design::action_button(
                         design::address(lang, "/admin/outbox/" + std::to_string(static_cast<std::int64_t>(mail.id)) + "/address"),
                         tr(lang, "admin.mail_try_address"))});
    if (mail.message.text.empty()) return out + html("<p>{}</p>", {tr(lang, "admin.mail_text_gone")});
    return out + html("<p>{}</p>", {tr(lang, "admin.mail_secret")}) +
           html(R"(<pre class="mail-text" lang="{}">{}</pre>)", {base::tag(mail.message.lang), mail.message.text});
}

// ---- audit -----------------------------------------------------------------------------------------------------------

Html audit(Lang lang, const std::vector<AuditRow>& rows) {
    if (rows.empty()) return design::empty_state(lang, tr(lang, "admin.audit_empty"));
    design::Table table{.caption = tr(lang, "admin.audit"),
                        .headings = {tr(lang, "admin.audit_when"), tr(lang, "admin.audit_who"), tr(lang, "admin.audit_what"),
                                     tr(lang, "admin.audit_on"), tr(lang, "admin.audit_allowed")},
                        .rows = {}};
    for (const AuditRow& row : rows)
        table.rows.push_back({moment(lang, row.line.at), html::text(row.who), html("<code>{}</code>", {row.line.action}),
                              html("<code>{}</code>", {row.line.target}),
                              row.line.allowed ? html::text(tr(lang, "admin.audit_yes"))
                                               : html(R"(<span class="state-bad">{}</span> <small>{}</small>)",
                                                      {tr(lang, "admin.audit_no"), row.line.request})});
    return design::table(table);
}

// ---- health ----------------------------------------------------------------------------------------------------------

namespace {
/// One line: what is looked at, how it is, and what to do if it is not well.
struct Line {
    std::string name, state, todo;
};

std::vector<Line> lines_of(Lang lang, const Health& health, const std::string& public_url) {
    std::vector<Line> lines;
    const auto add = [&](std::string_view name, std::string state, std::string_view todo = {}) {
        lines.push_back({tr(lang, name), std::move(state), todo.empty() ? "" : tr(lang, todo)});
    };
    switch (health.mail.leaving) {
        case mail::Leaving::yes: add("health.mail", tr(lang, "health.mail_leaves")); break;
        case mail::Leaving::no_server: add("health.mail", tr(lang, "health.mail_no_server"), "health.mail_no_server_do"); break;
        case mail::Leaving::failing: add("health.mail", tr(lang, "health.mail_failing"), "health.mail_failing_do"); break;
    }
    if (health.mail.bounced > 0) add("health.bounced", tr(lang, "health.bounced_state", {{"count", health.mail.bounced}}));
    if (health.queue_is_late())
        add("health.queue", tr(lang, "health.queue_late"), "health.queue_late_do");
    else
        add("health.queue", tr(lang, "health.queue_good"));
    if (health.jobs.parked > 0) add("health.parked", tr(lang, "health.parked_state", {{"count", health.jobs.parked}}), "health.parked_do");
    if (health.database_fault && !health.database_fault->empty())
        add("health.database", tr(lang, "health.database_bad"), "health.database_bad_do");
    else
        add("health.database", tr(lang, health.database_fault ? "health.database_good" : "health.database_answers"));
    const std::int64_t tenths = (health.database_bytes * 10 + 1'048'575) / 1'048'576;
    add("health.size", std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB");
    add("health.clock",
        tr(lang, "health.clock_state", {{"date", design::date(lang, base::day_of(health.now))}, {"time", clock_of(health.now)}}));
    if (health.private_way)
        add("health.way", tr(lang, public_url.starts_with("https://") ? "health.way_https" : "health.way_local"));
    else
        add("health.way", tr(lang, "health.way_open", {{"address", public_url}}), "health.way_open_do");
    if (health.keepers.all < 2)
        add("health.keepers", tr(lang, "health.keepers_one"), "health.keepers_one_do");
    else
        add("health.keepers", tr(lang, "health.keepers_state", {{"count", health.keepers.all}}));
    if (health.keepers.with_passkey < health.keepers.all)
        add("health.passkeys", tr(lang, "health.passkeys_some", {{"with", health.keepers.with_passkey}, {"all", health.keepers.all}}),
            "health.passkeys_do");
    else
        add("health.passkeys", tr(lang, "health.passkeys_all"));
    return lines;
}

Html parked_table(Lang lang, const Health& health) {
    if (health.jobs.latest_parked.empty()) return {};
    design::Table table{
        .caption = tr(lang, "health.parked_table"),
        .headings = {tr(lang, "health.job"), tr(lang, "health.job_why"), tr(lang, "health.job_at"), tr(lang, "health.job_do")},
        .rows = {}};
    for (const jobs::Parked& parked : health.jobs.latest_parked) {
        const std::string path = "/admin/health/jobs/" + std::to_string(static_cast<std::int64_t>(parked.id));
        table.rows.push_back({html("<code>{}</code>", {parked.kind}), html(R"(<span lang="en">{}</span>)", {parked.why}),
                              moment(lang, parked.at),
                              html(R"(<div class="acts">{}{}</div>)",
                                   {design::action_button(design::address(lang, path + "/retry"), tr(lang, "health.job_retry")),
                                    design::action_button(design::address(lang, path + "/discard"), tr(lang, "health.job_discard"), {},
                                                          design::Danger::yes)})});
    }
    return design::desk_section("parked", tr(lang, "health.parked"), design::table(table));
}
}

std::size_t count_open(const Health& health) {
    std::size_t open = 0;
    for (const Line& line : lines_of(Lang::en, health, health.private_way ? "https://" : "http://"))
        if (!line.todo.empty()) ++open;
    return open;
}

Html health(Lang lang, const Health& health, const std::string& public_url) {
    const Html lines = each(lines_of(lang, health, public_url), [&](const Line& line) {
        const bool good = line.todo.empty();
        return html(R"(<li class="{}"><h2>{}</h2><p><span class="{}">{}{}</span></p>{}</li>)",
                    {good ? "good" : "bad", line.name, good ? "state-good" : "state-bad", design::icon(good ? "check" : "circle-alert"),
                     line.state, maybe(!good, "<p>{}</p>", {line.todo})});
    });
    const Html why = health.mail.last_error.empty() || health.mail.leaving == mail::Leaving::yes
                         ? Html{}
                         : html(R"(<p>{} <code lang="en">{}</code></p>)", {tr(lang, "health.mail_said"), health.mail.last_error});
    const Html fault = health.database_fault && !health.database_fault->empty()
                           ? html(R"(<pre class="mail-text" lang="en">{}</pre>)", {*health.database_fault})
                           : Html{};
    return html(R"(<ul class="health">{}</ul>{}{}{})", {lines, why, fault, parked_table(lang, health)});
}

}
