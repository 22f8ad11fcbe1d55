#include "design/visit.hpp"
#include "desk/history_view.hpp"
#include "desk/publish_view.hpp"
#include "desk/text_web.hpp"
#include "desk/wall.hpp"
#include "kit/base/utf8.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <charconv>

namespace desk {

namespace {
using design::Frame;
using design::tr;
using editorial::Check;
using editorial::Copy;
using editorial::Stage;
using people::Right;
using web::Visit;
using writing::Which;

constexpr std::size_t longest_correction = 300; // code points

/// What the form held, or what stands in its fields before anybody typed.
struct Typed {
    std::string act, check_by, correction, at, why;
    std::int64_t version = 0;
    bool sent = false; // by the form that has these fields
};

Typed typed_in(Visit& visit) {
    const web::Fields& fields = visit.fields();
    Typed typed;
    typed.act = fields.get("act");
    typed.check_by = text::one_line(fields.get("check_by"));
    typed.correction = text::one_line(fields.get("correction"));
    typed.at = text::one_line(fields.get("at"));
    typed.why = text::several_lines(fields.get("why"));
    const std::string_view version = fields.get("version");
    std::from_chars(version.data(), version.data() + version.size(), typed.version);
    return typed;
}

// ---- the page --------------------------------------------------------------------------------------------------------

std::string signature(Visit& visit) {
    const auto person = people::get_person(visit.tx(), visit.viewer, people::require_account(visit.viewer));
    if (!person.may_be_named()) return tr(visit.lang, "writing.agree_unnamed");
    return tr(visit.lang, "writing.agree_named", {{"name", people::name_in(visit.lang, person)}});
}

view::Publishing publishing_of(Visit& visit, const Which& asked, const Copy& copy, const Typed& typed) {
    db::Tx& tx = visit.tx();
    const bool scheduled = copy.stage == Stage::scheduled;
    const bool approves = writing::may(visit, Right::approve, asked.piece.id);
    view::Publishing page;
    page.version = copy.version;
    page.stage = copy.stage;
    page.checks = editorial::checklist(tx, visit.viewer, copy);
    page.may_set = editorial::may_write(tx, visit.viewer, copy);
    page.may_tick = !scheduled && (page.may_set || approves);
    page.may_approve = editorial::may_approve(tx, visit.viewer, copy);
    page.may_ask = approves;
    page.may_publish = writing::may(visit, Right::publish, asked.piece.id);
    page.may_send_back = copy.stage != Stage::draft && (approves || writing::may(visit, Right::accept, asked.piece.id));
    page.must_agree = !scheduled && editorial::must_agree(tx, visit.viewer, copy.text);
    if (page.must_agree) page.signed_as = signature(visit);
    page.asks_correction =
        std::any_of(page.checks.begin(), page.checks.end(), [](const Check& check) { return check.name == "correction"; });
    page.alone = std::any_of(page.checks.begin(), page.checks.end(),
                             [](const Check& check) { return check.name == "approvals" && check.state == Check::State::advice; });
    for (const editorial::Approval& yes : editorial::list_approvals(tx, visit.viewer, copy.text))
        page.yeses.push_back({view::maker(visit.lang, visit.viewer, yes.person), yes.of_present_version, base::day_of(yes.at)});
    if (approves && !scheduled)
        for (const Stage stage : editorial::workflow_of(tx, asked.piece.kind).stages)
            if (stage != copy.stage) page.moves.push_back(stage);
    page.now = wall::in_words(visit.lang, tx.now());
    if (scheduled && copy.go_live_at) {
        page.at_words = wall::in_words(visit.lang, *copy.go_live_at);
    } else if (const auto at = wall::instant_from(typed.at); at && *at > tx.now()) {
        page.at_words = wall::in_words(visit.lang, *at);
        page.at = wall::field_of(*at);
    }
    return page;
}

/// The latest act on the text, if the viewer may take it back. The page has buttons of its own against a set time and a withdrawal.
std::optional<std::pair<std::int64_t, std::string>> undo_of(Visit& visit, const Which& asked, editorial::TextId text) {
    for (const editorial::Act& act : editorial::list_acts(visit.tx(), visit.viewer, asked.piece.id))
        if (act.text == text && act.may_undo && act.act != "scheduled" && act.act != "withdrawn")
            return std::pair(static_cast<std::int64_t>(act.id), act.act);
    return std::nullopt;
}

view::PublishPage page_of(Visit& visit, const Which& asked, const Typed& typed) {
    db::Tx& tx = visit.tx();
    const auto copy = editorial::find_copy(tx, visit.viewer, asked.piece.id, asked.lang);
    const auto live = editorial::find_text(tx, visit.viewer, asked.piece, asked.lang);
    const auto text = editorial::find_text_id(tx, asked.piece.id, asked.lang);
    if (!text) throw base::Missing();
    view::PublishPage page;
    page.path = asked.path;
    page.piece_path = "/desk/" + std::to_string(static_cast<std::int64_t>(asked.piece.id));
    page.text_lang = asked.lang;
    page.title = copy ? writing::title_of(visit.lang, *copy) : live ? live->title : tr(visit.lang, "writing.untitled");
    page.crumbs = {{tr(visit.lang, "nav.me"), design::address(visit.lang, "/me")}, {page.title, design::address(visit.lang, asked.path)}};
    page.live = live.has_value();
    page.retired = editorial::find_gone(tx, visit.viewer, asked.piece, asked.lang).has_value();
    page.withdrawn = !page.retired && editorial::is_withdrawn(tx, *text);
    page.live_path = editorial::url_of(tx, asked.piece).value_or("");
    page.may_withdraw = writing::may(visit, Right::publish, asked.piece.id);
    page.may_share = page.live && !page.live_path.empty();
    page.undo = undo_of(visit, asked, *text);
    page.why = typed.why;
    page.at_field = typed.at;
    if (copy) {
        page.copy = publishing_of(visit, asked, *copy, typed);
        page.check_by = typed.sent ? typed.check_by : copy->check_by ? base::iso(*copy->check_by) : "";
        page.correction = typed.sent ? typed.correction : copy->correction;
        if (typed.version != 0 && typed.version != copy->version) page.seen = typed.version;
    }
    return page;
}

/// Reasons name what is wrong in the text; the page has these fields, and its parts.
std::vector<design::Problem> on_page(const view::PublishPage& page, std::vector<design::Problem> problems) {
    for (design::Problem& problem : problems) {
        const std::string& field = problem.field;
        if (field == "when") problem.field = "at";
        const bool is_field = page.copy && ((field == "check_by" && page.copy->may_set) || (field == "at" && page.copy->may_publish) ||
                                            (field == "correction" && page.copy->may_set && page.copy->asks_correction));
        if (!is_field && !(field == "why" && page.live)) problem.field = page.copy ? "checks" : "readers";
    }
    return problems;
}

web::Response draw_publish(const Frame& frame, Visit& visit, const Which& asked, view::PublishPage shown,
                           std::vector<design::Problem> problems) {
    problems = on_page(shown, std::move(problems));
    shown.done = problems.empty() ? visit.query("done") : "";
    const design::DeskPage drawn = view::publish(visit.lang, shown, problems);
    design::Page page = design::page_for(visit, drawn.title);
    page.path = asked.path + "/publish"; // the answer to a form can be asked for again here
    page.own_lang = false;
    page.head = design::desk_head();
    return web::page(design::page(frame, page, design::desk_page(visit.lang, drawn)), problems.empty() ? 200 : 422);
}

web::Response refuse(const Frame& frame, Visit& visit, const Which& asked, const Typed& typed, std::vector<design::Problem> problems) {
    return draw_publish(frame, visit, asked, page_of(visit, asked, typed), std::move(problems));
}

void check_time(Visit& visit, const std::string& typed, std::vector<design::Problem>& problems) {
    if (typed.empty()) return;
    const auto at = wall::instant_from(typed);
    if (!at)
        problems.push_back({"at", tr(visit.lang, "publishing.no_time")});
    else if (*at <= visit.tx().now())
        problems.push_back({"at", tr(visit.lang, "publish.problem.time_passed")});
}

web::Response show(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    Typed typed;
    typed.at = visit.query("at");
    std::vector<design::Problem> problems;
    check_time(visit, typed.at, problems);
    return draw_publish(frame, visit, asked, page_of(visit, asked, typed), std::move(problems));
}

// ---- publishing ------------------------------------------------------------------------------------------------------

/// What is typed into the fields beside the button, kept; problems where it cannot be.
std::vector<design::Problem> keep_facts(Visit& visit, const Copy& copy, const Typed& typed) {
    if (!editorial::may_write(visit.tx(), visit.viewer, copy)) return {};
    std::vector<design::Problem> problems;
    const auto day = base::parse_day(typed.check_by);
    if (!day && !typed.check_by.empty()) problems.push_back({"check_by", tr(visit.lang, "writing.turn_no_day")});
    if (base::code_points(typed.correction) > longest_correction) problems.push_back({"correction", tr(visit.lang, "problem.too_long")});
    if (problems.empty() && (day != copy.check_by || typed.correction != copy.correction))
        editorial::set_copy_facts(visit.tx(), visit.viewer, copy.text, day, typed.correction);
    return problems;
}

web::Response publish(const Frame& frame, Visit& visit) {
    Typed typed = typed_in(visit);
    typed.sent = true;
    const Which asked = writing::which_text(visit);
    const auto copy = editorial::find_copy(visit.tx(), visit.viewer, asked.piece.id, asked.lang);
    if (!copy) return refuse(frame, visit, asked, typed, {{"stage", tr(visit.lang, "publish.problem.no_copy")}});
    const bool saves = typed.act == "save";
    if (!saves) people::require(visit.tx(), visit.viewer, Right::publish, editorial::scope_of(visit.tx(), asked.piece.id));
    if (saves && !editorial::may_write(visit.tx(), visit.viewer, *copy)) throw base::Denied(std::string(people::name_of(Right::accept)));

    auto problems = keep_facts(visit, *copy, typed);
    check_time(visit, typed.at, problems);
    if (!problems.empty()) return refuse(frame, visit, asked, typed, std::move(problems));
    const auto at = wall::instant_from(typed.at);
    const std::string path = web::in_lang(visit.lang, asked.path + "/publish");
    if (saves) return web::see_other(at ? path + "?at=" + wall::field_of(*at) : path, "saved");

    // The button said when: what was typed since is asked for once more.
    const std::string said = at ? "at " + wall::field_of(*at) : "now";
    if (typed.act != said)
        return refuse(frame, visit, asked, typed, {{"at", tr(visit.lang, at ? "publishing.time_typed" : "publishing.time_gone")}});
    editorial::GoLive wanted{.when = at, .wall = at ? wall::kept_of(*at) : "", .version = typed.version};
    const auto done = editorial::go_live(visit.tx(), visit.viewer, copy->text, wanted);
    if (!done) return refuse(frame, visit, asked, typed, writing::in_words(visit.lang, done.error()));
    return web::see_other(path, at ? "scheduled" : "published");
}

web::Response unschedule(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    const auto done = editorial::unschedule(visit.tx(), visit.viewer, copy.text);
    if (!done) return refuse(frame, visit, asked, {}, writing::in_words(visit.lang, done.error()));
    return web::see_other(web::in_lang(visit.lang, asked.path + "/publish"), "unscheduled");
}

// ---- what people say about it ----------------------------------------------------------------------------------------

/// Boxes count for the version that was on the page.
web::Response tick(const Frame& frame, Visit& visit) {
    const Typed typed = typed_in(visit);
    const web::Fields& fields = visit.fields();
    const bool agrees = !fields.get("agreement").empty();
    std::vector<std::string> ticked;
    for (const auto& [name, value] : fields.all())
        if (name == "tick") ticked.push_back(value);
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    const std::string path = web::in_lang(visit.lang, asked.path + "/publish");
    if (agrees) {
        editorial::tick(visit.tx(), visit.viewer, copy.text, "agreement", true);
        return web::see_other(path, "agreed");
    }
    if (copy.stage == Stage::scheduled) return refuse(frame, visit, asked, {}, {{"stage", tr(visit.lang, "publish.problem.scheduled")}});
    for (const char* name : {"privacy", "japanese_read", "house_words"})
        if (editorial::is_tick(asked.lang, name))
            editorial::tick(visit.tx(), visit.viewer, copy.text, name, std::find(ticked.begin(), ticked.end(), name) != ticked.end());
    if (typed.version != copy.version) return refuse(frame, visit, asked, typed, {{"version", tr(visit.lang, "publish.problem.version")}});
    return web::see_other(path, "ticked");
}

web::Response approve(const Frame& frame, Visit& visit) {
    const Typed typed = typed_in(visit);
    const Which asked = writing::which_text(visit);
    const Copy copy = writing::get_copy(visit, asked);
    const auto done = editorial::approve(visit.tx(), visit.viewer, copy.text, typed.version);
    if (!done) return refuse(frame, visit, asked, typed, writing::in_words(visit.lang, done.error()));
    return web::see_other(web::in_lang(visit.lang, asked.path + "/publish"), "approved");
}

// ---- away from readers and back --------------------------------------------------------------------------------------

/// The text of the address, whether it has a working copy or not.
editorial::TextId get_text(Visit& visit, const Which& asked) {
    return web::or_404(editorial::find_text_id(visit.tx(), asked.piece.id, asked.lang));
}

web::Response withdraw(const Frame& frame, Visit& visit) {
    const Typed typed = typed_in(visit);
    const Which asked = writing::which_text(visit);
    const auto done = editorial::withdraw(visit.tx(), visit.viewer, get_text(visit, asked), typed.why);
    if (!done) return refuse(frame, visit, asked, typed, writing::in_words(visit.lang, done.error()));
    return web::see_other(web::in_lang(visit.lang, asked.path + "/publish"), "withdrawn");
}

web::Response restore(const Frame& frame, Visit& visit) {
    const Which asked = writing::which_text(visit);
    const auto done = editorial::restore(visit.tx(), visit.viewer, get_text(visit, asked));
    if (!done) return refuse(frame, visit, asked, {}, writing::in_words(visit.lang, done.error()));
    return web::see_other(web::in_lang(visit.lang, asked.path + "/publish"), "shown_again");
}
}

void publish_routes(web::Routes& on, const Frame& frame) {
    using Handler = web::Response (*)(const Frame&, Visit&);
    const auto post = [&](const char* tail, Handler handle) {
        on.post(std::string("/desk/{piece}/{lang}/") + tail, [&frame, handle](Visit& visit) {
              return handle(frame, visit);
          }).needs("account");
    };
    on.get("/desk/{piece}/{lang}/publish", [&frame](Visit& visit) { return show(frame, visit); }).needs("account").takes({"at", "done"});
    post("publish", publish);
    post("schedule", unschedule);
    post("ticks", tick);
    post("approvals", approve);
    post("withdrawal", withdraw);
    post("restoration", restore);
}

}
