#include "site/background.hpp"

#include "desk/desk.hpp"
#include "editorial/editorial.hpp"
#include "people/people.hpp"
#include "reach/reach.hpp"

#include <charconv>

namespace site {

namespace {
/// Links that nobody has looked at yet.
constexpr std::string_view links_job = "links.of_text";

editorial::TextId text_in(const jobs::Job& job) {
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(), id);
    if (failed != std::errc() || end != job.payload.data() + job.payload.size())
        throw jobs::GiveUp("this is no id of a text: " + job.payload);
    return static_cast<editorial::TextId>(id);
}

/// News goes to each of its listeners as work of its own, so that one that fails holds up no other.
jobs::Handler news(std::string kind, std::vector<std::string> listeners) {
    return {.kind = std::move(kind), .work = [listeners = std::move(listeners)](db::Tx& tx, const jobs::Job& job) {
                for (const std::string& listener : listeners) jobs::later(tx, listener, job.payload);
            }};
}
}

std::vector<jobs::Handler> handlers(const Workshop& workshop) {
    std::vector<jobs::Handler> all = workshop.mailer.handlers();
    all.push_back({.kind = "people.sweep", .work = [](db::Tx& tx, const jobs::Job&) { people::sweep(tx); }});
    all.push_back({.kind = "mail.remove_old",
                   .work = [](db::Tx& tx, const jobs::Job&) { mail::remove_old(tx, {tx.now().ms - 30LL * 24 * 3600 * 1000}); }});
    all.push_back({.kind = std::string(editorial::remove_pictures_job),
                   .work = [](db::Pool& pool, const jobs::Job&) -> jobs::Finish { return editorial::remove_unused_pictures(pool); }});
    all.push_back({.kind = "editorial.sweep", .work = [](db::Tx& tx, const jobs::Job&) { editorial::sweep(tx); }});
    all.push_back({.kind = std::string(editorial::go_live_job),
                   .work = [](db::Tx& tx, const jobs::Job& job) { editorial::go_live_when_due(tx, text_in(job)); }});
    all.push_back(
        news("editorial.published", {std::string(reach::draw_card_job), std::string(desk::live_letter_job), std::string(links_job)}));
    all.push_back(news(std::string(editorial::on_its_way), {std::string(links_job)}));
    all.push_back(news("editorial.redacted", {std::string(reach::draw_card_job)}));
    for (jobs::Handler& handler : desk::handlers(workshop.frame)) all.push_back(std::move(handler));
    all.push_back(
        {.kind = std::string(links_job), .work = [](db::Tx& tx, const jobs::Job& job) { research::check_soon(tx, text_in(job)); }});
    all.push_back(reach::draw_card(workshop.cards, [frame = workshop.frame] { return frame().name; }));
    for (jobs::Handler& handler : research::link_jobs(workshop.network)) all.push_back(std::move(handler));
    return all;
}

std::vector<jobs::Schedule> schedules() {
    using std::chrono::hours;
    std::vector<jobs::Schedule> all{{"people.sweep", hours(1)},
                                    {"editorial.sweep", hours(1)},
                                    {"mail.remove_old", hours(24)},
                                    {std::string(editorial::remove_pictures_job), hours(24)}};
    for (jobs::Schedule& schedule : desk::schedules()) all.push_back(std::move(schedule));
    for (jobs::Schedule& schedule : research::link_schedules()) all.push_back(std::move(schedule));
    return all;
}

}
