#include "record/resume_view.hpp"

#include "design/parts.hpp"

namespace record::view {

using base::Lang;
using design::address;
using design::tr;
using html::each;
using html::Html;
using html::html;
using html::maybe;

namespace {
/// What one sheet of paper has room for; the address of the profile stands below it.
constexpr std::size_t most_works = 14;

/// "two lessons and one post", as the language counts.
std::string things(Lang lang, const std::vector<Duty>& duties, const std::string& role) {
    std::string list;
    for (const Duty& duty : duties) {
        if (duty.role != role) continue;
        const std::string one = tr(lang, "record.count_" + duty.kind, {{"count", duty.count}});
        list = list.empty() ? one : tr(lang, "record.list", {{"before", list}, {"last", one}});
    }
    return list;
}

std::vector<std::string> sentences(Lang lang, const Facts& facts) {
    std::vector<std::string> all;
    std::string before;
    for (const Duty& duty : facts.duties) {
        if (duty.role == before) continue;
        before = duty.role;
        all.push_back(tr(lang, "record.did_" + duty.role, {{"things", things(lang, facts.duties, duty.role)}}));
    }
    return all;
}

std::string where(Lang lang, const std::string& scope) {
    if (scope == "section:blog") return tr(lang, "nav.blog");
    if (scope == "section:learn") return tr(lang, "nav.learn");
    return {};
}

Html role_line(Lang lang, const HeldRole& role) {
    const std::string name = tr(lang, "roles." + role.role), place = where(lang, role.scope);
    const std::string from = design::date(lang, role.from);
    const std::string period = role.until ? tr(lang, "record.from_to", {{"from", from}, {"to", design::date(lang, *role.until)}})
                                          : tr(lang, "record.since", {{"from", from}});
    return html("<li>{}{}: {}</li>", {name, place.empty() ? std::string() : " (" + place + ")", period});
}

Html work_line(Lang lang, const Work& work) {
    const bool own = !(lang == Lang::ja ? work.title_ja : work.title).empty();
    const Lang title_lang = own ? lang : base::other(lang);
    std::string roles;
    for (const std::string& role : work.roles) roles += (roles.empty() ? "" : lang == Lang::ja ? "・" : ", ") + tr(lang, "role." + role);
    return html("<li>{}. {}, {}</li>", {design::words(lang, {title_lang == Lang::ja ? work.title_ja : work.title, title_lang}), roles,
                                        design::date(lang, work.published_on)});
}

Html row(Lang lang, const char* key, const Html& value) {
    return maybe(!value.empty(), "<div><dt>{}</dt><dd>{}</dd></div>", {tr(lang, key), value});
}

Html name_of(Lang lang, const Facts& facts) {
    const std::string& first = lang == Lang::ja && !facts.name_ja.empty() ? facts.name_ja : facts.name;
    const std::string& second = &first == &facts.name_ja ? facts.name : facts.name_ja;
    const Lang first_lang = &first == &facts.name_ja ? Lang::ja : Lang::en;
    if (second.empty() || second == first) return design::words(lang, {first, first_lang});
    return design::words(lang, {first, first_lang}) + html(" (") + design::words(lang, {second, base::other(first_lang)}) + html(")");
}
}

Html sheet(Lang lang, const Facts& facts, const Record* issued, const std::string& verify_address) {
    const std::size_t shown = std::min(facts.works.size(), most_works);
    const std::vector<Work> first(facts.works.begin(), facts.works.begin() + static_cast<std::ptrdiff_t>(shown));
    Html works = html("<ul>{}</ul>", {each(first, [&](const Work& work) { return work_line(lang, work); })});
    if (shown < facts.works.size()) works += html("<p>{}</p>", {tr(lang, "record.more_works", {{"count", facts.works.size() - shown}})});
    if (facts.works.empty()) works = {};
    const Html roles = facts.roles.empty()
                           ? Html{}
                           : html("<ul>{}</ul>", {each(facts.roles, [&](const HeldRole& role) { return role_line(lang, role); })});
    const auto did = sentences(lang, facts);
    const Html duties =
        did.empty() ? Html{} : html("<ul>{}</ul>", {each(did, [](const std::string& one) { return html("<li>{}</li>", {one}); })});
    Html confirmed = html::text(tr(lang, "record.by_site", {{"site", facts.site}}));
    if (!facts.operator_name.empty()) confirmed += html("<br>{}", {tr(lang, "record.by_operator", {{"operator", facts.operator_name}})});
    if (!facts.confirmed_by.empty()) {
        std::string names;
        for (const std::string& name : facts.confirmed_by) names += (names.empty() ? "" : lang == Lang::ja ? "、" : ", ") + name;
        confirmed += html("<br>{}", {tr(lang, "record.by_editors", {{"names", names}})});
    }
    if (!facts.contact.empty()) confirmed += html("<br>{}", {tr(lang, "record.contact", {{"mail", facts.contact}})});
    const Html code = issued ? html("<b class=\"code\">{}</b><br>{}",
                                    {shown_code(issued->code), tr(lang, "record.check_at", {{"address", verify_address}})})
                             : html::text(tr(lang, "record.no_code"));
    const std::string title = tr(lang, "record.title");
    return html(
        R"(<article class="a4 record" aria-labelledby="record-title"><header><p class="kind"><b>{}</b><span>{}</span></p><h2 id="record-title">{}</h2></header><dl class="record-facts">{}</dl><p>{}</p><footer>{}</footer></article>)",
        {facts.site, facts.site_url, title,
         row(lang, "record.name", name_of(lang, facts)) +
             row(lang, "record.period",
                 html::text(
                     tr(lang, "record.from_to", {{"from", design::date(lang, facts.from)}, {"to", design::date(lang, facts.until)}}))) +
             row(lang, "record.roles", roles) + row(lang, "record.duties", duties) + row(lang, "record.works", works) +
             row(lang, "record.confirmed", confirmed) +
             (issued ? row(lang, "record.issued", design::time(lang, base::day_of(issued->issued_at))) : Html{}) +
             row(lang, "record.code", code),
         tr(lang, "record.unpaid"), tr(lang, "record.foot")});
}

design::DeskPage resume(Lang lang, const ResumePage& page, const std::string& verify_address) {
    Html content;
    if (!page.facts)
        content = html("<p>{}</p><p>{}</p>", {tr(lang, "record.nothing_yet"),
                                              design::button_link(lang, {{tr(lang, "nav.write"), lang}, address(lang, "/write")})});
    else {
        Html fields;
        if (page.has_pen_name)
            fields += design::check_group({.legend = tr(lang, "record.which_name"),
                                           .hint = tr(lang, "record.which_name_hint"),
                                           .boxes = {{"name-shown", "printed", "shown", tr(lang, "record.name_shown"), true},
                                                     {"name-own", "printed", "own", tr(lang, "record.name_own"), false}},
                                           .one = true});
        content = design::desk_section("issue", tr(lang, "record.issue"),
                                       html("<p>{}</p>{}", {tr(lang, "record.issue_text"), design::form(address(lang, page.path), fields,
                                                                                                        tr(lang, "record.issue_button"))}));
    }
    if (!page.issued.empty()) {
        design::Table table{.caption = tr(lang, "record.issued_ones"),
                            .headings = {tr(lang, "record.code"), tr(lang, "record.issued"), tr(lang, "record.what_now")},
                            .rows = {}};
        for (const Record& one : page.issued)
            table.rows.push_back(
                {html("<b class=\"code\">{}</b>", {shown_code(one.code)}), design::time(lang, base::day_of(one.issued_at)),
                 one.revoked_at
                     ? html::text(tr(lang, "record.revoked_short"))
                     : html("<div class=\"acts\">{}{}{}</div>",
                            {design::button_link(lang,
                                                 {{tr(Lang::en, "record.print_en"), Lang::en}, address(Lang::en, "/verify/" + one.code)},
                                                 design::Weight::small),
                             design::button_link(lang,
                                                 {{tr(Lang::en, "record.print_ja"), Lang::ja}, address(Lang::ja, "/verify/" + one.code)},
                                                 design::Weight::small),
                             design::action_button(address(lang, "/me/records/" + one.code + "/revocation"), tr(lang, "record.revoke"), {},
                                                   design::Danger::yes)})});
        content += design::desk_section("issued", tr(lang, "record.issued_ones"), design::table(table));
    }
    if (page.facts)
        content +=
            design::desk_section("draft", tr(lang, "record.draft"),
                                 html("<p>{}</p>", {tr(lang, "record.draft_text")}) + sheet(lang, *page.facts, nullptr, verify_address));
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "record.mine"),
            .dek = tr(lang, "record.dek"),
            .done = {},
            .problems = page.problems,
            .content = content};
}

Html verified(Lang lang, std::string_view typed, bool asked, const std::optional<Record>& found, const std::string& verify_address) {
    Html answer;
    if (found && found->revoked_at)
        answer = html(
            R"(<div class="notice" role="status"><p><b>{}</b> {}</p></div>)",
            {tr(lang, "record.revoked"), tr(lang, "record.revoked_text", {{"day", design::date(lang, base::day_of(*found->revoked_at))}})});
    else if (found)
        answer =
            html(R"(<div class="notice good no-print" role="status"><p><b>{}</b> {}</p></div><div class="a4-acts acts">{}{}</div>{})",
                 {tr(lang, "record.valid"),
                  tr(lang, "record.valid_text", {{"site", found->facts.site}, {"day", design::date(lang, base::day_of(found->issued_at))}}),
                  design::print_button(lang),
                  design::button_link(
                      lang, {{tr(lang, "record.other_language"), base::other(lang)}, address(base::other(lang), "/verify/" + found->code)},
                      design::Weight::small),
                  sheet(lang, found->facts, &*found, verify_address)});
    else if (asked)
        answer = html(R"(<div class="notice" role="status"><p><b>{}</b> {}</p></div>)",
                      {tr(lang, "record.unknown"), tr(lang, "record.unknown_text")});
    const Html form = html(
        R"(<form class="no-print form" method="get" action="{}">{}<div class="acts"><button class="btn go">{}</button></div></form>)",
        {address(lang, "/verify"),
              // Neither required nor "if you like": sent empty it asks again.
         html(
             R"(<div class="field"><label for="code">{}</label><p class="hint" id="code-hint">{}</p><input id="code" name="code" value="{}" autocomplete="off" aria-describedby="code-hint"></div>)",
             {tr(lang, "record.code_field"), tr(lang, "record.code_hint"), typed}),
         tr(lang, "record.check")});
    return html(
        R"(<div class="wrap plain verify"><div class="no-print"><h1>{}</h1><p class="dek">{}</p></div>{}{}</div>)",
        {tr(lang, "record.verify_title"), tr(lang, "record.verify_dek"), found ? answer : Html{}, form + (found ? Html{} : answer)});
}

design::DeskPage credits(Lang lang, const CreditsPage& page) {
    static constexpr std::array<const char*, 8> roles{"writer",     "editor",     "proofreader", "reviewer",
                                                      "researcher", "translator", "illustrator", "mentor"};
    Html open, done;
    for (const editorial::OwnCredit& credit : page.credits) {
        const std::string key = std::to_string(static_cast<std::int64_t>(credit.piece.id)) + "/" + credit.role;
        const std::string path = "/me/credits/" + key;
        const bool typed = page.at == key;
        std::vector<std::pair<std::string, std::string>> options;
        for (const char* role : roles) options.emplace_back(role, tr(lang, std::string("role.") + role));
        options.emplace_back("", tr(lang, "credit.not_mine"));
        const std::string id = "c" + std::to_string(static_cast<std::int64_t>(credit.piece.id)) + credit.role;
        const Html fields = html("<input type=\"hidden\" name=\"key\" value=\"{}\">", {key}) +
                            design::choice({.id = id + "-now",
                                            .label = tr(lang, "credit.what_i_did"),
                                            .options = options,
                                            .chosen = typed ? page.now : credit.role,
                                            .hint = {},
                                            .error = typed ? design::message_for(page.problems, "role") : std::string()}) +
                            design::field(lang, {.id = id + "-line",
                                                 .label = tr(lang, "credit.line"),
                                                 .hint = tr(lang, "credit.line_hint"),
                                                 .value = typed ? page.line : credit.line,
                                                 .error = typed ? design::message_for(page.problems, "line") : std::string(),
                                                 .lang = "en"}) +
                            design::field(lang, {.id = id + "-line_ja",
                                                 .label = tr(lang, "credit.line_ja"),
                                                 .hint = {},
                                                 .value = typed ? page.line_ja : credit.line_ja,
                                                 .error = typed ? design::message_for(page.problems, "line_ja") : std::string(),
                                                 .lang = "ja"});
        const Html title = credit.url ? html("<a href=\"{}\">{}</a>", {address(lang, *credit.url), credit.title})
                                      : html::text(credit.title.empty() ? tr(lang, "credit.untitled") : credit.title);
        const Html line =
            html(R"(<li class="card flow"><p><b>{}</b>: {}</p>)", {tr(lang, "role." + credit.role), title}) +
            (credit.confirmed ? Html{} : design::action_button(address(lang, path + "/confirmation"), tr(lang, "credit.right"))) +
            html(R"(<details class="fold"{}><summary>{}</summary><div class="flow">{}</div></details></li>)",
                 {maybe(typed, " open"), tr(lang, "credit.correct"),
                  design::side_form(address(lang, path), fields, tr(lang, "credit.save"))});
        (credit.confirmed ? done : open) += line;
    }
    Html content;
    if (!open.empty()) content += design::desk_section("open", tr(lang, "credit.open"), html("<ul class=\"plain-list\">{}</ul>", {open}));
    if (!done.empty()) content += design::desk_section("done", tr(lang, "credit.done"), html("<ul class=\"plain-list\">{}</ul>", {done}));
    if (content.empty()) content = html("<p>{}</p>", {tr(lang, "credit.none")});
    return {.crumbs = {{tr(lang, "nav.me"), address(lang, "/me")}},
            .title = tr(lang, "credit.title"),
            .dek = tr(lang, "credit.dek"),
            .done = {},
            .problems = page.problems,
            .content = content};
}

}
