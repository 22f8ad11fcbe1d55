#include "desk/publish_view.hpp"

#include "design/parts.hpp"

#include <algorithm>

namespace desk::view {

using design::address;
using design::tr;
using editorial::Check;
using html::each;
using html::html;
using html::maybe;
using html::Url;

namespace {
struct Sign {
    std::string_view icon, word, name;
};
/// A drawing and a word; the colour only repeats them.
Sign sign_of(Check::State state) {
    switch (state) {
        case Check::State::done: return {"check", "publishing.state_done", "done"};
        case Check::State::open: return {"circle-alert", "publishing.state_open", "open"};
        case Check::State::advice: return {"info", "publishing.state_advice", "advice"};
    }
    return {};
}

/// Where a line of the checklist is settled, and what the link says; nothing where the viewer can do nothing about it.
std::optional<std::pair<std::string, Url>> way_to(Lang lang, const PublishPage& page, std::string_view name) {
    const Publishing& copy = *page.copy;
    const auto here = [&](bool may, std::string_view word, const char* id) {
        return may ? std::optional(std::pair(tr(lang, word), Url(id))) : std::nullopt;
    };
    if (name == "japanese_read" || name == "house_words" || name == "privacy") return here(copy.may_tick, "publishing.to_ticks", "#ticks");
    if (name == "agreement" && copy.must_agree) return here(true, "publishing.to_agreement", "#agreement");
    if (name == "approvals" && copy.may_approve) return here(true, "publishing.to_approvals", "#approvals");
    if (name == "agreement" || name == "approvals" || name == "hands")
        return copy.may_ask ? std::optional(std::pair(tr(lang, "writing.ask"), address(lang, page.path + "/turns"))) : std::nullopt;
    if (name == "check_by" || name == "correction")
        return here(copy.may_set, "publishing.to_facts", name == "check_by" ? "#check_by" : "#correction");
    if (name == "licence") return std::pair(tr(lang, "publishing.to_settings"), Url(address(lang, page.piece_path).str() + "#settings"));
    return std::pair(tr(lang, "publishing.to_text"), address(lang, page.path));
}

Html checklist(Lang lang, const PublishPage& page) {
    return html(
        R"(<ul class="plain-list check-lines">{}</ul>)", {each(page.copy->checks, [&](const Check& check) {
            const Sign sign = sign_of(check.state);
            Html what = each(check.problems,
                             [&](const editorial::Problem& problem) { return html("<p>{}</p>", {tr(lang, problem.word, problem.args)}); });
            if (check.state != Check::State::done)
                if (const auto way = way_to(lang, page, check.name))
                    what += html(R"(<p><a href="{}">{}</a></p>)", {way->second, way->first});
            return html(R"(<li class="check-{}">{}<div><p><b>{}</b> <span class="check-state">{}</span></p>{}</div></li>)",
                        {sign.name, design::icon(sign.icon), tr(lang, "publishing.check_" + check.name), tr(lang, sign.word), what});
        })});
}

/// A form beside the one that publishes: the main button of the page stays the only one.
Html side_form(const Url& action, const Html& fields, const std::string& button, std::string_view name, const std::string& value) {
    return html(
        R"(<form class="desk-form" method="post" action="{}"><input type="hidden" name="{}" value="{}">{}<p class="acts"><button class="btn">{}</button></p></form>)",
        {action, name, value, fields, button});
}

bool is_done(const Publishing& copy, std::string_view name) {
    return std::any_of(copy.checks.begin(), copy.checks.end(),
                       [&](const Check& check) { return check.name == name && check.state == Check::State::done; });
}

std::size_t count_open(const Publishing& copy) {
    return static_cast<std::size_t>(
        std::count_if(copy.checks.begin(), copy.checks.end(), [](const Check& check) { return check.state == Check::State::open; }));
}

/// What only a person can see in a text.
Html ticks(Lang lang, const PublishPage& page) {
    const Publishing& copy = *page.copy;
    if (!copy.may_tick) return {};
    std::vector<design::CheckBox> boxes;
    for (const char* name : {"privacy", "japanese_read", "house_words"})
        if (editorial::is_tick(page.text_lang, name))
            boxes.push_back(
                {std::string("tick-") + name, "tick", name, tr(lang, std::string("publishing.tick_") + name), is_done(copy, name)});
    return design::desk_section(
        "ticks", tr(lang, "publishing.ticks"),
        html("<p>{}</p>", {tr(lang, "publishing.ticks_text", {{"version", copy.version}})}) +
            side_form(address(lang, page.path + "/ticks"),
                      design::check_group({.legend = tr(lang, "publishing.ticks_legend"), .hint = {}, .boxes = boxes}),
                      tr(lang, "publishing.ticks_save"), "version", std::to_string(copy.version)));
}

Html agreement(Lang lang, const PublishPage& page) {
    if (!page.copy->must_agree) return {};
    return design::desk_section(
        "agreement", tr(lang, "publishing.check_agreement"),
        html("<p>{}</p><p>{}</p><p>{}</p>", {tr(lang, "writing.agree_unpaid"), tr(lang, "writing.agree_licence"), page.copy->signed_as}) +
            side_form(address(lang, page.path + "/ticks"), {}, tr(lang, "writing.agree"), "agreement", "1"));
}

Html approvals(Lang lang, const PublishPage& page) {
    const Publishing& copy = *page.copy;
    Html content = copy.yeses.empty()
                       ? html("<p>{}</p>", {tr(lang, "publishing.no_yes")})
                       : html(R"(<ul class="plain-list yeses">{}</ul>)", {each(copy.yeses, [&](const Yes& yes) {
                                  return html(R"(<li{}>{}{}</li>)",
                                              {maybe(!yes.of_present_version, R"( class="earlier")"),
                                               design::icon(yes.of_present_version ? "check" : "info"),
                                               tr(lang, yes.of_present_version ? "publishing.yes_present" : "publishing.yes_earlier",
                                                  {{"who", yes.who}, {"date", design::date(lang, yes.on)}, {"version", copy.version}})});
                              })});
    if (copy.may_approve)
        content += html("<p>{}</p>", {tr(lang, "publishing.yes_text")}) +
                   design::action_button(address(lang, page.path + "/approvals"), tr(lang, "publishing.yes", {{"version", copy.version}}),
                                         {{"version", std::to_string(copy.version)}});
    else if (copy.stage == editorial::Stage::draft)
        content += html("<p>{}</p>", {tr(lang, "publish.problem.still_draft")});
    if (copy.may_ask && copy.stage != editorial::Stage::scheduled)
        content += html(R"(<p><a href="{}">{}</a></p>)", {address(lang, page.path + "/turns"), tr(lang, "writing.ask")});
    return design::desk_section("approvals", tr(lang, "publishing.approvals"), content);
}

Html facts_fields(Lang lang, const PublishPage& page, const std::vector<design::Problem>& problems) {
    Html fields = design::field(lang, {.id = "check_by",
                                       .label = tr(lang, "publishing.check_by"),
                                       .hint = tr(lang, "publishing.check_by_hint"),
                                       .value = page.check_by,
                                       .type = "date",
                                       .error = design::message_for(problems, "check_by")});
    if (page.copy->asks_correction)
        fields += design::field(lang, {.id = "correction",
                                       .label = tr(lang, "publishing.correction"),
                                       .hint = tr(lang, "publishing.correction_hint"),
                                       .value = page.correction,
                                       .error = design::message_for(problems, "correction"),
                                       .lang = std::string(base::tag(page.text_lang))});
    return fields;
}

Html time_field(Lang lang, const PublishPage& page, const std::vector<design::Problem>& problems) {
    return design::field(lang, {.id = "at",
                                .label = tr(lang, "publishing.at"),
                                .hint = tr(lang, "publishing.at_hint", {{"now", page.copy->now}}),
                                .value = page.at_field,
                                .type = "datetime-local",
                                .error = design::message_for(problems, "at")});
}

Html what_happens(Lang lang, const PublishPage& page) {
    const Publishing& copy = *page.copy;
    Html said = html("<p>{}</p>", {copy.at.empty() ? tr(lang, page.live ? "publishing.now_text_again" : "publishing.now_text")
                                                   : tr(lang, "publishing.at_text", {{"when", copy.at_words}})});
    if (copy.alone)
        said += html(R"(<p>{} <q lang="{}">{}</q></p>)",
                     {tr(lang, "publishing.alone"), base::tag(page.text_lang), tr(page.text_lang, "notice.alone")});
    return said;
}

/// The one form whose main button publishes. A time that is typed without a button that names it publishes nothing yet.
Html publish_form(Lang lang, const PublishPage& page, const std::vector<design::Problem>& problems) {
    const Publishing& copy = *page.copy;
    if (!copy.may_publish && !copy.may_set) return {};
    Html fields = html(R"(<input type="hidden" name="version" value="{}">)", {copy.version});
    if (copy.may_set) fields += facts_fields(lang, page, problems);
    const std::size_t open = count_open(copy);
    Html acts;
    if (copy.may_publish) {
        fields += time_field(lang, page, problems);
        if (open > 0)
            acts += html(R"(<a class="btn go" href="#checks">{}</a>)", {tr(lang, "publishing.settle", {{"count", open}})});
        else
            acts += html(R"(<button class="btn go" name="act" value="{}">{}</button>)",
                         {copy.at.empty() ? "now" : "at " + copy.at,
                          copy.at.empty() ? tr(lang, "publishing.now") : tr(lang, "publishing.go_at", {{"when", copy.at_words}})});
    }
    acts += html(R"(<button class="btn" name="act" value="save">{}</button>)", {tr(lang, "publishing.save")});
    return design::desk_section("publish", tr(lang, copy.may_publish ? "publishing.go" : "publishing.facts"),
                                (copy.may_publish ? what_happens(lang, page) : Html{}) +
                                    html(R"(<form class="desk-form" method="post" action="{}">{}<p class="acts">{}</p></form>)",
                                         {address(lang, page.path + "/publish"), fields, acts}));
}

Html scheduled(Lang lang, const PublishPage& page) {
    const Publishing& copy = *page.copy;
    Html content = html("<p>{}</p>", {tr(lang, "publishing.scheduled_text", {{"when", copy.at_words}})});
    if (copy.may_publish)
        content += html("<p>{}</p>", {tr(lang, "publishing.unschedule_text")}) +
                   design::action_button(address(lang, page.path + "/schedule"), tr(lang, "publishing.unschedule"));
    return design::desk_section("publish", tr(lang, "publishing.scheduled"), content);
}

/// The person decided about a version that there is no more.
Html what_changed(Lang lang, const PublishPage& page) {
    if (!page.seen) return {};
    return design::notice(html(R"(<p>{} <a href="{}">{}</a></p>)",
                               {tr(lang, "publishing.changed"),
                                address(lang, page.path + "/history/compare?from=v" + std::to_string(*page.seen) + "&to=copy"),
                                tr(lang, "publishing.see_changes", {{"version", *page.seen}})}),
                          design::NoticeKind::care);
}

std::string_view undo_word(std::string_view act) {
    if (act == "published" || act == "corrected") return "publishing.undo_published";
    if (act == "approved") return "publishing.undo_approved";
    return "writing.undo";
}

Html undo(Lang lang, const PublishPage& page) {
    if (!page.undo) return {};
    return html(
        R"(<div class="acts"><span>{}</span>{}</div>)",
        {tr(lang, "publishing.undo_text"), design::action_button(address(lang, "/desk/acts/" + std::to_string(page.undo->first) + "/undo"),
                                                                 tr(lang, undo_word(page.undo->second)))});
}

/// What readers have of it now.
Html standing(Lang lang, const PublishPage& page) {
    if (page.retired)
        return html(R"(<p>{} <a href="{}">{}</a></p>)",
                    {tr(lang, "publishing.retired"), address(lang, page.piece_path + "/retirement"), tr(lang, "publishing.to_retirement")});
    if (page.withdrawn)
        return html("<p>{}</p>", {tr(lang, "publishing.withdrawn")}) +
               (page.may_withdraw ? html("<p>{}</p>", {tr(lang, "publishing.restore_text")}) +
                                        design::action_button(address(lang, page.path + "/restoration"), tr(lang, "publishing.restore"))
                                  : Html{});
    if (!page.live) return html("<p>{}</p>", {tr(lang, "publishing.not_live")});
    const Html where = page.live_path.empty()
                           ? html("<p>{}</p>", {tr(lang, "publishing.live_inside")})
                           : html(R"(<p>{} <a href="{}">{}</a></p>)", {tr(lang, "publishing.live"), address(page.text_lang, page.live_path),
                                                                       address(page.text_lang, page.live_path).str()});
    return where + maybe(page.may_share, R"(<p><a class="btn" href="{}">{}</a></p>)",
                         {address(lang, page.path + "/share"), tr(lang, "publishing.share")});
}

Html withdrawal(Lang lang, const PublishPage& page, const std::vector<design::Problem>& problems) {
    if (!page.live || !page.may_withdraw || page.retired) return {};
    const std::string error = design::message_for(problems, "why");
    const Html why = design::field(lang, {.id = "why",
                                          .label = tr(lang, "publishing.why"),
                                          .hint = tr(lang, "publishing.why_hint"),
                                          .value = page.why,
                                          .type = "textarea",
                                          .error = error,
                                          .required = true});
    const Html form =
        html(R"(<form class="desk-form" method="post" action="{}">{}<p class="acts"><button class="btn danger">{}</button></p></form>)",
             {address(lang, page.path + "/withdrawal"), why, tr(lang, "publishing.withdraw")});
    return html(R"(<details class="desk-fold"{}><summary>{}</summary><p>{}</p>{}</details>)",
                {maybe(!error.empty(), " open"), tr(lang, "publishing.withdraw_title"), tr(lang, "publishing.withdraw_text"), form});
}

std::string stage_word(Lang lang, editorial::Stage stage) { return tr(lang, "stage." + std::string(editorial::name_of(stage))); }

/// The answer is the board, which says where it went and takes it back.
Html moving(Lang lang, const PublishPage& page) {
    if (!page.copy || page.copy->moves.empty()) return {};
    design::Choice to{.id = "to", .label = tr(lang, "publishing.move_to"), .options = {}, .chosen = {}};
    for (const editorial::Stage stage : page.copy->moves) to.options.emplace_back(editorial::name_of(stage), stage_word(lang, stage));
    return html(
        R"(<details class="desk-fold"><summary>{}</summary><p>{}</p><form class="desk-form" method="post" action="{}">{}<p class="acts"><button class="btn">{}</button></p></form></details>)",
        {tr(lang, "publishing.move_title", {{"stage", stage_word(lang, page.copy->stage)}}), tr(lang, "publishing.move_text"),
         address(lang, page.path + "/stage"), design::choice(to), tr(lang, "publishing.move")});
}

Html elsewhere(Lang lang, const PublishPage& page) {
    const auto link = [&](const std::string& path, std::string_view word) {
        return html(R"(<li><a href="{}">{}</a></li>)", {address(lang, path), tr(lang, word)});
    };
    Html links = link(page.path, "writing.back");
    if (page.copy) links += link(page.path + "/preview", "writing.preview");
    links += link(page.path + "/history", "writing.history");
    if (page.copy && page.live) links += link(page.path + "/history/compare?from=live&to=copy", "publishing.compare_live");
    if (page.copy && page.copy->may_send_back) links += link(page.path + "/notes", "writing.send_back");
    if (page.may_withdraw && !page.retired && (page.live || page.withdrawn))
        links += link(page.piece_path + "/retirement", "publishing.to_retire");
    return design::desk_section("onward", tr(lang, "writing.onward"),
                                html(R"(<ul class="desk-links">{}</ul>)", {links + link(page.piece_path, "writing.to_piece")}) +
                                    moving(lang, page));
}
}

design::DeskPage publish(Lang lang, const PublishPage& page, const std::vector<design::Problem>& problems) {
    Html content = what_changed(lang, page) + undo(lang, page);
    if (page.copy) {
        const Publishing& copy = *page.copy;
        const auto done =
            std::count_if(copy.checks.begin(), copy.checks.end(), [](const Check& check) { return check.state == Check::State::done; });
        if (copy.stage == editorial::Stage::scheduled) content += scheduled(lang, page);
        content += design::desk_section("checks", tr(lang, "writing.checks"),
                                        html("<p>{}</p>", {tr(lang, "writing.checked", {{"done", done}, {"all", copy.checks.size()}})}) +
                                            checklist(lang, page));
        content += agreement(lang, page) + ticks(lang, page) + approvals(lang, page);
        if (copy.stage != editorial::Stage::scheduled) content += publish_form(lang, page, problems);
    }
    content += design::desk_section("readers", tr(lang, "publishing.readers"), standing(lang, page) + withdrawal(lang, page, problems));
    content += elsewhere(lang, page);
    const std::string version =
        page.copy ? tr(lang, "publishing.version", {{"version", page.copy->version}, {"stage", stage_word(lang, page.copy->stage)}})
                  : std::string();
    return {.crumbs = page.crumbs,
            .title = tr(lang, "publishing.title", {{"title", page.title}}),
            .dek = version,
            .done = page.done,
            .problems = problems,
            .content = content};
}

}
