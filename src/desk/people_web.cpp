#include "desk/people_view.hpp"
#include "desk/web.hpp"
#include "kit/mail/mail.hpp"
#include "kit/text/typed.hpp"
#include "kit/web/routes.hpp"

#include <algorithm>
#include <chrono>

namespace desk {

namespace {
using design::Frame;
using people::PersonId;
using people::Task;
using web::Visit;

/// To one person, and by one editor: a link is good for thirty days, and nobody needs a heap of them.
constexpr web::Rule to_one{3, std::chrono::hours(24)};
constexpr web::Rule by_one{30, std::chrono::hours(1)};

std::optional<people::TaskLink> newest(Visit& visit, PersonId person, Task task) {
    for (people::TaskLink& link : people::list_task_links(visit.tx(), visit.viewer, person))
        if (link.task == task) return std::move(link);
    return std::nullopt;
}

/// What an editor typed for one person and was refused.
struct Typed {
    PersonId person{};
    std::string address;
    base::Lang lang = base::Lang::en;
};

design::DeskPage page_of(Visit& visit, const Typed& typed, const people::Problems& problems) {
    db::Tx& tx = visit.tx();
    std::vector<view::Guest> guests;
    for (people::Person& person : people::list_guests(tx, visit.viewer)) {
        view::Guest one{.person = std::move(person), .works = {}, .sent = {}, .address = {}, .lang = visit.lang, .open = false};
        one.works = editorial::list_works(tx, visit.viewer, one.person.id, visit.lang);
        one.sent = newest(visit, one.person.id, Task::claim);
        if (one.person.id == typed.person) {
            one.address = typed.address;
            one.lang = typed.lang;
            one.open = true;
        }
        guests.push_back(std::move(one));
    }
    std::vector<view::Unnamed> unnamed;
    for (const PersonId id : editorial::list_unnamed(tx, visit.viewer))
        if (people::find_main_address(tx, id)) {
            view::Unnamed one{id, editorial::list_works(tx, visit.viewer, id, visit.lang), newest(visit, id, Task::naming)};
            // Their address is theirs, too.
            if (one.sent) one.sent->address.clear();
            unnamed.push_back(std::move(one));
        }
    std::vector<view::Entrusted> entrusted;
    for (const people::Person& person : people::list_entrusted(tx, visit.viewer))
        if (const auto name = people::find_name_behind(tx, visit.viewer, person.id)) entrusted.push_back({person.name, *name});
    return view::people(visit.lang, guests, unnamed, entrusted, told(visit.lang, problems));
}

web::Response show(const Frame& frame, Visit& visit) {
    design::DeskPage shown = page_of(visit, {}, {});
    shown.done = visit.query("done");
    return draw(frame, visit, shown);
}

void count(Visit& visit, PersonId person) {
    visit.limit("people_desk.by", std::to_string(static_cast<std::int64_t>(people::require_account(visit.viewer))), by_one);
    visit.limit("people_desk.to", std::to_string(static_cast<std::int64_t>(person)), to_one);
}

web::Response send_claim(const Frame& frame, Visit& visit) {
    const auto person = static_cast<PersonId>(id_in(visit, "id"));
    const std::string typed = text::one_line(visit.fields().get(view::field_of("address", person)));
    const base::Lang lang = base::lang_from(visit.fields().get(view::field_of("lang", person))).value_or(visit.lang);
    const auto guests = people::list_guests(visit.tx(), visit.viewer);
    if (std::none_of(guests.begin(), guests.end(), [&](const people::Person& one) { return one.id == person; })) throw base::Missing();
    const auto address = people::normal_address(typed);
    if (!address || !mail::is_address(*address))
        return draw(frame, visit, page_of(visit, {person, typed, lang}, {{view::field_of("address", person), "problem.address"}}), 422);
    count(visit, person);
    const std::string token = people::make_task_link(visit.tx(), visit.viewer, person, Task::claim, "", *address);
    mail::send(visit.tx(), people::claim_letter(frame, lang, *address, token));
    return web::see_other(web::in_lang(visit.lang, "/edit/people"), "claim_sent");
}

web::Response send_naming(const Frame& frame, Visit& visit) {
    const auto person = static_cast<PersonId>(id_in(visit, "id"));
    people::require(visit.tx(), visit.viewer, people::Right::edit);
    const auto unnamed = editorial::list_unnamed(visit.tx(), visit.viewer);
    const auto address = people::find_main_address(visit.tx(), person);
    if (!address || std::find(unnamed.begin(), unnamed.end(), person) == unnamed.end()) throw base::Missing();
    count(visit, person);
    const std::string token = people::make_task_link(visit.tx(), visit.viewer, person, Task::naming, "", *address);
    mail::send(visit.tx(), people::naming_letter(frame, people::mail_lang_of(visit.tx(), person), *address, token));
    return web::see_other(web::in_lang(visit.lang, "/edit/people"), "naming_sent");
}
}

void people_routes(web::Routes& on, const Frame& frame) {
    on.get("/edit/people", [&frame](Visit& visit) { return show(frame, visit); }).needs("edit").takes({"done"});
    on.post("/edit/people/{id}/claim", [&frame](Visit& visit) { return send_claim(frame, visit); }).needs("edit");
    on.post("/edit/people/{id}/naming", [&frame](Visit& visit) { return send_naming(frame, visit); }).needs("edit");
}

}
