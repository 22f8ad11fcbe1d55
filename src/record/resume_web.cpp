#include "design/parts.hpp"
#include "design/visit.hpp"
#include "kit/web/routes.hpp"
#include "record/resume_view.hpp"
#include "record/web.hpp"

#include <charconv>
#include <chrono>

namespace record {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

constexpr web::Rule issues{10, std::chrono::hours(1)};
/// Whoever types a code wrong may try again; whoever tries codes gets nowhere in 2^45 of them.
constexpr web::Rule checks{30, std::chrono::minutes(1)};

web::Response desk(const Frame& frame, Visit& visit, design::DeskPage shown, int status = 200) {
    design::Page page = design::page_for(visit, shown.title);
    page.own_lang = false;
    page.head = design::desk_head();
    shown.done = visit.query("done");
    return web::page(design::page(frame, page, design::desk_page(visit.lang, shown)), status);
}

std::string verify_address(const Frame& frame, Visit& visit) { return design::absolute(frame, visit.lang, "/verify"); }

/// The page is the person's own; for everybody else there is none.
void require_own(Visit& visit) {
    const auto person = people::require_account(visit.viewer);
    if (people::get_person(visit.tx(), visit.viewer, person).slug != visit.param("person")) throw base::Missing();
}

std::optional<Facts> facts_of(const Frame& frame, const std::string& operator_name, Visit& visit, PrintedName name) {
    auto facts = draft_facts(visit.tx(), visit.viewer, name);
    if (!facts) return facts;
    facts->site = frame.name;
    facts->site_url = frame.public_url;
    facts->operator_name = operator_name;
    facts->contact = frame.contact;
    for (Work& work : facts->works) work.url = frame.public_url + work.url;
    return facts;
}

web::Response show(const Frame& frame, const std::string& operator_name, Visit& visit, std::vector<design::Problem> problems = {}) {
    const view::ResumePage page{.facts = facts_of(frame, operator_name, visit, PrintedName::shown),
                                .has_pen_name = !people::get_profile(visit.tx(), visit.viewer).pen_name.empty(),
                                .issued = list_own(visit.tx(), visit.viewer),
                                .path = "/people/" + visit.param("person") + "/resume",
                                .problems = std::move(problems)};
    return desk(frame, visit, view::resume(visit.lang, page, verify_address(frame, visit)), page.problems.empty() ? 200 : 422);
}

web::Response issue_one(const Frame& frame, const std::string& operator_name, Visit& visit) {
    require_own(visit);
    visit.limit("record", std::to_string(visit.viewer.person.value_or(0)), issues);
    const auto facts =
        facts_of(frame, operator_name, visit, visit.fields().get("printed") == "own" ? PrintedName::own : PrintedName::shown);
    if (!facts) return show(frame, operator_name, visit, {{"issue", tr(visit.lang, "record.nothing_yet")}});
    const auto record = issue(visit.tx(), visit.viewer, *facts);
    if (!record) return show(frame, operator_name, visit, {{"issue", tr(visit.lang, "record.too_many", {{"most", most_records}})}});
    return web::see_other(web::in_lang(visit.lang, "/verify/" + record->code));
}

web::Response take_back(Visit& visit) {
    revoke(visit.tx(), visit.viewer, visit.param("code"));
    const auto person = people::get_person(visit.tx(), visit.viewer, people::require_account(visit.viewer));
    return web::see_other(web::in_lang(visit.lang, "/people/" + person.slug + "/resume"), "record_revoked");
}

web::Response answer(const Frame& frame, Visit& visit, const std::string& typed, bool asked) {
    if (asked) visit.limit("verify", "", checks);
    const auto found = asked ? find(visit.tx(), typed) : std::nullopt;
    design::Page page = design::page_for(visit, tr(visit.lang, "record.verify_title"));
    page.own_lang = !asked;
    if (found && !found->revoked_at) page.body_class = "sheet-view";
    page.head = design::desk_head();
    return web::page(
        design::page(frame, page,
                     view::verified(visit.lang, found ? shown_code(found->code) : typed, asked, found, verify_address(frame, visit))),
        asked && !found ? 404 : 200);
}

web::Response verify(const Frame& frame, Visit& visit) {
    const std::string typed(visit.query("code"));
    return answer(frame, visit, typed.substr(0, 40), !typed.empty());
}

web::Response verify_code(const Frame& frame, Visit& visit) { return answer(frame, visit, visit.param("code").substr(0, 40), true); }

// ---- credits ---------------------------------------------------------------------------------------------------------

editorial::PieceId piece_in(Visit& visit) {
    const std::string& text = visit.param("piece");
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failed != std::errc() || end != text.data() + text.size()) throw base::Missing();
    return static_cast<editorial::PieceId>(id);
}

web::Response credits(const Frame& frame, Visit& visit) {
    return desk(frame, visit,
                view::credits(visit.lang, {.credits = editorial::list_own_credits(visit.tx(), visit.viewer),
                                           .problems = {},
                                           .at = {},
                                           .now = {},
                                           .line = {},
                                           .line_ja = {}}));
}

web::Response confirm(Visit& visit) {
    editorial::confirm_credit(visit.tx(), visit.viewer, piece_in(visit), visit.param("role"));
    return web::see_other(web::in_lang(visit.lang, "/me/credits"), "credit_confirmed");
}

web::Response correct(const Frame& frame, Visit& visit) {
    const auto piece = piece_in(visit);
    const std::string id = "c" + std::to_string(static_cast<std::int64_t>(piece)) + visit.param("role");
    const auto typed = [&](const char* field) { return std::string(visit.fields().get(id + field)); };
    const auto done =
        editorial::correct_credit(visit.tx(), visit.viewer, piece, visit.param("role"), typed("-now"), typed("-line"), typed("-line_ja"));
    if (done) return web::see_other(web::in_lang(visit.lang, "/me/credits"), "credit_corrected");
    view::CreditsPage page{.credits = editorial::list_own_credits(visit.tx(), visit.viewer),
                           .problems = {},
                           .at = std::to_string(static_cast<std::int64_t>(piece)) + "/" + visit.param("role"),
                           .now = typed("-now"),
                           .line = typed("-line"),
                           .line_ja = typed("-line_ja")};
    for (const editorial::Problem& problem : done.error())
        page.problems.push_back({id + "-" + problem.field, tr(visit.lang, problem.word, problem.args)});
    return desk(frame, visit, view::credits(visit.lang, page), 422);
}
}

void resume_routes(web::Routes& on, const Frame& frame, const std::string& operator_name) {
    on.get("/people/{person}/resume",
           [&frame, &operator_name](Visit& visit) {
               require_own(visit);
               return show(frame, operator_name, visit);
           })
        .needs("account")
        .takes({"done"});
    on.post("/people/{person}/resume", [&frame, &operator_name](Visit& visit) {
          return issue_one(frame, operator_name, visit);
      }).needs("account");
    on.post("/me/records/{code}/revocation", take_back).needs("account");
    on.get("/verify", [&frame](Visit& visit) { return verify(frame, visit); }).open().personal().takes({"code"});
    on.get("/verify/{code}", [&frame](Visit& visit) { return verify_code(frame, visit); }).by_link();
    on.get("/me/credits", [&frame](Visit& visit) { return credits(frame, visit); }).needs("account").takes({"done"});
    on.post("/me/credits/{piece}/{role}/confirmation", confirm).needs("account");
    on.post("/me/credits/{piece}/{role}", [&frame](Visit& visit) { return correct(frame, visit); }).needs("account");
}

}
