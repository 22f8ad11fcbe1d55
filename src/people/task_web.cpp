#include "design/visit.hpp"
#include "kit/web/routes.hpp"
#include "people/address.hpp"
#include "people/task_view.hpp"
#include "people/visit_web.hpp"
#include "people/web.hpp"

namespace people {

namespace {
using design::Frame;
using web::Visit;

/// The token is the key to the page: no address that search engines are told of repeats it, and the title does not either.
web::Response draw(const Frame& frame, Visit& visit, const design::DeskPage& shown, int status = 200) {
    design::Page page = design::page_for(visit, shown.title);
    page.own_lang = false;
    page.head = design::desk_head();
    return web::page(design::page(frame, page, design::desk_page(visit.lang, shown)), status);
}

web::Response gone(const Frame& frame, Visit& visit) { return draw(frame, visit, view::task_gone(visit.lang, frame.contact), 404); }

view::TaskPage page_of(const Frame& frame, Visit& visit, OpenTask task) {
    const bool has_account = find_main_address(visit.tx(), task.link.person).has_value();
    return {
        .task = std::move(task), .token = visit.param("token"), .site = frame.name, .contact = frame.contact, .has_account = has_account};
}

web::Response show(const Frame& frame, Visit& visit) {
    auto task = find_task(visit.tx(), visit.param("token"));
    if (!task) return gone(frame, visit);
    design::DeskPage shown = view::task(visit.lang, page_of(frame, visit, std::move(*task)), {});
    shown.done = visit.query("done");
    return draw(frame, visit, shown);
}

web::Response carry_out(const Frame& frame, const Tools& tools, Visit& visit) {
    const std::string named(visit.fields().get("named"));
    auto task = find_task(visit.tx(), visit.param("token"));
    if (!task) return gone(frame, visit);
    const auto refuse = [&](const Problems& problems) {
        return draw(frame, visit, view::task(visit.lang, page_of(frame, visit, std::move(*task)), told(visit.lang, problems)), 422);
    };
    const Task what = task->link.task;
    const bool is_new = find_owner(visit.tx(), task->link.address) != task->link.person;
    // An empty answer to the tick of a claim is a no; to the question itself it is none.
    if (what == Task::naming && named != "yes" && named != "no") return refuse({{"named", "problem.choose"}});
    const auto done = do_task(visit.tx(), visit.param("token"), named == "yes");
    if (!done) return refuse(done.error());
    if (is_new && find_owner(visit.tx(), task->link.address) == *done) tell_the_others(frame, visit, *done, task->link.address);
    if (what != Task::role && tools.changed) tools.changed(visit.tx(), "people");
    return web::see_other(web::in_lang(visit.lang, "/task/" + visit.param("token")), "task_" + std::string(name_of(what)));
}
}

void task_routes(web::Routes& on, const Frame& frame, const Tools& tools) {
    on.get("/task/{token}", [&frame](Visit& visit) { return show(frame, visit); }).by_link().takes({"done"});
    on.post("/task/{token}", [&frame, &tools](Visit& visit) { return carry_out(frame, tools, visit); }).by_link();
}

}
