#include "design/frame.hpp"
#include "design/words.hpp"
#include "desk/queue_view.hpp"
#include "desk/web.hpp"
#include "editorial/editorial.hpp"
#include "kit/base/utf8.hpp"
#include "kit/mail/mail.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

namespace desk {

namespace {
using design::Frame;
using design::tr;
using web::Visit;

constexpr std::size_t longest_answer = 4000;

/// The ready answer, signed by the editor if they may be named, and by the site.
std::string ready(const Frame& frame, Visit& visit, base::Lang lang, const char* key) {
    std::string text = tr(lang, key) + "\n\n";
    const auto editor = people::get_person(visit.tx(), visit.viewer, people::require_account(visit.viewer));
    if (editor.may_be_named()) text += people::name_in(lang, editor) + "\n";
    return text + frame.name;
}

/// One answer that was refused keeps what was typed.
struct Typed {
    std::int64_t application = 0;
    bool yes = false;
    std::string text;
};

design::DeskPage queue(const Frame& frame, Visit& visit, const Typed& typed, const people::Problems& problems) {
    std::vector<view::Waiting> waiting;
    for (people::Application& application : people::list_applications(visit.tx(), visit.viewer)) {
        view::Waiting one{.application = std::move(application), .days = 0, .yes = {}, .no = {}};
        const base::Lang lang = one.application.lang;
        one.days = editorial::open_days(visit.tx(), one.application.made_at, visit.tx().now());
        const bool mine = typed.application == one.application.id;
        one.open_yes = mine && typed.yes;
        one.open_no = mine && !typed.yes;
        one.yes = one.open_yes ? typed.text : ready(frame, visit, lang, "application.ready_yes");
        one.no = one.open_no ? typed.text : ready(frame, visit, lang, "application.ready_no");
        waiting.push_back(std::move(one));
    }
    return view::queue(visit.lang, waiting, people::may(visit.viewer, people::Right::edit), told(visit.lang, problems));
}

web::Response show(const Frame& frame, Visit& visit) {
    design::DeskPage shown = queue(frame, visit, {}, {});
    shown.done = visit.query("done");
    return draw(frame, visit, shown);
}

web::Response answer(const Frame& frame, Visit& visit) {
    const std::int64_t id = id_in(visit, "id");
    const std::string_view choice = visit.fields().get("answer");
    if (choice != "yes" && choice != "no") throw web::BadRequest(400);
    const bool yes = choice == "yes";
    const std::string field = view::field_of(yes, id);
    const std::string text = text::several_lines(visit.fields().get(field));
    people::Problems problems;
    if (text.empty()) problems.push_back({field, "problem.answer_missing"});
    if (base::code_points(text) > longest_answer) problems.push_back({field, "problem.too_long"});

    if (!people::find_application(visit.tx(), visit.viewer, id)) throw base::Missing();
    if (!problems.empty()) return draw(frame, visit, queue(frame, visit, {id, yes, text}, problems), 422);
    const std::string back = web::in_lang(visit.lang, "/edit/queue");
    if (!people::answer_application(visit.tx(), visit.viewer, id, yes, text)) return web::see_other(back, "application_answered");
    const auto answered = web::or_404(people::find_application(visit.tx(), visit.viewer, id));
    if (const auto to = people::find_main_address(visit.tx(), answered.person))
        mail::send(visit.tx(), people::answer_letter(frame, answered, *to));
    return web::see_other(back, yes ? "application_accepted" : "application_declined");
}
}

void queue_routes(web::Routes& on, const Frame& frame) {
    on.get("/edit/queue", [&frame](Visit& visit) { return show(frame, visit); }).needs("approve").takes({"done"});
    on.post("/edit/queue/applications/{id}", [&frame](Visit& visit) { return answer(frame, visit); }).needs("approve");
}

}
